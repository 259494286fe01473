package lanewise.bench;

import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import lanewise.data.IndexedNoise;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// The arrays that a step is timed on, and the proof that it worked on all of them.
///
/// Gradients are g at even steps and −g at odd ones, in two arrays: a step reads one of them, so its traffic is that of a training step,
/// but the working set is an array larger than the optimizer's own.
final class Workload {

    /// Parameters and gradients of either sign; state comes after.
    static final int ARRAYS = 3;

    /// Elements replayed at either end, which holds the tail of any vector width, and in between.
    private static final int ENDS = 20;
    private static final int BETWEEN = 24;

    private final Update update;
    private final int size;
    private final Values values;
    private final Placement placement;
    private final float[] parameters;
    private final float[][] gradients;
    private final float[][] state;

    Workload(Update update, int size, int stateArrays, Values values, Placement placement) {
        this(update, size, stateArrays, values, placement, i -> i);
    }

    /// Element `i` is element `indices(i)` of a workload that holds them all.
    private Workload(Update update, int size, int stateArrays, Values values, Placement placement, IntUnaryOperator indices) {
        this.update = update;
        this.size = size;
        this.values = values;
        this.placement = placement;
        parameters = placement.array(0);
        gradients = new float[][]{placement.array(1), placement.array(2)};
        state = new float[stateArrays][];
        for (int k = 0; k < stateArrays; k++) state[k] = placement.array(ARRAYS + k);
        int from = placement.from();
        for (int i = 0; i < size; i++) {
            int index = indices.applyAsInt(i);
            float gradient = values.gradient(index);
            parameters[from + i] = Values.parameter(index);
            gradients[0][from + i] = gradient;
            gradients[1][from + i] = -gradient;
            for (int k = 0; k < stateArrays; k++) state[k][from + i] = values.state(k, index);
        }
    }

    float[] parameters() {
        return parameters;
    }

    float[][] gradients() {
        return gradients;
    }

    float[][] state() {
        return state;
    }

    /// Where the range that is timed begins.
    int from() {
        return placement.from();
    }

    /// Where it ends.
    int to() {
        return placement.from() + size;
    }

    /// Of all arrays together.
    long bytes() {
        return (long) Float.BYTES * parameters.length * (ARRAYS + state.length);
    }

    /// Looks at every value for one that should not be there.
    ///
    /// @throws IllegalStateException if one is infinite, NaN or subnormal
    void requireValues() {
        Values.ORDINARY.require("w", parameters, from(), to());
        for (int k = 0; k < state.length; k++) values.require("state[" + k + "]", state[k], from(), to());
    }

    /// Replays a sample of elements with the scalar kernel and compares the bits; looks at every value for one that should not be there.
    ///
    /// @param steps how often the update was applied
    /// @throws IllegalStateException if an element is not what that many steps make of it, or is infinite, NaN or subnormal
    void prove(long steps) {
        requireValues();
        int[] sample = sample();
        Placement apart = Placement.left(ARRAYS + state.length, sample.length);
        Workload replay = new Workload(update, sample.length, state.length, values, apart, i -> sample[i]);
        for (long t = 0; t < steps; t++) {
            update.apply(Variant.SCALAR, replay.parameters, replay.gradients[(int) (t & 1)], replay.state, 0, sample.length);
        }
        for (int i = 0; i < sample.length; i++) {
            int index = from() + sample[i];
            requireEqual(steps, "w", sample[i], replay.parameters[i], parameters[index]);
            for (int k = 0; k < state.length; k++) {
                requireEqual(steps, "state[" + k + "]", sample[i], replay.state[k][i], state[k][index]);
            }
        }
    }

    /// Some elements, both ends among them, counted from the start of the range.
    int[] sample() {
        IntStream between = IntStream.range(1, BETWEEN).map(k -> (int) ((long) size * k / BETWEEN));
        IntStream ends = IntStream.range(0, Math.min(ENDS, size)).flatMap(k -> IntStream.of(k, size - 1 - k));
        return IntStream.concat(ends, between).filter(i -> i < size).sorted().distinct().toArray();
    }

    /// @param index counted from the start of the range
    /// @throws IllegalStateException unless the bits are equal, or both are NaN
    static void requireEqual(long steps, String name, int index, float expected, float actual) {
        if (Float.compare(expected, actual) != 0) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s[%d] must be %08X after %d steps, was %08X: the benchmark did not do its work",
                            name, index, Float.floatToIntBits(expected), steps, Float.floatToIntBits(actual)));
        }
    }
}
