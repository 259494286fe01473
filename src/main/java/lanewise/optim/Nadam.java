package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;
import lanewise.linalg.Arguments;
import lanewise.optim.NamedHyperParameters.Epsilon;
import java.util.Arrays;

/// Nadam: Adam whose average of gradients looks one step ahead, as Nesterov's momentum does.
///
///     g ← g + λw                                              unless λ is decoupled
///     m ← β₁m + (1 − β₁)g
///     v ← β₂v + (1 − β₂)g²
///     w ← κw − (η_g·g + η_m·m) / (√(v·ĉ + ε_in) + ε_out)       ĉ = 1/(1 − β₂ᵗ),  κ = 1 − ηλ if λ is decoupled, else 1
///
///     μₜ = β₁(1 − ½·0.96^(tψ)),  Mₜ = μ₁μ₂…μₜ,  η_g = η(1 − μₜ)/(1 − Mₜ),  η_m = ημₜ₊₁/(1 − Mₜ₊₁)
///
/// Source: Dozat, *Incorporating Nesterov Momentum into Adam*, 2016, Algorithm 2, with the schedule of μ of PyTorch (ψ = 0.004) and Keras
/// (ψ = 1). Epsilon stands outside the root, as in both, or inside it. PyTorch 1.13 had 1 − Mₜμₜμₜ₊₁ in place of 1 − Mₜ₊₁, which makes its
/// first step 0.7 % shorter.
///
/// The weight decay λ is that of a penalty ½λw² on the loss, as in PyTorch by default: its gradient λw joins g and is scaled with it. Or it
/// is decoupled, as in [AdamW]: w is multiplied by 1 − ηλ, and the averages do not see it. This is `decoupled_weight_decay` of PyTorch.
///
/// The product Mₜ is a number that lives between steps, and a checkpoint must hold it: [#next] takes it and hands it on. [#at] multiplies
/// it anew from the first step, which gives the same bits and takes a time that grows with t, until Mₜ is too small to be seen next to 1.
///
/// State: m and v, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record Nadam(double beta1, double beta2, double insideRoot, double outsideRoot, double momentumDecay,
        double weightDecay, boolean decoupled) implements Optimizer {

    /// β₁ = 0.9, β₂ = 0.999, ε = 1e-8 outside the root and ψ = 0.004, as in PyTorch.
    public static final Nadam DEFAULT = new Nadam(0.9, 0.999, 0, 1e-8, 4e-3);

    private static final double BASE = 0.96;

    /// A product of momenta below this leaves 1 − Mₜ at exactly 1, and all later ones are smaller still.
    private static final double NEGLIGIBLE = 0x1p-60;

    public Nadam {
        Require.decay("beta1", beta1);
        Require.decay("beta2", beta2);
        Require.epsilons(insideRoot, outsideRoot);
        Require.number("momentumDecay", momentumDecay);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public Nadam(double beta1, double beta2, double insideRoot, double outsideRoot, double momentumDecay) {
        this(beta1, beta2, insideRoot, outsideRoot, momentumDecay, 0, false);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("schedule of Keras", new Nadam(0.9, 0.999, 0, 1e-7, 1)),
                new Convention("epsilon inside, weight decay", new Nadam(0.8, 0.99, 1e-8, 0, 4e-3, 0.1, false)),
                new Convention("decoupled weight decay", new Nadam(0.9, 0.999, 0, 1e-8, 4e-3, 0.1, true)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static Nadam of(NamedHyperParameters given) {
        Epsilon epsilon = given.epsilon(1e-8);
        return new Nadam(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside(), epsilon.outside(),
                given.takeOr("momentumDecay", 4e-3), given.takeOr("weightDecay", 0), given.takeOr("decoupledWeightDecay", false));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        double product = Math.pow(beta1, t) < NEGLIGIBLE ? 0 : 1; // no momentum is above beta1
        for (long step = 1; step <= t && product >= NEGLIGIBLE; step++) product *= momentum(step);
        return step(t, learningRate, product);
    }

    /// As [#at], in a time that does not depend on t.
    ///
    /// @param product one number, the product of the momenta of all steps before: 1 before the first; changed to that of the next step
    /// @throws IllegalArgumentException if t or the learning rate is out of its range, or the product is not one number between 0 and 1;
    ///     the product has not been changed then
    public Update next(long t, double learningRate, double[] product) {
        Require.step(t, learningRate);
        Arguments.present("product", product);
        if (product.length != 1 || !(product[0] >= 0 && product[0] <= 1)) {
            throw new IllegalArgumentException("product must be one number between 0 and 1, was " + Arrays.toString(product));
        }
        double including = product[0] * momentum(t);
        Step step = step(t, learningRate, including);
        product[0] = including; // last: a step that is refused can be asked for again
        return step;
    }

    private Step step(long t, double learningRate, double product) {
        double ahead = momentum(t + 1.0);
        return new Step(
                (float) beta1, (float) (1 - beta1),
                (float) beta2, (float) (1 - beta2),
                Require.scalar("learningRate * (1 - momentum)/(1 - product of momenta)",
                        learningRate * (1 - momentum(t)) / (1 - product)),
                Require.scalar("learningRate * momentum/(1 - product of momenta)", learningRate * ahead / (1 - product * ahead)),
                (float) (1 / (1 - Math.pow(beta2, t))),
                (float) insideRoot, (float) outsideRoot,
                decoupled ? 0 : (float) weightDecay,
                decoupled ? Require.scalar("1 - learningRate * weightDecay", 1 - learningRate * weightDecay) : 1);
    }

    private double momentum(double t) {
        return beta1 * (1 - 0.5 * Math.pow(BASE, t * momentumDecay));
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float beta1, float rest1, float beta2, float rest2, float ofGradient, float ofMomentum, float correction, float inside,
            float outside, float decay, float kept) implements Update {

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
            w[i] = s.kept * w[i] - (s.ofGradient * gi + s.ofMomentum * mi) / ((float) Math.sqrt(vi * s.correction + s.inside) + s.outside);
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
        float ahead = s.ofGradient * gradient + s.ofMomentum * first;
        m[i] = first;
        v[i] = second;
        w[i] = parameter * s.kept - ahead / scale;
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
            var ahead = gradient.mul(s.ofGradient).add(first.mul(s.ofMomentum));
            first.intoArray(m, i);
            second.intoArray(v, i);
            parameter.mul(s.kept).sub(ahead.div(scale)).intoArray(w, i);
        }
        scalar(s, w, g, m, v, i, to);
    }
}
