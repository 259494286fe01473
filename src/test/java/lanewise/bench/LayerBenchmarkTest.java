package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class LayerBenchmarkTest {

    private static LayerBenchmark benchmark(String network, int layer, BenchmarkVariant variant, int batch) {
        LayerBenchmark benchmark = new LayerBenchmark();
        benchmark.network = network;
        benchmark.layer = layer;
        benchmark.variant = variant;
        benchmark.batch = batch;
        benchmark.warmUp = WarmUpTest.SHORT;
        return benchmark;
    }

    @ParameterizedTest
    @EnumSource(names = "SCALAR_NO_AUTOVEC", mode = EnumSource.Mode.EXCLUDE)
    void everyLayerIsVerified(BenchmarkVariant variant) {
        for (int layer = 1; layer <= 6; layer++) {
            LayerBenchmark benchmark = benchmark("mlp-book", layer, variant, 7);
            benchmark.setUp(false);
            benchmark.forward();
            assertThatCode(benchmark::verify).doesNotThrowAnyException();
            benchmark.setUp(true);
            benchmark.backward();
            benchmark.backward();
            assertThatCode(benchmark::verify).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 6})
    void convolutionsAndPoolingAreVerified(int layer) {
        LayerBenchmark benchmark = benchmark("cnn-small", layer, BenchmarkVariant.SIMD, 1);
        for (boolean backward : new boolean[]{false, true}) {
            benchmark.setUp(backward);
            if (backward) benchmark.backward();
            else
                benchmark.forward();
            assertThatCode(benchmark::verify).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void twoSamplesOfALargeLayerAreVerified(int layer) {
        for (boolean backward : new boolean[]{false, true}) {
            LayerBenchmark benchmark = benchmark("cnn-small", layer, BenchmarkVariant.SIMD, 3);
            benchmark.affordable = 0;
            benchmark.setUp(backward);
            if (backward) benchmark.backward();
            else
                benchmark.forward();
            assertThatCode(benchmark::verify).doesNotThrowAnyException();
        }
    }

    @Test
    void workThatWasNotDoneIsFound() {
        LayerBenchmark benchmark = benchmark("mlp-book", 3, BenchmarkVariant.SIMD, 7);
        benchmark.setUp(false);
        assertThatThrownBy(benchmark::verify).isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("outputs\\[0] must be \\w+ after 1 steps, was 7FC00000: the benchmark did not do its work");
        benchmark.backward();
        assertThatThrownBy(benchmark::verify).hasMessageStartingWith("outputs[0] must be");
        benchmark.setUp(true);
        benchmark.forward();
        assertThatThrownBy(benchmark::verify).isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("gradients\\[0] must be \\w+ after 1 steps, was 7FC00000: the benchmark did not do its work");
    }

    /// A kernel that is wrong is so in the pass of the whole network as well. Another weight stands for it: the other variant meets it alone.
    @ParameterizedTest
    @EnumSource(names = "SCALAR_NO_AUTOVEC", mode = EnumSource.Mode.EXCLUDE)
    void aResultThatAnotherVariantDoesNotHaveIsFound(BenchmarkVariant variant) {
        for (boolean backward : new boolean[]{false, true}) {
            for (long affordable : new long[]{Long.MAX_VALUE, 0}) { // the whole layer, two samples
                LayerBenchmark benchmark = benchmark("mlp-book", 3, variant, 7);
                benchmark.affordable = affordable;
                benchmark.setUp(backward);
                if (backward) benchmark.backward();
                else
                    benchmark.forward();
                assertThatCode(benchmark::verify).doesNotThrowAnyException();
                int weight = 196 * 100 + 100 + 17; // of the second dense layer
                benchmark.timed.parameters()[weight] += 1;
                assertThatThrownBy(benchmark::verify).as("backward: %s", backward).isInstanceOf(IllegalStateException.class)
                        .hasMessageMatching("(outputs|inputGradients)\\[\\d+] must be .*: the benchmark did not do its work");
            }
        }
    }

    /// A layer without parameters passes a gradient on and leaves nothing else.
    @Test
    void aGradientThatWasNotPassedOnIsFound() {
        LayerBenchmark benchmark = benchmark("mlp-book", 2, BenchmarkVariant.SIMD, 7);
        benchmark.setUp(true);
        assertThatThrownBy(benchmark::verify).hasMessageStartingWith("inputGradients[0] must be");
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThatThrownBy(() -> benchmark("mlp", 1, BenchmarkVariant.SIMD, 1).setUp(false)).isInstanceOf(RefusedTrialException.class)
                .hasMessageStartingWith("network \"mlp\" is not one of mlp-book, ");
        assertThatThrownBy(() -> benchmark("mlp-book", 1, BenchmarkVariant.SIMD, 0).setUp(false)).isInstanceOf(RefusedTrialException.class)
                .hasMessage("batch must be at least 1, was 0");
        for (int layer : new int[]{0, 7}) {
            assertThatThrownBy(() -> benchmark("mlp-book", layer, BenchmarkVariant.SIMD, 1).setUp(true))
                    .isInstanceOf(RefusedTrialException.class).hasMessage("layer must be between 1 and 6, was " + layer);
        }
    }
}
