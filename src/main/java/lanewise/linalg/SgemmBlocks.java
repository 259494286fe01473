package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// The loops around the micro-kernels of [Sgemm]: they cut the factors into blocks that stay in the caches, and pack what is read often
/// enough for it.
///
/// Source: Goto and van de Geijn, *Anatomy of High-Performance Matrix Multiplication*, 2008; Van Zee and van de Geijn, *BLIS*, 2015.
final class SgemmBlocks {

    private static final int MR = Sgemm.MR;
    private static final int KC = Sgemm.KC;

    /// Rows of A that stay in the second-level cache.
    private static final int MC = 192;
    /// Tiles of B's columns that stay in the third-level cache, and in the second beside a single block of A.
    private static final int NC_TILES = 64;
    private static final int NC_TILES_OF_ONE_BLOCK = 4;

    /// Rows up to which each is a product of its own.
    private static final int SINGLE_ROWS = 3;
    /// Rows that a micro-kernel needs to read A where it lies.
    private static final int ROWS_IN_PLACE = 4;

    /// A factor is read where it lies if what is saved by packing it, again and again, is less than the packing: A up to so many columns of
    /// C, B up to so many rows.
    private static final int COLUMNS_OF_STORED_A = 512;
    private static final int ROWS_OF_STORED_B = 64;
    /// Elements between rows of such a B, at most: beyond them rows lie in different pages.
    private static final int STRIDE_OF_STORED_B = 1_024;

    /// Elements of a C beyond which it does not stay in the second-level cache. Then tiles go along its rows, a few columns of tiles at a time:
    /// hardware fetches ahead what lies in a row, and not what lies in a column.
    private static final int CACHED_PRODUCT = 1 << 20;
    private static final int GROUP_TILES = 16;

    private final Tile tile;
    private final SgemmPacking packing;
    private final SgemmOperands operands = new SgemmOperands(); // made once: a product allocates nothing
    private final float[] sums;
    private float[] packedA = {};
    private float[] packedB = {};

    // The product under way: its factors, which of them are read where they lie, and what is computed of C: rows from the first on and columns up
    // to the last.
    private Matrix a;
    private Matrix b;
    private Matrix c;
    private boolean storedA;
    private boolean storedB;
    private int firstRow;
    private int columns;
    private boolean overwrites;

    // The block under way: the first row and column of its packed panels, and the first of the inner dimension.
    private int top;
    private int left;
    private int begin;

    // The tile under way: its first row and column of C, and how many columns it has.
    private int tileTop;
    private int tileLeft;
    private int width;

    SgemmBlocks(Tile tile) {
        this.tile = tile;
        packing = new SgemmPacking(tile);
        sums = new float[Math.max(MR * Math.max(tile.columns(), Tile.SLIM), SgemmTiles.ROW_COLUMNS)];
    }

    /// C ← AB + C, or C ← AB if it overwrites. C lies row by row.
    void multiply(Matrix a, Matrix b, Matrix c, boolean overwrites) {
        if (tile == Tile.FOUR_BY_THREE && transposes(a, b, c)) {
            part(b.transposed(), a.transposed(), c.transposed(), 0, c.rows(), overwrites);
            return;
        }
        if (c.rows() <= SINGLE_ROWS && c.columns() >= SgemmTiles.ROW_COLUMNS && b.columnStride() == 1) {
            for (int i = 0; i < c.rows(); i++) row(a, b, c, i, overwrites);
            return;
        }
        int rest = leftOver(a, c);
        part(a, b, c, 0, c.columns() - rest, overwrites);
        if (rest > 0) part(b.transposed(), a.transposed(), c.transposed(), c.columns() - rest, c.rows(), overwrites);
    }

    /// Whether Cᵀ ← BᵀAᵀ, whose sums are the same in the same order, has less to transpose element by element: instead of a right factor
    /// that lies column by column, once, the left one if it must be, and C, which is read and written for every block.
    private static boolean transposes(Matrix a, Matrix b, Matrix c) {
        if (b.columnStride() == 1) return false;
        long ofA = a.rowStride() == 1 ? 0 : (long) a.rows() * a.columns();
        return ofA + 2L * c.rows() * c.columns() * Math.ceilDiv(b.rows(), KC) < (long) b.rows() * b.columns();
    }

