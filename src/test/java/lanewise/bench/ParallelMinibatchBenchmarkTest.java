package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelMinibatchBenchmarkTest {

    private final ParallelMinibatchBenchmark benchmark = new ParallelMinibatchBenchmark();

    private void setUp(String network, int threads, long affordable) {
        benchmark.network = network;
        benchmark.variant = BenchmarkVariant.SIMD;
        benchmark.batch = 7;
        benchmark.threads = threads;
        benchmark.affordable = affordable;
        benchmark.warmUp = WarmUpTest.SHORT;
        benchmark.smallLayerNanoseconds = 0;
        benchmark.setUp();
    }

    @AfterEach
    void close() {
        if (benchmark.timed != null) benchmark.close();
    }

    @ParameterizedTest
    @CsvSource({"mlp-book, 2, 4000000000", "mlp-book, 9, 0"})
    void workThatWasDoneIsVerifiedAndWorkThatWasNotIsFound(String network, int threads, long affordable) {
        setUp(network, threads, affordable);
        assertThatThrownBy(benchmark::verify).isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith(": the benchmark did not do its work");
        for (int t = 0; t < 2; t++) benchmark.gradients();
        assertThatCode(benchmark::verify).doesNotThrowAnyException();
        int last = benchmark.timed.gradients().length - 1;
        benchmark.timed.gradients()[last] += 1e-3f;
        assertThatThrownBy(benchmark::verify).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("gradient[" + last + "] ");
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThatThrownBy(() -> setUp("mlp-book", 0, 0)).isInstanceOf(RefusedTrialException.class)
                .hasMessage("threads must be at least 1, were 0");
        assertThatThrownBy(() -> setUp("mlp", 1, 0)).isInstanceOf(RefusedTrialException.class)
                .hasMessageStartingWith("network \"mlp\" is not one of mlp-book, ");
    }
}
