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

    private static final int PARAMETER_SEED = 1;
    private static final int GRADIENT_SEED = 2;

    /// Far from the subnormals, the square as well, and small beside the parameters.
    private static final float SMALLEST_GRADIENT = 0.005f;
    private static final float LARGEST_GRADIENT = 0.01f;
    private static final float LARGEST_PARAMETER = 0.1f;

    /// Elements replayed at either end, which holds the tail of any vector width, and in between.
    private static final int ENDS = 20;
    private static final int BETWEEN = 24;

    /// The kernel is compiled once three batches agree this closely, or after that many.
    private static final double STEADY = 0.03;
    private static final int MOST_BATCHES = 200;
    private static final int PARAMETERS_PER_BATCH = 2_000_000;

    private final Update update;
    private final Variant kernel;
    private final int size;
    private final float[] parameters;
    private final float[][] gradients;
    private final float[][] state;
    private int warmupBatches;

    Workload(Update update, Variant kernel, int size, int stateArrays) {
        this(update, kernel, size, stateArrays, i -> i);
    }

    /// Element `i` is element `indices(i)` of a workload that holds them all.
    private Workload(Update update, Variant kernel, int size, int stateArrays, IntUnaryOperator indices) {
        this.update = update;
        this.kernel = kernel;
        this.size = size;
        parameters = new float[size];
        gradients = new float[2][size];
        state = new float[stateArrays][size];
        for (int i = 0; i < size; i++) {
            int index = indices.applyAsInt(i);
            float gradient = gradient(index);
            parameters[i] = LARGEST_PARAMETER * IndexedNoise.at(PARAMETER_SEED, index);
            gradients[0][i] = gradient;
            gradients[1][i] = -gradient;
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

    /// How many batches it took until the kernel's time was steady.
    int warmupBatches() {
        return warmupBatches;
    }

    private static float gradient(int index) {
        float noise = IndexedNoise.at(GRADIENT_SEED, index);
        return Math.copySign(SMALLEST_GRADIENT + (LARGEST_GRADIENT - SMALLEST_GRADIENT) * Math.abs(noise), noise);
    }

    /// Runs the very update that will be timed until C2 is done with it, on arrays of its own and few enough parameters to be quick. Until
    /// then a SIMD kernel is a thousand times slower, and JMH's warm-up of a large size would see too few calls to get it compiled.
    void warmUp() {
        int few = size <= 8_192 ? size : 4_096 + size % 64; // with a tail where the real one has a tail
        Workload small = new Workload(update, kernel, few, state.length);
        int calls = Math.max(1, PARAMETERS_PER_BATCH / Math.max(1, few));
        double before = 0;
        int agreeing = 1;
        for (warmupBatches = 0; warmupBatches < MOST_BATCHES && agreeing < 3; warmupBatches++) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                update.apply(kernel, small.parameters, small.gradients[i & 1], small.state, 0, few);
            }
            double now = System.nanoTime() - start;
            agreeing = Math.abs(now - before) <= STEADY * before ? agreeing + 1 : 1;
            before = now;
        }
    }

    /// Replays a sample of elements with the scalar kernel and compares the bits; looks at every value for one that should not be there.
    ///
    /// @param steps how often the update was applied
    /// @throws IllegalStateException if an element is not what that many steps make of it, or is infinite, NaN or subnormal
    void prove(long steps) {
        requireOrdinary("w", parameters);
        for (int k = 0; k < state.length; k++) requireOrdinary("state[" + k + "]", state[k]);

        int[] sample = sample();
        Workload replay = new Workload(update, Variant.SCALAR, sample.length, state.length, i -> sample[i]);
        for (long t = 0; t < steps; t++) {
            update.apply(Variant.SCALAR, replay.parameters, replay.gradients[(int) (t & 1)], replay.state, 0, sample.length);
        }
        for (int i = 0; i < sample.length; i++) {
            requireEqual(steps, "w", sample[i], replay.parameters[i], parameters[sample[i]]);
            for (int k = 0; k < state.length; k++) {
                requireEqual(steps, "state[" + k + "]", sample[i], replay.state[k][i], state[k][sample[i]]);
            }
        }
    }

    private int[] sample() {
        IntStream between = IntStream.range(1, BETWEEN).map(k -> (int) ((long) size * k / BETWEEN));
        IntStream ends = IntStream.range(0, Math.min(ENDS, size)).flatMap(k -> IntStream.of(k, size - 1 - k));
        return IntStream.concat(ends, between).filter(i -> i < size).sorted().distinct().toArray();
    }

    private static void requireOrdinary(String name, float[] a) {
        for (int i = 0; i < a.length; i++) {
            float magnitude = Math.abs(a[i]);
            boolean ordinary = magnitude == 0 || (magnitude >= Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE);
            if (!ordinary) {
                throw new IllegalStateException(
                        name + "[" + i + "] is " + a[i] + " after the trial: such values change the time of a step");
            }
        }
    }

    private static void requireEqual(long steps, String name, int index, float expected, float actual) {
        if (Float.compare(expected, actual) != 0) {
            throw new IllegalStateException(String.format("%s[%d] must be %08X after %d steps, was %08X: the benchmark did not do its work",
                    name, index, Float.floatToIntBits(expected), steps, Float.floatToIntBits(actual)));
        }
    }
}
