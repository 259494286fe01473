package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.IS_FINITE;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import lanewise.linalg.Arguments;

/// Looks for numbers that are infinite or NaN around an update. No kernel does so by itself: one gradient too large may hold a parameter where
/// it is for good, and one NaN spreads through a network, without a word. What such a gradient does to each optimizer is in
/// docs/conventions.md.
///
/// It is switched on where an update is applied:
///
///     FiniteCheck.around(optimizer.at(t, learningRate), t).apply(variant, w, g, state, from, to);
///
/// The check reads every array once more: 4 bytes for each per parameter, in addition to the traffic of the step.
public final class FiniteCheck {

    private FiniteCheck() {}

    /// The same update with a check: of the gradients before it changes anything, of parameters and state when it is done.
    ///
    /// What it makes throws ArithmeticException with the step, the array and the index of the first such element among the parameters.
    /// A check sees the elements that it is applied to. So one inside groups, on threads or of rows looks at its group, its slice or its
    /// block of rows before these are changed, while others may have been; one inside Lookahead comes after the slow weights of step 1
    /// have been set. Only one that stands outermost throws before anything has changed.
    ///
    /// @param t the step, for the message
    public static Update around(Update update, long t) {
        Arguments.present("update", update);
        return new Checked(update, t, 0);
    }

    /// An update and its check.
    ///
    /// @param start the parameter that is element 0 of the arrays
    private record Checked(Update update, long t, int start) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            update.check(variant, w, g, state, from, to);
            Arguments.present("gradients", g);
            Require.allPresent("state", state);
            requireFinite("gradient", g, from, to, "before", t, start);
            update.apply(variant, w, g, state, from, to);
            requireAllFinite(t, w, g, state, from, to, start);
        }

        /// Looks at no number: a check of all elements that comes before the first step would read the gradients twice.
        @Override
        public void check(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            update.check(variant, w, g, state, from, to);
        }

        @Override
        public Update startingAt(int index) {
            return new Checked(update.startingAt(index), t, Math.addExact(start, index));
        }

        @Override
        public void checkSparse() {
            update.checkSparse();
        }
    }

    /// Gradients, then state, then parameters after step `t`.
    ///
    /// @throws ArithmeticException naming the step, the array and the element that is not finite
    public static void require(long t, float[] w, float[] g, float[][] state, int from, int to) {
        Arguments.present("parameters", w);
        Arguments.present("gradients", g);
        Require.allPresent("state", state);
        requireAllFinite(t, w, g, state, from, to, 0);
    }

    private static void requireAllFinite(long t, float[] w, float[] g, float[][] state, int from, int to, int start) {
        requireFinite("gradient", g, from, to, "after", t, start);
        for (int k = 0; k < state.length; k++) requireFinite("state[" + k + "]", state[k], from, to, "after", t, start);
        requireFinite("parameter", w, from, to, "after", t, start);
    }

    private static void requireFinite(String name, float[] a, int from, int to, String order, long t, int start) {
        int i = indexOfNotFinite(a, from, to);
        if (i < 0) return;
        throw new ArithmeticException(name + "[" + (start + i) + "] must be finite " + order + " step " + t + ", was " + a[i]);
    }

    /// The first element of the range that is infinite or NaN; −1 if there is none.
    ///
    /// @throws IllegalArgumentException if the range lies outside the array
    public static int indexOfNotFinite(float[] a, int from, int to) {
        Arguments.present("array", a);
        Require.range(a.length, from, to);
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            if (!fromArray(SPECIES, a, i).test(IS_FINITE).allTrue()) break;
        }
        for (; i < to; i++) {
            if (!Float.isFinite(a[i])) return i;
        }
        return -1;
    }
}
