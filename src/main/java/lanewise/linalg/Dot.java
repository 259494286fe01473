package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import lanewise.simd.Lanes;

/// The inner product of two vectors, added up in an order of its own: the same bits from every variant, on every machine, at every vector
/// width (but for which NaN it is).
///
///     x·y = Σ xᵢyᵢ
///
/// The order:
/// 1. The range is cut into blocks of 4,096 elements, counted from its start; the last one may be shorter.
/// 2. In a block, element k, counted from the block's start, is multiplied in float and added in float to partial sum k mod 64, in
///    ascending order of k. Partial sums begin at 0.
/// 3. The 64 partial sums are folded in float: sum j takes sum j + 32 for all j < 32, then j + 16 for all j < 16, and so on
///    with 8, 4, 2 and 1.
/// 4. What is left in sum 0 of each block is added up in double, in ascending order of the blocks, from 0.
/// 5. If that total is infinite, NaN or smaller than the length times 2⁻¹²⁶, it is dropped and the sum is taken again in double as
///    [#precise] has it: a product or a sum may have overflowed, or products may have vanished.
///
/// Step 5 makes every sum right that a double can hold: a product of two floats is exact in double, and neither overflows nor vanishes. Above
/// the threshold what products lose by vanishing, half of 2⁻¹⁴⁹ each, is less than one rounding of the total. Sums in float throughout would be
/// wrong there; sums in double throughout would halve the lanes and convert every element, for the sake of values that are
/// rarely met. The total alone decides, and all variants have its bits, so all take the same way.
///
/// So a chain of roundings in float has at most 64 + 6 links however long the vectors are, and 64 is a multiple of every vector width:
/// each lane has partial sums of its own. Neither fma nor `reduceLanes` is used; the order of the latter may change from one JVM to the
/// next. The sum of a range is not the sum of its parts: a range cut into slices is another sum.
///
/// Source: partial sums by Higham, *The Accuracy of Floating Point Summation*, 1993; blocks and widths are chosen here.
/// Traffic: 8 bytes read per element (4 where x and y are one array), nothing written. A call without an array for the partial sums
/// allocates one of 64 floats, whatever the length. All throw IllegalArgumentException if the arrays differ in length, the range lies
/// outside them, or the workspace is too short for the partial sums.
public final class Dot {

    private static final int BLOCK = 4_096;

    /// A total below this for every element may lack products that vanished.
    private static final double LEAST_MEAN = Float.MIN_NORMAL;

    /// Partial sums of a block: the length of the array that a caller may hand over so that nothing is allocated.
    public static final int SUMS = 64;

    /// Four vectors must not hold more than the partial sums, so no wider than 16 lanes.
    private static final VectorSpecies<Float> SPECIES = 4 * Lanes.LANES > SUMS ? FloatVector.SPECIES_512 : Lanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private Dot() {}

    /// As the one below, with an array of its own for the partial sums.
    public static double scalar(float[] x, float[] y, int from, int to) {
        return scalar(x, y, from, to, new float[SUMS]);
    }

    /// As the one below, with an array of its own for the partial sums.
    public static double unrolled(float[] x, float[] y, int from, int to) {
        return unrolled(x, y, from, to, new float[SUMS]);
    }

    /// As the one below, with an array of its own for the partial sums.
    public static double simd(float[] x, float[] y, int from, int to) {
        return simd(x, y, from, to, new float[SUMS]);
    }

    private static void check(float[] x, float[] y, int from, int to, float[] sums) {
        Arguments.ranges(x, y, from, to);
        Arguments.present("sums", sums);
        if (sums.length < SUMS || sums == x || sums == y) {
            throw new IllegalArgumentException(
                    "sums must be an array of its own of at least " + SUMS + ", "
                            + (sums.length < SUMS ? "were " + sums.length : "was x or y"));
        }
    }

    /// The specification: the other two must return the same bits.
    ///
    /// @param sums workspace of [#SUMS] partial sums, overwritten
    public static double scalar(float[] x, float[] y, int from, int to, float[] sums) {
        check(x, y, from, to, sums);
        double total = 0;
        for (int begin = from, end; begin < to; begin = end) {
            end = begin + Math.min(BLOCK, to - begin);
            Arrays.fill(sums, 0, SUMS, 0);
            for (int i = begin; i < end; i++) {
                sums[(i - begin) % SUMS] += x[i] * y[i];
            }
            fold(sums, SUMS / 2);
            total += sums[0];
        }
        return isRight(total, to - from) ? total : precise(x, y, from, to);
    }

    /// Whether step 5 keeps it.
    private static boolean isRight(double total, int length) {
        return Math.abs(total) >= length * LEAST_MEAN && Math.abs(total) < Double.POSITIVE_INFINITY;
    }

