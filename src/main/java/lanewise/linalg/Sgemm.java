package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The product of two matrices, in single precision.
///
///     C ← AB + βC        A: m x k, B: k x n, C: m x n
///
/// The order of summation is part of the definition, so that all variants leave the same bits on every machine, at every vector width and
/// with any number of threads:
/// 1. The inner dimension is cut into blocks of 256, counted from 0; the last may be shorter.
/// 2. In a block, from 0, one product after the other is added in ascending order, each by a fused multiply-add.
/// 3. The blocks' sums are added in ascending order to β·C, which is rounded; with β = 0 the first one takes the place of C, whatever
///    was there.
///
/// Source: Dongarra, Du Croz, Hammarling and Duff, *A Set of Level 3 Basic Linear Algebra Subprograms*, 1990 (SGEMM with α = 1); packing
/// and loops as in Goto and van de Geijn, *Anatomy of High-Performance Matrix Multiplication*, 2008, and Van Zee and van de Geijn,
/// *BLIS*, 2015.
///
/// An instance holds the panels that [#simd] packs, and serves one thread at a time. All throw IllegalArgumentException, and have changed
/// nothing then, if the shapes do not fit. C must not overlap A or B.
public final class Sgemm {

    /// Products that are added up before they meet C.
    static final int BLOCK = 256;

    /// Rows and columns of the tile that stays in registers: four rows of three vectors are twelve sums, three vectors of B and one of A,
    /// the sixteen registers of AVX2. With 8 x 2 vectors C2 has more nodes than it inlines, and the sums end up on the heap.
    public static final int TILE_ROWS = 4;
    private static final int TILE_COLUMNS = 3 * LANES;

    /// Rows of A that stay in the second-level cache, columns of B that stay in the third.
    private static final int PANEL_ROWS = 192;
    private static final int PANEL_COLUMNS = 64 * TILE_COLUMNS;

    private static final String IN_A_FACTOR = "the product must lie in an array of its own, was in that of a factor";

    private float[] packedA = {};
    private float[] packedB = {};
    private final float[] tile = new float[TILE_ROWS * TILE_COLUMNS];

    /// The specification: the other two must leave the same bits in C.
    public static void scalar(Matrix a, Matrix b, float beta, Matrix c) {
        check(a, b, c);
        scale(beta, c, a.columns());
        for (int begin = 0; begin < a.columns(); begin += BLOCK) {
            int end = Math.min(begin + BLOCK, a.columns());
            boolean takesPlace = beta == 0 && begin == 0;
            for (int i = 0; i < c.rows(); i++) {
                for (int j = 0; j < c.columns(); j++) {
                    float sum = 0;
                    for (int p = begin; p < end; p++) {
                        sum = Math.fma(a.elements()[a.at(i, p)], b.elements()[b.at(p, j)], sum);
                    }
                    int at = c.at(i, j);
                    c.elements()[at] = takesPlace ? sum : c.elements()[at] + sum;
                }
            }
        }
    }

    /// Four rows by four columns at a time, spelled out.
    public static void unrolled(Matrix a, Matrix b, float beta, Matrix c) {
        check(a, b, c);
        scale(beta, c, a.columns());
        int rows = c.rows() - c.rows() % 4;
        int columns = c.columns() - c.columns() % 4;
        for (int begin = 0; begin < a.columns(); begin += BLOCK) {
            int end = Math.min(begin + BLOCK, a.columns());
            boolean takesPlace = beta == 0 && begin == 0;
            for (int i = 0; i < rows; i += 4) {
                for (int j = 0; j < columns; j += 4) sixteen(a, b, c, i, j, begin, end, takesPlace);
                for (int j = columns; j < c.columns(); j++) four(a, b, c, i, j, begin, end, takesPlace);
            }
            for (int i = rows; i < c.rows(); i++) {
                for (int j = 0; j < c.columns(); j++) one(a, b, c, i, j, begin, end, takesPlace);
            }
        }
    }

