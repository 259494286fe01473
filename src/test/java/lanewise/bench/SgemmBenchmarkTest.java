package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class SgemmBenchmarkTest {

    private static SgemmBenchmark benchmark(String variant, String shape) {
        SgemmBenchmark benchmark = new SgemmBenchmark();
        benchmark.variant = variant;
        benchmark.shape = shape;
        benchmark.warmUp = WarmUpTest.SHORT;
        return benchmark;
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCALAR", "UNROLLED", "SIMD"})
    void everyShapeIsMultipliedAndVerified(String variant) {
        for (String shape : new String[]{"64x50x100", "100x50x64-TN", "64x100x50-NT", "1x1x1", "3x200x300"}) {
            SgemmBenchmark benchmark = benchmark(variant, shape);
            benchmark.setUp();
            benchmark.multiply();
            assertThatCode(benchmark::verify).as(shape).doesNotThrowAnyException();
        }
    }

    @Test
    void aProductThatWasNotMadeIsFound() {
        SgemmBenchmark benchmark = benchmark("SIMD", "64x50x100");
        benchmark.setUp();
        assertThatThrownBy(benchmark::verify).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the benchmark did not do its work");
    }

    @ParameterizedTest
    @ValueSource(strings = {"64x50", "64x50x100-TT", "0064x50xA", ""})
    void otherShapesAreRefused(String shape) {
        assertThatThrownBy(() -> benchmark("SIMD", shape).setUp()).isInstanceOf(RefusedTrialException.class)
                .hasMessage("shape must be written like 64x4096x4096 or 64x4096x4096-NT, was " + shape);
    }
}
