package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingStream;

/// What a call leaves on the heap once C2 has compiled it, which it does in its own time where other processes keep the machine busy.
public final class AllocatedBytes {

    private static final long PATIENCE_NANOSECONDS = TimeUnit.SECONDS.toNanos(60);

    private AllocatedBytes() {}

    /// Asserts that a call comes to allocate less than the bound on average. If it does not, the failure names the methods that allocate.
    ///
    /// @param calls over which the average is taken
    /// @param bound in bytes per call
    public static void assertBelow(double bound, int calls, Runnable call) {
        double least = least(bound, calls, call);
        if (least >= bound) assertThat(least).as("bytes per call, allocated in %s", sites(call)).isLessThan(bound);
    }

    /// Of the first batch within the bound, or the least if there is none within the patience.
    private static double least(double bound, int calls, Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.POSITIVE_INFINITY;
        for (long start = System.nanoTime(); least >= bound && System.nanoTime() - start < PATIENCE_NANOSECONDS;) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) call.run();
            least = Math.min(least, (double) (threads.getCurrentThreadAllocatedBytes() - before) / calls);
        }
        return least;
    }

    /// Methods of this project in which the flight recorder saw objects made, with how often, and the class of one of them.
    private static Map<String, Integer> sites(Runnable call) {
        Map<String, Integer> sites = new TreeMap<>();
        String thread = Thread.currentThread().getName();
        try (RecordingStream recording = new RecordingStream()) {
            recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s").withStackTrace();
            recording.onEvent("jdk.ObjectAllocationSample", event -> {
                if (event.getThread() != null && thread.equals(event.getThread().getJavaName())) sites.merge(site(event), 1, Integer::sum);
            });
            recording.startAsync();
            for (long start = System.nanoTime(); System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2);) call.run();
            recording.stop();
        }
        return sites;
    }

    private static String site(RecordedEvent event) {
        String made = event.getClass("objectClass").getName();
        if (event.getStackTrace() == null) return made;
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith("lanewise.")) {
                return type + "." + frame.getMethod().getName() + ":" + frame.getLineNumber() + " (" + frame.getType() + ", " + made + ")";
            }
        }
        return made;
    }
}
