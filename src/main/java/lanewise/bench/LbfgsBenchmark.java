package lanewise.bench;

import java.util.Arrays;
import lanewise.optim.InverseHessian;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import lanewise.optim.Vectors;
import org.openjdk.jmh.annotations.Param;

/// The larger part of what an iteration of L-BFGS costs without its evaluations: the direction from a full history of ten pairs, and the
/// step along it. The new pair and the sums of the line search, some 100 bytes a parameter to these 428, are not timed.
///
///     d ← −Hg        two inner products and two vectors added to another, for each pair
///     w ← w + d
///
///     scripts/lanewise jmh LbfgsBenchmark -p variant=SCALAR,SIMD -p size=1000000 -jvmArgs -Xmx1g
///
/// The history is that of a function with curvatures between 0.5 and 1.5 and stays as it is. As the gradient changes sign at every step,
/// so does the direction.
public class LbfgsBenchmark extends TimedUpdate {

    /// Pairs, all of them used.
    public static final int HISTORY = 10;

    /// Steps, changes of the gradient, the direction.
    public static final int STATE_ARRAYS = 2 * HISTORY + 1;

    /// Per parameter: 4 for −g, 32 for each pair, 4 for γ, 8 for the step.
    public static final int BYTES_READ = 4 + 32 * HISTORY + 4 + 8;

    /// Per parameter: 4 for −g, 8 for each pair, 4 for γ, 4 for the step.
    public static final int BYTES_WRITTEN = 4 + 8 * HISTORY + 4 + 4;

    /// The rule, for the report.
    @Param("LBFGS")
    public String optimizer;

    /// The kernels and their JVM.
    @Param
    public BenchmarkVariant variant;

    @Override
    BenchmarkVariant variant() {
        return variant;
    }

    @Override
    Update update() {
        return new DirectionAndStep();
    }

    @Override
    int stateArrays() {
        return STATE_ARRAYS;
    }

    @Override
    StepValues values() {
        return StepValues.PAIRS;
    }

    /// It has the shape of an update, so that it is timed as one; but the range must be all there is, since inner products are no sums of
    /// slices.
    static final class DirectionAndStep implements Update {

        private float[][] known;
        private InverseHessian inverse;

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            if (state != known) {
                inverse = inverse(variant, state, from, to);
                known = state;
            }
            float[] direction = state[2 * HISTORY];
            inverse.direction(variant, g, direction);
            Vectors.axpy(variant, 1, direction, w, from, to);
        }
    }

    private static InverseHessian inverse(Variant variant, float[][] state, int from, int to) {
        InverseHessian inverse = new InverseHessian(Arrays.copyOfRange(state, 0, HISTORY), Arrays.copyOfRange(state, HISTORY, 2 * HISTORY),
                from, to);
        for (int k = 0; k < HISTORY; k++) {
            if (!inverse.take(variant)) throw new IllegalStateException("pair " + k + " was left out: the history would not be full");
        }
        return inverse;
    }

    /// The last direction is computed once more with the scalar kernels, every element of it; a sample of the parameters is followed through
    /// all steps.
    @Override
    void verify(Workload workload, long steps) {
        verifyDirection(workload, steps);
    }

    static void verifyDirection(Workload workload, long steps) {
        workload.requireValues();
        int from = workload.from();
        int last = (int) (steps - 1 & 1);
        float[] direction = workload.state()[2 * HISTORY];
        float[] again = workload.gradients()[1 - last]; // no longer needed, and as long
        inverse(Variant.SCALAR, workload.state(), from, workload.to())
                .direction(Variant.SCALAR, workload.gradients()[last], again);
        for (int i = from; i < workload.to(); i++) requireEqual(steps, "direction", i - from, again[i], direction[i]);
        for (int i : Replay.sample(workload.size())) {
            float even = last == 0 ? direction[from + i] : -direction[from + i];
            float w = StepValues.parameter(i);
            for (long t = 0; t < steps; t++) w += (t & 1) == 0 ? even : -even;
            requireEqual(steps, "w", i, w, workload.parameters()[from + i]);
        }
    }
}
