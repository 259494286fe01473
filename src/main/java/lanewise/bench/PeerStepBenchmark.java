package lanewise.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import lanewise.bench.Peer.Initial;
import lanewise.optim.Catalogue;
import lanewise.optim.Variant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The optimizer step of another library, on the same values as [StepBenchmark], with its arrays placed likewise where it takes given arrays.
///
/// When it has been timed, it steps on a little further, and a sample of its parameters is compared with what the scalar kernel makes of them.
@Fork(value = 5, jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", TimedUpdate.PLACEMENT_FLAG,
        TimedUpdate.ADDRESS_FLAG})
public class PeerStepBenchmark extends KernelBenchmark {

    /// In steps, all with the gradient of one sign, so that parameters move away from where they are.
    private static final int VERIFIED_STEPS = 16;

    /// The library's own rounding, and that of the scalar kernel: for each step a unit in the last place of the parameter, and a part of the
    /// movement.
    private static final double UNIT = 0x1p-23;
    private static final double ROUNDING = 1e-5;

    /// Of a state array after all steps: a running average forgets its rounding errors, a sum of squares collects them.
    private static final double STATE_ROUNDING = 1e-3;

    private static final long WARM_UP_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int FEW = 4_096;

    /// The rule.
    @Param
    public Catalogue optimizer;

    /// A [Peer] by its name.
    @Param("C")
    public String library;

    /// As of [StepBenchmark].
    @Param({"1024", "1000000", "138357544"})
    public int size;

    /// That share a step.
    @Param("1")
    public int threads;

    private Workload workload;
    private PeerUpdate update;
    private long steps;

    /// Loads the library, lets it step on few parameters, allocates and copies.
    @Setup(Level.Trial)
    public void setUp() {
        Peer peer = Peers.named(library);
        facts.put("library", peer.version());
        facts.put("threads", threads);
        Workload small = workload(Math.min(size, FEW));
        try (PeerUpdate few = begin(peer, small)) {
            long t = 0;
            for (long end = System.nanoTime() + WARM_UP_NANOSECONDS; System.nanoTime() < end;) few.step((int) (t++ & 1));
        }
        System.gc(); // now, so that nothing moves the arrays later
        workload = workload(size);
        update = begin(peer, workload);
    }

    private Workload workload(int size) {
        int stateArrays = optimizer.state().size();
        return new Workload(size, stateArrays, StepValues.ORDINARY, Placement.aligned(Workload.ARRAYS + stateArrays, size));
    }

    private PeerUpdate begin(Peer peer, Workload on) {
        try {
            return peer.update(optimizer, threads, new Initial(on.parameters(), on.gradients(), on.state(), on.from(), on.to()));
        } catch (IllegalArgumentException e) {
            throw new RefusedTrialException(e.getMessage());
        }
    }

    /// The step.
    @Benchmark
    public void step() {
        update.step((int) (steps++ & 1));
    }

    /// Replays a sample of elements through all timed steps and compares their state with the library's, if it shows it. Then both step on from
    /// the library's parameters, and the movements are compared.
    ///
    /// @throws IllegalStateException if they differ by more than rounding, or the library's own formula, explains
    @Override
    void verify() {
        int[] sample = Replay.sample(size);
        Workload again = workload.beginningOf(sample);
        for (long call = 0; call < steps; call++) stepScalar(again, call, (int) (call & 1));
        float[] before = new float[sample.length];
        for (int i = 0; i < sample.length; i++) {
            for (int k = 0; k < again.state().length; k++) takeState(again.state()[k], i, k, sample[i]);
            before[i] = update.parameter(sample[i]);
            again.parameters()[i] = before[i];
        }
        for (int k = 0; k < VERIFIED_STEPS; k++) {
            stepScalar(again, steps + k, 0);
            update.step(0);
        }
        double largest = 0;
        for (int i = 0; i < sample.length; i++) largest = Math.max(largest, difference(sample[i], before[i], again.parameters()[i]));
        facts.put("differenceOfMovement", largest);
        facts.put("formula", update.otherFormula() == 0 ? "the same" : "another");
        update.close();
    }

    private void stepScalar(Workload on, long call, int gradient) {
        on.step(optimizer.defaults().at(update.t(call), optimizer.learningRate()), Variant.SCALAR, gradient, on.size());
    }

    private void takeState(float[] replayed, int i, int array, int index) {
        float actual = update.state(array, index);
        if (Float.isNaN(actual)) return;
        if (!(Math.abs(actual - replayed[i]) <= STATE_ROUNDING * Math.abs(replayed[i]))) {
            throw new IllegalStateException(String.format(Locale.ROOT,
                    "%s, state[%d][%d]: expected %s to within %.0e of it after %d steps, was %s", library, array, index, replayed[i],
                    STATE_ROUNDING, steps, actual));
        }
        replayed[i] = actual;
    }

    /// Of the movements, as a part of the scalar kernel's.
    private double difference(int index, float before, float expected) {
        float actual = update.parameter(index);
        double movement = Math.abs((double) expected - before);
        double off = Math.abs((double) actual - expected);
        double bound = VERIFIED_STEPS * UNIT * Math.abs(expected) + (ROUNDING + update.otherFormula()) * movement;
        if (!(off <= bound) || movement == 0) {
            throw new IllegalStateException(String.format(Locale.ROOT,
                    "%s, w[%d]: expected to go from %s to %s in %d steps, to within %.1e, went to %s", library, index, before, expected,
                    VERIFIED_STEPS, bound, actual));
        }
        return off / movement;
    }

    @Override
    void addFacts() {
        facts.put("steps", steps);
    }
}
