package lanewise.bench;

import java.util.concurrent.TimeUnit;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import lanewise.simd.Lanes;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/// An update applied to `size` parameters again and again, timed and then proven.
///
/// The update is built once, so that only the kernel is timed and nothing is allocated. Its gradient changes sign at every step, so that
/// neither parameters nor state wander off while millions of steps are timed.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", TimedUpdate.PLACEMENT_FLAG,
        TimedUpdate.ADDRESS_FLAG}) // forks differ more than iterations do
@Warmup(iterations = 3, time = 30, timeUnit = TimeUnit.MILLISECONDS) // WarmUp has compiled the kernel before
@Measurement(iterations = 10, time = 30, timeUnit = TimeUnit.MILLISECONDS)
public abstract class TimedUpdate {

    /// What a fork is started with so that its arrays can be placed.
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

    private Variant kernel;
    private Update update;
    private WarmUp warmUp;
    private Placement placement;
    private Workload workload;
    private float[] w;
    private float[][] gradients;
    private float[][] state;
    private int from;
    private int to;
    private long steps;
    private Histogram invocations;
    private Facts facts;

    /// Refuses a JVM without the Vector API.
    TimedUpdate() {
        RefusedException.unlessVectorApi();
    }

    abstract BenchmarkVariant variant();

    abstract Update update();

    /// What the timed update is held against when it has been timed.
    Update reference() {
        return update();
    }

    abstract int stateArrays();

    Values values() {
        return Values.ORDINARY;
    }

    /// Where the arrays lie.
    Placement place(int arrays) {
        return Placement.onPurpose(arrays, size);
    }

    /// That the work was done.
    void prove(Workload workload, long steps) {
        workload.prove(steps);
    }

    /// What the kernel has seen before it is timed.
    void prepare(WarmUp warmUp) {
        warmUp.untilSteady(size);
    }

    /// Compiles, allocates, fills.
    @Setup(Level.Trial)
    public void setUp() {
        facts = new Facts();
        variant().requireItsFlags();
        kernel = variant().kernel();
        update = update();
        int arrays = Workload.ARRAYS + stateArrays();
        warmUp = new WarmUp(update, kernel,
                few -> new Workload(reference(), few, stateArrays(), values(), Placement.onPurpose(arrays, few)));
        prepare(warmUp);
        System.gc(); // now, so that nothing moves the arrays later
        placement = place(arrays);
        workload = new Workload(reference(), size, stateArrays(), values(), placement);
        w = workload.parameters();
        gradients = workload.gradients();
        state = workload.state();
        from = workload.from();
        to = workload.to();
        invocations = size < RECORDED_FROM ? null : new Histogram(LONGEST_NANOSECONDS, SIGNIFICANT_DIGITS);
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
            update.apply(kernel, w, gradients[(int) (steps++ & 1)], state, from, to);
        } else {
            long start = System.nanoTime();
            update.apply(kernel, w, gradients[(int) (steps++ & 1)], state, from, to);
            invocations.recordValue(Math.min(System.nanoTime() - start, LONGEST_NANOSECONDS));
        }
    }

    /// Replays what was timed, then tells the runner about this fork.
    @TearDown(Level.Trial)
    public void prove() {
        prove(workload, steps);
        facts.put("lanes", Lanes.LANES);
        facts.put("steps", steps);
        facts.put("bytes", workload.bytes());
        warmUp.tell(facts);
        placement.tell(facts);
        facts.putHugePages();
        facts.putProcessorTime();
        if (invocations != null) facts.put("invocations", invocations);
        facts.write();
    }
}
