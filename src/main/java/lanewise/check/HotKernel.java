package lanewise.check;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import lanewise.optim.Catalogue;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// Runs one kernel until C2 has compiled it, then says what a call allocates and how long it takes. `explain` starts it in a JVM of its own
/// whose log tells how the kernel was compiled.
public final class HotKernel {

    /// What stands before the JVM's name, the bytes a call and the nanoseconds a unit of work in the output.
    public static final String JVM = "jvm: ";
    public static final String BYTES = "bytes: ";
    public static final String NANOSECONDS = "ns: ";

    private static final int CALLS = 10_000;
    private static final int SMALL = 1024;
    private static final int BATCHES = 5;
    private static final long LOOP_NANOSECONDS = TimeUnit.SECONDS.toNanos(2);

    private HotKernel() {}

    /// @param args the optimizer, the variant and the number of parameters; or the name of an [InnerLoop] alone
    public static void main(String[] args) {
        System.out.println(JVM + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                + System.getProperty("java.vm.info"));
        if (!Allocation.isMeaningful()) return; // C2 does not run, and the wait for it would be long
        if (args.length == 1) loop(InnerLoop.valueOf(args[0]).work());
        else
            update(args);
    }

    private static void update(String... args) {
        Catalogue entry = Catalogue.valueOf(args[0]);
        Variant variant = Variant.valueOf(args[1]);
        int size = Integer.parseInt(args[2]);
        Update update = entry.defaults().at(1, entry.learningRate());
        float[] w = new float[size];
        float[] g = new float[size];
        float[][] state = new float[entry.state().size()][size];
        Random random = new Random(1);
        for (int i = 0; i < size; i++) g[i] = random.nextFloat() - 0.5f;

        // A small range first: a method is compiled as a whole only after many calls, whatever each of them takes.
        for (int i = 0; i < CALLS; i++) update.apply(variant, w, g, state, 0, Math.min(size, SMALL));
        int calls = 1 + (int) ((long) CALLS * SMALL / Math.max(SMALL, size) / BATCHES);
        say(calls, size, () -> update.apply(variant, w, g, state, 0, size));
    }

    private static void loop(InnerLoop.Work work) {
        int calls = 0;
        for (long end = System.nanoTime() + LOOP_NANOSECONDS; System.nanoTime() < end; calls++) work.call().run();
        say(1 + calls / (10 * BATCHES), work.multiplyAdds(), work.call());
    }

    /// The least of several batches.
    private static void say(int calls, long units, Runnable call) {
        double bytes = Double.POSITIVE_INFINITY;
        double nanoseconds = Double.POSITIVE_INFINITY;
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            bytes = Math.min(bytes, Allocation.batch(calls, call));
            nanoseconds = Math.min(nanoseconds, (double) (System.nanoTime() - start) / calls / units);
        }
        System.out.println(BYTES + bytes);
        System.out.println(NANOSECONDS + nanoseconds);
    }
}
