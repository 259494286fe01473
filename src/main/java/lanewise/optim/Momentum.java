package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// Momentum (the heavy ball): gradients add up in a velocity that decays, and the velocity moves the parameters.
///
///     g ← g + λw
///     b ← μb + (1 − d)ηᵢg
///     w ← w − ηₒb        learning rate outside: ηᵢ = 1, ηₒ = η;  inside: ηᵢ = η, ηₒ = 1
///
/// Source: Polyak, *Some methods of speeding up the convergence of iteration methods*, 1964; in this form Sutskever, Martens, Dahl and
/// Hinton, *On the importance of initialization and momentum in deep learning*, 2013, equations 1 and 2.
/// The learning rate stands outside the velocity, as in PyTorch, or inside it, as in the paper and Keras, where the velocity has the
/// opposite sign. While it is constant both take the same path; when it changes, the velocity inside still holds the old learning rates.
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g.
///
/// Dampening d weakens what the velocity takes in. In PyTorch the first step copies the gradient as it is; without that, and with d = μ,
/// the velocity is the running average μb + (1 − μ)g of many presentations, [#averaged]: the plain form at a learning rate smaller by 1 − μ.
///
/// A momentum that changes with the step needs no class of its own, because a record costs nothing:
/// `new Momentum(schedule.at(t), false).at(t, learningRate)`.
///
/// State: b, zero at the start, so that the first step leaves b = ηᵢg but for dampening. Traffic: 12 bytes read and 8 written per parameter.
///
/// @param copiesFirst whether the first step takes the gradient without dampening, as in PyTorch
public record Momentum(double momentum, double dampening, boolean copiesFirst, boolean rateInside,
        double weightDecay) implements Optimizer {

    /// μ = 0.9 and the learning rate outside the velocity, as in PyTorch.
    public static final Momentum DEFAULT = new Momentum(0.9, false);

    public Momentum {
        Require.decay("momentum", momentum);
        Require.decay("dampening", dampening);
        Require.size("weightDecay", weightDecay);
    }

    /// Without dampening or weight decay.
    public Momentum(double momentum, boolean rateInside) {
        this(momentum, 0, true, rateInside, 0);
    }

    /// The running average of gradients, b ← βb + (1 − β)g, from zero.
    public static Momentum averaged(double beta) {
        return new Momentum(beta, beta, false, false, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("learning rate inside", new Momentum(0.5, true)),
                new Convention("dampening, weight decay", new Momentum(0.9, 0.3, true, false, 0.1)),
                new Convention("averaged", Momentum.averaged(0.9)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static Momentum of(NamedHyperParameters given) {
        return new Momentum(given.take("momentum"), given.takeOr("dampening", 0), true, false, given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 1;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        double share = copiesFirst && t == 1 ? 1 : 1 - dampening;
        return new Step((float) momentum, (float) (rateInside ? share * learningRate : share), (float) (rateInside ? 1 : learningRate),
                (float) weightDecay, copiesFirst && dampening != 0);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float momentum, float inner, float outer, float decay, boolean sparesFirst) implements Update {

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
            if (sparesFirst)
                throw Require.notSparse("Momentum that copies the first gradient past its dampening",
                        "later steps would dampen the first gradient of a row");
        }
    }

    /// The specification: the other two must leave the same bits in w and b.
    static void scalar(Step s, float[] w, float[] g, float[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float bi = s.momentum * b[i] + s.inner * gi;
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
        float parameter = w[i];
        float pull = s.inner * (s.decay * parameter + g[i]);
        float velocity = s.momentum * b[i] + pull;
        b[i] = velocity;
        w[i] = parameter - s.outer * velocity;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] b, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var velocity = fromArray(SPECIES, b, i).mul(s.momentum).add(gradient.mul(s.inner));
            velocity.intoArray(b, i);
            parameter.sub(velocity.mul(s.outer)).intoArray(w, i);
        }
        scalar(s, w, g, b, i, to);
    }
}
