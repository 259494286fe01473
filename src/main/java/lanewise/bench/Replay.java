package lanewise.bench;

import java.util.stream.IntStream;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// Verifies a workload: steps a sample of its elements as often as the workload was stepped, with the scalar kernel, and compares the bits.
final class Replay {

    /// Elements replayed at either end, which holds the tail of any vector width, and in between.
    private static final int ENDS = 20;
    private static final int BETWEEN = 24;

    private Replay() {}

    /// Looks at every value for one that should not be there, then replays the sample.
    ///
    /// @param reference the update that was timed, or one that must give the same bits
    /// @param steps     how often the update was applied
    /// @throws IllegalStateException if an element is not what that many steps make of it, or is infinite, NaN or subnormal
    static void verify(Workload timed, Update reference, long steps) {
        timed.requireValues();
        int[] sample = sample(timed.size());
        Workload again = timed.beginningOf(sample);
        for (long t = 0; t < steps; t++) again.step(reference, Variant.SCALAR, t, sample.length);
        for (int i = 0; i < sample.length; i++) {
            int index = timed.from() + sample[i];
            KernelBenchmark.requireEqual(steps, "w", sample[i], again.parameters()[i], timed.parameters()[index]);
            for (int k = 0; k < timed.state().length; k++) {
                KernelBenchmark.requireEqual(steps, "state[" + k + "]", sample[i], again.state()[k][i], timed.state()[k][index]);
            }
        }
    }

    /// Some elements, both ends among them, counted from the start of the range.
    static int[] sample(int size) {
        IntStream between = IntStream.range(1, BETWEEN).map(k -> (int) ((long) size * k / BETWEEN));
        IntStream ends = IntStream.range(0, Math.min(ENDS, size)).flatMap(k -> IntStream.of(k, size - 1 - k));
        return IntStream.concat(ends, between).filter(i -> i < size).sorted().distinct().toArray();
    }
}
