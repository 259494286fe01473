package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// A multiple of a vector.
///
///     y ← a·x
///
/// x and y may be one array. Traffic: 4 bytes read and 4 written per element. All throw IllegalArgumentException if the arrays
/// differ in length or the range lies outside them, and have changed nothing then.
public final class Scale {

    private Scale() {}

    /// The specification: the other two must leave the same bits in y.
    public static void scalar(float a, float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        for (int i = from; i < to; i++) {
            y[i] = a * x[i];
        }
    }

    /// Four elements an iteration, spelled out.
    public static void unrolled(float a, float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        int i = from;
        for (; i <= to - 4; i += 4) {
            y[i] = x[i] * a;
            y[i + 1] = x[i + 1] * a;
            y[i + 2] = x[i + 2] * a;
            y[i + 3] = x[i + 3] * a;
        }
        for (; i < to; i++) y[i] = x[i] * a;
    }

    /// A vector of elements an iteration; what is left over goes to [#scalar].
    public static void simd(float a, float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            fromArray(SPECIES, x, i).mul(a).intoArray(y, i);
        }
        scalar(a, x, y, i, to);
    }
}
