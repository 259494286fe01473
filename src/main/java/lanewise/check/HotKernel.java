package lanewise.check;

import java.util.Random;
import lanewise.optim.Catalogue;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// Runs one kernel until C2 has compiled it, then says what a call allocates and how long it takes. `explain` starts it in a JVM of its own
/// whose log tells how the kernel was compiled.
public final class HotKernel {

    /// What stands before the JVM's name, the bytes a call and the nanoseconds a parameter in the output.
    public static final String JVM = "jvm: ";
    public static final String BYTES = "bytes: ";
    public static final String NANOSECONDS = "ns: ";

    private static final int CALLS = 10_000;
    private static final int SMALL = 1024;
    private static final int BATCHES = 5;

    private HotKernel() {}

    /// @param args the optimizer, the variant and the number of parameters
    public static void main(String[] args) {
        System.out.println(JVM + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
                + System.getProperty("java.vm.info"));
        if (!Allocation.isMeaningful()) return; // C2 does not run, and the wait for it would be long
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
        double bytes = Double.POSITIVE_INFINITY;
        double nanoseconds = Double.POSITIVE_INFINITY;
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            bytes = Math.min(bytes, Allocation.batch(calls, () -> update.apply(variant, w, g, state, 0, size)));
            nanoseconds = Math.min(nanoseconds, (double) (System.nanoTime() - start) / calls / size);
        }
        System.out.println(BYTES + bytes);
        System.out.println(NANOSECONDS + nanoseconds);
    }
}
