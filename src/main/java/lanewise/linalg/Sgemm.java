package lanewise.linalg;

import static lanewise.simd.Lanes.LANES;

import java.util.Locale;

/// The product of two matrices, in single precision.
///
///     C ← AB + βC        A: m x k, B: k x n, C: m x n
///
/// The order of summation is part of the definition, so that all variants leave the same bits on every machine and at every vector width:
/// 1. The inner dimension is cut into blocks of 256, counted from 0; the last may be shorter.
/// 2. In a block, from 0, one product after the other is added in ascending order, each by a fused multiply-add.
/// 3. The blocks' sums are added in ascending order to β·C, which is rounded; with β = 0 the first one overwrites C, whatever was there.
///
/// Source: Dongarra, Du Croz, Hammarling and Duff, *A Set of Level 3 Basic Linear Algebra Subprograms*, 1990 (SGEMM with α = 1). The
/// letters KC, MC, NC, MR and NR are those of Van Zee and van de Geijn, *BLIS: A Framework for Rapidly Instantiating BLAS
/// Functionality*, 2015.
///
/// An instance holds the arrays that [#simd] packs, and serves one thread at a time. All variants throw IllegalArgumentException, and have
/// changed nothing then, if a matrix is null or the shapes do not fit. C must not overlap A or B.
public final class Sgemm {

    /// Products that are added up before they are added to C.
    static final int KC = 256;

    /// Rows of a packed panel of A, one above the other.
    public static final int MR = 8;

    private static final String IN_A_FACTOR = "the product must lie in an array of its own, was in that of a factor";

    /// With the tile for large products, and with the one that also reads factors where they lie; the same if the machine has few registers.
    private final SgemmBlocks packed;
    private final SgemmBlocks strided;

    /// For the tile that suits the machine's registers, or the one that the system property `lanewise.tile` names.
    ///
    /// @throws IllegalArgumentException if the property names no tile
    public Sgemm() {
        this(Tile.chosen());
    }

    /// The tile of [#Sgemm()], such as `8x2`.
    ///
    /// @throws IllegalArgumentException if the property names no tile
    public static String tile() {
        return Tile.chosen().toString();
    }

    Sgemm(Tile tile) {
        strided = new SgemmBlocks(Tile.FOUR_BY_THREE);
        packed = tile == Tile.FOUR_BY_THREE ? strided : new SgemmBlocks(tile);
    }

    /// The specification: the other two must leave the same bits in C.
    public static void scalar(Matrix a, Matrix b, float beta, Matrix c) {
        check(a, b, c);
        if (beta != 0 || a.columns() == 0) scale(beta, 0, c);
        for (int begin = 0; begin < a.columns(); begin += KC) {
            int end = Math.min(begin + KC, a.columns());
            boolean overwrites = beta == 0 && begin == 0;
            for (int i = 0; i < c.rows(); i++) {
                for (int j = 0; j < c.columns(); j++) {
                    float sum = 0;
                    for (int p = begin; p < end; p++) {
                        sum = Math.fma(a.elements()[a.at(i, p)], b.elements()[b.at(p, j)], sum);
                    }
                    int at = c.at(i, j);
                    c.elements()[at] = overwrites ? sum : c.elements()[at] + sum;
                }
            }
        }
    }

    /// Four rows by four columns at a time, spelled out. With β = 0 the blocks are added to −0, which changes no number that is added to it.
    public static void unrolled(Matrix a, Matrix b, float beta, Matrix c) {
        check(a, b, c);
        scale(beta, a.columns() == 0 ? 0 : -0f, c);
        int rows = c.rows() - c.rows() % 4;
        int columns = c.columns() - c.columns() % 4;
        for (int begin = 0; begin < a.columns(); begin += KC) {
            for (int i = 0; i < rows; i += 4) {
                for (int j = 0; j < columns; j += 4) sixteen(a, b, c, i, j, begin);
            }
            for (int i = 0; i < c.rows(); i++) {
                for (int j = i < rows ? columns : 0; j < c.columns(); j++) one(a, b, c, i, j, begin);
            }
        }
    }

