package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// ASGD: plain gradient descent with a falling learning rate, and the average of the parameters so far.
///
///     w ← (1 − (λ + λ₂)η)w − ηg        η = η₀/(1 + λη₀(t − 1))^α
///     a ← (1 − μ)a + μw                μ = 1/max(1, t − 1 − t₀)
///
/// Source: Polyak and Juditsky, *Acceleration of stochastic approximation by averaging*, 1992; rates and start of the average as in Xu,
/// *Towards Optimal One Pass Large Scale Learning with Averaged Stochastic Gradient Descent*, 2011 (arXiv:1107.2490), and PyTorch. Until
/// step t₀ + 2 the average is a copy of w. It is the result; gradients are taken at w.
/// The weight decay λ₂ is that of a further penalty ½λ₂w² on the loss, `weight_decay` of PyTorch, which does not lower the learning rate as λ does.
///
/// State: a, zero at the start. Traffic: 12 bytes read and 8 written per parameter.
public record Asgd(double lambda, double alpha, long averageFrom, double weightDecay) implements Optimizer {

    /// λ = 1e-4, α = 0.75 and t₀ = 1,000,000, as in PyTorch.
    public static final Asgd DEFAULT = new Asgd(1e-4, 0.75, 1_000_000);

    public Asgd {
        Require.number("lambda", lambda);
        Require.number("alpha", alpha);
        if (averageFrom < 0) throw new IllegalArgumentException("averageFrom must be at least 0, was " + averageFrom);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public Asgd(double lambda, double alpha, long averageFrom) {
        this(lambda, alpha, averageFrom, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("average from the start", new Asgd(1e-4, 0.75, 0)),
                new Convention("average from step 4, weight decay", new Asgd(0.1, 0.5, 1, 0.2)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static Asgd of(NamedHyperParameters given) {
        return new Asgd(given.takeOr("lambd", 1e-4), given.takeOr("alpha", 0.75), given.takeCountOr("t0", 1_000_000),
                given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 1;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        double rate = learningRate / Math.pow(1 + lambda * learningRate * (t - 1), alpha);
        double share = 1.0 / Math.max(1, t - 1 - averageFrom);
        return new Step(Require.scalar("1 - (lambda + weightDecay) * rate", 1 - (lambda + weightDecay) * rate), (float) rate, (float) share,
                (float) (1 - share));
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float kept, float rate, float share, float rest) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, 1, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, state[0], from, to);
                case UNROLLED -> unrolled(this, w, g, state[0], from, to);
                case SIMD -> simd(this, w, g, state[0], from, to);
            }
        }

        @Override
        public void checkSparse() {
            throw Require.notSparse("ASGD", "its average starts from all parameters at step 1");
        }
    }

    /// The specification: the other two must leave the same bits in w and a.
    static void scalar(Step s, float[] w, float[] g, float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            float wi = s.kept * w[i] - s.rate * g[i];
            w[i] = wi;
            a[i] = s.rest * a[i] + s.share * wi;
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] a, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, a, i);
            one(s, w, g, a, i + 1);
            one(s, w, g, a, i + 2);
            one(s, w, g, a, i + 3);
        }
        for (; i < to; i++) one(s, w, g, a, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] a, int i) {
        float moved = w[i] * s.kept - g[i] * s.rate;
        a[i] = s.rest * a[i] + s.share * moved;
        w[i] = moved;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] a, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var moved = fromArray(SPECIES, w, i).mul(s.kept).sub(fromArray(SPECIES, g, i).mul(s.rate));
            moved.intoArray(w, i);
            fromArray(SPECIES, a, i).mul(s.rest).add(moved.mul(s.share)).intoArray(a, i);
        }
        scalar(s, w, g, a, i, to);
    }
}