    /// The last columns, if a tile for them would be nearly empty and they fill vectors as rows of Cᵀ, because a column of A lies in one piece.
    private int leftOver(Matrix a, Matrix c) {
        int rest = c.columns() % tile.columns();
        return tile == Tile.FOUR_BY_THREE && a.rowStride() == 1 && rest <= Tile.SLIM && c.rows() >= tile.columns() ? rest : 0;
    }

    private void part(Matrix a, Matrix b, Matrix c, int firstRow, int columns, boolean overwrites) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.firstRow = firstRow;
        this.columns = columns;
        int m = c.rows() - firstRow;
        storedA = tile == Tile.FOUR_BY_THREE && columns <= COLUMNS_OF_STORED_A && (m >= ROWS_IN_PLACE || m == 1);
        storedB = b.columnStride() == 1 && m <= ROWS_OF_STORED_B && b.rowStride() <= STRIDE_OF_STORED_B && columns >= tile.columns(columns);
        try {
            blocks(overwrites);
        } finally { // these arrays outlive the product
            this.a = null;
            this.b = null;
            this.c = null;
            operands.a = sums;
            operands.b = sums;
            operands.to = sums;
        }
    }

    private void blocks(boolean overwrites) {
        int m = c.rows();
        int k = b.rows();
        boolean oneBlock = m - firstRow <= MC; // of A: it stays while those of B, then small, go by
        int nc = tile.columns() * (oneBlock ? NC_TILES_OF_ONE_BLOCK : NC_TILES);
        reserve(Math.min(MC, m - firstRow), Math.min(KC, k), Math.min(nc, columns));
        for (begin = 0; begin < k; begin += KC) {
            int end = Math.min(begin + KC, k);
            operands.depth = end - begin;
            this.overwrites = overwrites && begin == 0;
            for (left = 0; left < columns; left += nc) {
                int right = Math.min(left + nc, columns);
                if (!storedB) packing.packB(b, packedB, begin, end, left, right);
                for (top = firstRow; top < m; top += MC) {
                    int bottom = Math.min(top + MC, m);
                    if (!storedA && (!oneBlock || left == 0)) packing.packA(a, packedA, top, bottom, begin, end);
                    block(bottom, right);
                }
            }
        }
    }

    /// Makes the arrays large enough. They grow to a bound and are kept.
    private void reserve(int rows, int depth, int columns) {
        int inA = storedA ? 0 : Math.ceilDiv(rows, MR) * MR * depth;
        int inB = storedB ? 0 : Math.ceilDiv(columns, tile.columns()) * tile.columns() * depth;
        if (packedA.length < inA) packedA = new float[inA];
        if (packedB.length < inB) packedB = new float[inB];
    }

    /// The part of C that a block of A and one of B make: column after column of tiles, or where C is large row after row of a few columns.
    private void block(int bottom, int right) {
        boolean large = c.rows() > MC && (long) c.rows() * c.columns() > CACHED_PRODUCT;
        int next;
        for (int first = left; first < right; first = next) {
            next = Math.min(right, first + (large ? tile.columns() * GROUP_TILES : tile.columns(right - first)));
            for (int i = top; i < bottom; i += MR) {
                for (int j = first; j < next; j += width) tile(i, j, bottom, right);
            }
        }
    }

    /// A tile. Where fewer rows or columns are left than it has, it begins before them if it can, and computes some sums again.
    private void tile(int i, int j, int bottom, int right) {
        width = tile.columns(right - j);
        tileLeft = tile.first(j, right);
        operands.b = storedB ? b.elements() : packedB;
        operands.fromB = storedB ? b.at(begin, tileLeft) : (j - left) * operands.depth;
        operands.rowB = storedB ? b.rowStride() : width;
        int rows = Math.min(MR, bottom - i);
        if (storedA && rows < ROWS_IN_PLACE && bottom - firstRow >= ROWS_IN_PLACE) rows = ROWS_IN_PLACE;
        tileTop = Math.min(i, bottom - rows);
        boolean wide = tileLeft + width <= right && c.columnStride() == 1;
        boolean direct = overwrites && wide && rows >= (eightByTwo() ? MR : ROWS_IN_PLACE);
        readA(rows);
        operands.to = direct ? c.elements() : sums;
        operands.at = direct ? c.at(tileTop, tileLeft) : 0;
        operands.row = direct ? c.rowStride() : width;
        sumUp();
        if (!direct) put(i, Math.min(i + MR, bottom), j, Math.min(j + width, right));
    }

    /// Whether the micro-kernel for this width is the one that computes eight rows, whether or not so many are there.
    private boolean eightByTwo() {
        return tile == Tile.EIGHT_BY_TWO && width == tile.columns();
    }

    /// The rows of a tile, from A where it lies or from its packed panel.
    private void readA(int rows) {
        operands.a = storedA ? a.elements() : packedA;
        operands.fromA = storedA ? a.at(tileTop, begin) : (tileTop - top) * operands.depth;
        operands.rowA = !storedA ? 1 : rows == 1 ? 0 : a.rowStride();
        operands.columnA = storedA ? a.columnStride() : MR;
        operands.lower = Math.max(0, rows - 4);
    }

    /// A tile, by the micro-kernel for its width. With vectors of two lanes a whole tile is as narrow as the least.
    private void sumUp() {
        if (eightByTwo()) {
            if (storedB) SgemmTiles.eightByTwoStored(operands);
            else
                SgemmTiles.eightByTwo(operands);
        } else if (width == tile.columns()) {
            SgemmStridedTiles.fourByThree(operands);
        } else if (width == LANES) {
            SgemmStridedTiles.narrow(operands);
        } else {
            SgemmStridedTiles.slim(operands);
        }
    }

    /// One row of C, from B where it lies: it would be packed to be read once. The last vectors may compute sums again that are there.
    private void row(Matrix a, Matrix b, Matrix c, int i, boolean overwrites) {
        int n = c.columns();
        for (int begin = 0; begin < b.rows(); begin += KC) {
            this.overwrites = overwrites && begin == 0;
            for (int j = 0; j < n; j += SgemmTiles.ROW_COLUMNS) {
                int from = Math.min(j, n - SgemmTiles.ROW_COLUMNS);
                SgemmTiles.row(a, b, i, from, begin, sums);
                put(j - from, c.elements(), c.at(i, j), from + SgemmTiles.ROW_COLUMNS - j);
            }
        }
    }

    /// The tile's sums into C: the rows from `i` and the columns from `j` on, because those before are there.
    private void put(int i, int bottom, int j, int right) {
        if (c.columnStride() == 1) {
            for (int r = i; r < bottom; r++) put((r - tileTop) * width + j - tileLeft, c.elements(), c.at(r, j), right - j);
            return;
        }
        float[] elements = c.elements();
        for (int q = j; q < right; q++) {
            int at = c.at(0, q);
            for (int r = i; r < bottom; r++) {
                float sum = sums[(r - tileTop) * width + q - tileLeft];
                elements[at + r] = overwrites ? sum : elements[at + r] + sum;
            }
        }
    }

    /// A row of sums into a row of C.
    private void put(int from, float[] c, int at, int columns) {
        int j = 0;
        if (overwrites) {
            for (; j <= columns - LANES; j += LANES) fromArray(SPECIES, sums, from + j).intoArray(c, at + j);
            for (; j < columns; j++) c[at + j] = sums[from + j];
        } else {
            for (; j <= columns - LANES; j += LANES) {
                fromArray(SPECIES, c, at + j).add(fromArray(SPECIES, sums, from + j)).intoArray(c, at + j);
            }
            for (; j < columns; j++) c[at + j] += sums[from + j];
        }
    }
}
