package lanewise.bench;

import lanewise.optim.Catalogue;
import lanewise.optim.Update;
import org.openjdk.jmh.annotations.Param;

/// One optimizer step over `size` parameters: the time between two minibatches.
///
///     scripts/lanewise jmh StepBenchmark -p optimizer=ADAM -p variant=SCALAR,SIMD -p size=1000
public class StepBenchmark extends TimedUpdate {

    /// Late enough for bias corrections that are neither 1 nor huge.
    private static final long STEP = 1_000;

    /// The rule.
    @Param
    public Catalogue optimizer;

    /// The kernel and its JVM.
    @Param
    public BenchmarkVariant variant;

    @Override
    BenchmarkVariant variant() {
        return variant;
    }

    @Override
    Update update() {
        return optimizer.defaults().at(STEP, optimizer.learningRate());
    }

    @Override
    int stateArrays() {
        return optimizer.state().size();
    }
}
