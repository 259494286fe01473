package lanewise.bench;

import lanewise.optim.Clipping;
import lanewise.optim.Update;

/// The step after its gradients have been clipped by their global norm. The norm is within its limit, as it is at most steps of a training that
/// goes well, so the clipping reads the gradients once more and writes nothing.
///
///     scripts/lanewise jmh ClippedNormBenchmark -p optimizer=ADAM -p variant=SIMD -p size=10000
public class ClippedNormBenchmark extends StepBenchmark {

    /// More than the norm of as many gradients as an array can hold.
    private static final double LIMIT = 1e6;

    private double norm;

    @Override
    Update update() {
        Update plain = super.update();
        return (kernelVariant, w, g, state, from, to) -> {
            norm = Clipping.byGlobalNorm(kernelVariant, g, LIMIT, from, to);
            plain.apply(kernelVariant, w, g, state, from, to);
        };
    }

    /// Verifies the step, and the norm with one that is summed here.
    @Override
    void verify(Workload workload, long steps) {
        super.verify(workload, steps);
        double squares = 0;
        for (int i = workload.from(); i < workload.to(); i++) {
            double gradient = workload.gradients()[0][i];
            squares += gradient * gradient;
        }
        if (!(Math.abs(norm - Math.sqrt(squares)) <= 1e-9 * norm)) {
            throw new IllegalStateException(
                    "the norm must be " + Math.sqrt(squares) + ", was " + norm + ": the benchmark did not do its work");
        }
    }
}
