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
///
/// So a chain of roundings in float has at most 64 + 6 links however long the vectors are, and 64 is a multiple of every vector width:
/// each lane has partial sums of its own. Neither fma nor `reduceLanes` is used; the order of the latter may change from one JVM to the
/// next. The sum of a range is not the sum of its parts: a range cut into slices is another sum.
///
/// Source: partial sums by Higham, *The Accuracy of Floating Point Summation*, 1993; blocks and widths are chosen here.
/// Traffic: 8 bytes read per element (4 where x and y are one array), nothing written. A call without an array for the partial sums
/// allocates one of 64 floats, whatever the length. All throw IllegalArgumentException if the arrays differ in length, the range lies
/// outside them, or there is no room for the partial sums.
public final class Dot {

    private static final int BLOCK = 4_096;

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
    /// @param sums room for [#SUMS] partial sums, overwritten
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
        return total;
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
    /// @param sums room for [#SUMS] partial sums, overwritten
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
        return total;
    }

    /// Four vectors of partial sums at a time; with vectors of 16 lanes those are all.
    ///
    /// @param sums room for [#SUMS] partial sums, overwritten
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
        return total;
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
