package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// Momentum (the heavy ball): gradients add up in a velocity that decays, and the velocity moves the parameters.
///
///     b ← μb + ηᵢg
///     w ← w − ηₒb        rate outside: ηᵢ = 1, ηₒ = η;  rate inside: ηᵢ = η, ηₒ = 1
///
/// Source: Polyak, *Some methods of speeding up the convergence of iteration methods*, 1964; in this form Sutskever, Martens, Dahl and
/// Hinton, *On the importance of initialization and momentum in deep learning*, 2013, equations 1 and 2.
/// The learning rate stands outside the velocity, as in PyTorch, or inside it, as in the paper and Keras, where the velocity has the
/// opposite sign. While the rate is constant both take the same path; when it changes, the velocity inside still holds the old rates.
///
/// State: b, zero at the start, so that the first step leaves b = ηᵢg. Traffic: 12 bytes read and 8 written per parameter.
public record Momentum(double momentum, boolean rateInside) implements Optimizer {

    /// μ = 0.9 and the rate outside the velocity, as in PyTorch.
    public static final Momentum DEFAULT = new Momentum(0.9, false);

    public Momentum {
        Arguments.decay("momentum", momentum);
    }

    @Override
    public int stateArrays() {
        return 1;
    }

    @Override
    public Update at(long t, double learningRate) {
        Arguments.step(t, learningRate);
        return new Step((float) momentum, (float) (rateInside ? learningRate : 1), (float) (rateInside ? 1 : learningRate));
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float momentum, float inner, float outer) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Arguments.arrays(w, g, state, 1, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, state[0], from, to);
                case UNROLLED -> unrolled(this, w, g, state[0], from, to);
                case SIMD -> simd(this, w, g, state[0], from, to);
            }
        }
    }

    /// The specification: the other two must leave the same bits in w and b.
    static void scalar(Step s, float[] w, float[] g, float[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            float bi = s.momentum * b[i] + s.inner * g[i];
            b[i] = bi;
            w[i] -= s.outer * bi;
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] b, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, b, i);
            one(s, w, g, b, i + 1);
            one(s, w, g, b, i + 2);
            one(s, w, g, b, i + 3);
        }
        for (; i < to; i++) one(s, w, g, b, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] b, int i) {
        float pull = s.inner * g[i];
        float velocity = s.momentum * b[i] + pull;
        b[i] = velocity;
        w[i] = w[i] - s.outer * velocity;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] b, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var velocity = fromArray(SPECIES, b, i).mul(s.momentum).add(fromArray(SPECIES, g, i).mul(s.inner));
            velocity.intoArray(b, i);
            fromArray(SPECIES, w, i).sub(velocity.mul(s.outer)).intoArray(w, i);
        }
        scalar(s, w, g, b, i, to);
    }
}
