package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// A multiple of one vector added to another.
///
///     y ← y + a·x
///
/// Source: Lawson, Hanson, Kincaid and Krogh, *Basic Linear Algebra Subprograms for Fortran Usage*, 1979 (SAXPY).
/// Product and sum are rounded one after the other, as everywhere here. x and y may be one array.
///
/// Traffic: 8 bytes read and 4 written per element. All throw IllegalArgumentException if the arrays differ in length or the range lies
/// outside them, and have changed nothing then.
public final class Axpy {

    private Axpy() {}

    /// The specification: the other two must leave the same bits in y.
    public static void scalar(float a, float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        for (int i = from; i < to; i++) {
            y[i] += a * x[i];
        }
    }

    /// Four elements an iteration, spelled out.
    public static void unrolled(float a, float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(a, x, y, i);
            one(a, x, y, i + 1);
            one(a, x, y, i + 2);
            one(a, x, y, i + 3);
        }
        for (; i < to; i++) one(a, x, y, i);
    }

    private static void one(float a, float[] x, float[] y, int i) {
        float product = a * x[i];
        y[i] = y[i] + product;
    }

    /// A vector of elements an iteration; what is left over goes to [#scalar].
    public static void simd(float a, float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            fromArray(SPECIES, y, i).add(fromArray(SPECIES, x, i).mul(a)).intoArray(y, i);
        }
        scalar(a, x, y, i, to);
    }
}