    /// The inner product in double: exact products, each added to partial sum k mod 8 in ascending order of k, counted from the start of
    /// the range; sum j then takes sum j + 4 for all j < 4, then j + 2, then j + 1. It is right to the roundings of double whatever the floats
    /// are, and allocates nothing.
    ///
    /// It has one spelling for all variants: eight sums keep the adders busy, and more would not make it faster in memory.
    ///
    /// @throws IllegalArgumentException if the arrays differ in length or the range lies outside them
    public static double precise(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = from;
        for (int end = to - (to - from) % 8; i < end; i += 8) {
            s0 += (double) x[i] * y[i];
            s1 += (double) x[i + 1] * y[i + 1];
            s2 += (double) x[i + 2] * y[i + 2];
            s3 += (double) x[i + 3] * y[i + 3];
            s4 += (double) x[i + 4] * y[i + 4];
            s5 += (double) x[i + 5] * y[i + 5];
            s6 += (double) x[i + 6] * y[i + 6];
            s7 += (double) x[i + 7] * y[i + 7];
        }
        if (i < to) s0 += (double) x[i] * y[i];
        if (i + 1 < to) s1 += (double) x[i + 1] * y[i + 1];
        if (i + 2 < to) s2 += (double) x[i + 2] * y[i + 2];
        if (i + 3 < to) s3 += (double) x[i + 3] * y[i + 3];
        if (i + 4 < to) s4 += (double) x[i + 4] * y[i + 4];
        if (i + 5 < to) s5 += (double) x[i + 5] * y[i + 5];
        if (i + 6 < to) s6 += (double) x[i + 6] * y[i + 6];
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    /// Step 3 from `half` on.
    private static void fold(float[] sums, int half) {
        for (int width = half; width > 0; width /= 2) {
            for (int j = 0; j < width; j++) {
                sums[j] += sums[j + width];
            }
        }
    }

    /// Four elements, and so four partial sums, an iteration, spelled out.
    ///
    /// @param sums workspace of [#SUMS] partial sums, overwritten
    public static double unrolled(float[] x, float[] y, int from, int to, float[] sums) {
        check(x, y, from, to, sums);
        double total = 0;
        for (int begin = from, end; begin < to; begin = end) {
            end = begin + Math.min(BLOCK, to - begin);
            Arrays.fill(sums, 0, SUMS, 0);
            int i = begin;
            for (; i <= end - 4; i += 4) {
                int j = i - begin & SUMS - 4; // spares the checks of j + 3
                sums[j] += x[i] * y[i];
                sums[j + 1] += x[i + 1] * y[i + 1];
                sums[j + 2] += x[i + 2] * y[i + 2];
                sums[j + 3] += x[i + 3] * y[i + 3];
            }
            for (; i < end; i++) sums[i - begin & SUMS - 1] += x[i] * y[i];
            fold(sums, SUMS / 2);
            total += sums[0];
        }
        return isRight(total, to - from) ? total : precise(x, y, from, to);
    }

    /// Four vectors of partial sums at a time; with vectors of 16 lanes those are all.
    ///
    /// @param sums workspace of [#SUMS] partial sums, overwritten
    public static double simd(float[] x, float[] y, int from, int to, float[] sums) {
        check(x, y, from, to, sums);
        double total = 0;
        for (int begin = from, end; begin < to; begin = end) {
            end = begin + Math.min(BLOCK, to - begin);
            int rest = end - (end - begin) % SUMS;
            for (int column = 0; column < SUMS; column += 4 * LANES) columns(x, y, begin, rest, sums, column);
            remainder(x, y, rest, end, sums);
            foldVectors(sums);
            fold(sums, LANES / 2);
            total += sums[0];
        }
        return isRight(total, to - from) ? total : precise(x, y, from, to);
    }

    /// Step 2 for four vectors of neighbouring partial sums over whole rows of 64 elements. The sums stay in registers; narrow vectors
    /// come back to the block for the next columns, and find it in the cache.
    private static void columns(float[] x, float[] y, int from, int to, float[] sums, int column) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = FloatVector.zero(SPECIES);
        FloatVector c = FloatVector.zero(SPECIES);
        FloatVector d = FloatVector.zero(SPECIES);
        for (int row = from; row < to; row += SUMS) {
            int i = row + column;
            a = a.add(fromArray(SPECIES, x, i).mul(fromArray(SPECIES, y, i)));
            b = b.add(fromArray(SPECIES, x, i + LANES).mul(fromArray(SPECIES, y, i + LANES)));
            c = c.add(fromArray(SPECIES, x, i + 2 * LANES).mul(fromArray(SPECIES, y, i + 2 * LANES)));
            d = d.add(fromArray(SPECIES, x, i + 3 * LANES).mul(fromArray(SPECIES, y, i + 3 * LANES)));
        }
        a.intoArray(sums, column);
        b.intoArray(sums, column + LANES);
        c.intoArray(sums, column + 2 * LANES);
        d.intoArray(sums, column + 3 * LANES);
    }

    /// Step 2 for the fewer than 64 elements behind the last whole row.
    private static void remainder(float[] x, float[] y, int from, int to, float[] sums) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            fromArray(SPECIES, sums, i - from).add(fromArray(SPECIES, x, i).mul(fromArray(SPECIES, y, i))).intoArray(sums, i - from);
        }
        for (; i < to; i++) sums[i - from] += x[i] * y[i];
    }

    /// Step 3 while whole vectors are left.
    private static void foldVectors(float[] sums) {
        for (int width = SUMS / 2; width >= LANES; width /= 2) {
            for (int j = 0; j < width; j += LANES) {
                fromArray(SPECIES, sums, j).add(fromArray(SPECIES, sums, j + width)).intoArray(sums, j);
            }
        }
    }
}
