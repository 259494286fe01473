package lanewise.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// Calls what will be timed until C2 has compiled it. A time that no longer changes is not enough to know that: one vector operation that is
/// still interpreted makes a call fifty times slower, evenly, for a second. But it also leaves objects, and compiled ones leave none.
final class WarmUp {

    private static final double STEADY = 0.05;
    private static final int AGREEING_BATCHES = 4;
    private static final int AGREEING_LONG_CALLS = 2;
    private static final double BYTES_PER_CALL = 1_000;
    private static final long BATCH_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONG_CALL_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int LEAST_BATCHES = 3; // of calls that take seconds too
    private static final long PATIENCE_NANOSECONDS = TimeUnit.SECONDS.toNanos(10);

    private WarmUp() {}

    /// Returns when the time is steady and nothing is allocated, or after ten seconds and three batches, and notes which it was.
    static void untilSteady(Runnable call, Facts facts) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        double before = 0;
        int agreeing = 1;
        int needed = AGREEING_BATCHES;
        int batches = 0;
        while (agreeing < needed && (batches < LEAST_BATCHES || System.nanoTime() - start < PATIENCE_NANOSECONDS)) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            long elapsed;
            int calls = 0;
            do {
                call.run();
                calls++;
                elapsed = System.nanoTime() - begin;
            } while (elapsed < BATCH_NANOSECONDS);
            batches++;
            double now = (double) elapsed / calls;
            double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / calls;
            agreeing = Math.abs(now - before) <= STEADY * before && bytes < BYTES_PER_CALL ? agreeing + 1 : 1;
            if (now > LONG_CALL_NANOSECONDS) needed = AGREEING_LONG_CALLS;
            before = now;
        }
        facts.put("settled", agreeing >= needed);
        facts.put("settledAfterMilliseconds", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        facts.put("compiledAfterBatches", batches);
    }
}
