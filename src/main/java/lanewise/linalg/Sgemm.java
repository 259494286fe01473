package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.Arrays;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

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
    static final int TILE_COLUMNS = 3 * LANES;

    /// Columns of the least tile.
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
    private static final int SLIM = 4;

    /// Rows of A that stay in the second-level cache, columns of B that stay in the third.
    private static final int PANEL_ROWS = 192;
    private static final int PANEL_COLUMNS = 64 * TILE_COLUMNS;
    /// Columns of B that stay in the second-level cache beside a panel of A.
    private static final int NEAR_COLUMNS = 4 * TILE_COLUMNS;

    /// A factor is read where it lies if what is saved by packing it, again and again, would be less than the packing.
    private static final int UNPACKED_ROWS = 64;
    private static final int UNPACKED_COLUMNS = 512;

    private static final String IN_A_FACTOR = "the product must lie in an array of its own, was in that of a factor";

    private float[] packedA = {};
    private float[] packedB = {};
    private final float[] tile = new float[Math.max(TILE_ROWS * TILE_COLUMNS, 2 * TILE_ROWS * SLIM)];

    /// The specification: the other two must leave the same bits in C.
    public static void scalar(Matrix a, Matrix b, float beta, Matrix c) {
        check(a, b, c);
        scale(beta, c, a.columns(), 0, c.rows(), 0, c.columns());
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
        scale(beta, c, a.columns(), 0, c.rows(), 0, c.columns());
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

    /// A tile of sums at a time. Factors that are read often are packed into panels, in the order in which they are read.
    public void simd(Matrix a, Matrix b, float beta, Matrix c) {
        check(a, b, c);
        if (turns(a, b, c)) {
            part(b.transposed(), null, a.transposed(), beta, c.transposed(), 0, c.columns(), 0, c.rows());
            return;
        }
        int rest = c.columns() % TILE_COLUMNS;
        if (rest > SLIM || a.rowStride() != 1) rest = 0; // which is what the slim tile is for
        part(a, null, b, beta, c, 0, c.rows(), 0, c.columns() - rest);
        // Few columns left, and a column of A in one piece: as rows of Cᵀ = BᵀAᵀ they fill vectors.
        if (rest > 0) part(b.transposed(), null, a.transposed(), beta, c.transposed(), c.columns() - rest, c.columns(), 0, c.rows());
    }

    /// Whether Cᵀ = BᵀAᵀ, whose products are the same in the same order, has less to exchange element by element: a right factor that lies
    /// column by column, once, or a product that does, which is read and written for every block.
    static boolean turns(Matrix a, Matrix b, Matrix c) {
        long ofC = 2L * c.rows() * c.columns() * Math.ceilDiv(a.columns(), BLOCK);
        long asItIs = (b.columnStride() == 1 ? 0 : (long) b.rows() * b.columns()) + (c.columnStride() == 1 ? 0 : ofC);
        long turned = (a.rowStride() == 1 ? 0 : (long) a.rows() * a.columns()) + (c.rowStride() == 1 ? 0 : ofC);
        return turned < asItIs;
    }

    /// The same with a left factor that packs itself. C must lie row by row, and in an array that the left factor does not read.
    public void simd(Panels a, Matrix b, float beta, Matrix c) {
        check(a, b, c);
        part(null, a, b, beta, c, 0, c.rows(), 0, c.columns());
    }

    /// The rows from `top` to `bottom` and the columns from `left` to `right` of C. One of `matrix` and `panels` is
    /// the left factor, the other null.
    void part(Matrix matrix, Panels panels, Matrix b, float beta, Matrix c, int top, int bottom, int left, int right) {
        int inner = b.rows();
        scale(beta, c, inner, top, bottom, left, right);
        boolean packsA = panels != null || right - left > UNPACKED_COLUMNS;
        boolean packsB = b.columnStride() != 1 || bottom - top > UNPACKED_ROWS || b.rowStride() > UNPACKED_COLUMNS;
        boolean onePanel = bottom - top <= PANEL_ROWS; // of A: it stays while those of B, then small, go by
        int wide = onePanel ? NEAR_COLUMNS : PANEL_COLUMNS;
        reserve(bottom - top, Math.min(BLOCK, inner), Math.min(wide, right - left));
        for (int begin = 0; begin < inner; begin += BLOCK) {
            int end = Math.min(begin + BLOCK, inner);
            for (int j = left; j < right; j += wide) {
                int columns = Math.min(wide, right - j);
                packB(b, begin, end, j, j + columns, packsB);
                for (int i = top; i < bottom; i += PANEL_ROWS) {
                    int rows = Math.min(PANEL_ROWS, bottom - i);
                    int packedFrom = packsA ? i : i + rows - rows % (2 * TILE_ROWS);
                    if (!onePanel || j == left) {
                        if (panels == null) packA(matrix, i, i + rows, begin, end, packedFrom);
                        else
                            panels.pack(packedA, i, i + rows, begin, end);
                    }
                    panel(matrix, packedFrom, packsB ? null : b, c, i, i + rows, j, j + columns, begin, end, beta == 0 && begin == 0);
                }
            }
        }
    }

    /// Room for the largest panels. It grows to a bound and is kept.
    private void reserve(int rows, int depth, int columns) {
        int inA = Math.ceilDiv(Math.min(PANEL_ROWS, rows), TILE_ROWS) * TILE_ROWS * depth;
        int inB = Math.ceilDiv(columns, TILE_COLUMNS) * TILE_COLUMNS * depth;
        if (packedA.length < inA) packedA = new float[inA];
        if (packedB.length < inB) packedB = new float[inB];
    }

    /// Tiles of rows one after the other, each column by column; rows that are missing from the last one are zero. Only those from `first` on.
    private void packA(Matrix a, int top, int bottom, int begin, int end, int first) {
        int depth = end - begin;
        float[] from = a.elements();
        int row = a.rowStride();
        int column = a.columnStride();
        for (int i = first; i < bottom; i += TILE_ROWS) {
            int rows = Math.min(TILE_ROWS, bottom - i);
            int at = a.at(i, begin);
            int to = (i - top) * depth;
            if (rows == TILE_ROWS) {
                for (int p = 0; p < depth; p++) {
                    packedA[to + TILE_ROWS * p] = from[at + p * column];
                    packedA[to + TILE_ROWS * p + 1] = from[at + p * column + row];
                    packedA[to + TILE_ROWS * p + 2] = from[at + p * column + 2 * row];
                    packedA[to + TILE_ROWS * p + 3] = from[at + p * column + 3 * row];
                }
            } else {
                for (int p = 0; p < depth; p++) {
                    for (int r = 0; r < TILE_ROWS; r++) packedA[to + TILE_ROWS * p + r] = r < rows ? from[at + p * column + r * row] : 0;
                }
            }
        }
    }

    /// Tiles of columns one after the other, each row by row; columns that are missing from the last one are zero. If `all` are not
    /// wanted, the last one alone, where columns are missing.
    private void packB(Matrix b, int begin, int end, int left, int right, boolean all) {
        int depth = end - begin;
        for (int j = all ? left : firstIncomplete(left, right); j < right;) {
            int width = tileColumns(right - j);
            int columns = Math.min(width, right - j);
            int to = (j - left) * depth;
            if (columns < width) Arrays.fill(packedB, to, to + width * depth, 0);
            if (b.columnStride() == 1 && columns >= LANES) {
                for (int p = 0; p < depth; p++) System.arraycopy(b.elements(), b.at(begin + p, j), packedB, to + width * p, columns);
            } else if (b.columnStride() == 1) {
                for (int p = 0; p < depth; p++) {
                    int at = b.at(begin + p, j);
                    for (int q = 0; q < columns; q++) packedB[to + width * p + q] = b.elements()[at + q];
                }
            } else {
                exchange(b, begin, depth, j, columns, packedB, to, width);
            }
            j += width;
        }
    }

    /// Where the tile begins that has columns missing; the end if there is none.
    private static int firstIncomplete(int left, int right) {
        int j = right - (right - left) % TILE_COLUMNS;
        while (j < right && tileColumns(right - j) <= right - j)
            j += tileColumns(right - j);
        return j;
    }

    /// Packs columns that lie one after the other, four at a time.
    private static void exchange(Matrix b, int begin, int depth, int left, int columns, float[] packed, int to, int width) {
        float[] from = b.elements();
        int column = b.columnStride();
        int q = 0;
        for (; q <= columns - 4; q += 4) {
            int at = b.at(begin, left + q);
            for (int p = 0; p < depth; p++) {
                packed[to + width * p + q] = from[at + p];
                packed[to + width * p + q + 1] = from[at + p + column];
                packed[to + width * p + q + 2] = from[at + p + 2 * column];
                packed[to + width * p + q + 3] = from[at + p + 3 * column];
            }
        }
        for (; q < columns; q++) {
            int at = b.at(begin, left + q);
            for (int p = 0; p < depth; p++) packed[to + width * p + q] = from[at + p];
        }
    }

    /// Columns of the next tile where so many are left: narrow ones, of a single vector, waste less at the end.
    private static int tileColumns(int left) {
        return left > 2 * LANES ? TILE_COLUMNS : left > SLIM ? LANES : SLIM;
    }

    /// The part of C that a panel of A and one of B make. A is packed from a row on, B if it is null.
    private void panel(Matrix a, int packedFrom, Matrix b, Matrix c, int top, int bottom, int left, int right, int begin, int end,
            boolean takesPlace) {
        int depth = end - begin;
        for (int j = left; j < right;) {
            int width = tileColumns(right - j);
            int height = width == TILE_COLUMNS ? TILE_ROWS : 2 * TILE_ROWS;
            int columns = Math.min(width, right - j);
            boolean packedColumns = b == null || columns < width;
            float[] y = packedColumns ? packedB : b.elements();
            int fromB = packedColumns ? (j - left) * depth : b.at(begin, j);
            int rowB = packedColumns ? width : b.rowStride();
            for (int i = top; i < bottom; i += height) {
                int rows = Math.min(height, bottom - i);
                boolean packed = i >= packedFrom;
                float[] x = packed ? packedA : a.elements();
                int fromA = packed ? (i - top) * depth : a.at(i, begin);
                int rowA = packed ? 1 : a.rowStride();
                int columnA = packed ? TILE_ROWS : a.columnStride();
                int below = rows <= TILE_ROWS ? fromA : fromA + TILE_ROWS * (packed ? depth : rowA); // if there is nothing, the same again
                boolean straight = takesPlace && rows == height && columns == width && c.columnStride() == 1;
                float[] to = straight ? c.elements() : tile;
                int at = straight ? c.at(i, j) : 0;
                int row = straight ? c.rowStride() : width;
                if (width == TILE_COLUMNS) tile(depth, x, fromA, rowA, columnA, y, fromB, rowB, to, at, row);
                else if (width == LANES) narrowTile(depth, x, fromA, below, rowA, columnA, y, fromB, rowB, to, at, row);
                else
                    slimTile(depth, x, fromA, below, rowA, columnA, y, fromB, rowB, to, at, row);
                if (straight) continue;
                if (c.columnStride() == 1) {
                    for (int r = 0; r < rows; r++) put(tile, r * width, c.elements(), c.at(i + r, j), columns, takesPlace);
                } else {
                    scatter(tile, width, c, i, rows, j, columns, takesPlace);
                }
            }
            j += width;
        }
    }

    /// Twelve vectors of sums over one block.
    private static void tile(int depth, float[] a, int fromA, int rowA, int columnA, float[] b, int fromB, int rowB, float[] to, int at,
            int row) {
        FloatVector c00 = zero(SPECIES), c01 = zero(SPECIES), c02 = zero(SPECIES);
        FloatVector c10 = zero(SPECIES), c11 = zero(SPECIES), c12 = zero(SPECIES);
        FloatVector c20 = zero(SPECIES), c21 = zero(SPECIES), c22 = zero(SPECIES);
        FloatVector c30 = zero(SPECIES), c31 = zero(SPECIES), c32 = zero(SPECIES);
        int x = fromA;
        int y = fromB;
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(SPECIES, b, y);
            var b1 = fromArray(SPECIES, b, y + LANES);
            var b2 = fromArray(SPECIES, b, y + 2 * LANES);
            var a0 = broadcast(SPECIES, a[x]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            var a1 = broadcast(SPECIES, a[x + rowA]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            var a2 = broadcast(SPECIES, a[x + 2 * rowA]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            var a3 = broadcast(SPECIES, a[x + 3 * rowA]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            x += columnA;
            y += rowB;
        }
        c00.intoArray(to, at);
        c01.intoArray(to, at + LANES);
        c02.intoArray(to, at + 2 * LANES);
        c10.intoArray(to, at + row);
        c11.intoArray(to, at + row + LANES);
        c12.intoArray(to, at + row + 2 * LANES);
        c20.intoArray(to, at + 2 * row);
        c21.intoArray(to, at + 2 * row + LANES);
        c22.intoArray(to, at + 2 * row + 2 * LANES);
        c30.intoArray(to, at + 3 * row);
        c31.intoArray(to, at + 3 * row + LANES);
        c32.intoArray(to, at + 3 * row + 2 * LANES);
    }

    /// Eight rows of one vector, where fewer columns are left than [#tile] takes: as many chains of sums, so that none waits for itself.
    private static void narrowTile(int depth, float[] a, int fromA, int below, int rowA, int columnA, float[] b, int fromB, int rowB,
            float[] to, int at, int row) {
        FloatVector c0 = zero(SPECIES), c1 = zero(SPECIES), c2 = zero(SPECIES), c3 = zero(SPECIES);
        FloatVector c4 = zero(SPECIES), c5 = zero(SPECIES), c6 = zero(SPECIES), c7 = zero(SPECIES);
        int x = fromA;
        int z = below;
        int y = fromB;
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(SPECIES, b, y);
            c0 = broadcast(SPECIES, a[x]).fma(b0, c0);
            c1 = broadcast(SPECIES, a[x + rowA]).fma(b0, c1);
            c2 = broadcast(SPECIES, a[x + 2 * rowA]).fma(b0, c2);
            c3 = broadcast(SPECIES, a[x + 3 * rowA]).fma(b0, c3);
            c4 = broadcast(SPECIES, a[z]).fma(b0, c4);
            c5 = broadcast(SPECIES, a[z + rowA]).fma(b0, c5);
            c6 = broadcast(SPECIES, a[z + 2 * rowA]).fma(b0, c6);
            c7 = broadcast(SPECIES, a[z + 3 * rowA]).fma(b0, c7);
            x += columnA;
            z += columnA;
            y += rowB;
        }
        c0.intoArray(to, at);
        c1.intoArray(to, at + row);
        c2.intoArray(to, at + 2 * row);
        c3.intoArray(to, at + 3 * row);
        c4.intoArray(to, at + 4 * row);
        c5.intoArray(to, at + 5 * row);
        c6.intoArray(to, at + 6 * row);
        c7.intoArray(to, at + 7 * row);
    }

    /// Eight rows of four columns. What a vector of the machine would waste on them is time on most machines.
    private static void slimTile(int depth, float[] a, int fromA, int below, int rowA, int columnA, float[] b, int fromB, int rowB,
            float[] to, int at, int row) {
        FloatVector c0 = zero(FOUR), c1 = zero(FOUR), c2 = zero(FOUR), c3 = zero(FOUR);
        FloatVector c4 = zero(FOUR), c5 = zero(FOUR), c6 = zero(FOUR), c7 = zero(FOUR);
        int x = fromA;
        int z = below;
        int y = fromB;
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(FOUR, b, y);
            c0 = broadcast(FOUR, a[x]).fma(b0, c0);
            c1 = broadcast(FOUR, a[x + rowA]).fma(b0, c1);
            c2 = broadcast(FOUR, a[x + 2 * rowA]).fma(b0, c2);
            c3 = broadcast(FOUR, a[x + 3 * rowA]).fma(b0, c3);
            c4 = broadcast(FOUR, a[z]).fma(b0, c4);
            c5 = broadcast(FOUR, a[z + rowA]).fma(b0, c5);
            c6 = broadcast(FOUR, a[z + 2 * rowA]).fma(b0, c6);
            c7 = broadcast(FOUR, a[z + 3 * rowA]).fma(b0, c7);
            x += columnA;
            z += columnA;
            y += rowB;
        }
        c0.intoArray(to, at);
        c1.intoArray(to, at + row);
        c2.intoArray(to, at + 2 * row);
        c3.intoArray(to, at + 3 * row);
        c4.intoArray(to, at + 4 * row);
        c5.intoArray(to, at + 5 * row);
        c6.intoArray(to, at + 6 * row);
        c7.intoArray(to, at + 7 * row);
    }

    /// A row of a tile into a row of C.
    private static void put(float[] sums, int from, float[] c, int at, int columns, boolean takesPlace) {
        int j = 0;
        if (takesPlace) {
            for (; j <= columns - LANES; j += LANES) fromArray(SPECIES, sums, from + j).intoArray(c, at + j);
            for (; j < columns; j++) c[at + j] = sums[from + j];
        } else {
            for (; j <= columns - LANES; j += LANES) {
                fromArray(SPECIES, c, at + j).add(fromArray(SPECIES, sums, from + j)).intoArray(c, at + j);
            }
            for (; j < columns; j++) c[at + j] += sums[from + j];
        }
    }

    /// A tile into a part of C that lies column by column.
    private static void scatter(float[] sums, int width, Matrix c, int i, int rows, int j, int columns, boolean takesPlace) {
        for (int q = 0; q < columns; q++) {
            int at = c.at(i, j + q);
            for (int r = 0; r < rows; r++) {
                float sum = sums[r * width + q];
                c.elements()[at + r] = takesPlace ? sum : c.elements()[at + r] + sum;
            }
        }
    }

    /// βC, but for β = 0 where the first block takes its place; without a block there is nothing to do so.
    private static void scale(float beta, Matrix c, int depth, int top, int bottom, int left, int right) {
        if (beta == 1 || (beta == 0 && depth > 0)) return;
        for (int i = top; i < bottom; i++) {
            for (int j = left; j < right; j++) {
                int at = c.at(i, j);
                c.elements()[at] = beta == 0 ? 0 : beta * c.elements()[at];
            }
        }
    }

    static void check(Panels a, Matrix b, Matrix c) {
        check(a.rows(), a.columns(), b, c);
        if (c.columnStride() != 1) throw new IllegalArgumentException("the product must lie row by row, lay column by column");
    }

    static void check(Matrix a, Matrix b, Matrix c) {
        check(a.rows(), a.columns(), b, c);
        if (c.elements() == a.elements()) throw new IllegalArgumentException(IN_A_FACTOR);
    }

    private static void check(int rows, int inner, Matrix b, Matrix c) {
        if (inner != b.rows() || rows != c.rows() || b.columns() != c.columns()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "shapes must fit as m x k times k x n makes m x n, were %d x %d times %d x %d for %d x %d",
                    rows, inner, b.rows(), b.columns(), c.rows(), c.columns()));
        }
        if (c.elements() == b.elements()) throw new IllegalArgumentException(IN_A_FACTOR);
    }
}
