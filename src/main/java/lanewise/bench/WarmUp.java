package lanewise.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// Calls what will be timed until C2 has compiled it. A time that no longer changes is not enough to know that: one vector operation that is
/// still interpreted makes a call fifty times slower, evenly, for a second. But it also leaves objects, and compiled ones leave none.
/// Scalar kernels leave none in any case: for these it is a test of steady time alone.
///
/// @param batchNanoseconds    for which it calls at least, before it asks how long a call took and what it allocated
/// @param patienceNanoseconds after which it ends, steady or not, if nothing is allocated
/// @param longestNanoseconds  after which it ends in any case
record WarmUp(long batchNanoseconds, long patienceNanoseconds, long longestNanoseconds) {

    /// Of an update of a few thousand parameters, which is one loop.
    static final WarmUp OF_UPDATE = new WarmUp(TimeUnit.MILLISECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(10));

    /// Of products and networks, which are many methods, and whose calls may take seconds.
    static final WarmUp OF_PRODUCTS = new WarmUp(TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(10),
            TimeUnit.SECONDS.toNanos(10));

    private static final double STEADY = 0.05;
    private static final int AGREEING_BATCHES = 4;
    private static final int AGREEING_LONG_CALLS = 2;
    private static final double BYTES_PER_CALL = 1_000;
    private static final long LONG_CALL_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int LEAST_BATCHES = 3; // of calls that take seconds too

    /// Returns when the time is steady and nothing is allocated, or when its patience ends and three batches are done, and notes which it was.
    void untilSteady(Runnable call, Facts facts) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        double before = 0;
        int agreeing = 1;
        int needed = AGREEING_BATCHES;
        int batches = 0;
        long patience = longestNanoseconds;
        while (agreeing < needed && (batches < LEAST_BATCHES || System.nanoTime() - start < patience)) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            long elapsed;
            int calls = 0;
            do {
                call.run();
                calls++;
                elapsed = System.nanoTime() - begin;
            } while (elapsed < batchNanoseconds);
            batches++;
            double now = (double) elapsed / calls;
            double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / calls;
            boolean compiled = bytes < BYTES_PER_CALL;
            patience = compiled ? patienceNanoseconds : longestNanoseconds;
            agreeing = Math.abs(now - before) <= STEADY * before && compiled ? agreeing + 1 : 1;
            if (now > LONG_CALL_NANOSECONDS) needed = AGREEING_LONG_CALLS;
            before = now;
        }
        facts.put("steady", agreeing >= needed);
        facts.put("steadyAfterMilliseconds", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        facts.put("compiledAfterBatches", batches);
    }
}
