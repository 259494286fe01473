package lanewise.bench;

import java.util.function.IntFunction;
import lanewise.data.IndexedNoise;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// What a kernel goes through before the arrays are made that it is timed on. Until C2 is done every vector operation is an object, and
/// collecting those would move the arrays from their places.
final class WarmUp {

    /// The kernel is compiled once three batches agree this closely, or after that many.
    private static final double STEADY = 0.03;
    private static final int MOST_BATCHES = 200;
    private static final int PARAMETERS_PER_BATCH = 2_000_000;

    /// What a network's many small tensors are to a kernel before the large ones come.
    private static final int LARGEST_LAYER = 4_099;
    private static final int LAYERS = 20_000;
    private static final int LAYER_SEED = 4;

    private final Update update;
    private final Variant kernel;
    private final IntFunction<Workload> workloads;
    private int batches;

    /// @param workloads arrays by their size
    WarmUp(Update update, Variant kernel, IntFunction<Workload> workloads) {
        this.update = update;
        this.kernel = kernel;
        this.workloads = workloads;
    }

    /// Runs the very update that will be timed until C2 is done with it, on few enough parameters to be quick: JMH's warm-up of a large
    /// size would see too few calls to get it compiled.
    void untilSteady(int size) {
        int few = size <= 8_192 ? size : 4_096 + size % 64; // with a tail where the real one has a tail
        Workload small = workloads.apply(few);
        int calls = Math.max(1, PARAMETERS_PER_BATCH / Math.max(1, few));
        double before = 0;
        int agreeing = 1;
        for (batches = 0; batches < MOST_BATCHES && agreeing < 3; batches++) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                update.apply(kernel, small.parameters(), small.gradients()[i & 1], small.state(), small.from(), small.to());
            }
            double now = System.nanoTime() - start;
            agreeing = Math.abs(now - before) <= STEADY * before ? agreeing + 1 : 1;
            before = now;
        }
    }

    /// Runs the update on arrays of many sizes, as the layers of a network are. C2 compiles a loop for the lengths it has seen.
    void onMixedSizes() {
        Workload layers = workloads.apply(LARGEST_LAYER);
        for (int call = 0; call < LAYERS; call++) {
            int length = (int) ((1 + IndexedNoise.at(LAYER_SEED, call)) / 2 * (LARGEST_LAYER + 1));
            update.apply(kernel, layers.parameters(), layers.gradients()[call & 1], layers.state(), layers.from(),
                    layers.from() + length);
        }
    }

    /// How many batches it took, and whether the time was steady after them.
    void tell(Facts facts) {
        facts.put("compiledAfterBatches", batches);
        facts.put("settled", batches < MOST_BATCHES);
    }
}