    private static void sixteen(Matrix a, Matrix b, Matrix c, int i, int j, int begin, int end, boolean takesPlace) {
        float[] x = a.elements();
        float[] y = b.elements();
        int rowA = a.rowStride();
        int columnB = b.columnStride();
        float c00 = 0, c01 = 0, c02 = 0, c03 = 0;
        float c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        float c20 = 0, c21 = 0, c22 = 0, c23 = 0;
        float c30 = 0, c31 = 0, c32 = 0, c33 = 0;
        int p = a.at(i, begin);
        int q = b.at(begin, j);
        for (int left = end - begin; left > 0; left--) {
            float b0 = y[q];
            float b1 = y[q + columnB];
            float b2 = y[q + 2 * columnB];
            float b3 = y[q + 3 * columnB];
            float a0 = x[p];
            c00 = Math.fma(a0, b0, c00);
            c01 = Math.fma(a0, b1, c01);
            c02 = Math.fma(a0, b2, c02);
            c03 = Math.fma(a0, b3, c03);
            float a1 = x[p + rowA];
            c10 = Math.fma(a1, b0, c10);
            c11 = Math.fma(a1, b1, c11);
            c12 = Math.fma(a1, b2, c12);
            c13 = Math.fma(a1, b3, c13);
            float a2 = x[p + 2 * rowA];
            c20 = Math.fma(a2, b0, c20);
            c21 = Math.fma(a2, b1, c21);
            c22 = Math.fma(a2, b2, c22);
            c23 = Math.fma(a2, b3, c23);
            float a3 = x[p + 3 * rowA];
            c30 = Math.fma(a3, b0, c30);
            c31 = Math.fma(a3, b1, c31);
            c32 = Math.fma(a3, b2, c32);
            c33 = Math.fma(a3, b3, c33);
            p += a.columnStride();
            q += b.rowStride();
        }
        put(c, i, j, c00, c01, c02, c03, takesPlace);
        put(c, i + 1, j, c10, c11, c12, c13, takesPlace);
        put(c, i + 2, j, c20, c21, c22, c23, takesPlace);
        put(c, i + 3, j, c30, c31, c32, c33, takesPlace);
    }

    private static void put(Matrix c, int i, int j, float s0, float s1, float s2, float s3, boolean takesPlace) {
        put(c, i, j, s0, takesPlace);
        put(c, i, j + 1, s1, takesPlace);
        put(c, i, j + 2, s2, takesPlace);
        put(c, i, j + 3, s3, takesPlace);
    }

    private static void put(Matrix c, int i, int j, float sum, boolean takesPlace) {
        int at = c.at(i, j);
        c.elements()[at] = takesPlace ? sum : sum + c.elements()[at];
    }

    private static void four(Matrix a, Matrix b, Matrix c, int i, int j, int begin, int end, boolean takesPlace) {
        for (int row = i; row < i + 4; row++) one(a, b, c, row, j, begin, end, takesPlace);
    }

    private static void one(Matrix a, Matrix b, Matrix c, int i, int j, int begin, int end, boolean takesPlace) {
        float sum = 0;
        int p = a.at(i, begin);
        int q = b.at(begin, j);
        for (int left = end - begin; left > 0; left--) {
            sum = Math.fma(a.elements()[p], b.elements()[q], sum);
            p += a.columnStride();
            q += b.rowStride();
        }
        put(c, i, j, sum, takesPlace);
    }

    /// A tile of sums at a time, from panels packed in the order in which they are read.
    public void simd(Matrix a, Matrix b, float beta, Matrix c) {
        check(a, b, c);
        if (c.columnStride() != 1) { // Cᵀ = BᵀAᵀ: the products of an element are the same, in the same order
            simd(b.transposed(), a.transposed(), beta, c.transposed());
            return;
        }
        product(a, null, a.columns(), b, beta, c);
    }

    /// The same with a left factor that packs itself. C must lie row by row, and in an array that the left factor does not read.
    public void simd(Panels a, Matrix b, float beta, Matrix c) {
        check(a.rows(), a.columns(), b, c);
        if (c.columnStride() != 1) throw new IllegalArgumentException("the product must lie row by row, lay column by column");
        product(null, a, a.columns(), b, beta, c);
    }

