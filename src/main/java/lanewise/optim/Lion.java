package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// Lion: every parameter moves by the learning rate, in the direction of an average of momentum and gradient.
///
///     w ← (1 − ηλ)w − η · sign(β₁m + (1 − β₁)g)        sign(0) = 0
///     m ← β₂m + (1 − β₂)g
///
/// Source: Chen, Liang, Huang, Real, Wang, Pham, Dong, Luong, Hsieh, Lu and Le, *Symbolic Discovery of Optimization Algorithms*, 2023,
/// Algorithm 2 (arXiv:2302.06675). Weight decay is decoupled, as in the paper. Where the average is NaN the parameter does not move.
///
/// State: m, zero at the start. Traffic: 12 bytes read and 8 written per parameter.
public record Lion(double beta1, double beta2, double weightDecay) implements Optimizer {

    /// β₁ = 0.9, β₂ = 0.99 and no weight decay, as in Keras.
    public static final Lion DEFAULT = new Lion(0.9, 0.99, 0);

    public Lion {
        Require.decay("beta1", beta1);
        Require.decay("beta2", beta2);
        Require.size("weightDecay", weightDecay);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("weight decay", new Lion(0.8, 0.95, 0.1)));
    }

    /// With the names that golden trajectories give, and the defaults of its authors. PyTorch does not have it.
    static Lion of(NamedHyperParameters given) {
        return new Lion(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.99), given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 1;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) beta1, (float) (1 - beta1), (float) beta2, (float) (1 - beta2), (float) learningRate,
                Require.scalar("1 - learningRate * weightDecay", 1 - learningRate * weightDecay));
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float beta1, float rest1, float beta2, float rest2, float rate, float kept) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, 1, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, state[0], from, to);
                case UNROLLED -> unrolled(this, w, g, state[0], from, to);
                case SIMD -> simd(this, w, g, state[0], from, to);
            }
        }
    }

    /// The specification: the other two must leave the same bits in w and m.
    static void scalar(Step s, float[] w, float[] g, float[] m, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i];
            float mi = m[i];
            float direction = s.beta1 * mi + s.rest1 * gi;
            m[i] = s.beta2 * mi + s.rest2 * gi;
            w[i] = s.kept * w[i] - (direction > 0 ? s.rate : direction < 0 ? -s.rate : 0f);
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] m, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, m, i);
            one(s, w, g, m, i + 1);
            one(s, w, g, m, i + 2);
            one(s, w, g, m, i + 3);
        }
        for (; i < to; i++) one(s, w, g, m, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] m, int i) {
        float gradient = g[i];
        float momentum = m[i];
        float average = s.beta1 * momentum + s.rest1 * gradient;
        float move = 0;
        if (average > 0) move = s.rate;
        if (average < 0) move = -s.rate;
        m[i] = s.beta2 * momentum + s.rest2 * gradient;
        w[i] = w[i] * s.kept - move;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] m, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gradient = fromArray(SPECIES, g, i);
            var momentum = fromArray(SPECIES, m, i);
            var average = momentum.mul(s.beta1).add(gradient.mul(s.rest1));
            var move = zero(SPECIES).blend(s.rate, average.compare(GT, 0f)).blend(-s.rate, average.compare(LT, 0f));
            momentum.mul(s.beta2).add(gradient.mul(s.rest2)).intoArray(m, i);
            fromArray(SPECIES, w, i).mul(s.kept).sub(move).intoArray(w, i);
        }
        scalar(s, w, g, m, i, to);
    }
}
