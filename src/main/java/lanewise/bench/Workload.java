package lanewise.bench;

import java.util.function.IntUnaryOperator;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// The arrays that a step is timed on.
///
/// Gradients are g at even steps and −g at odd ones, in two arrays: a step reads one of them, so its traffic is that of a training step,
/// but the working set is an array larger than the optimizer's own.
final class Workload {

    /// Parameters and gradients of either sign; state comes after.
    static final int ARRAYS = 3;

    private final int size;
    private final StepValues values;
    private final Placement placement;
    private final float[] parameters;
    private final float[][] gradients;
    private final float[][] state;

    Workload(int size, int stateArrays, StepValues values, Placement placement) {
        this(size, stateArrays, values, placement, i -> i);
    }

    /// Element `i` is element `indices(i)` of a workload that holds them all.
    private Workload(int size, int stateArrays, StepValues values, Placement placement, IntUnaryOperator indices) {
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
            parameters[from + i] = StepValues.parameter(index);
            gradients[0][from + i] = gradient;
            gradients[1][from + i] = -gradient;
            for (int k = 0; k < stateArrays; k++) state[k][from + i] = values.state(k, index);
        }
    }

    /// Some of its elements as they were before the first step.
    Workload beginningOf(int[] indices) {
        Placement apart = Placement.unaligned(ARRAYS + state.length, indices.length);
        return new Workload(indices.length, state.length, values, apart, i -> indices[i]);
    }

    /// Applies an update to the first `length` elements.
    ///
    /// @param t the step, counted from 0: its gradients are g if it is even, else −g
    void step(Update update, Variant variant, long t, int length) {
        update.apply(variant, parameters, gradients[(int) (t & 1)], state, from(), from() + length);
    }

    int size() {
        return size;
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
        StepValues.ORDINARY.require("w", parameters, from(), to());
        for (int k = 0; k < state.length; k++) values.require("state[" + k + "]", state[k], from(), to());
    }
}