    private static void sixteen(Matrix a, Matrix b, Matrix c, int i, int j, int begin) {
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
        for (int left = Math.min(KC, a.columns() - begin); left > 0; left--) {
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
        add(c, i, j, c00);
        add(c, i, j + 1, c01);
        add(c, i, j + 2, c02);
        add(c, i, j + 3, c03);
        add(c, i + 1, j, c10);
        add(c, i + 1, j + 1, c11);
        add(c, i + 1, j + 2, c12);
        add(c, i + 1, j + 3, c13);
        add(c, i + 2, j, c20);
        add(c, i + 2, j + 1, c21);
        add(c, i + 2, j + 2, c22);
        add(c, i + 2, j + 3, c23);
        add(c, i + 3, j, c30);
        add(c, i + 3, j + 1, c31);
        add(c, i + 3, j + 2, c32);
        add(c, i + 3, j + 3, c33);
    }

    private static void one(Matrix a, Matrix b, Matrix c, int i, int j, int begin) {
        float sum = 0;
        int p = a.at(i, begin);
        int q = b.at(begin, j);
        for (int left = Math.min(KC, a.columns() - begin); left > 0; left--) {
            sum = Math.fma(a.elements()[p], b.elements()[q], sum);
            p += a.columnStride();
            q += b.rowStride();
        }
        add(c, i, j, sum);
    }

    private static void add(Matrix c, int i, int j, float sum) {
        c.elements()[c.at(i, j)] += sum;
    }

    /// A tile of sums at a time. What is large is packed into panels, in the order in which it is read; what is not is read where it lies.
    public void simd(Matrix a, Matrix b, float beta, Matrix c) {
        check(a, b, c);
        if (beta != 0 || a.columns() == 0) scale(beta, 0, c);
        if (c.columnStride() == 1) multiply(a, b, c, beta == 0);
        else // Cᵀ ← BᵀAᵀ, whose sums are the same in the same order: C is then written row by row
            multiply(b.transposed(), a.transposed(), c.transposed(), beta == 0);
    }

    private void multiply(Matrix a, Matrix b, Matrix c, boolean overwrites) {
        (packs(a, b, c) ? packed : strided).multiply(a, b, c, overwrites);
    }

    /// Whether packing is worth its time: not for few products in a sum, for few columns, for a right factor that would be transposed to be
    /// read by a few rows, or if one or two of [Tile#FOUR_BY_THREE] cover the columns of C and those that are left over fill vectors.
    private static boolean packs(Matrix a, Matrix b, Matrix c) {
        int m = c.rows();
        int n = c.columns();
        if (a.columns() < LANES || n <= LANES || (n < 2 * LANES && m <= 64) || (b.columnStride() != 1 && m < 16)) return false;
        int wide = Tile.FOUR_BY_THREE.columns();
        int rest = n % wide;
        boolean covered = rest > 0 && rest <= Tile.SLIM && a.rowStride() == 1 && m >= wide && n < 3 * wide;
        return n != wide && !(covered && n > wide);
    }

    /// C ← βC, and for β = 0 a zero, whatever was there.
    private static void scale(float beta, float zero, Matrix c) {
        if (beta == 1) return;
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                int at = c.at(i, j);
                c.elements()[at] = beta == 0 ? zero : beta * c.elements()[at];
            }
        }
    }

    private static void check(Matrix a, Matrix b, Matrix c) {
        Arguments.present("a", a);
        Arguments.present("b", b);
        Arguments.present("c", c);
        if (a.columns() != b.rows() || a.rows() != c.rows() || b.columns() != c.columns()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "shapes must fit as m x k times k x n makes m x n, were %d x %d times %d x %d for %d x %d",
                    a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns()));
        }
        if (c.elements() == a.elements() || c.elements() == b.elements()) throw new IllegalArgumentException(IN_A_FACTOR);
    }
}
