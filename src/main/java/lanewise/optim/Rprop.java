package lanewise.optim;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// Rprop: every parameter has a step size of its own, which grows while the gradient keeps its sign and shrinks when it changes. The
/// gradient's size does not matter.
///
///     h ← clamp(h·η⁺, h_min, h_max)   if g·p > 0
///     h ← clamp(h·η⁻, h_min, h_max)   if g·p < 0, and g ← 0
///     w ← w − h·sign(g)
///     p ← g
///
/// Source: Riedmiller and Braun, *A Direct Adaptive Method for Faster Backpropagation Learning: The RPROP Algorithm*, 1993; without the
/// step back, as in PyTorch (Rprop⁻ of Igel and Hüsken 2000, with the gradient forgotten after a change of sign). The learning rate is
/// the step size of the first step and is not used after it. The signs of g and p are compared, since a product of small gradients would
/// vanish. Meant for gradients of all the data: minibatches change their signs by chance.
///
/// State: p, the gradient before, and h, both zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record Rprop(double shrink, double grow, double smallest, double largest) implements Optimizer {

    /// η⁻ = 0.5, η⁺ = 1.2 and step sizes between 1e-6 and 50, as in the paper and PyTorch.
    public static final Rprop DEFAULT = new Rprop(0.5, 1.2, 1e-6, 50);

    public Rprop {
        if (!(shrink > 0 && shrink < 1)) throw new IllegalArgumentException("shrink must be above 0 and below 1, was " + shrink);
        Require.decay("shrink", shrink);
        Require.size("grow", grow);
        if (grow <= 1) throw new IllegalArgumentException("grow must be above 1, was " + grow);
        Require.doesNotBecomeOne("grow", grow);
        Require.size("smallest", smallest);
        Require.size("largest", largest);
        if (smallest > largest) {
            throw new IllegalArgumentException("smallest must be at most largest, were " + smallest + " and " + largest);
        }
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("steps that meet their bounds", new Rprop(0.6, 1.5, 5e-3, 0.012)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static Rprop of(NamedHyperParameters given) {
        return new Rprop(given.takeOr("etaMinus", 0.5), given.takeOr("etaPlus", 1.2), given.takeOr("minStep", 1e-6),
                given.takeOr("maxStep", 50));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) shrink, (float) grow, (float) smallest, (float) largest, t == 1 ? (float) learningRate : 0);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float shrink, float grow, float smallest, float largest, float first) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, 2, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, state[0], state[1], from, to);
                case UNROLLED -> unrolled(this, w, g, state[0], state[1], from, to);
                case SIMD -> simd(this, w, g, state[0], state[1], from, to);
            }
        }

        @Override
        public void checkSparse() {
            throw Require.notSparse("Rprop", "step 1 sets the step sizes of all");
        }
    }

    /// The specification: the other two must leave the same bits in w, p and h.
    static void scalar(Step s, float[] w, float[] g, float[] p, float[] h, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i];
            float pi = p[i];
            boolean same = (gi > 0 && pi > 0) || (gi < 0 && pi < 0);
            boolean changed = (gi > 0 && pi < 0) || (gi < 0 && pi > 0);
            float factor = same ? s.grow : changed ? s.shrink : 1f;
            float hi = Math.min(Math.max(h[i] * factor + s.first, s.smallest), s.largest);
            gi = changed ? 0f : gi;
            h[i] = hi;
            p[i] = gi;
            w[i] -= gi > 0 ? hi : gi < 0 ? -hi : 0f;
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] p, float[] h, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, p, h, i);
            one(s, w, g, p, h, i + 1);
            one(s, w, g, p, h, i + 2);
            one(s, w, g, p, h, i + 3);
        }
        for (; i < to; i++) one(s, w, g, p, h, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] p, float[] h, int i) {
        float gradient = g[i];
        float before = p[i];
        float agreement = gradient > 0 ? before : gradient < 0 ? -before : 0;
        float factor = 1;
        if (agreement > 0) factor = s.grow;
        if (agreement < 0) {
            factor = s.shrink;
            gradient = 0;
        }
        float size = Math.min(Math.max(s.first + factor * h[i], s.smallest), s.largest);
        float move = 0;
        if (gradient > 0) move = size;
        if (gradient < 0) move = -size;
        h[i] = size;
        p[i] = gradient;
        w[i] = w[i] - move;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] p, float[] h, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var all = fromArray(SPECIES, g, i);
            var before = fromArray(SPECIES, p, i);
            var rises = all.compare(GT, 0f);
            var falls = all.compare(LT, 0f);
            var rose = before.compare(GT, 0f);
            var fell = before.compare(LT, 0f);
            var opposed = rises.and(fell).or(falls.and(rose));
            var factor = broadcast(SPECIES, 1f).blend(s.grow, rises.and(rose).or(falls.and(fell))).blend(s.shrink, opposed);
            var wanted = fromArray(SPECIES, h, i).mul(factor).add(s.first);
            // In place of max and min, which cost more because of −0.0; adding has made that 0.0.
            var size = wanted.blend(s.smallest, wanted.compare(LT, s.smallest)).blend(s.largest, wanted.compare(GT, s.largest));
            var gradient = all.blend(0f, opposed);
            size.intoArray(h, i);
            gradient.intoArray(p, i);
            fromArray(SPECIES, w, i).sub(size, rises.andNot(opposed)).add(size, falls.andNot(opposed)).intoArray(w, i);
        }
        scalar(s, w, g, p, h, i, to);
    }
}
