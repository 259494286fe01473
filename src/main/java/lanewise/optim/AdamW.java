package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;
import lanewise.optim.NamedHyperParameters.Epsilon;

/// AdamW: Adam with a weight decay that does not pass through the averages.
///
///     m ← β₁m + (1 − β₁)g
///     v ← β₂v + (1 − β₂)g²
///     w ← (1 − ηλ)w − α̂ · m / (√(v·ĉ + ε_in) + ε_out)        α̂ = η/(1 − β₁ᵗ),  ĉ = 1/(1 − β₂ᵗ)
///
/// Source: Loshchilov and Hutter, *Decoupled Weight Decay Regularization*, 2019, Algorithm 2 (arXiv:1711.05101), with the decay
/// multiplied by the learning rate, as in PyTorch and Keras. Epsilon stands outside the root, as in PyTorch, or inside it.
///
/// State: m and v, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record AdamW(double beta1, double beta2, double insideRoot, double outsideRoot, double weightDecay) implements Optimizer {

    /// β₁ = 0.9, β₂ = 0.999, ε = 1e-8 outside the root and λ = 0.01, as in PyTorch.
    public static final AdamW DEFAULT = new AdamW(0.9, 0.999, 0, 1e-8, 0.01);

    public AdamW {
        Require.decay("beta1", beta1);
        Require.decay("beta2", beta2);
        Require.epsilons(insideRoot, outsideRoot);
        Require.size("weightDecay", weightDecay);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("weight decay", new AdamW(0.8, 0.99, 0, 1e-7, 0.1)),
                new Convention("epsilon inside", new AdamW(0.9, 0.999, 1e-8, 0, 0.1)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static AdamW of(NamedHyperParameters given) {
        Epsilon epsilon = given.epsilon(1e-8);
        return new AdamW(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside(), epsilon.outside(),
                given.takeOr("weightDecay", 0.01));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step(
                (float) beta1, (float) (1 - beta1),
                (float) beta2, (float) (1 - beta2),
                Require.scalar("learningRate/(1 - beta1^t)", learningRate / (1 - Math.pow(beta1, t))),
                (float) (1 / (1 - Math.pow(beta2, t))),
                (float) insideRoot, (float) outsideRoot,
                Require.scalar("1 - learningRate * weightDecay", 1 - learningRate * weightDecay));
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float beta1, float rest1, float beta2, float rest2, float rate, float correction, float inside, float outside,
            float kept) implements Update {

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
            float gi = g[i];
            float mi = s.beta1 * m[i] + s.rest1 * gi;
            float vi = s.beta2 * v[i] + s.rest2 * (gi * gi);
            m[i] = mi;
            v[i] = vi;
            w[i] = s.kept * w[i] - s.rate * mi / ((float) Math.sqrt(vi * s.correction + s.inside) + s.outside);
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
        float gradient = g[i];
        float first = s.beta1 * m[i] + s.rest1 * gradient;
        float second = s.beta2 * v[i] + s.rest2 * (gradient * gradient);
        float scale = (float) Math.sqrt(second * s.correction + s.inside) + s.outside;
        float decayed = w[i] * s.kept;
        m[i] = first;
        v[i] = second;
        w[i] = decayed - s.rate * first / scale;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gradient = fromArray(SPECIES, g, i);
            var first = fromArray(SPECIES, m, i).mul(s.beta1).add(gradient.mul(s.rest1));
            var second = fromArray(SPECIES, v, i).mul(s.beta2).add(gradient.mul(gradient).mul(s.rest2));
            var scale = second.mul(s.correction).add(s.inside).sqrt().add(s.outside);
            first.intoArray(m, i);
            second.intoArray(v, i);
            fromArray(SPECIES, w, i).mul(s.kept).sub(first.mul(s.rate).div(scale)).intoArray(w, i);
        }
        scalar(s, w, g, m, v, i, to);
    }
}
