package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LE;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// Centered RMSprop: a step scaled by the running standard deviation of the gradient.
///
///     g ← g + λw
///     v ← ρv + (1 − ρ)g²
///     a ← ρa + (1 − ρ)g
///     w ← w − η · g / (√(max(v − a², 0) + ε_in) + ε_out)
///
/// Source: Graves, *Generating Sequences With Recurrent Neural Networks*, 2013, equations 38 and 39 (arXiv:1308.0850). Epsilon stands
/// outside the root, as in PyTorch, or inside it, as in the paper, Keras and TensorFlow.
///
/// v − a² is the variance of the gradients. It is never negative but for rounding: under a constant gradient v and a² meet, and the
/// difference comes out as zero or a few units in the last place to either side. Below zero it counts as zero, where PyTorch's root is NaN;
/// the step is then ηg/√ε_in or ηg/ε_out, and a gradient that stays the same moves its parameter as far as epsilon is small. Choose it
/// accordingly: 1e-3 rather than 1e-8.
///
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g and is scaled with it.
///
/// State: v and a, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record RmsPropCentered(double rho, double insideRoot, double outsideRoot, double weightDecay) implements Optimizer {

    /// ρ = 0.99 and ε = 1e-8 outside the root, as in PyTorch.
    public static final RmsPropCentered DEFAULT = new RmsPropCentered(0.99, 0, 1e-8);

    public RmsPropCentered {
        Require.decay("rho", rho);
        Require.epsilons(insideRoot, outsideRoot);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public RmsPropCentered(double rho, double insideRoot, double outsideRoot) {
        this(rho, insideRoot, outsideRoot, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("epsilon inside", new RmsPropCentered(0.9, 1e-7, 0)),
                new Convention("no epsilon", new RmsPropCentered(0.9, 0, 0)),
                new Convention("weight decay", new RmsPropCentered(0.99, 0, 1e-7, 0.1)));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) rho, (float) (1 - rho), (float) learningRate, (float) insideRoot, (float) outsideRoot,
                (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float rho, float rest, float rate, float inside, float outside, float decay) implements Update {

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

    /// The specification: the other two must leave the same bits in w, v and a.
    static void scalar(Step s, float[] w, float[] g, float[] v, float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float vi = s.rho * v[i] + s.rest * (gi * gi);
            float ai = s.rho * a[i] + s.rest * gi;
            v[i] = vi;
            a[i] = ai;
            w[i] -= s.rate * gi / ((float) Math.sqrt(Math.max(vi - ai * ai, 0) + s.inside) + s.outside);
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] v, float[] a, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, v, a, i);
            one(s, w, g, v, a, i + 1);
            one(s, w, g, v, a, i + 2);
            one(s, w, g, v, a, i + 3);
        }
        for (; i < to; i++) one(s, w, g, v, a, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] v, float[] a, int i) {
        float parameter = w[i];
        float gradient = s.decay * parameter + g[i];
        float square = s.rho * v[i] + s.rest * (gradient * gradient);
        float average = s.rho * a[i] + s.rest * gradient;
        float variance = Math.max(square - average * average, 0);
        float scale = (float) Math.sqrt(variance + s.inside) + s.outside;
        v[i] = square;
        a[i] = average;
        w[i] = parameter - s.rate * gradient / scale;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] v, float[] a, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var square = fromArray(SPECIES, v, i).mul(s.rho).add(gradient.mul(gradient).mul(s.rest));
            var average = fromArray(SPECIES, a, i).mul(s.rho).add(gradient.mul(s.rest));
            var difference = square.sub(average.mul(average));
            var variance = difference.blend(0f, difference.compare(LE, 0f)); // as max, which costs more; −0.0 becomes 0.0
            var scale = variance.add(s.inside).sqrt().add(s.outside);
            square.intoArray(v, i);
            average.intoArray(a, i);
            parameter.sub(gradient.mul(s.rate).div(scale)).intoArray(w, i);
        }
        scalar(s, w, g, v, a, i, to);
    }
}
