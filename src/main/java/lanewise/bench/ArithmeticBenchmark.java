package lanewise.bench;

import java.util.concurrent.TimeUnit;
import lanewise.data.IndexedNoise;
import lanewise.roof.Arithmetic;
import lanewise.simd.Lanes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/// The roof of computing: what the operations that bind an update take per element, with vectors as wide as the machine's.
///
///     scripts/lanewise jmh ArithmeticBenchmark
@Fork(value = 5, jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", TimedUpdate.PLACEMENT_FLAG,
        TimedUpdate.ADDRESS_FLAG})
@Warmup(iterations = 10, time = 30, timeUnit = TimeUnit.MILLISECONDS)
public class ArithmeticBenchmark extends KernelBenchmark {

    /// Two arrays of them fit the first-level cache, and every vector width divides it.
    public static final int SIZE = 1_024;

    /// Multiply-adds of one call of that loop, whatever the lanes.
    public static final int MULTIPLY_ADDS = 1 << 17;

    private static final int SEED = 3;

    /// What is timed.
    public enum Operation {
        /// A divide an element.
        DIVIDE,
        /// A square root an element.
        ROOT,
        /// Both, to see whether their times add up.
        DIVIDE_BY_ROOT,
        /// Fused multiply-adds: the roof of matrix products.
        MULTIPLY_ADD
    }

    /// The operation.
    @Param
    public Operation operation;

    private float[] x;
    private float[] y;
    private int from;
    private Placement placement;

    /// Values between 0.5 and 0.9, of which no quotient or root is special and with which chains of multiply-adds converge.
    @Setup(Level.Trial)
    public void setUp() {
        placement = Placement.aligned(2, SIZE);
        x = placement.array(0);
        y = placement.array(1);
        from = placement.from();
        for (int i = 0; i < SIZE; i++) x[from + i] = 0.7f + 0.2f * IndexedNoise.at(SEED, i);
    }

    /// The loop.
    @Benchmark
    public void loop() {
        switch (operation) {
            case DIVIDE -> Arithmetic.divide(x, y, from, from + SIZE);
            case ROOT -> Arithmetic.root(x, y, from, from + SIZE);
            case DIVIDE_BY_ROOT -> Arithmetic.divideByRoot(x, y, from, from + SIZE);
            case MULTIPLY_ADD -> Arithmetic.multiplyAdd(x, x, y, from, from + MULTIPLY_ADDS / (Arithmetic.CHAINS * Lanes.LANES));
        }
    }

    /// Every element is what the operation makes of it.
    @Override
    void verify() {
        for (int i = from; i < from + (operation == Operation.MULTIPLY_ADD ? 1 : SIZE); i++) {
            double expected = switch (operation) {
                case DIVIDE -> 1 / x[i];
                case ROOT -> (float) Math.sqrt(x[i]);
                case DIVIDE_BY_ROOT -> x[i] / (float) Math.sqrt(x[i]);
                case MULTIPLY_ADD -> Arithmetic.CHAINS * x[i] / (1 - x[i]); // where c = cx + x comes to rest
            };
            double tolerance = operation == Operation.MULTIPLY_ADD ? 1e-3 * expected : 0;
            if (!(Math.abs(y[i] - expected) <= tolerance)) {
                throw new IllegalStateException(operation + " of " + x[i] + " gave " + y[i] + ": the benchmark did not do its work");
            }
        }
    }

    @Override
    void addFacts() {
        placement.tell(facts);
    }
}
