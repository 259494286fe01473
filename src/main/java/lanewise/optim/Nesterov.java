package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// Nesterov momentum: the velocity is added once more, as if the gradient had been taken where it is about to lead.
///
///     g ← g + λw
///     b ← μb + ηᵢg
///     w ← w − ηₒ(ηᵢg + μb)        learning rate outside: ηᵢ = 1, ηₒ = η;  inside: ηᵢ = η, ηₒ = 1
///
/// Source: Sutskever, Martens, Dahl and Hinton, *On the importance of initialization and momentum in deep learning*, 2013, equations 3
/// and 4, written for the shifted parameters as in Bengio, Boulanger-Lewandowski and Pascanu, *Advances in optimizing recurrent
/// networks*, 2013, section 3.5: the caller takes the gradient at w, with no look-ahead of its own.
/// The learning rate stands outside the velocity, as in PyTorch, or inside it, as in the papers and Keras, where the velocity has the
/// opposite sign. While it is constant both take the same path; when it changes, the velocity inside still holds the old learning rates.
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g.
///
/// [NesterovLookAhead] is the same rule spelled for the shifted parameters, with a velocity of the papers' sign.
///
/// State: b, zero at the start, so that the first step leaves b = ηᵢg. Traffic: 12 bytes read and 8 written per parameter.
public record Nesterov(double momentum, boolean rateInside, double weightDecay) implements Optimizer {

    /// μ = 0.9 and the learning rate outside the velocity, as in PyTorch.
    public static final Nesterov DEFAULT = new Nesterov(0.9, false);

    public Nesterov {
        Require.decay("momentum", momentum);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public Nesterov(double momentum, boolean rateInside) {
        this(momentum, rateInside, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("learning rate inside", new Nesterov(0.5, true)),
                new Convention("weight decay", new Nesterov(0.9, false, 0.1)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static Nesterov of(NamedHyperParameters given) {
        return new Nesterov(given.take("momentum"), false, given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 1;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) momentum, (float) (rateInside ? learningRate : 1), (float) (rateInside ? 1 : learningRate),
                (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float momentum, float inner, float outer, float decay) implements Update {

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

    /// The specification: the other two must leave the same bits in w and b.
    static void scalar(Step s, float[] w, float[] g, float[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = s.inner * (g[i] + s.decay * w[i]);
            float bi = s.momentum * b[i] + gi;
            b[i] = bi;
            w[i] -= s.outer * (gi + s.momentum * bi);
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
        float parameter = w[i];
        float pull = s.inner * (s.decay * parameter + g[i]);
        float velocity = s.momentum * b[i] + pull;
        float ahead = pull + s.momentum * velocity;
        b[i] = velocity;
        w[i] = parameter - s.outer * ahead;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] b, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var pull = fromArray(SPECIES, g, i).add(parameter.mul(s.decay)).mul(s.inner);
            var velocity = fromArray(SPECIES, b, i).mul(s.momentum).add(pull);
            velocity.intoArray(b, i);
            parameter.sub(pull.add(velocity.mul(s.momentum)).mul(s.outer)).intoArray(w, i);
        }
        scalar(s, w, g, b, i, to);
    }
}
