package lanewise.bench;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import lanewise.optim.Catalogue;
import lanewise.optim.SparseStep;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// The step of an embedding of 1,000,000 rows of 64, of which a minibatch has looked up a few.
///
///     scripts/lanewise jmh SparseStepBenchmark -p optimizer=ADAM -p variant=SIMD -p permille=10 -jvmArgs -Xmx2g
///
/// Every step takes the next of several sets of rows, so that the rows of a step are not in the cache from the step before. A set comes
/// with gradients of alternating signs.
public class SparseStepBenchmark extends KernelBenchmark {

    /// Of the embedding.
    public static final int ROWS = 1_000_000;

    /// Parameters of a row.
    public static final int WIDTH = 64;

    private static final long STEP = 1_000;
    private static final int SETS = 64;
    private static final int SEED = 7;
    private static final int REPLAYED = 20;

    /// A table small enough to compile the step on.
    private static final int SMALL = 2_000;

    /// The rule.
    @Param("ADAM")
    public Catalogue optimizer;

    /// The kernel and its JVM.
    @Param
    public BenchmarkVariant variant;

    /// Parameters of the table.
    @Param("64000000")
    public int size;

    /// Rows with a gradient, of a thousand.
    @Param({"1", "10", "100"})
    public int permille;

    /// Where the gradients stand.
    public enum Layout {
        /// Row after row.
        COMPACT,
        /// Where their rows do.
        IN_PLACE
    }

    /// Where the gradients stand.
    @Param
    public Layout layout;

    private Update update;
    private SparseStep sparse;
    private float[] w;
    private float[][] state;
    private int[][] sets;
    private float[][] gradients;
    private long steps;

    /// Compiles, allocates, fills.
    @Setup(Level.Trial)
    public void setUp() {
        variant.requireItsFlags();
        if (size != ROWS * WIDTH) throw new RefusedTrialException("size must be " + ROWS * WIDTH + ", was " + size);
        if (permille < 1 || permille > 1_000) throw new RefusedTrialException("permille must be 1 to 1000, was " + permille);
        update = optimizer.defaults().at(STEP, optimizer.learningRate());
        sparse = new SparseStep(WIDTH, optimizer.state().size());
        allocate(SMALL);
        WarmUp.OF_UPDATE.untilSteady(this::step, facts);
        steps = 0;
        allocate(ROWS);
    }

    private void allocate(int rows) {
        w = new float[rows * WIDTH];
        for (int i = 0; i < w.length; i++) w[i] = StepValues.parameter(i);
        state = new float[optimizer.state().size()][rows * WIDTH];
        int count = rows * permille / 1_000;
        SplittableRandom random = new SplittableRandom(SEED);
        sets = new int[SETS][];
        for (int k = 0; k < SETS; k++) {
            BitSet drawn = new BitSet(rows);
            while (drawn.cardinality() < count) {
                for (int left = count - drawn.cardinality(); left > 0; left--) drawn.set(random.nextInt(rows));
            }
            sets[k] = drawn.stream().toArray();
        }
        int values = layout == Layout.COMPACT ? count * WIDTH : rows * WIDTH;
        gradients = new float[2][values];
        for (int i = 0; i < values; i++) {
            gradients[0][i] = StepValues.ORDINARY.gradient(i);
            gradients[1][i] = -gradients[0][i];
        }
    }

    /// The step.
    @Benchmark
    public void step() {
        int[] rows = sets[(int) (steps % SETS)];
        float[] g = gradients[(int) (steps / SETS & 1)];
        switch (layout) {
            case COMPACT -> sparse.apply(update, variant.variant(), w, rows, g, rows.length, state);
            case IN_PLACE -> sparse.applyInPlace(update, variant.variant(), w, rows, g, rows.length, state);
        }
        steps++;
    }

    /// Replays some rows that have a gradient and some that have none.
    ///
    /// @throws IllegalStateException if a row is not what the steps make of it
    @Override
    void verify() {
        for (int k = 0; k < REPLAYED; k++) {
            int[] some = sets[k % SETS];
            replay(some[(int) ((long) k * (some.length - 1) / (REPLAYED - 1))]);
            replay((int) ((long) k * (ROWS - 1) / (REPLAYED - 1)));
        }
    }

    @Override
    void addFacts() {
        facts.put("steps", steps);
    }

    private void replay(int row) {
        float[] expected = new float[WIDTH];
        for (int j = 0; j < WIDTH; j++) expected[j] = StepValues.parameter(row * WIDTH + j);
        float[][] expectedState = new float[state.length][WIDTH];
        int[] positions = Arrays.stream(sets).mapToInt(set -> Arrays.binarySearch(set, row)).toArray();
        for (long t = 0; t < steps; t++) {
            int position = positions[(int) (t % SETS)];
            if (position < 0) continue;
            int at = (layout == Layout.COMPACT ? position : row) * WIDTH;
            float[] g = Arrays.copyOfRange(gradients[(int) (t / SETS & 1)], at, at + WIDTH);
            update.apply(Variant.SCALAR, expected, g, expectedState, 0, WIDTH);
        }
        for (int j = 0; j < WIDTH; j++) {
            requireEqual(steps, "w", row * WIDTH + j, expected[j], w[row * WIDTH + j]);
            for (int a = 0; a < state.length; a++) {
                requireEqual(steps, "state[" + a + "]", row * WIDTH + j, expectedState[a][j], state[a][row * WIDTH + j]);
            }
        }
    }
}
