package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// AdaMax: Adam with the largest gradient of the recent past, decayed, in place of the root of the mean square.
///
///     g ← g + λw
///     m ← β₁m + (1 − β₁)g
///     u ← max(β₂u, |g| + ε_max)
///     w ← w − α̂ · m / (u + ε_out)        α̂ = η/(1 − β₁ᵗ)
///
/// Source: Kingma and Ba, *Adam: A Method for Stochastic Optimization*, 2015, Algorithm 2 (arXiv:1412.6980), which has no epsilon. It
/// stands inside the maximum, as in PyTorch, or outside, as in Keras. With no epsilon at all a parameter whose gradient has always been
/// zero becomes NaN (0/0).
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g and is scaled with it.
///
/// State: m and u, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record AdaMax(double beta1, double beta2, double insideMax, double outsideMax, double weightDecay) implements Optimizer {

    /// β₁ = 0.9, β₂ = 0.999 and ε = 1e-8 inside the maximum, as in PyTorch.
    public static final AdaMax DEFAULT = new AdaMax(0.9, 0.999, 1e-8, 0);

    public AdaMax {
        Require.decay("beta1", beta1);
        Require.decay("beta2", beta2);
        Require.size("insideMax", insideMax);
        Require.size("outsideMax", outsideMax);
        Require.size("weightDecay", weightDecay);
        if (insideMax != 0 && outsideMax != 0) {
            throw new IllegalArgumentException("one of insideMax and outsideMax must be 0, were " + insideMax + " and " + outsideMax);
        }
    }

    /// Without weight decay.
    public AdaMax(double beta1, double beta2, double insideMax, double outsideMax) {
        this(beta1, beta2, insideMax, outsideMax, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("epsilon outside", new AdaMax(0.9, 0.999, 0, 1e-7)),
                new Convention("weight decay", new AdaMax(0.8, 0.99, 1e-7, 0, 0.1)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static AdaMax of(NamedHyperParameters given) {
        return new AdaMax(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), given.takeOr("epsilon", 1e-8), 0,
                given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) beta1, (float) (1 - beta1), (float) beta2,
                Require.scalar("learningRate/(1 - beta1^t)", learningRate / (1 - Math.pow(beta1, t))),
                (float) insideMax, (float) outsideMax, (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float beta1, float rest1, float beta2, float rate, float inside, float outside, float decay) implements Update {

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

    /// The specification: the other two must leave the same bits in w, m and u.
    static void scalar(Step s, float[] w, float[] g, float[] m, float[] u, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float mi = s.beta1 * m[i] + s.rest1 * gi;
            float ui = Math.max(s.beta2 * u[i], Math.abs(gi) + s.inside);
            m[i] = mi;
            u[i] = ui;
            w[i] -= s.rate * mi / (ui + s.outside);
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] m, float[] u, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, m, u, i);
            one(s, w, g, m, u, i + 1);
            one(s, w, g, m, u, i + 2);
            one(s, w, g, m, u, i + 3);
        }
        for (; i < to; i++) one(s, w, g, m, u, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] m, float[] u, int i) {
        float parameter = w[i];
        float gradient = s.decay * parameter + g[i];
        float first = s.beta1 * m[i] + s.rest1 * gradient;
        float size = Math.abs(gradient) + s.inside;
        float largest = Math.max(s.beta2 * u[i], size);
        m[i] = first;
        u[i] = largest;
        w[i] = parameter - s.rate * first / (largest + s.outside);
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] m, float[] u, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var first = fromArray(SPECIES, m, i).mul(s.beta1).add(gradient.mul(s.rest1));
            var largest = fromArray(SPECIES, u, i).mul(s.beta2).max(gradient.abs().add(s.inside));
            first.intoArray(m, i);
            largest.intoArray(u, i);
            parameter.sub(first.mul(s.rate).div(largest.add(s.outside))).intoArray(w, i);
        }
        scalar(s, w, g, m, u, i, to);
    }
}
