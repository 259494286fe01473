package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;
import lanewise.optim.NamedHyperParameters.Epsilon;

/// Adagrad: each parameter's step shrinks with the sum of its squared gradients.
///
///     g ← g + λw
///     s ← s + g²
///     w ← w − η̂ · g / (√(s + ε_in) + ε_out)        η̂ = η/(1 + (t − 1)·decay)
///
/// Source: Duchi, Hazan and Singer, *Adaptive Subgradient Methods for Online Learning and Stochastic Optimization*, 2011, Algorithm 1;
/// the decay of the learning rate is PyTorch's. Epsilon stands outside the root, as in PyTorch, or inside it, as in Keras. With no epsilon at
/// all, as in many textbooks, a parameter whose gradient has always been zero becomes NaN (0/0), as in PyTorch.
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g and is scaled with it.
///
/// State: s, zero at the start (Keras starts it at 0.1: fill the array). Traffic: 12 bytes read and 8 written per parameter.
public record Adagrad(double learningRateDecay, double insideRoot, double outsideRoot, double weightDecay) implements Optimizer {

    /// No decay and ε = 1e-10 outside the root, as in PyTorch.
    public static final Adagrad DEFAULT = new Adagrad(0, 0, 1e-10);

    public Adagrad {
        Require.number("learningRateDecay", learningRateDecay);
        Require.epsilons(insideRoot, outsideRoot);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public Adagrad(double learningRateDecay, double insideRoot, double outsideRoot) {
        this(learningRateDecay, insideRoot, outsideRoot, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("epsilon inside, learning rate decay", new Adagrad(0.01, 1e-7, 0)),
                new Convention("no epsilon", new Adagrad(0, 0, 0)),
                new Convention("weight decay", new Adagrad(0, 0, 1e-7, 0.1)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static Adagrad of(NamedHyperParameters given) {
        double learningRateDecay = given.takeOr("learningRateDecay", 0);
        Epsilon epsilon = given.epsilon(1e-10);
        return new Adagrad(learningRateDecay, epsilon.inside(), epsilon.outside(), given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 1;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) (learningRate / (1 + (t - 1) * learningRateDecay)), (float) insideRoot, (float) outsideRoot,
                (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float rate, float inside, float outside, float decay) implements Update {

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

    /// The specification: the other two must leave the same bits in w and s.
    static void scalar(Step step, float[] w, float[] g, float[] s, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + step.decay * w[i];
            float si = s[i] + gi * gi;
            s[i] = si;
            w[i] -= step.rate * gi / ((float) Math.sqrt(si + step.inside) + step.outside);
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step step, float[] w, float[] g, float[] s, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(step, w, g, s, i);
            one(step, w, g, s, i + 1);
            one(step, w, g, s, i + 2);
            one(step, w, g, s, i + 3);
        }
        for (; i < to; i++) one(step, w, g, s, i);
    }

    private static void one(Step step, float[] w, float[] g, float[] s, int i) {
        float parameter = w[i];
        float gradient = step.decay * parameter + g[i];
        float sum = s[i] + gradient * gradient;
        float scale = (float) Math.sqrt(sum + step.inside) + step.outside;
        s[i] = sum;
        w[i] = parameter - step.rate * gradient / scale;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step step, float[] w, float[] g, float[] s, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(step.decay));
            var sum = fromArray(SPECIES, s, i).add(gradient.mul(gradient));
            var scale = sum.add(step.inside).sqrt().add(step.outside);
            sum.intoArray(s, i);
            parameter.sub(gradient.mul(step.rate).div(scale)).intoArray(w, i);
        }
        scalar(step, w, g, s, i, to);
    }
}
