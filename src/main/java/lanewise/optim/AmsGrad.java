package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;
import lanewise.optim.NamedHyperParameters.Epsilon;

/// AMSGrad: Adam whose scale never shrinks, because it takes the largest average of squares so far.
///
///     g ← g + λw
///     m ← β₁m + (1 − β₁)g
///     v ← β₂v + (1 − β₂)g²
///     x ← max(x, v)
///     w ← w − α̂ · m / (√(x·ĉ + ε_in) + ε_out)        α̂ = η/(1 − β₁ᵗ),  ĉ = 1/(1 − β₂ᵗ)
///
/// Source: Reddi, Kale and Kumar, *On the Convergence of Adam and Beyond*, 2018, Algorithm 2 (arXiv:1904.09237). The paper has no bias
/// corrections; here, as in PyTorch and Keras, they are applied after the maximum. Epsilon stands outside the root, as in PyTorch, or
/// inside it. A NaN in v stays in x.
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g and is scaled with it.
///
/// State: m, v and x, zero at the start. Traffic: 20 bytes read and 16 written per parameter.
public record AmsGrad(double beta1, double beta2, double insideRoot, double outsideRoot, double weightDecay) implements Optimizer {

    /// β₁ = 0.9, β₂ = 0.999 and ε = 1e-8 outside the root, as in PyTorch.
    public static final AmsGrad DEFAULT = new AmsGrad(0.9, 0.999, 0, 1e-8);

    public AmsGrad {
        Require.decay("beta1", beta1);
        Require.decay("beta2", beta2);
        Require.epsilons(insideRoot, outsideRoot);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public AmsGrad(double beta1, double beta2, double insideRoot, double outsideRoot) {
        this(beta1, beta2, insideRoot, outsideRoot, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("epsilon inside", new AmsGrad(0.9, 0.999, 1e-8, 0)),
                new Convention("weight decay", new AmsGrad(0.8, 0.99, 0, 1e-7, 0.1)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static AmsGrad of(NamedHyperParameters given) {
        Epsilon epsilon = given.epsilon(1e-8);
        return new AmsGrad(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside(), epsilon.outside(),
                given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 3;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step(
                (float) beta1, (float) (1 - beta1),
                (float) beta2, (float) (1 - beta2),
                Require.scalar("learningRate/(1 - beta1^t)", learningRate / (1 - Math.pow(beta1, t))),
                (float) (1 / (1 - Math.pow(beta2, t))),
                (float) insideRoot, (float) outsideRoot, (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float beta1, float rest1, float beta2, float rest2, float rate, float correction, float inside, float outside,
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

    /// The specification: the other two must leave the same bits in w, m, v and x.
    static void scalar(Step s, float[] w, float[] g, float[] m, float[] v, float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float mi = s.beta1 * m[i] + s.rest1 * gi;
            float vi = s.beta2 * v[i] + s.rest2 * (gi * gi);
            float xi = Math.max(x[i], vi);
            m[i] = mi;
            v[i] = vi;
            x[i] = xi;
            w[i] -= s.rate * mi / ((float) Math.sqrt(xi * s.correction + s.inside) + s.outside);
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] m, float[] v, float[] x, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, m, v, x, i);
            one(s, w, g, m, v, x, i + 1);
            one(s, w, g, m, v, x, i + 2);
            one(s, w, g, m, v, x, i + 3);
        }
        for (; i < to; i++) one(s, w, g, m, v, x, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] m, float[] v, float[] x, int i) {
        float parameter = w[i];
        float gradient = s.decay * parameter + g[i];
        float first = s.beta1 * m[i] + s.rest1 * gradient;
        float second = s.beta2 * v[i] + s.rest2 * (gradient * gradient);
        float largest = Math.max(x[i], second);
        float scale = (float) Math.sqrt(largest * s.correction + s.inside) + s.outside;
        m[i] = first;
        v[i] = second;
        x[i] = largest;
        w[i] = parameter - s.rate * first / scale;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] m, float[] v, float[] x, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var first = fromArray(SPECIES, m, i).mul(s.beta1).add(gradient.mul(s.rest1));
            var second = fromArray(SPECIES, v, i).mul(s.beta2).add(gradient.mul(gradient).mul(s.rest2));
            var largest = fromArray(SPECIES, x, i).max(second);
            var scale = largest.mul(s.correction).add(s.inside).sqrt().add(s.outside);
            first.intoArray(m, i);
            second.intoArray(v, i);
            largest.intoArray(x, i);
            parameter.sub(first.mul(s.rate).div(scale)).intoArray(w, i);
        }
        scalar(s, w, g, m, v, x, i, to);
    }
}
