package lanewise.optim;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// AdaBound: Adam whose learning rate of each parameter is clamped between bounds that close in on one final learning rate, as in plain descent.
///
///     g ← g + λw
///     m ← β₁m + (1 − β₁)g
///     v ← β₂v + (1 − β₂)g²
///     w ← w − clamp(α̂ / (√v + ε), low, high) · m        α̂ = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)
///
///     low = f(1 − 1/(γt + 1)),  high = f(1 + 1/(γt)),  f = η_final · η/η_base
///
/// Source: Luo, Xiong, Liu and Sun, *Adaptive Gradient Methods with Dynamic Bound of Learning Rate*, 2019, Algorithm 2
/// (arXiv:1902.09843), with the bias corrections, the bounds and the epsilon of the authors' code: outside the root of the uncorrected v.
/// A learning rate that is NaN stays NaN.
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g and is scaled with it.
///
/// State: m and v, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record AdaBound(double beta1, double beta2, double epsilon, double finalRate, double gamma, double baseRate,
        double weightDecay) implements Optimizer {

    /// β₁ = 0.9, β₂ = 0.999, ε = 1e-8, η_final = 0.1, γ = 0.001 and η_base = 0.001, as in the authors' code.
    public static final AdaBound DEFAULT = new AdaBound(0.9, 0.999, 1e-8, 0.1, 1e-3, 1e-3);

    public AdaBound {
        Require.decay("beta1", beta1);
        Require.decay("beta2", beta2);
        Require.size("epsilon", epsilon);
        Require.size("finalRate", finalRate);
        Require.positive("gamma", gamma);
        Require.positive("baseRate", baseRate);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public AdaBound(double beta1, double beta2, double epsilon, double finalRate, double gamma, double baseRate) {
        this(beta1, beta2, epsilon, finalRate, gamma, baseRate, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("other bounds, weight decay", new AdaBound(0.8, 0.99, 1e-7, 0.05, 0.1, 2e-3, 0.1)));
    }

    /// With the names that golden trajectories give, and the defaults of its authors. PyTorch does not have it.
    static AdaBound of(NamedHyperParameters given) {
        return new AdaBound(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), given.takeOr("epsilon", 1e-8),
                given.takeOr("finalLearningRate", 0.1), given.takeOr("gamma", 1e-3), given.learningRate(),
                given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        double rate = learningRate * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
        double last = finalRate * learningRate / baseRate;
        return new Step((float) beta1, (float) (1 - beta1), (float) beta2, (float) (1 - beta2),
                Require.scalar("learningRate * sqrt(1 - beta2^t)/(1 - beta1^t)", rate), (float) epsilon,
                Require.scalar("the bound finalRate * learningRate/baseRate", last * (1 - 1 / (gamma * t + 1))),
                (float) Math.min(last * (1 + 1 / (gamma * t)), Float.MAX_VALUE), (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float beta1, float rest1, float beta2, float rest2, float rate, float outside, float low, float high,
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

    /// The specification: the other two must leave the same bits in w, m and v.
    static void scalar(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float mi = s.beta1 * m[i] + s.rest1 * gi;
            float vi = s.beta2 * v[i] + s.rest2 * (gi * gi);
            m[i] = mi;
            v[i] = vi;
            w[i] -= Math.min(Math.max(s.rate / ((float) Math.sqrt(vi) + s.outside), s.low), s.high) * mi;
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, m, v, i);
            one(s, w, g, m, v, i + 1);
            one(s, w, g, m, v, i + 2);
            one(s, w, g, m, v, i + 3);
        }
        for (; i < to; i++) one(s, w, g, m, v, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] m, float[] v, int i) {
        float parameter = w[i];
        float gradient = s.decay * parameter + g[i];
        float first = s.beta1 * m[i] + s.rest1 * gradient;
        float second = s.beta2 * v[i] + s.rest2 * (gradient * gradient);
        float rate = s.rate / ((float) Math.sqrt(second) + s.outside);
        float bounded = Math.min(Math.max(rate, s.low), s.high);
        m[i] = first;
        v[i] = second;
        w[i] = parameter - bounded * first;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var first = fromArray(SPECIES, m, i).mul(s.beta1).add(gradient.mul(s.rest1));
            var second = fromArray(SPECIES, v, i).mul(s.beta2).add(gradient.mul(gradient).mul(s.rest2));
            var rate = broadcast(SPECIES, s.rate).div(second.sqrt().add(s.outside));
            // In place of max and min, which cost more because of −0.0; a learning rate is never that.
            var bounded = rate.blend(s.low, rate.compare(LT, s.low)).blend(s.high, rate.compare(GT, s.high));
            first.intoArray(m, i);
            second.intoArray(v, i);
            parameter.sub(bounded.mul(first)).intoArray(w, i);
        }
        scalar(s, w, g, m, v, i, to);
    }
}