    /// One of `matrix` and `panels` is the left factor, the other null.
    private void product(Matrix matrix, Panels panels, int inner, Matrix b, float beta, Matrix c) {
        scale(beta, c, inner);
        reserve(c.rows(), inner, b);
        for (int left = 0; left < c.columns(); left += PANEL_COLUMNS) {
            int right = Math.min(left + PANEL_COLUMNS, c.columns());
            for (int begin = 0; begin < inner; begin += BLOCK) {
                int end = Math.min(begin + BLOCK, inner);
                packB(b, begin, end, left, right);
                for (int top = 0; top < c.rows(); top += PANEL_ROWS) {
                    int bottom = Math.min(top + PANEL_ROWS, c.rows());
                    if (panels == null) packA(matrix, top, bottom, begin, end);
                    else
                        panels.pack(packedA, top, bottom, begin, end);
                    panel(c, top, bottom, left, right, end - begin, beta == 0 && begin == 0);
                }
            }
        }
    }

    /// Room for the largest panels of these matrices. It grows to a bound and is kept.
    private void reserve(int ofA, int inner, Matrix b) {
        int depth = Math.min(BLOCK, inner);
        int rows = Math.ceilDiv(Math.min(PANEL_ROWS, ofA), TILE_ROWS) * TILE_ROWS;
        int columns = Math.ceilDiv(Math.min(PANEL_COLUMNS, b.columns()), TILE_COLUMNS) * TILE_COLUMNS;
        if (packedA.length < rows * depth) packedA = new float[rows * depth];
        if (packedB.length < columns * depth) packedB = new float[columns * depth];
    }

    /// Tiles of rows one after the other, each column by column; rows that are missing from the last one are zero.
    private void packA(Matrix a, int top, int bottom, int begin, int end) {
        int to = 0;
        float[] from = a.elements();
        int row = a.rowStride();
        int column = a.columnStride();
        for (int i = top; i < bottom; i += TILE_ROWS, to += TILE_ROWS * (end - begin)) {
            int rows = Math.min(TILE_ROWS, bottom - i);
            int at = a.at(i, begin);
            if (rows == TILE_ROWS) {
                for (int p = 0; p < end - begin; p++) {
                    packedA[to + TILE_ROWS * p] = from[at + p * column];
                    packedA[to + TILE_ROWS * p + 1] = from[at + p * column + row];
                    packedA[to + TILE_ROWS * p + 2] = from[at + p * column + 2 * row];
                    packedA[to + TILE_ROWS * p + 3] = from[at + p * column + 3 * row];
                }
            } else {
                for (int p = 0; p < end - begin; p++) {
                    for (int r = 0; r < TILE_ROWS; r++) packedA[to + TILE_ROWS * p + r] = r < rows ? from[at + p * column + r * row] : 0;
                }
            }
        }
    }

    /// Tiles of columns one after the other, each row by row; columns that are missing from the last one are zero.
    private void packB(Matrix b, int begin, int end, int left, int right) {
        int to = 0;
        for (int j = left; j < right; j += TILE_COLUMNS, to += TILE_COLUMNS * (end - begin)) {
            int columns = Math.min(TILE_COLUMNS, right - j);
            if (columns < TILE_COLUMNS) Arrays.fill(packedB, to, to + TILE_COLUMNS * (end - begin), 0);
            if (b.columnStride() == 1) {
                for (int p = begin; p < end; p++) {
                    System.arraycopy(b.elements(), b.at(p, j), packedB, to + TILE_COLUMNS * (p - begin), columns);
                }
            } else {
                for (int q = 0; q < columns; q++) {
                    int at = b.at(begin, j + q);
                    for (int p = 0; p < end - begin; p++) packedB[to + TILE_COLUMNS * p + q] = b.elements()[at + p];
                }
            }
        }
    }

