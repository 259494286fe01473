package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LE;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// Centered RMSprop with momentum: gradients scaled by their running standard deviation add up in a velocity that decays.
///
///     g ← g + λw
///     v ← ρv + (1 − ρ)g²
///     a ← ρa + (1 − ρ)g
///     b ← μb + ηᵢg / (√(max(v − a², 0) + ε_in) + ε_out)
///     w ← w − ηₒb        learning rate outside: ηᵢ = 1, ηₒ = η;  inside: ηᵢ = η, ηₒ = 1
///
/// Source: Graves, *Generating Sequences With Recurrent Neural Networks*, 2013, equations 38 to 41 (arXiv:1308.0850). The learning rate
/// stands outside the velocity and epsilon outside the root, as in PyTorch, or both inside, as in the paper, Keras and TensorFlow.
/// What becomes of v − a² below zero stands at [RmsPropCentered].
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g and is scaled with it.
///
/// State: v, a and b, zero at the start. Traffic: 20 bytes read and 16 written per parameter.
public record RmsPropCenteredMomentum(double rho, double momentum, boolean rateInside, double insideRoot,
        double outsideRoot, double weightDecay) implements Optimizer {

    /// ρ = 0.99, the learning rate outside and ε = 1e-8 outside the root, as in PyTorch, and μ = 0.9.
    public static final RmsPropCenteredMomentum DEFAULT = new RmsPropCenteredMomentum(0.99, 0.9, false, 0, 1e-8);

    public RmsPropCenteredMomentum {
        Require.decay("rho", rho);
        Require.decay("momentum", momentum);
        Require.epsilons(insideRoot, outsideRoot);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public RmsPropCenteredMomentum(double rho, double momentum, boolean rateInside, double insideRoot, double outsideRoot) {
        this(rho, momentum, rateInside, insideRoot, outsideRoot, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("as Keras", new RmsPropCenteredMomentum(0.9, 0.5, true, 1e-7, 0)),
                new Convention("weight decay", new RmsPropCenteredMomentum(0.99, 0.9, false, 0, 1e-7, 0.1)));
    }

    @Override
    public int stateArrays() {
        return 3;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) rho, (float) (1 - rho), (float) momentum, (float) (rateInside ? learningRate : 1),
                (float) (rateInside ? 1 : learningRate), (float) insideRoot, (float) outsideRoot, (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float rho, float rest, float momentum, float inner, float outer, float inside, float outside,
            float decay) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, 3, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, state[0], state[1], state[2], from, to);
                case UNROLLED -> unrolled(this, w, g, state[0], state[1], state[2], from, to);
                case SIMD -> simd(this, w, g, state[0], state[1], state[2], from, to);
            }
        }
    }

    /// The specification: the other two must leave the same bits in w, v, a and b.
    static void scalar(Step s, float[] w, float[] g, float[] v, float[] a, float[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float vi = s.rho * v[i] + s.rest * (gi * gi);
            float ai = s.rho * a[i] + s.rest * gi;
            float scale = (float) Math.sqrt(Math.max(vi - ai * ai, 0) + s.inside) + s.outside;
            float bi = s.momentum * b[i] + s.inner * gi / scale;
            v[i] = vi;
            a[i] = ai;
            b[i] = bi;
            w[i] -= s.outer * bi;
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] v, float[] a, float[] b, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, v, a, b, i);
            one(s, w, g, v, a, b, i + 1);
            one(s, w, g, v, a, b, i + 2);
            one(s, w, g, v, a, b, i + 3);
        }
        for (; i < to; i++) one(s, w, g, v, a, b, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] v, float[] a, float[] b, int i) {
        float parameter = w[i];
        float gradient = s.decay * parameter + g[i];
        float square = s.rho * v[i] + s.rest * (gradient * gradient);
        float average = s.rho * a[i] + s.rest * gradient;
        float variance = Math.max(square - average * average, 0);
        float pull = s.inner * gradient / ((float) Math.sqrt(variance + s.inside) + s.outside);
        float velocity = s.momentum * b[i] + pull;
        v[i] = square;
        a[i] = average;
        b[i] = velocity;
        w[i] = parameter - s.outer * velocity;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] v, float[] a, float[] b, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var square = fromArray(SPECIES, v, i).mul(s.rho).add(gradient.mul(gradient).mul(s.rest));
            var average = fromArray(SPECIES, a, i).mul(s.rho).add(gradient.mul(s.rest));
            var difference = square.sub(average.mul(average));
            var variance = difference.blend(0f, difference.compare(LE, 0f)); // as max, which costs more; −0.0 becomes 0.0
            var scale = variance.add(s.inside).sqrt().add(s.outside);
            var velocity = fromArray(SPECIES, b, i).mul(s.momentum).add(gradient.mul(s.inner).div(scale));
            square.intoArray(v, i);
            average.intoArray(a, i);
            velocity.intoArray(b, i);
            parameter.sub(velocity.mul(s.outer)).intoArray(w, i);
        }
        scalar(s, w, g, v, a, b, i, to);
    }
}
