package lanewise.linalg;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What a call leaves on the heap once C2 has compiled it.
final class AllocatedBytes {

    private static final int BATCHES = 40;

    private AllocatedBytes() {}

    /// The least of several batches.
    static double perCall(int calls, Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.POSITIVE_INFINITY;
        for (int batch = 0; batch < BATCHES; batch++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) call.run();
            least = Math.min(least, (double) (threads.getCurrentThreadAllocatedBytes() - before) / calls);
        }
        return least;
    }
}
