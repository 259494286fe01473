package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;
import lanewise.optim.NamedHyperParameters.Epsilon;

/// Adam: a step scaled by running averages of the gradient and of its square.
///
///     g ← g + λw
///     m ← β₁m + (1 − β₁)g
///     v ← β₂v + (1 − β₂)g²
///     w ← w − α̂ · m / (√(v·ĉ + ε_in) + ε_out)        α̂ = η/(1 − β₁ᵗ),  ĉ = 1/(1 − β₂ᵗ)
///
/// Source: Kingma and Ba, *Adam: A Method for Stochastic Optimization*, 2015, Algorithm 1 (arXiv:1412.6980).
/// Epsilon stands outside the root, as in the paper and PyTorch, or inside it, as in many textbooks. With no epsilon at all a parameter
/// whose gradient has always been zero becomes NaN (0/0), as in PyTorch. The weight decay λ is that of a penalty ½λw² on the loss: its
/// gradient λw joins g and is scaled with it. [AdamW] decouples it. Without bias correction α̂ = η and ĉ = 1, as some textbooks have it: the first
/// steps are then of (1 − β₁)/√(1 − β₂) times the size, 3.2 times with the defaults.
///
/// State: m and v, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
///
/// @param biasCorrection whether the averages, which begin at zero, are corrected for it
public record Adam(double beta1, double beta2, double insideRoot, double outsideRoot, double weightDecay,
        boolean biasCorrection) implements Optimizer {

    /// β₁ = 0.9, β₂ = 0.999 and ε = 1e-8 outside the root, as in the paper.
    public static final Adam DEFAULT = new Adam(0.9, 0.999, 0, 1e-8);

    public Adam {
        Require.decay("beta1", beta1);
        Require.decay("beta2", beta2);
        Require.epsilons(insideRoot, outsideRoot);
        Require.size("weightDecay", weightDecay);
    }

    /// With bias correction.
    public Adam(double beta1, double beta2, double insideRoot, double outsideRoot, double weightDecay) {
        this(beta1, beta2, insideRoot, outsideRoot, weightDecay, true);
    }

    /// With bias correction, without weight decay.
    public Adam(double beta1, double beta2, double insideRoot, double outsideRoot) {
        this(beta1, beta2, insideRoot, outsideRoot, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("weight decay", new Adam(0.8, 0.99, 0, 1e-7, 0.1)),
                new Convention("epsilon inside", new Adam(0.9, 0.999, 1e-8, 0)),
                new Convention("no epsilon", new Adam(0.9, 0.999, 0, 0)),
                new Convention("no bias correction", new Adam(0.9, 0.999, 0, 1e-8, 0, false)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static Adam of(NamedHyperParameters given) {
        Epsilon epsilon = given.epsilon(1e-8);
        return new Adam(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside(), epsilon.outside(),
                given.takeOr("weightDecay", 0), given.takeOr("biasCorrection", true));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        double first = biasCorrection ? 1 - Math.pow(beta1, t) : 1;
        double second = biasCorrection ? 1 - Math.pow(beta2, t) : 1;
        return new Step(
                (float) beta1, (float) (1 - beta1),
                (float) beta2, (float) (1 - beta2),
                Require.scalar("learningRate/(1 - beta1^t)", learningRate / first),
                (float) (1 / second),
                (float) insideRoot, (float) outsideRoot, (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float beta1, float rest1, float beta2, float rest2, float rate, float correction, float inside, float outside,
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
            w[i] -= s.rate * mi / ((float) Math.sqrt(vi * s.correction + s.inside) + s.outside);
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
        float scale = (float) Math.sqrt(second * s.correction + s.inside) + s.outside;
        m[i] = first;
        v[i] = second;
        w[i] = parameter - s.rate * first / scale;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var first = fromArray(SPECIES, m, i).mul(s.beta1).add(gradient.mul(s.rest1));
            var second = fromArray(SPECIES, v, i).mul(s.beta2).add(gradient.mul(gradient).mul(s.rest2));
            var scale = second.mul(s.correction).add(s.inside).sqrt().add(s.outside);
            first.intoArray(m, i);
            second.intoArray(v, i);
            parameter.sub(first.mul(s.rate).div(scale)).intoArray(w, i);
        }
        scalar(s, w, g, m, v, i, to);
    }
}
