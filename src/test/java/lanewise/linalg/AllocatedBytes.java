package lanewise.linalg;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// What a call leaves on the heap once C2 has compiled it, which it does in its own time where other processes keep the machine busy.
public final class AllocatedBytes {

    private static final long PATIENCE_NANOSECONDS = TimeUnit.SECONDS.toNanos(30);

    private AllocatedBytes() {}

    /// Of the first batch within the bound, or the least if there is none for half a minute.
    public static double perCall(int calls, double bound, Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.POSITIVE_INFINITY;
        for (long start = System.nanoTime(); least > bound && System.nanoTime() - start < PATIENCE_NANOSECONDS;) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) call.run();
            least = Math.min(least, (double) (threads.getCurrentThreadAllocatedBytes() - before) / calls);
        }
        return least;
    }
}
