package lanewise.check;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// Bytes that a kernel allocates per call: the cheapest way to see that C2 compiled every vector operation to an instruction. One that it
/// failed to inline makes an object, and a step a thousand times slower.
public final class Allocation {

    private static final int CALLS = 10_000;
    private static final int SIZE = 207;

    /// Batches of calls, and for how long, before a kernel that still allocates is said to do so: C2 compiles in its own time where other
    /// processes keep the machine busy.
    private static final int LEAST_BATCHES = 30;
    private static final long PATIENCE_NANOSECONDS = TimeUnit.SECONDS.toNanos(3);

    /// Bytes a call of a prebuilt update. Less than one is the thread's other business.
    public static final double UPDATE_BOUND = 1;

    /// Bytes a whole step: the record of its scalars, and nothing that grows with the parameters.
    public static final double STEP_BOUND = 64;

    private Allocation() {}

    /// False where no compiler runs that could keep vectors off the heap: interpreted, or without C2.
    public static boolean isMeaningful() {
        String mode = System.getProperty("java.vm.info", "");
        String name = System.getProperty("java.vm.name", "");
        return !mode.contains("interpreted") && !mode.contains("emulated-client") && name.contains("Server");
    }

    /// Bytes per call of a prebuilt update over a few vectors and a tail, once it is steady; the least of several batches if it never is.
    public static double ofUpdate(Subject subject, Variant variant) {
        Update update = subject.optimizer().at(1, subject.learningRate());
        float[] w = new float[SIZE];
        float[] g = new float[SIZE];
        float[][] state = new float[subject.state().size()][SIZE];
        return steady(CALLS, UPDATE_BOUND, () -> update.apply(variant, w, g, state, 0, SIZE));
    }

    /// Bytes per call of a whole step, its update included, over `size` parameters.
    public static double ofStep(Subject subject, Variant variant, int size) {
        float[] w = new float[size];
        float[] g = new float[size];
        float[][] state = new float[subject.state().size()][size];
        return steady(1 + CALLS * SIZE / Math.max(SIZE, size), STEP_BOUND,
                () -> subject.optimizer().at(1, subject.learningRate()).apply(variant, w, g, state, 0, size));
    }

    /// The first batch within the bound, or the least of all if none is: until C2 has compiled the call, vectors are objects.
    private static double steady(int calls, double bound, Runnable call) {
        double least = Double.POSITIVE_INFINITY;
        long start = System.nanoTime();
        for (int batch = 0; least >= bound && (batch < LEAST_BATCHES || System.nanoTime() - start < PATIENCE_NANOSECONDS); batch++) {
            least = Math.min(least, batch(calls, call));
        }
        return least;
    }

    /// Bytes per call of this many calls.
    static double batch(int calls, Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) call.run();
        return (double) (threads.getCurrentThreadAllocatedBytes() - before) / calls;
    }
}
