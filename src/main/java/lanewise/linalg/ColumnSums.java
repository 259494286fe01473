package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The sums of a matrix's columns, as the gradient of a layer's biases is.
///
///     y_j ← Σ_i x_ij
///
/// The order is that of [Sgemm] with a row of ones for A: rows are cut into blocks of 256, a block is added up from 0 in ascending order,
/// and so are the blocks.
///
/// All throw IllegalArgumentException, and have changed nothing then, if x does not lie row by row, the sums do not lie within y, or x lies
/// in y.
public final class ColumnSums {

    private ColumnSums() {}

    /// The specification: the other two must leave the same bits in y.
    ///
    /// @param y  takes the sums
    /// @param at where the first of them goes
    public static void scalar(Matrix x, float[] y, int at) {
        check(x, y, at);
        Arrays.fill(y, at, at + x.columns(), 0);
        for (int begin = 0; begin < x.rows(); begin += Sgemm.KC) {
            for (int j = 0; j < x.columns(); j++) {
                float sum = 0;
                for (int i = begin; i < Math.min(begin + Sgemm.KC, x.rows()); i++) sum += x.elements()[x.at(i, j)];
                y[at + j] += sum;
            }
        }
    }

    /// Four columns at a time, spelled out.
    public static void unrolled(Matrix x, float[] y, int at) {
        check(x, y, at);
        Arrays.fill(y, at, at + x.columns(), 0);
        float[] elements = x.elements();
        for (int begin = 0; begin < x.rows(); begin += Sgemm.KC) {
            int rows = Math.min(Sgemm.KC, x.rows() - begin);
            int j = 0;
            for (; j <= x.columns() - 4; j += 4) {
                float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
                int from = x.at(begin, j);
                for (int left = rows; left > 0; left--) {
                    s0 += elements[from];
                    s1 += elements[from + 1];
                    s2 += elements[from + 2];
                    s3 += elements[from + 3];
                    from += x.rowStride();
                }
                y[at + j] += s0;
                y[at + j + 1] += s1;
                y[at + j + 2] += s2;
                y[at + j + 3] += s3;
            }
            columns(x, y, at, begin, rows, j);
        }
    }

    /// Four vectors of columns at a time; what is left over goes to a loop.
    public static void simd(Matrix x, float[] y, int at) {
        check(x, y, at);
        Arrays.fill(y, at, at + x.columns(), 0);
        for (int begin = 0; begin < x.rows(); begin += Sgemm.KC) {
            int rows = Math.min(Sgemm.KC, x.rows() - begin);
            int j = 0;
            for (; j <= x.columns() - 4 * LANES; j += 4 * LANES) {
                fourVectors(x.elements(), x.at(begin, j), x.rowStride(), rows, y, at + j);
            }
            for (; j <= x.columns() - LANES; j += LANES) {
                vector(x.elements(), x.at(begin, j), x.rowStride(), rows, y, at + j);
            }
            columns(x, y, at, begin, rows, j);
        }
    }

    private static void fourVectors(float[] x, int from, int row, int rows, float[] y, int at) {
        FloatVector s0 = zero(SPECIES), s1 = zero(SPECIES), s2 = zero(SPECIES), s3 = zero(SPECIES);
        for (int left = rows; left > 0; left--) {
            s0 = s0.add(fromArray(SPECIES, x, from));
            s1 = s1.add(fromArray(SPECIES, x, from + LANES));
            s2 = s2.add(fromArray(SPECIES, x, from + 2 * LANES));
            s3 = s3.add(fromArray(SPECIES, x, from + 3 * LANES));
            from += row;
        }
        fromArray(SPECIES, y, at).add(s0).intoArray(y, at);
        fromArray(SPECIES, y, at + LANES).add(s1).intoArray(y, at + LANES);
        fromArray(SPECIES, y, at + 2 * LANES).add(s2).intoArray(y, at + 2 * LANES);
        fromArray(SPECIES, y, at + 3 * LANES).add(s3).intoArray(y, at + 3 * LANES);
    }

    private static void vector(float[] x, int from, int row, int rows, float[] y, int at) {
        FloatVector sum = zero(SPECIES);
        for (int left = rows; left > 0; left--) {
            sum = sum.add(fromArray(SPECIES, x, from));
            from += row;
        }
        fromArray(SPECIES, y, at).add(sum).intoArray(y, at);
    }

    /// What the wider loops leave over.
    private static void columns(Matrix x, float[] y, int at, int begin, int rows, int first) {
        for (int j = first; j < x.columns(); j++) {
            float sum = 0;
            int from = x.at(begin, j);
            for (int left = rows; left > 0; left--) {
                sum += x.elements()[from];
                from += x.rowStride();
            }
            y[at + j] += sum;
        }
    }

    private static void check(Matrix x, float[] y, int at) {
        Arguments.present("x", x);
        Arguments.present("y", y);
        if (x.columnStride() != 1) throw new IllegalArgumentException("the matrix must lie row by row, lay column by column");
        if (at < 0 || at > y.length - x.columns()) {
            throw new IllegalArgumentException("the sums of " + x.columns() + " columns at " + at + " must lie within the " + y.length
                    + " elements of their array");
        }
        if (x.elements() == y) throw new IllegalArgumentException("the sums must lie in an array of their own, were in the matrix's");
    }
}
