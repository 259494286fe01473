package lanewise.optim;

import java.util.Arrays;
import java.util.Objects;
import lanewise.linalg.Arguments;

/// Applies an update to some rows of a table of parameters, such as the rows of an embedding that a minibatch has looked up. Only these
/// rows' parameters and state change: averages of rows without a gradient do not decay, and bias corrections count steps, not visits.
/// With [Adam] this is the SparseAdam of PyTorch, but for epsilon, which stands where Adam has it, beside the corrected root.
///
/// So the step t of a row is that of the table, also where the row is met for the first time. A rule that this does not suit, because
/// something begins at an element's first step or must be done at every step, is refused, see [Update#checkSparse].
///
/// Rows that are named more than once get the sum of their gradients, in float, in the order in which they are given. They are visited in
/// ascending order, so the result does not depend on the order of others.
///
/// Gradients come in one of two layouts. Where they are compact, row after row as a minibatch has them, [#apply] gathers the rows'
/// parameters and state into arrays that stay in the cache, sends them through the optimizer's own kernel there and scatters them back.
/// Where they stand in an array as long as the table, already added up, [#applyInPlace] sends the rows through the kernel where they are;
/// but through the scalar one gathered as well, since a row is too short for the loop that C2 makes of it.
/// Either way memory is read and written as often as in the dense step, for the rows alone: for Adam 16 bytes read and 12 written per
/// parameter of a row, and 4 for its index. The bits are those of the kernel on the whole table.
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

    /// For the steps of one optimizer.
    ///
    /// @throws IllegalArgumentException if the width is below 1, or the optimizer cannot leave out rows
    public SparseStep(int width, Optimizer optimizer) {
        this(width, stateArrays(optimizer));
        optimizer.at(1, 0).checkSparse();
    }

    private static int stateArrays(Optimizer optimizer) {
        Arguments.present("optimizer", optimizer);
        return optimizer.stateArrays();
    }

    /// Applies the update to `count` rows with compact gradients.
    ///
    /// @param w     the table, row after row
    /// @param rows  which rows have a gradient, counted from 0; in any order, a row as often as it occurs
    /// @param g     their gradients, row after row in the order of `rows`
    /// @param state the optimizer's state arrays, each as long as the table
    /// @throws IllegalArgumentException if an index is outside the table, an array does not fit, or the update refuses one of the rows or
    ///     cannot leave out rows; nothing has been changed then
    public void apply(Update update, Variant variant, float[] w, int[] rows, float[] g, int count, float[][] state) {
        requirePresent(update, variant, w, rows, g, state);
        update.checkSparse();
        boolean ascending = check(w, rows, g, count, state);
        if (g.length < (long) count * width) {
            throw new IllegalArgumentException("gradients must be " + count + " rows of " + width + ", were " + g.length);
        }
        if (ascending) {
            check(update, variant, rows, count);
            visit(update, variant, w, rows, g, true, count, state);
        } else {
            sort(rows, count);
            int different = sum(g, count);
            check(update, variant, unique, different);
            visit(update, variant, w, unique, sums, true, different, state);
        }
    }

    /// Applies the update to `count` rows whose gradients stand in an array like the table. Rows next to each other are stepped in one go;
    /// one that is named more than once is stepped once.
    ///
    /// @param rows which rows to step, counted from 0, in any order
    /// @param g    gradients of the whole table, of which those of the rows are read
    /// @throws IllegalArgumentException as [#apply] does; nothing has been changed then
    public void applyInPlace(Update update, Variant variant, float[] w, int[] rows, float[] g, int count, float[][] state) {
        requirePresent(update, variant, w, rows, g, state);
        if (g.length != w.length) {
            throw new IllegalArgumentException("gradients must be as long as the parameters, " + w.length + ", were " + g.length);
        }
        update.checkSparse();
        int[] ascending = rows;
        int different = count;
        if (!check(w, rows, g, count, state)) {
            sort(rows, count);
            ascending = unique;
            different = 0;
            for (int k = 0; k < count; k++) {
                if (different == 0 || unique[different - 1] != row(k)) unique[different++] = row(k);
            }
        }
        int begin = different == 0 ? 0 : ascending[0] * width;
        update.check(variant, w, g, state, begin, different == 0 ? 0 : (ascending[different - 1] + 1) * width);
        if (variant == Variant.SCALAR && rowsPerBlock > 1) {
            visit(update, variant, w, ascending, g, false, different, state);
            return;
        }
        for (int k = 0; k < different;) {
            int first = ascending[k];
            int end = first + 1;
            for (k++; k < different && ascending[k] == end; k++) end++;
            update.apply(variant, w, g, state, first * width, end * width);
        }
    }

    private static void requirePresent(Update update, Variant variant, float[] w, int[] rows, float[] g, float[][] state) {
        Arguments.present("update", update);
        Arguments.present("variant", variant);
        Arguments.present("parameters", w);
        Arguments.present("rows", rows);
        Arguments.present("gradients", g);
        Arguments.present("state", state);
    }

    /// Whether the rows are ascending and each occurs once.
    private boolean check(float[] w, int[] rows, float[] g, int count, float[][] state) {
        if (w.length % width != 0) {
            throw new IllegalArgumentException("parameters must be whole rows of " + width + ", were " + w.length);
        }
        if (count < 0 || count > rows.length) {
            throw new IllegalArgumentException("count must be at least 0 and at most the rows given, " + rows.length + ", was " + count);
        }
        if (g == w) throw new IllegalArgumentException("gradients and parameters must be two arrays, were one");
        Require.state(w, g, state, states.length);
        int table = w.length / width;
        boolean ascending = true;
        for (int k = 0; k < count; k++) {
            if (rows[k] < 0 || rows[k] >= table) {
                throw new IllegalArgumentException("rows[" + k + "] must lie within 0 to " + (table - 1) + ", was " + rows[k]);
            }
            ascending &= k == 0 || rows[k] > rows[k - 1];
        }
        return ascending;
    }

    /// Refuses what the update would refuse of any row, before the first is stepped.
    private void check(Update update, Variant variant, int[] rows, int count) {
        update.check(variant, parameters, gradients, states, 0, 0);
        Update checked = null;
        for (int k = 0; k < count; k++) {
            Update own = update.startingAt(rows[k] * width);
            if (!Objects.equals(own, checked)) own.check(variant, parameters, gradients, states, 0, width);
            checked = own;
        }
    }

    /// Into keys of which the upper half is the row and the lower half its place among those given: of equal rows the first comes first.
    private void sort(int[] rows, int count) {
        if (keys.length < count) {
            keys = new long[count];
            unique = new int[count];
        }
        for (int k = 0; k < count; k++) keys[k] = (long) rows[k] << Integer.SIZE | k;
        Arrays.sort(keys, 0, count);
    }

    private int row(int k) {
        return (int) (keys[k] >> Integer.SIZE);
    }

    /// Adds up the gradients of rows that occur more than once.
    ///
    /// @return how many different ones there are
    private int sum(float[] g, int count) {
        if (sums.length < count * width) sums = new float[count * width];
        int different = 0;
        for (int k = 0; k < count; k++) {
            int given = (int) keys[k] * width;
            if (different > 0 && unique[different - 1] == row(k)) {
                int sum = (different - 1) * width;
                for (int j = 0; j < width; j++) sums[sum + j] += g[given + j];
            } else {
                System.arraycopy(g, given, sums, different * width, width);
                unique[different++] = row(k);
            }
        }
        return different;
    }

    private void visit(Update update, Variant variant, float[] w, int[] rows, float[] g, boolean compact, int count, float[][] state) {
        for (int first = 0; first < count; first += rowsPerBlock) {
            int block = Math.min(rowsPerBlock, count - first);
            if (compact) System.arraycopy(g, first * width, gradients, 0, block * width);
            else
                gather(g, rows, first, block, gradients);
            gather(w, rows, first, block, parameters);
            for (int a = 0; a < states.length; a++) gather(state[a], rows, first, block, states[a]);
            step(update, variant, rows, first, block);
            scatter(parameters, rows, first, block, w);
            for (int a = 0; a < states.length; a++) scatter(states[a], rows, first, block, state[a]);
        }
    }

    /// The rows of a block for which the update is the same, which for most updates are all of them, in one go.
    private void step(Update update, Variant variant, int[] rows, int first, int block) {
        for (int k = 0; k < block;) {
            int begin = k;
            Update own = moved(update, rows, first, k);
            do
                k++;
            while (k < block && Objects.equals(own, moved(update, rows, first, k)));
            own.apply(variant, parameters, gradients, states, begin * width, k * width);
        }
    }

    /// As it is for the row that has been gathered as the `k`-th of the block.
    private Update moved(Update update, int[] rows, int first, int k) {
        return update.startingAt((rows[first + k] - k) * width);
    }

    private void gather(float[] table, int[] rows, int first, int block, float[] into) {
        for (int k = 0; k < block; k++) System.arraycopy(table, rows[first + k] * width, into, k * width, width);
    }

    private void scatter(float[] from, int[] rows, int first, int block, float[] table) {
        for (int k = 0; k < block; k++) System.arraycopy(from, k * width, table, rows[first + k] * width, width);
    }
}
