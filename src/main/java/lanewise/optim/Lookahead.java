package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.Arrays;
import lanewise.linalg.Arguments;

/// Lookahead around another optimizer: that one explores with fast weights, and every k steps slow weights take a part of the way.
///
///     w ← the other optimizer's step
///     φ ← φ + α(w − φ),  w ← φ        at every k-th step
///
/// Source: Zhang, Lucas, Hinton and Ba, *Lookahead Optimizer: k steps forward, 1 step back*, 2019, Algorithm 1 (arXiv:1907.08610). The
/// other optimizer keeps its state over a synchronization, as in the paper's experiments.
///
/// State: the other optimizer's, then φ, which the first step sets to w before anything moves. Traffic: at every k-th step another pass of
/// 8 bytes read and 8 written per parameter.
///
/// @param inner the optimizer of the fast weights
/// @param k     steps between synchronizations
/// @param alpha the part of the way that the slow weights take, above 0 and at most 1
public record Lookahead(Optimizer inner, long k, double alpha) implements Optimizer {

    public Lookahead {
        Arguments.present("inner", inner);
        if (k < 1) throw new IllegalArgumentException("k must be at least 1, was " + k);
        if (!(alpha > 0 && alpha <= 1)) throw new IllegalArgumentException("alpha must be above 0 and at most 1, was " + alpha);
        Require.positive("alpha", alpha);
    }

    @Override
    public int stateArrays() {
        return inner.stateArrays() + 1;
    }

    @Override
    public Update at(long t, double learningRate) {
        return new Step(inner.at(t, learningRate), inner.stateArrays(), t == 1, t % k == 0, (float) alpha);
    }

    /// The other optimizer's step, and what this one adds to it.
    record Step(Update fast, int fastArrays, boolean begins, boolean synchronizes, float alpha) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            check(variant, w, g, state, from, to);
            float[] slow = state[fastArrays];
            if (begins) System.arraycopy(w, from, slow, from, to - from);
            fast.apply(variant, w, g, Arrays.copyOf(state, fastArrays), from, to);
            if (!synchronizes) return;
            switch (variant) {
                case SCALAR -> scalar(this, w, slow, from, to);
                case UNROLLED -> unrolled(this, w, slow, from, to);
                case SIMD -> simd(this, w, slow, from, to);
            }
        }

        @Override
        public void check(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, fastArrays + 1, from, to);
            fast.check(variant, w, g, Arrays.copyOf(state, fastArrays), from, to);
        }

        @Override
        public Update startingAt(int index) {
            return new Step(fast.startingAt(index), fastArrays, begins, synchronizes, alpha);
        }

        @Override
        public void checkSparse() {
            throw Require.notSparse("Lookahead",
                    "slow weights start from all parameters at step 1 and take them all along at every k-th");
        }
    }

    /// The specification of a synchronization: the other two must leave the same bits in w and φ.
    static void scalar(Step s, float[] w, float[] slow, int from, int to) {
        for (int i = from; i < to; i++) {
            float si = slow[i] + s.alpha * (w[i] - slow[i]);
            slow[i] = si;
            w[i] = si;
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] slow, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, slow, i);
            one(s, w, slow, i + 1);
            one(s, w, slow, i + 2);
            one(s, w, slow, i + 3);
        }
        for (; i < to; i++) one(s, w, slow, i);
    }

    private static void one(Step s, float[] w, float[] slow, int i) {
        float before = slow[i];
        float way = w[i] - before;
        float after = s.alpha * way + before;
        slow[i] = after;
        w[i] = after;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] slow, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var before = fromArray(SPECIES, slow, i);
            var after = fromArray(SPECIES, w, i).sub(before).mul(s.alpha).add(before);
            after.intoArray(slow, i);
            after.intoArray(w, i);
        }
        scalar(s, w, slow, i, to);
    }
}
