package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.optim.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MinibatchBenchmarkTest {

    private static MinibatchBenchmark benchmark(String network, BenchmarkVariant variant, int batch, Catalogue optimizer) {
        MinibatchBenchmark benchmark = new MinibatchBenchmark();
        benchmark.network = network;
        benchmark.variant = variant;
        benchmark.batch = batch;
        benchmark.optimizer = optimizer;
        return benchmark;
    }

    @ParameterizedTest
    @EnumSource(names = "SCALAR_NO_AUTOVEC", mode = EnumSource.Mode.EXCLUDE)
    void minibatchesAreProven(BenchmarkVariant variant) {
        MinibatchBenchmark benchmark = benchmark("mlp-book", variant, 7, Catalogue.ADAM);
        benchmark.setUp();
        for (int t = 0; t < 3; t++) {
            benchmark.forward();
            benchmark.backward();
            benchmark.step();
        }
        assertThatCode(benchmark::prove).doesNotThrowAnyException();
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThatThrownBy(() -> benchmark("mlp", BenchmarkVariant.SIMD, 1, Catalogue.SGD).setUp()).isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("network \"mlp\" is not one of mlp-book, ");
        assertThatThrownBy(() -> benchmark("mlp-book", BenchmarkVariant.SIMD, 0, Catalogue.SGD).setUp())
                .isInstanceOf(RefusedException.class).hasMessage("batch must be at least 1, was 0");
    }
}
