package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// RMSprop with momentum: the scaled gradients add up in a velocity that decays, and the velocity moves the parameters.
///
///     g ← g + λw
///     v ← ρv + (1 − ρ)g²
///     b ← μb + ηᵢg / (√(v + ε_in) + ε_out)
///     w ← w − ηₒb        learning rate outside: ηᵢ = 1, ηₒ = η;  inside: ηᵢ = η, ηₒ = 1
///
/// Source: Tieleman and Hinton, *Neural Networks for Machine Learning*, 2012, lecture 6.5, with the velocity of Graves, *Generating
/// Sequences With Recurrent Neural Networks*, 2013, equations 40 and 41 (arXiv:1308.0850). The learning rate stands outside the velocity
/// and epsilon outside the root, as in PyTorch, or both inside, as in Keras and TensorFlow.
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g and is scaled with it.
///
/// State: v and b, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record RmsPropMomentum(double rho, double momentum, boolean rateInside, double insideRoot,
        double outsideRoot, double weightDecay) implements Optimizer {

    /// ρ = 0.99, the learning rate outside and ε = 1e-8 outside the root, as in PyTorch, and μ = 0.9.
    public static final RmsPropMomentum DEFAULT = new RmsPropMomentum(0.99, 0.9, false, 0, 1e-8);

    public RmsPropMomentum {
        Require.decay("rho", rho);
        Require.decay("momentum", momentum);
        Require.epsilons(insideRoot, outsideRoot);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public RmsPropMomentum(double rho, double momentum, boolean rateInside, double insideRoot, double outsideRoot) {
        this(rho, momentum, rateInside, insideRoot, outsideRoot, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("as Keras", new RmsPropMomentum(0.9, 0.5, true, 1e-7, 0)),
                new Convention("weight decay", new RmsPropMomentum(0.99, 0.9, false, 0, 1e-7, 0.1)));
    }

    @Override
    public int stateArrays() {
        return 2;
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
            Require.arrays(variant, w, g, state, 2, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, state[0], state[1], from, to);
                case UNROLLED -> unrolled(this, w, g, state[0], state[1], from, to);
                case SIMD -> simd(this, w, g, state[0], state[1], from, to);
            }
        }
    }

    /// The specification: the other two must leave the same bits in w, v and b.
    static void scalar(Step s, float[] w, float[] g, float[] v, float[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float vi = s.rho * v[i] + s.rest * (gi * gi);
            float bi = s.momentum * b[i] + s.inner * gi / ((float) Math.sqrt(vi + s.inside) + s.outside);
            v[i] = vi;
            b[i] = bi;
            w[i] -= s.outer * bi;
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] v, float[] b, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, v, b, i);
            one(s, w, g, v, b, i + 1);
            one(s, w, g, v, b, i + 2);
            one(s, w, g, v, b, i + 3);
        }
        for (; i < to; i++) one(s, w, g, v, b, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] v, float[] b, int i) {
        float parameter = w[i];
        float gradient = s.decay * parameter + g[i];
        float square = s.rho * v[i] + s.rest * (gradient * gradient);
        float scale = (float) Math.sqrt(square + s.inside) + s.outside;
        float pull = s.inner * gradient / scale;
        float velocity = s.momentum * b[i] + pull;
        v[i] = square;
        b[i] = velocity;
        w[i] = parameter - s.outer * velocity;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] v, float[] b, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var square = fromArray(SPECIES, v, i).mul(s.rho).add(gradient.mul(gradient).mul(s.rest));
            var scale = square.add(s.inside).sqrt().add(s.outside);
            var velocity = fromArray(SPECIES, b, i).mul(s.momentum).add(gradient.mul(s.inner).div(scale));
            square.intoArray(v, i);
            velocity.intoArray(b, i);
            parameter.sub(velocity.mul(s.outer)).intoArray(w, i);
        }
        scalar(s, w, g, v, b, i, to);
    }
}
