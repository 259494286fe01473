package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// Plain gradient descent: a step against the gradient.
///
///     w ← (1 − ηλ)w − ηg
///
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, Algorithm 8.1; as `torch.optim.SGD` without momentum. The weight decay λ is that of a
/// penalty ½λw² on the loss, whose gradient λw joins g; here, where nothing else is made of g, decoupled decay would be the same.
///
/// State: none. Traffic: 8 bytes read and 4 written per parameter.
public record Sgd(double weightDecay) implements Optimizer {

    /// No weight decay, as in PyTorch.
    public static final Sgd DEFAULT = new Sgd(0);

    public Sgd {
        Require.size("weightDecay", weightDecay);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("weight decay", new Sgd(0.1)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static Sgd of(NamedHyperParameters given) {
        return new Sgd(given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 0;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) learningRate, Require.scalar("1 - learningRate * weightDecay", 1 - learningRate * weightDecay));
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float rate, float kept) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, 0, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, from, to);
                case UNROLLED -> unrolled(this, w, g, from, to);
                case SIMD -> simd(this, w, g, from, to);
            }
        }
    }

    /// The specification: the other two must leave the same bits in w.
    static void scalar(Step s, float[] w, float[] g, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] = s.kept * w[i] - s.rate * g[i];
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, i);
            one(s, w, g, i + 1);
            one(s, w, g, i + 2);
            one(s, w, g, i + 3);
        }
        for (; i < to; i++) one(s, w, g, i);
    }

    private static void one(Step s, float[] w, float[] g, int i) {
        float change = s.rate * g[i];
        w[i] = w[i] * s.kept - change;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            fromArray(SPECIES, w, i).mul(s.kept).sub(fromArray(SPECIES, g, i).mul(s.rate)).intoArray(w, i);
        }
        scalar(s, w, g, i, to);
    }
}
