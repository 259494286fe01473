package lanewise.bench;

import lanewise.optim.Clipping;
import lanewise.optim.Update;

/// The step after its gradients have been clipped by value, which reads and writes them once more. Two in five are beyond the limit at the
/// first step and at it from then on; the clipping takes the same time whatever it finds.
///
///     scripts/lanewise jmh ClippedValueBenchmark -p optimizer=ADAM -p variant=SIMD -p size=10000
public class ClippedValueBenchmark extends StepBenchmark {

    /// Between the smallest gradient and the largest, see [StepValues#ORDINARY].
    private static final double LIMIT = 0.008;

    @Override
    Update update() {
        return clipped(super.update());
    }

    @Override
    Update reference() {
        return clipped(super.reference());
    }

    private static Update clipped(Update plain) {
        return (kernelVariant, w, g, state, from, to) -> {
            Clipping.byValue(kernelVariant, g, LIMIT, from, to);
            plain.apply(kernelVariant, w, g, state, from, to);
        };
    }
}
