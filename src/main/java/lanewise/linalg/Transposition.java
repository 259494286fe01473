package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Writes rows as columns.
final class Transposition {

    private static final int EIGHT_ROWS = 8;
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

    private Transposition() {}

    /// Any number of rows, each in one piece, into columns that lie in one piece each.
    ///
    /// @param row    from one row to the next, `column` from one column to the next where they go
    /// @param eight  takes eight rows of so many columns, on their way
    static void rows(float[] from, int at, int row, int rows, int columns, float[] to, int index, int column, float[] eight) {
        int r = 0;
        if (columns >= LANES) {
            for (; r <= rows - EIGHT_ROWS; r += EIGHT_ROWS) {
                eightRows(from, at + r * row, row, columns, eight, 0);
                copyEights(eight, 0, EIGHT_ROWS, columns, to, index + r, column);
            }
        }
        for (int c = 0; c < columns; c++) {
            for (int q = r; q < rows; q++) to[index + c * column + q] = from[at + q * row + c];
        }
    }

    /// Eight elements of each of so many rows.
    static void copyEights(float[] from, int at, int rowFrom, int rows, float[] to, int index, int rowTo) {
        int x = at;
        int y = index;
        for (int left = rows; left > 0; left--) {
            if (LANES >= EIGHT_ROWS) {
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
    static void eightRows(float[] from, int at, int row, int depth, float[] to, int index) {
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
            int y = index + EIGHT_ROWS * p;
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
            for (int r = 0; r < EIGHT_ROWS; r++) to[index + EIGHT_ROWS * p + r] = from[at + p + r * row];
        }
    }
}
