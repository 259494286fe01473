package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Packs parts of the factors of [Sgemm] into panels, where a micro-kernel reads element after element.
///
/// A panel of A is [Sgemm#MR] rows, column by column; one of B is the columns of a tile, row by row. What is missing from the last panel is
/// zero.
final class SgemmPacking {

    private static final int MR = Sgemm.MR;
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

    private final Tile tile;
    private final float[] eight = new float[MR * Sgemm.KC];

    // The panels that are being packed: their length, and for those of B where they go and how wide one is.
    private int depth;
    private float[] packedB;
    private int width;

    SgemmPacking(Tile tile) {
        this.tile = tile;
    }

    /// The rows from `top` to `bottom` and the columns from `begin` to `end`.
    void packA(Matrix a, float[] panel, int top, int bottom, int begin, int end) {
        depth = end - begin;
        for (int i = top; i < bottom; i += MR) {
            int rows = Math.min(MR, bottom - i);
            int to = (i - top) * depth;
            if (rows == MR && a.columnStride() == 1) {
                Transposition.eightRows(a.elements(), a.at(i, begin), a.rowStride(), depth, panel, to);
            } else if (rows == MR) {
                Transposition.copyEights(a.elements(), a.at(i, begin), a.columnStride(), depth, panel, to, MR);
            } else {
                Arrays.fill(panel, to, to + MR * depth, 0);
                for (int r = 0; r < rows; r++) {
                    for (int p = 0; p < depth; p++) panel[to + MR * p + r] = a.elements()[a.at(i + r, begin + p)];
                }
            }
        }
    }

    /// The rows from `begin` to `end` and the columns from `left` to `right`.
    void packB(Matrix b, float[] panel, int begin, int end, int left, int right) {
        depth = end - begin;
        packedB = panel;
        for (int j = left; j < right; j += width) {
            width = tile.columns(right - j);
            int columns = Math.min(width, right); // all of them, unless C is narrower than the tile
            int to = (j - left) * depth;
            if (columns < width) Arrays.fill(panel, to, to + width * depth, 0);
            int at = b.at(begin, tile.first(j, right));
            if (b.columnStride() == 1) copyRows(b.elements(), at, b.rowStride(), to, columns);
            else
                transposeColumns(b.elements(), at, b.columnStride(), to, columns);
        }
    }

    /// Rows of so many columns: two vectors at a time, one, then four columns, of which some may be copied twice.
    ///
    /// All in one method: it is longer than what C2 inlines. A short loop of vectors that is inlined into the loops around a product is sometimes
    /// left half compiled there, and then its vectors are objects.
    private void copyRows(float[] from, int at, int row, int to, int columns) {
        float[] panel = packedB;
        int rowTo = width;
        int q = 0;
        for (; q <= columns - 2 * LANES; q += 2 * LANES) {
            int x = at + q;
            int y = to + q;
            int p = depth;
            for (; p > 1; p -= 2) {
                fromArray(SPECIES, from, x).intoArray(panel, y);
                fromArray(SPECIES, from, x + LANES).intoArray(panel, y + LANES);
                fromArray(SPECIES, from, x + row).intoArray(panel, y + rowTo);
                fromArray(SPECIES, from, x + row + LANES).intoArray(panel, y + rowTo + LANES);
                x += 2 * row;
                y += 2 * rowTo;
            }
            if (p > 0) {
                fromArray(SPECIES, from, x).intoArray(panel, y);
                fromArray(SPECIES, from, x + LANES).intoArray(panel, y + LANES);
            }
        }
        for (; q <= columns - LANES; q += LANES) {
            int x = at + q;
            int y = to + q;
            for (int p = depth; p > 0; p--) {
                fromArray(SPECIES, from, x).intoArray(panel, y);
                x += row;
                y += rowTo;
            }
        }
        if (columns >= 4) {
            for (; q < columns; q += 4) {
                int last = Math.min(q, columns - 4);
                int x = at + last;
                int y = to + last;
                for (int p = depth; p > 0; p--) {
                    fromArray(FOUR, from, x).intoArray(panel, y);
                    x += row;
                    y += rowTo;
                }
            }
        }
        for (; q < columns; q++) {
            for (int p = 0; p < depth; p++) panel[to + q + rowTo * p] = from[at + q + row * p];
        }
    }

    /// Columns that lie in one piece each. For the large tile, eight at a time by vectors; what the other tile computes is mostly small, and
    /// then vectors are no gain. Then four, then one.
    private void transposeColumns(float[] from, int at, int column, int to, int columns) {
        int q = 0;
        if (tile == Tile.EIGHT_BY_TWO && depth >= LANES) {
            for (; q <= columns - MR; q += MR) {
                Transposition.eightRows(from, at + q * column, column, depth, eight, 0);
                Transposition.copyEights(eight, 0, MR, depth, packedB, to + q, width);
            }
        }
        for (; q <= columns - 4; q += 4) transposeFour(from, at + q * column, column, to + q);
        for (; q < columns; q++) {
            for (int p = 0; p < depth; p++) packedB[to + q + width * p] = from[at + q * column + p];
        }
    }

    private void transposeFour(float[] from, int at, int column, int to) {
        float[] panel = packedB;
        int row = width;
        for (int p = 0; p < depth; p++) {
            panel[to + row * p] = from[at + p];
            panel[to + row * p + 1] = from[at + p + column];
            panel[to + row * p + 2] = from[at + p + 2 * column];
            panel[to + row * p + 3] = from[at + p + 3 * column];
        }
    }
}
