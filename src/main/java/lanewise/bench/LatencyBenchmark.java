package lanewise.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The latency of a step under sustained load, invocation by invocation, with a collector at work: each invocation takes a fresh array for a
/// minibatch of 64 images of 14 × 14, as a training loop does that keeps none, and leaves it to the collector.
///
///     scripts/lanewise jmh LatencyBenchmark -p optimizer=ADAM -p variant=SIMD -p size=10000 -p collector=PARALLEL -p rate=10000
///
/// With a rate, invocations are due at fixed times. A latency counts from the time when its invocation was due, so that one that had to wait
/// for a pause counts as long as it had to wait: coordinated omission is corrected. JMH's own time includes the waiting for what is due then, so
/// that only the latencies say something. Without a rate one invocation follows the other. The latencies of all forks are in the run's
/// `invocations.hlog`.
public class LatencyBenchmark extends StepBenchmark {

    private static final int MINIBATCH = 64 * 14 * 14;

    /// Below this much waiting a thread looks at the clock instead of sleeping.
    private static final long SLEEPLESS_NANOSECONDS = TimeUnit.MICROSECONDS.toNanos(200);

    /// The collector that the fork runs with.
    @Param("PARALLEL")
    public Collector collector;

    /// Invocations a second, or 0 for as many as possible.
    @Param("0")
    public long rate;

    /// Where the last minibatch is seen by others, so that it must be made.
    public float[] minibatch;

    private long interval;
    private long due;

    @Override
    boolean isRecorded() {
        return true;
    }

    /// Checks what the fork was started with.
    @Setup(Level.Trial)
    public void checkCollector() {
        collector.requireItsFlag();
        if (rate < 0 || rate > TimeUnit.SECONDS.toNanos(1)) {
            throw new RefusedTrialException("rate must be between 0 and 1000000000 a second, was " + rate);
        }
        interval = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate;
    }

    /// The first invocation of an iteration is due now: nobody waits between two iterations.
    @Setup(Level.Iteration)
    public void begin() {
        due = System.nanoTime();
    }

    @Override
    long start() {
        long start = rate == 0 ? System.nanoTime() : awaitDue();
        minibatch = new float[MINIBATCH];
        return start;
    }

    private long awaitDue() {
        due += interval;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > SLEEPLESS_NANOSECONDS) LockSupport.parkNanos(left - SLEEPLESS_NANOSECONDS);
            else
                Thread.onSpinWait();
        }
        return due;
    }
}
