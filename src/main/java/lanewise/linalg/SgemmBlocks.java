package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// The loops around the micro-kernels of [Sgemm]: they cut the factors into blocks that stay in the caches and pack them.
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

    /// Rows of C up to which B is read where it lies: what is saved by packing it, again and again, is less than the packing.
    private static final int ROWS_OF_STORED_B = 64;
    /// Elements between rows of such a B, at most: beyond them rows lie in different pages.
    private static final int STRIDE_OF_STORED_B = 1_024;

    /// A left factor that lies in memory.
    private final class Stored implements Panels {
        private Matrix matrix;

        @Override
        public int rows() {
            return matrix.rows();
        }

        @Override
        public int columns() {
            return matrix.columns();
        }

        @Override
        public void pack(float[] panel, int top, int bottom, int begin, int end) {
            packing.packA(matrix, panel, top, bottom, begin, end);
        }
    }

    private final Tile tile;
    private final SgemmPacking packing;
    private final SgemmTiles tiles = new SgemmTiles();
    private final Stored stored = new Stored(); // made once: a product allocates nothing
    private final float[] sums;
    private float[] packedA = {};
    private float[] packedB = {};

    // The right factor, the first of its columns that is packed, and the first of its rows that counts.
    private Matrix b;
    private int packedFrom;
    private int begin;

    SgemmBlocks(Tile tile) {
        this.tile = tile;
        packing = new SgemmPacking(tile);
        sums = new float[Math.max(MR * tile.columns(), SgemmTiles.ROW_COLUMNS)];
    }

    /// C ← AB + C, or C ← AB if it overwrites. C lies row by row.
    void multiply(Matrix a, Matrix b, Matrix c, boolean overwrites) {
        if (c.rows() <= SINGLE_ROWS && c.columns() >= SgemmTiles.ROW_COLUMNS && b.columnStride() == 1) {
            for (int i = 0; i < c.rows(); i++) row(a, b, c, i, overwrites);
            return;
        }
        stored.matrix = a;
        try {
            multiply(stored, b, c, overwrites);
        } finally {
            stored.matrix = null; // this outlives the factor
        }
    }

    /// The same with a left factor that packs itself.
    void multiply(Panels a, Matrix b, Matrix c, boolean overwrites) {
        int m = c.rows();
        int n = c.columns();
        int k = b.rows();
        boolean oneBlock = m <= MC; // of A: it stays while those of B, then small, go by
        int nc = tile.columns() * (oneBlock ? NC_TILES_OF_ONE_BLOCK : NC_TILES);
        boolean storedB = b.columnStride() == 1 && m <= ROWS_OF_STORED_B && b.rowStride() <= STRIDE_OF_STORED_B;
        this.b = b;
        reserve(Math.min(MC, m), Math.min(KC, k), Math.min(nc, n));
        for (int begin = 0; begin < k; begin += KC) {
            int end = Math.min(begin + KC, k);
            for (int j = 0; j < n; j += nc) {
                int right = Math.min(j + nc, n);
                packedFrom = storedB ? right - (right - j) % tile.columns() : j;
                packing.packB(b, packedB, begin, end, packedFrom, right);
                for (int i = 0; i < m; i += MC) {
                    int bottom = Math.min(i + MC, m);
                    if (!oneBlock || j == 0) a.pack(packedA, i, bottom, begin, end);
                    tiles.depth = end - begin;
                    this.begin = begin;
                    block(c, i, bottom, j, right, overwrites && begin == 0);
                }
            }
        }
        this.b = null; // these arrays outlive the product
        tiles.b = packedB;
        tiles.to = sums;
    }

    /// Makes the arrays large enough. They grow to a bound and are kept.
    private void reserve(int rows, int depth, int columns) {
        int inA = Math.ceilDiv(rows, MR) * MR * depth;
        int inB = Math.ceilDiv(columns, tile.columns()) * tile.columns() * depth;
        if (packedA.length < inA) packedA = new float[inA];
        if (packedB.length < inB) packedB = new float[inB];
    }

    /// The part of C that the packed block of A and that of B make.
    private void block(Matrix c, int top, int bottom, int left, int right, boolean overwrites) {
        int depth = tiles.depth;
        tiles.a = packedA;
        int width;
        for (int j = left; j < right; j += width) {
            width = tile.columns(right - j);
            int columns = Math.min(width, right - j);
            boolean stored = j < packedFrom;
            tiles.b = stored ? b.elements() : packedB;
            tiles.fromB = stored ? b.at(begin, j) : (j - packedFrom) * depth;
            tiles.rowB = stored ? b.rowStride() : width;
            for (int i = top; i < bottom; i += MR) {
                int rows = Math.min(MR, bottom - i);
                boolean direct = overwrites && rows == MR && columns == width;
                tiles.fromA = (i - top) * depth;
                tiles.to = direct ? c.elements() : sums;
                tiles.at = direct ? c.at(i, j) : 0;
                tiles.row = direct ? c.rowStride() : width;
                sumUp(width, rows, stored);
                if (direct) continue;
                for (int r = 0; r < rows; r++) put(r * width, c.elements(), c.at(i + r, j), columns, overwrites);
            }
        }
    }

    /// A tile of this width, by the micro-kernel for it. With vectors of two lanes a whole tile is as narrow as the least.
    private void sumUp(int width, int rows, boolean stored) {
        if (width < tile.columns()) {
            if (width == LANES) tiles.narrow();
            else
                tiles.slim();
        } else if (tile == Tile.FOUR_BY_THREE) {
            tiles.fourByThree(rows);
        } else if (stored) {
            tiles.eightByTwoStored();
        } else {
            tiles.eightByTwo();
        }
    }

    /// One row of C, from B where it lies: it would be packed to be read once. The last vectors may compute sums again that are there.
    private void row(Matrix a, Matrix b, Matrix c, int i, boolean overwrites) {
        int n = c.columns();
        for (int begin = 0; begin < b.rows(); begin += KC) {
            tiles.depth = Math.min(KC, b.rows() - begin);
            for (int j = 0; j < n; j += SgemmTiles.ROW_COLUMNS) {
                int from = Math.min(j, n - SgemmTiles.ROW_COLUMNS);
                tiles.row(a, b, i, from, begin, sums);
                put(j - from, c.elements(), c.at(i, j), from + SgemmTiles.ROW_COLUMNS - j, overwrites && begin == 0);
            }
        }
    }

    /// A row of sums into a row of C.
    private void put(int from, float[] c, int at, int columns, boolean overwrites) {
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
