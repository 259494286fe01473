package lanewise.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import lanewise.optim.Catalogue;
import lanewise.optim.ExternalKernel;
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

    /// The kernel and its JVM: one of [BenchmarkVariant], or a [ExternalKernel] on the class path by its name.
    @Param({"SCALAR", "UNROLLED", "SIMD", "SCALAR_NO_AUTOVEC"})
    public String variant;

    @Override
    BenchmarkVariant variant() {
        return ownVariant().orElse(BenchmarkVariant.SIMD); // an external kernel gets the JVM that it is compared in
    }

    @Override
    Update update() {
        return ownVariant().isPresent() ? reference() : external().at(STEP, optimizer.learningRate());
    }

    @Override
    Update reference() {
        return optimizer.defaults().at(STEP, optimizer.learningRate());
    }

    @Override
    int stateArrays() {
        return optimizer.state().size();
    }

    private Optional<BenchmarkVariant> ownVariant() {
        return Stream.of(BenchmarkVariant.values()).filter(own -> own.name().equals(variant)).findFirst();
    }

    private ExternalKernel external() {
        return ExternalKernel.found().stream().filter(kernel -> kernel.name().equals(variant) && kernel.optimizer() == optimizer)
                .findFirst()
                .orElseThrow(() -> new RefusedTrialException("variant must be one of " + Arrays.toString(BenchmarkVariant.values())
                        + " or the name of a kernel for " + optimizer + " on the class path, was " + variant));
    }
}
