package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.IS_FINITE;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

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

    /// The same update with a check: of the gradients before anything is changed, of parameters and state when it is done.
    ///
    /// What it makes throws ArithmeticException with the step, the array and the index of the first such element in that array, from
    /// [#require]. Several threads that share the update check their slices.
    ///
    /// @param t the step, for the message
    public static Update around(Update update, long t) {
        Require.present("update", update);
        return (variant, w, g, state, from, to) -> {
            Require.present("gradients", g);
            Require.range(g.length, from, to);
            int i = indexOfNotFinite(g, from, to);
            if (i >= 0) throw notFinite("gradient", i, g, "before", t);
            update.apply(variant, w, g, state, from, to);
            require(t, w, g, state, from, to);
        };
    }

    /// Gradients, then state, then parameters after step `t`.
    ///
    /// @throws ArithmeticException naming the step, the array and the element that is not finite
    public static void require(long t, float[] w, float[] g, float[][] state, int from, int to) {
        Require.present("parameters", w);
        Require.present("gradients", g);
        Require.allPresent("state", state);
        int i = indexOfNotFinite(g, from, to);
        if (i >= 0) throw notFinite("gradient", i, g, "after", t);
        for (int k = 0; k < state.length; k++) {
            i = indexOfNotFinite(state[k], from, to);
            if (i >= 0) throw notFinite("state[" + k + "]", i, state[k], "after", t);
        }
        i = indexOfNotFinite(w, from, to);
        if (i >= 0) throw notFinite("parameter", i, w, "after", t);
    }

    private static ArithmeticException notFinite(String name, int i, float[] a, String order, long t) {
        return new ArithmeticException(name + "[" + i + "] must be finite " + order + " step " + t + ", was " + a[i]);
    }

    /// The first element of the range that is infinite or NaN; −1 if there is none.
    ///
    /// @throws IllegalArgumentException if the range lies outside the array
    public static int indexOfNotFinite(float[] a, int from, int to) {
        Require.present("array", a);
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
