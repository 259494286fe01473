package lanewise.optim;

import java.util.Arrays;

/// Applies an update to some rows of a table of parameters, such as the rows of an embedding that a minibatch has looked up. Only these
/// rows' parameters and state change; with [Adam] this is the SparseAdam of PyTorch: averages of rows without a gradient do not decay, and
/// the bias corrections count steps, not visits.
///
/// Rows that are named more than once get the sum of their gradients, in float, in the order in which they are given. They are visited in
/// ascending order, so the result does not depend on the order of others.
///
/// The rows' parameters and state are gathered into arrays that stay in the cache, go through the optimizer's own kernel there and are
/// scattered back, so memory is read and written as often as in the dense step, for the rows alone: for Adam 16 bytes read and 12 written
/// per parameter of a row, and 4 for its index. The bits are those of the kernel on the whole table.
///
/// An instance keeps its arrays and serves one thread at a time. Sorted rows without repetition are used as they are; others cost a sort.
public final class SparseStep {

    private static final int BLOCK = 4_096; // four arrays of it fit in the second-level cache, and call and tail are shared by many rows

    private final int width;
    private final int rowsPerBlock;
    private final float[] parameters;
    private final float[] gradients;
    private final float[][] states;
    private long[] keys = {};
    private int[] unique = {};
    private float[] sums = {};

    /// @param width parameters of a row
    /// @param stateArrays of the optimizer
    /// @throws IllegalArgumentException if one is out of its range
    public SparseStep(int width, int stateArrays) {
        if (width < 1) throw new IllegalArgumentException("width must be at least 1, was " + width);
        if (stateArrays < 0) throw new IllegalArgumentException("stateArrays must be at least 0, were " + stateArrays);
        this.width = width;
        rowsPerBlock = Math.max(1, BLOCK / width);
        parameters = new float[rowsPerBlock * width];
        gradients = new float[rowsPerBlock * width];
        states = new float[stateArrays][rowsPerBlock * width];
    }

    /// Applies the update to `count` rows.
    ///
    /// @param w     the table, row after row
    /// @param rows  which rows have a gradient, counted from 0; in any order, a row as often as it occurs
    /// @param g     their gradients, row after row in the order of `rows`
    /// @param state the optimizer's state arrays, each as long as the table
    /// @throws IllegalArgumentException if an index is outside the table or an array does not fit; nothing has been changed then
    public void apply(Update update, Variant variant, float[] w, int[] rows, float[] g, int count, float[][] state) {
        boolean sorted = check(w, rows, g, count, state);
        if (sorted) {
            visit(update, variant, w, rows, g, count, state);
        } else {
            int different = sum(rows, g, count);
            visit(update, variant, w, unique, sums, different, state);
        }
    }

    /// Whether the rows are ascending and each occurs once.
    private boolean check(float[] w, int[] rows, float[] g, int count, float[][] state) {
        if (w.length % width != 0) {
            throw new IllegalArgumentException("parameters must be whole rows of " + width + ", were " + w.length);
        }
        if (count < 0 || count > rows.length) {
            throw new IllegalArgumentException("count must be at least 0 and at most the rows given, " + rows.length + ", was " + count);
        }
        if (g.length < (long) count * width) {
            throw new IllegalArgumentException("gradients must be " + count + " rows of " + width + ", were " + g.length);
        }
        if (g == w) throw new IllegalArgumentException("gradients and parameters must be two arrays, were one");
        Arguments.state(w, g, state, states.length);
        int table = w.length / width;
        boolean sorted = true;
        for (int k = 0; k < count; k++) {
            if (rows[k] < 0 || rows[k] >= table) {
                throw new IllegalArgumentException("rows[" + k + "] must lie within 0 to " + (table - 1) + ", was " + rows[k]);
            }
            sorted &= k == 0 || rows[k] > rows[k - 1];
        }
        return sorted;
    }

    /// Sorts rows and adds up the gradients of those that occur more than once.
    ///
    /// @return how many different ones there are
    private int sum(int[] rows, float[] g, int count) {
        if (keys.length < count) {
            keys = new long[count];
            unique = new int[count];
            sums = new float[count * width];
        }
        for (int k = 0; k < count; k++) keys[k] = (long) rows[k] << Integer.SIZE | k; // of equal rows the one given first comes first
        Arrays.sort(keys, 0, count);
        int different = 0;
        for (int k = 0; k < count; k++) {
            int row = (int) (keys[k] >> Integer.SIZE);
            int given = (int) keys[k] * width;
            if (different > 0 && unique[different - 1] == row) {
                int sum = (different - 1) * width;
                for (int j = 0; j < width; j++) sums[sum + j] += g[given + j];
            } else {
                System.arraycopy(g, given, sums, different * width, width);
                unique[different++] = row;
            }
        }
        return different;
    }

    private void visit(Update update, Variant variant, float[] w, int[] rows, float[] g, int count, float[][] state) {
        for (int first = 0; first < count; first += rowsPerBlock) {
            int block = Math.min(rowsPerBlock, count - first);
            System.arraycopy(g, first * width, gradients, 0, block * width);
            gather(w, rows, first, block, parameters);
            for (int a = 0; a < states.length; a++) gather(state[a], rows, first, block, states[a]);
            update.apply(variant, parameters, gradients, states, 0, block * width);
            scatter(parameters, rows, first, block, w);
            for (int a = 0; a < states.length; a++) scatter(states[a], rows, first, block, state[a]);
        }
    }

    private void gather(float[] table, int[] rows, int first, int block, float[] into) {
        for (int k = 0; k < block; k++) System.arraycopy(table, rows[first + k] * width, into, k * width, width);
    }

    private void scatter(float[] from, int[] rows, int first, int block, float[] table) {
        for (int k = 0; k < block; k++) System.arraycopy(from, k * width, table, rows[first + k] * width, width);
    }
}
