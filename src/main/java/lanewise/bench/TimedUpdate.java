package lanewise.bench;

import java.util.concurrent.TimeUnit;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/// An update applied to `size` parameters again and again, timed, and its result verified.
///
/// The update is built once, so that only the kernel is timed and nothing is allocated. Its gradient changes sign at every step, so that
/// neither parameters nor state drift while millions of steps are timed.
@Fork(value = 5, jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", TimedUpdate.PLACEMENT_FLAG,
        TimedUpdate.ADDRESS_FLAG})
public abstract class TimedUpdate extends KernelBenchmark {

    /// What a fork is started with so that its arrays can be aligned.
    public static final String PLACEMENT_FLAG = "-XX:ObjectAlignmentInBytes=64";

    /// With whole references a fork can read where its arrays lie, and record it.
    public static final String ADDRESS_FLAG = "-XX:-UseCompressedOops";

    /// Where a step takes so long that two looks at the clock do not show, each is recorded.
    private static final int RECORDED_FROM = 100_000;
    private static final long LONGEST_NANOSECONDS = TimeUnit.MINUTES.toNanos(1);
    private static final int SIGNIFICANT_DIGITS = 3;

    /// 1,000 leaves a tail with every vector of 16, 1,024 leaves none; 138,357,544 is VGG-16, weights and biases.
    @Param({"1000", "1024", "10000", "100000", "1000000", "10000000", "138357544"})
    public int size;

    WarmUp warmUp = WarmUp.OF_UPDATE;
    private Variant kernelVariant;
    private Update update;
    private Placement placement;
    private Workload workload;
    private float[] w;
    private float[][] gradients;
    private float[][] state;
    private int from;
    private int to;
    private long steps;
    private Histogram invocations;

    abstract BenchmarkVariant variant();

    abstract Update update();

    /// What the timed update is compared with when it has been timed.
    Update reference() {
        return update();
    }

    abstract int stateArrays();

    StepValues values() {
        return StepValues.ORDINARY;
    }

    /// Where the arrays lie.
    Placement place(int arrays) {
        return Placement.aligned(arrays, size);
    }

    /// Compares what the timed steps have left with what they must leave.
    ///
    /// @throws IllegalStateException if it differs
    void verify(Workload workload, long steps) {
        Replay.verify(workload, reference(), steps);
    }

    /// What the kernel goes through before the arrays are made that it is timed on. Until C2 is done every vector operation is an object, and
    /// collecting those would move the arrays from their places.
    ///
    /// The very update that will be timed is called, on few enough parameters to be quick: JMH's warm-up of a large size would see too few
    /// calls to get it compiled.
    void warmUp() {
        int few = size <= 8_192 ? size : 4_096 + size % 64; // with a tail where the real one has a tail
        Workload small = workload(few);
        long[] calls = {0};
        warmUp.untilSteady(() -> stepOn(small, calls[0]++, few), facts);
    }

    /// Arrays of another size, for [#warmUp].
    final Workload workload(int size) {
        return new Workload(size, stateArrays(), values(), Placement.aligned(Workload.ARRAYS + stateArrays(), size));
    }

    /// Applies the timed update to the first elements of other arrays, for [#warmUp].
    final void stepOn(Workload other, long t, int length) {
        other.step(update, kernelVariant, t, length);
    }

    /// Whether the time of each invocation is recorded.
    boolean isRecorded() {
        return size >= RECORDED_FROM;
    }

    /// Compiles, allocates, fills.
    @Setup(Level.Trial)
    public void setUp() {
        variant().requireItsFlags();
        kernelVariant = variant().variant();
        update = update();
        warmUp();
        System.gc(); // now, so that nothing moves the arrays later
        placement = place(Workload.ARRAYS + stateArrays());
        workload = new Workload(size, stateArrays(), values(), placement);
        w = workload.parameters();
        gradients = workload.gradients();
        state = workload.state();
        from = workload.from();
        to = workload.to();
        invocations = isRecorded() ? new Histogram(LONGEST_NANOSECONDS, SIGNIFICANT_DIGITS) : null;
    }

    /// Forgets what the warm-up recorded. It must record all the same: a branch first taken while measuring would be compiled then.
    @Setup(Level.Iteration)
    public void forgetWarmup(IterationParams iteration) {
        if (invocations != null && iteration.getType() == IterationType.WARMUP) invocations.reset();
    }

    /// The step.
    @Benchmark
    public void step() {
        if (invocations == null) {
            update.apply(kernelVariant, w, gradients[(int) (steps++ & 1)], state, from, to);
        } else {
            long start = start();
            update.apply(kernelVariant, w, gradients[(int) (steps++ & 1)], state, from, to);
            invocations.recordValue(Math.clamp(System.nanoTime() - start, 0, LONGEST_NANOSECONDS));
        }
    }

    /// What the time of an invocation that is recorded counts from.
    long start() {
        return System.nanoTime();
    }

    /// What has been recorded so far.
    final Histogram latencies() {
        return invocations;
    }

    @Override
    final void verify() {
        verify(workload, steps);
    }

    @Override
    void addFacts() {
        facts.put("steps", steps);
        facts.put("bytes", workload.bytes());
        placement.tell(facts);
        if (invocations != null) facts.put("invocations", invocations);
    }
}
