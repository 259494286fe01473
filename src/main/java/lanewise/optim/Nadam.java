package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.Arrays;

/// Nadam: Adam whose average of gradients looks one step ahead, as Nesterov's momentum does.
///
///     m ← β₁m + (1 − β₁)g
///     v ← β₂v + (1 − β₂)g²
///     w ← w − (η_g·g + η_m·m) / (√(v·ĉ + ε_in) + ε_out)        ĉ = 1/(1 − β₂ᵗ)
///
///     μₜ = β₁(1 − ½·0.96^(tψ)),  Mₜ = μ₁μ₂…μₜ,  η_g = η(1 − μₜ)/(1 − Mₜ),  η_m = ημₜ₊₁/(1 − Mₜ₊₁)
///
/// Source: Dozat, *Incorporating Nesterov Momentum into Adam*, 2016, Algorithm 2, with the schedule of μ of PyTorch (ψ = 0.004) and Keras
/// (ψ = 1). Epsilon stands outside the root, as in both, or inside it. PyTorch 1.13 had 1 − Mₜμₜμₜ₊₁ in place of 1 − Mₜ₊₁, which makes its
/// first step 0.7 % shorter.
///
/// The product Mₜ is a number that lives between steps, and a checkpoint must hold it: [#next] takes it and hands it on. [#at] multiplies
/// it anew from the first step, which gives the same bits and takes a time that grows with t.
///
/// State: m and v, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record Nadam(double beta1, double beta2, double insideRoot, double outsideRoot, double momentumDecay) implements Optimizer {

    /// β₁ = 0.9, β₂ = 0.999, ε = 1e-8 outside the root and ψ = 0.004, as in PyTorch.
    public static final Nadam DEFAULT = new Nadam(0.9, 0.999, 0, 1e-8, 4e-3);

    private static final double BASE = 0.96;

    public Nadam {
        Arguments.decay("beta1", beta1);
        Arguments.decay("beta2", beta2);
        Arguments.epsilons(insideRoot, outsideRoot);
        Arguments.size("momentumDecay", momentumDecay);
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Arguments.step(t, learningRate);
        double product = 1;
        for (long step = 1; step <= t; step++) product *= momentum(step);
        return step(t, learningRate, product);
    }

    /// As [#at], in a time that does not depend on t.
    ///
    /// @param product one number, the product of the momenta of all steps before: 1 before the first; changed to that of the next step
    /// @throws IllegalArgumentException if t or the rate is out of its range, or the product is not one number between 0 and 1
    public Update next(long t, double learningRate, double[] product) {
        Arguments.step(t, learningRate);
        if (product.length != 1 || !(product[0] >= 0 && product[0] <= 1)) {
            throw new IllegalArgumentException("product must be one number between 0 and 1, was " + Arrays.toString(product));
        }
        product[0] *= momentum(t);
        return step(t, learningRate, product[0]);
    }

    private Step step(long t, double learningRate, double product) {
        double ahead = momentum(t + 1);
        return new Step(
                (float) beta1, (float) (1 - beta1),
                (float) beta2, (float) (1 - beta2),
                (float) (learningRate * (1 - momentum(t)) / (1 - product)),
                (float) (learningRate * ahead / (1 - product * ahead)),
                (float) (1 / (1 - Math.pow(beta2, t))),
                (float) insideRoot, (float) outsideRoot);
    }

    private double momentum(long t) {
        return beta1 * (1 - 0.5 * Math.pow(BASE, t * momentumDecay));
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float beta1, float rest1, float beta2, float rest2, float ofGradient, float ofMomentum, float correction, float inside,
            float outside) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Arguments.arrays(variant, w, g, state, 2, from, to);
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
            w[i] -= (s.ofGradient * gi + s.ofMomentum * mi) / ((float) Math.sqrt(vi * s.correction + s.inside) + s.outside);
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
        float ahead = s.ofGradient * gradient + s.ofMomentum * first;
        m[i] = first;
        v[i] = second;
        w[i] = w[i] - ahead / scale;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gradient = fromArray(SPECIES, g, i);
            var first = fromArray(SPECIES, m, i).mul(s.beta1).add(gradient.mul(s.rest1));
            var second = fromArray(SPECIES, v, i).mul(s.beta2).add(gradient.mul(gradient).mul(s.rest2));
            var scale = second.mul(s.correction).add(s.inside).sqrt().add(s.outside);
            var ahead = gradient.mul(s.ofGradient).add(first.mul(s.ofMomentum));
            first.intoArray(m, i);
            second.intoArray(v, i);
            fromArray(SPECIES, w, i).sub(ahead.div(scale)).intoArray(w, i);
        }
        scalar(s, w, g, m, v, i, to);
    }
}
