package lanewise.bench;

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

    /// The kernel is compiled once three batches agree this closely, or after that many.
    private static final double STEADY = 0.03;
    private static final int MOST_BATCHES = 200;
    private static final int PARAMETERS_PER_BATCH = 2_000_000;

    /// What a network's many small tensors are to a kernel before the large ones come.
    private static final int LARGEST_LAYER = 4_099;
    private static final int LAYERS = 20_000;
    private static final int LAYER_SEED = 4;

    private final Update update;
    private final Variant kernel;
    private final int size;
    private final Values values;
    private final Placement placement;
    private final float[] parameters;
    private final float[][] gradients;
    private final float[][] state;
    private int warmupBatches;

    Workload(Update update, Variant kernel, int size, int stateArrays, Values values, Placement placement) {
        this(update, kernel, size, stateArrays, values, placement, i -> i);
    }

    /// Element `i` is element `indices(i)` of a workload that holds them all.
    private Workload(Update update, Variant kernel, int size, int stateArrays, Values values, Placement placement,
            IntUnaryOperator indices) {
        this.update = update;
        this.kernel = kernel;
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
            for (float[] array : state) array[from + i] = values.state();
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

    /// How many batches it took until the kernel's time was steady.
    int warmupBatches() {
        return warmupBatches;
    }

    /// Runs the very update that will be timed until C2 is done with it, on arrays of its own and few enough parameters to be quick. Until
    /// then a SIMD kernel is a thousand times slower, and JMH's warm-up of a large size would see too few calls to get it compiled.
    void warmUp() {
        int few = size <= 8_192 ? size : 4_096 + size % 64; // with a tail where the real one has a tail
        Workload small = part(few);
        int calls = Math.max(1, PARAMETERS_PER_BATCH / Math.max(1, few));
        double before = 0;
        int agreeing = 1;
        for (warmupBatches = 0; warmupBatches < MOST_BATCHES && agreeing < 3; warmupBatches++) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                update.apply(kernel, small.parameters, small.gradients[i & 1], small.state, small.from(), small.to());
            }
            double now = System.nanoTime() - start;
            agreeing = Math.abs(now - before) <= STEADY * before ? agreeing + 1 : 1;
            before = now;
        }
    }

    /// Runs the update on arrays of many sizes, as the layers of a network are. C2 compiles a loop for the lengths it has seen.
    void runOnMixedSizes() {
        Workload layers = part(LARGEST_LAYER);
        for (int call = 0; call < LAYERS; call++) {
            int length = (int) ((1 + IndexedNoise.at(LAYER_SEED, call)) / 2 * (LARGEST_LAYER + 1));
            update.apply(kernel, layers.parameters, layers.gradients[call & 1], layers.state, layers.from(), layers.from() + length);
        }
    }

    private Workload part(int elements) {
        return new Workload(update, kernel, elements, state.length, values, Placement.onPurpose(ARRAYS + state.length, elements));
    }

    /// Replays a sample of elements with the scalar kernel and compares the bits; looks at every value for one that should not be there.
    ///
    /// @param steps how often the update was applied
    /// @throws IllegalStateException if an element is not what that many steps make of it, or is infinite, NaN or subnormal
    void prove(long steps) {
        Values.ORDINARY.require("w", parameters, from(), to());
        for (int k = 0; k < state.length; k++) values.require("state[" + k + "]", state[k], from(), to());

        int[] sample = sample();
        Placement apart = Placement.left(ARRAYS + state.length, sample.length);
        Workload replay = new Workload(update, Variant.SCALAR, sample.length, state.length, values, apart, i -> sample[i]);
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

    private int[] sample() {
        IntStream between = IntStream.range(1, BETWEEN).map(k -> (int) ((long) size * k / BETWEEN));
        IntStream ends = IntStream.range(0, Math.min(ENDS, size)).flatMap(k -> IntStream.of(k, size - 1 - k));
        return IntStream.concat(ends, between).filter(i -> i < size).sorted().distinct().toArray();
    }

    private static void requireEqual(long steps, String name, int index, float expected, float actual) {
        if (Float.compare(expected, actual) != 0) {
            throw new IllegalStateException(String.format("%s[%d] must be %08X after %d steps, was %08X: the benchmark did not do its work",
                    name, index, Float.floatToIntBits(expected), steps, Float.floatToIntBits(actual)));
        }
    }
}