    /// The part of C that a panel of A and one of B make.
    private void panel(Matrix c, int top, int bottom, int left, int right, int depth, boolean takesPlace) {
        for (int j = left; j < right; j += TILE_COLUMNS) {
            int columns = Math.min(TILE_COLUMNS, right - j);
            int b = (j - left) * depth;
            for (int i = top; i < bottom; i += TILE_ROWS) {
                tile(depth, packedA, (i - top) * depth, packedB, b, tile);
                int rows = Math.min(TILE_ROWS, bottom - i);
                for (int r = 0; r < rows; r++) put(tile, r * TILE_COLUMNS, c.elements(), c.at(i + r, j), columns, takesPlace);
            }
        }
    }

    /// Twelve vectors of sums over one block.
    private static void tile(int depth, float[] a, int fromA, float[] b, int fromB, float[] sums) {
        FloatVector c00 = zero(SPECIES), c01 = zero(SPECIES), c02 = zero(SPECIES);
        FloatVector c10 = zero(SPECIES), c11 = zero(SPECIES), c12 = zero(SPECIES);
        FloatVector c20 = zero(SPECIES), c21 = zero(SPECIES), c22 = zero(SPECIES);
        FloatVector c30 = zero(SPECIES), c31 = zero(SPECIES), c32 = zero(SPECIES);
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(SPECIES, b, fromB + TILE_COLUMNS * p);
            var b1 = fromArray(SPECIES, b, fromB + TILE_COLUMNS * p + LANES);
            var b2 = fromArray(SPECIES, b, fromB + TILE_COLUMNS * p + 2 * LANES);
            var a0 = broadcast(SPECIES, a[fromA + TILE_ROWS * p]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            var a1 = broadcast(SPECIES, a[fromA + TILE_ROWS * p + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            var a2 = broadcast(SPECIES, a[fromA + TILE_ROWS * p + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            var a3 = broadcast(SPECIES, a[fromA + TILE_ROWS * p + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
        }
        c00.intoArray(sums, 0);
        c01.intoArray(sums, LANES);
        c02.intoArray(sums, 2 * LANES);
        c10.intoArray(sums, 3 * LANES);
        c11.intoArray(sums, 4 * LANES);
        c12.intoArray(sums, 5 * LANES);
        c20.intoArray(sums, 6 * LANES);
        c21.intoArray(sums, 7 * LANES);
        c22.intoArray(sums, 8 * LANES);
        c30.intoArray(sums, 9 * LANES);
        c31.intoArray(sums, 10 * LANES);
        c32.intoArray(sums, 11 * LANES);
    }

    /// A row of a tile into a row of C.
    private static void put(float[] sums, int from, float[] c, int at, int columns, boolean takesPlace) {
        if (takesPlace) {
            System.arraycopy(sums, from, c, at, columns);
            return;
        }
        int j = 0;
        for (; j <= columns - LANES; j += LANES) {
            fromArray(SPECIES, c, at + j).add(fromArray(SPECIES, sums, from + j)).intoArray(c, at + j);
        }
        for (; j < columns; j++) c[at + j] += sums[from + j];
    }

    /// βC, but for β = 0 where the first block takes its place; without a block there is nothing to do so.
    private static void scale(float beta, Matrix c, int depth) {
        if (beta == 1 || (beta == 0 && depth > 0)) return;
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                int at = c.at(i, j);
                c.elements()[at] = beta == 0 ? 0 : beta * c.elements()[at];
            }
        }
    }

    private static void check(Matrix a, Matrix b, Matrix c) {
        check(a.rows(), a.columns(), b, c);
        if (c.elements() == a.elements()) throw new IllegalArgumentException(IN_A_FACTOR);
    }

    private static void check(int rows, int inner, Matrix b, Matrix c) {
        if (inner != b.rows() || rows != c.rows() || b.columns() != c.columns()) {
            throw new IllegalArgumentException(String.format(
                    "shapes must fit as m x k times k x n makes m x n, were %d x %d times %d x %d for %d x %d",
                    rows, inner, b.rows(), b.columns(), c.rows(), c.columns()));
        }
        if (c.elements() == b.elements()) throw new IllegalArgumentException(IN_A_FACTOR);
    }
}
