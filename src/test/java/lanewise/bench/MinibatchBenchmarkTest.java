package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.optim.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class MinibatchBenchmarkTest {

    private static final List<String> METHODS = List.of("forward", "backward", "update", "step");

    private static MinibatchBenchmark benchmark(String network, BenchmarkVariant variant, int batch, Catalogue optimizer) {
        MinibatchBenchmark benchmark = new MinibatchBenchmark();
        benchmark.network = network;
        benchmark.variant = variant;
        benchmark.batch = batch;
        benchmark.optimizer = optimizer;
        benchmark.warmUp = WarmUpTest.SHORT;
        benchmark.smallLayerNanoseconds = 0;
        return benchmark;
    }

    @ParameterizedTest
    @EnumSource(names = "SCALAR_NO_AUTOVEC", mode = EnumSource.Mode.EXCLUDE)
    void minibatchesAreVerified(BenchmarkVariant variant) {
        for (String network : List.of("mlp-book", "mlp-dropout", "dense64", "binary-sigmoid")) {
            for (String method : network.equals("mlp-dropout") ? List.of("forward", "step") : METHODS) {
                MinibatchBenchmark benchmark = benchmark(network, variant, 7, Catalogue.ADAM);
                benchmark.setUp(method);
                for (int t = 0; t < 3; t++) call(benchmark, method);
                assertThatCode(benchmark::verify).as("%s, %s", network, method).doesNotThrowAnyException();
            }
        }
    }

    /// The warm-up of a measurement, cut short where it would wait for C2.
    @Test
    void aMinibatchWhoseLayersAreWarmedUpByThemselvesIsVerified() {
        MinibatchBenchmark benchmark = benchmark("mlp-book", BenchmarkVariant.SIMD, 7, Catalogue.MOMENTUM);
        benchmark.warmUp = new WarmUp(WarmUp.OF_PRODUCTS.batchNanoseconds(), 0, 0);
        benchmark.smallLayerNanoseconds = new MinibatchBenchmark().smallLayerNanoseconds;
        benchmark.setUp("step");
        benchmark.step();
        assertThatCode(benchmark::verify).doesNotThrowAnyException();
    }

    private static void call(MinibatchBenchmark benchmark, String method) {
        switch (method) {
            case "forward" -> benchmark.forward();
            case "backward" -> benchmark.backward();
            case "update" -> benchmark.update();
            case "gradients" -> benchmark.gradients();
            default -> benchmark.step();
        }
    }

    @Test
    void workThatWasNotDoneIsFound() {
        for (String method : List.of("forward", "backward", "gradients", "step")) {
            MinibatchBenchmark benchmark = benchmark("mlp-book", BenchmarkVariant.SIMD, 7, Catalogue.ADAM);
            benchmark.setUp(method);
            assertThatThrownBy(benchmark::verify).as(method).isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(": the benchmark did not do its work");
            call(benchmark, method);
            if (method.equals("gradients")) assertThatCode(benchmark::verify).doesNotThrowAnyException();
        }
    }

    /// Where the minibatch is too large to be computed once more, the last layers are.
    @ParameterizedTest
    @EnumSource(names = "SCALAR_NO_AUTOVEC", mode = EnumSource.Mode.EXCLUDE)
    void gradientsOfALargeMinibatchAreVerified(BenchmarkVariant variant) {
        int size = 196 * 100 + 100 + 100 * 50 + 50 + 50 * 10 + 10;
        for (long affordable : new long[]{0, 7 * 2 * (50 * 10 + 100 * 50)}) {
            int verified = affordable == 0 ? 50 * 10 + 10 : size - 196 * 100 - 100; // the last so many
            for (String method : METHODS) {
                MinibatchBenchmark benchmark = benchmark("mlp-book", variant, 7, Catalogue.ADAM);
                benchmark.affordable = affordable;
                benchmark.setUp(method);
                if (!method.equals("update")) assertThatThrownBy(benchmark::verify).as(method).isInstanceOf(RuntimeException.class);
                call(benchmark, method);
                assertThatCode(benchmark::verify).as(method).doesNotThrowAnyException();
                if (method.equals("forward") || method.equals("update")) continue;
                for (int wrong : new int[]{size - verified, size - 1}) {
                    benchmark.timed.gradients()[wrong] += 1e-3f;
                    assertThatThrownBy(benchmark::verify).as(method).isInstanceOf(IllegalStateException.class)
                            .hasMessageStartingWith("gradient[" + wrong + "] must be ");
                    benchmark.backward();
                }
            }
        }
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThatThrownBy(() -> benchmark("mlp", BenchmarkVariant.SIMD, 1, Catalogue.SGD).setUp("step"))
                .isInstanceOf(RefusedTrialException.class)
                .hasMessageStartingWith("network \"mlp\" is not one of mlp-book, ");
        assertThatThrownBy(() -> benchmark("mlp-book", BenchmarkVariant.SIMD, 0, Catalogue.SGD).setUp("step"))
                .isInstanceOf(RefusedTrialException.class).hasMessage("batch must be at least 1, was 0");
    }
}
