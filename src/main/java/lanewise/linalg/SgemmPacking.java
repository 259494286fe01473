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
    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

    /// Where the lanes of two vectors lie that are to be interleaved, x0 y0 x1 y1 and so on, y behind x: the first halves, then the second.
    private static final float[] FIRST_HALVES = new float[LANES];
    private static final float[] SECOND_HALVES = new float[LANES];

    static {
        for (int lane = 0; lane < LANES; lane++) {
            FIRST_HALVES[lane] = lane / 2 + lane % 2 * LANES;
            SECOND_HALVES[lane] = (LANES + lane) / 2 + lane % 2 * LANES;
        }
    }

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
                transpose(a.elements(), a.at(i, begin), a.rowStride(), depth, panel, to);
            } else if (rows == MR) {
                copyEights(a.elements(), a.at(i, begin), a.columnStride(), panel, to, MR);
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

    /// Rows of so many columns: a vector at a time, then four columns, of which some may be copied twice.
    private void copyRows(float[] from, int at, int row, int to, int columns) {
        int q = 0;
        for (; q <= columns - LANES; q += LANES) copyVectors(from, at + q, row, to + q);
        if (columns >= 4) {
            for (; q < columns; q += 4) {
                int last = Math.min(q, columns - 4);
                copyFours(from, at + last, row, to + last);
            }
        }
        for (; q < columns; q++) {
            for (int p = 0; p < depth; p++) packedB[to + q + width * p] = from[at + q + row * p];
        }
    }

    private void copyVectors(float[] from, int at, int row, int to) {
        float[] panel = packedB;
        int rowTo = width;
        int x = at;
        int y = to;
        for (int p = depth; p > 0; p--) {
            fromArray(SPECIES, from, x).intoArray(panel, y);
            x += row;
            y += rowTo;
        }
    }

    private void copyFours(float[] from, int at, int row, int to) {
        float[] panel = packedB;
        int rowTo = width;
        int x = at;
        int y = to;
        for (int p = depth; p > 0; p--) {
            fromArray(FOUR, from, x).intoArray(panel, y);
            x += row;
            y += rowTo;
        }
    }

    /// Columns that lie in one piece each. For the large tile, eight at a time by vectors; what the other tile computes is mostly small, and
    /// then vectors are no gain. Then four, then one.
    private void transposeColumns(float[] from, int at, int column, int to, int columns) {
        int q = 0;
        if (tile == Tile.EIGHT_BY_TWO && depth >= LANES) {
            for (; q <= columns - MR; q += MR) {
                transpose(from, at + q * column, column, depth, eight, 0);
                copyEights(eight, 0, MR, packedB, to + q, width);
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

    /// Eight elements of each row.
    private void copyEights(float[] from, int at, int rowFrom, float[] to, int index, int rowTo) {
        int x = at;
        int y = index;
        for (int p = depth; p > 0; p--) {
            if (LANES >= MR) {
                fromArray(EIGHT, from, x).intoArray(to, y);
            } else {
                fromArray(FOUR, from, x).intoArray(to, y);
                fromArray(FOUR, from, x + 4).intoArray(to, y + 4);
            }
            x += rowFrom;
            y += rowTo;
        }
    }

    /// Eight rows, each in one piece, written column by column. Interleaving rows 0 and 4, 1 and 5, 2 and 6, 3 and 7, and what comes of it the
    /// same way twice more, leaves the first element of every row in front, then the second of every row, and so on.
    private static void transpose(float[] from, int at, int row, int depth, float[] to, int index) {
        FloatVector first = fromArray(SPECIES, FIRST_HALVES, 0);
        FloatVector second = fromArray(SPECIES, SECOND_HALVES, 0);
        int p = 0;
        for (; p <= depth - LANES; p += LANES) {
            int x = at + p;
            var x0 = fromArray(SPECIES, from, x);
            var x1 = fromArray(SPECIES, from, x + row);
            var x2 = fromArray(SPECIES, from, x + 2 * row);
            var x3 = fromArray(SPECIES, from, x + 3 * row);
            var x4 = fromArray(SPECIES, from, x + 4 * row);
            var x5 = fromArray(SPECIES, from, x + 5 * row);
            var x6 = fromArray(SPECIES, from, x + 6 * row);
            var x7 = fromArray(SPECIES, from, x + 7 * row);
            var y0 = first.selectFrom(x0, x4);
            var y1 = second.selectFrom(x0, x4);
            var y2 = first.selectFrom(x1, x5);
            var y3 = second.selectFrom(x1, x5);
            var y4 = first.selectFrom(x2, x6);
            var y5 = second.selectFrom(x2, x6);
            var y6 = first.selectFrom(x3, x7);
            var y7 = second.selectFrom(x3, x7);
            x0 = first.selectFrom(y0, y4);
            x1 = second.selectFrom(y0, y4);
            x2 = first.selectFrom(y1, y5);
            x3 = second.selectFrom(y1, y5);
            x4 = first.selectFrom(y2, y6);
            x5 = second.selectFrom(y2, y6);
            x6 = first.selectFrom(y3, y7);
            x7 = second.selectFrom(y3, y7);
            int y = index + MR * p;
            first.selectFrom(x0, x4).intoArray(to, y);
            second.selectFrom(x0, x4).intoArray(to, y + LANES);
            first.selectFrom(x1, x5).intoArray(to, y + 2 * LANES);
            second.selectFrom(x1, x5).intoArray(to, y + 3 * LANES);
            first.selectFrom(x2, x6).intoArray(to, y + 4 * LANES);
            second.selectFrom(x2, x6).intoArray(to, y + 5 * LANES);
            first.selectFrom(x3, x7).intoArray(to, y + 6 * LANES);
            second.selectFrom(x3, x7).intoArray(to, y + 7 * LANES);
        }
        for (; p < depth; p++) {
            for (int r = 0; r < MR; r++) to[index + MR * p + r] = from[at + p + r * row];
        }
    }
}
