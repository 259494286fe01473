package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import lanewise.optim.Catalogue;
import lanewise.optim.Update;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippedStepTest {

    private static void setUp(StepBenchmark benchmark, String variant) {
        benchmark.optimizer = Catalogue.ADAM;
        benchmark.variant = variant;
        benchmark.size = 1_000;
        benchmark.warmUp = WarmUpTest.SHORT;
        benchmark.setUp();
        for (int t = 0; t < 100; t++) benchmark.step();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCALAR", "UNROLLED", "SIMD"})
    void clippedStepsAreVerified(String variant) {
        StepBenchmark norm = new ClippedNormBenchmark();
        setUp(norm, variant);
        assertThatCode(norm::verify).doesNotThrowAnyException();
        StepBenchmark value = new ClippedValueBenchmark();
        setUp(value, variant);
        assertThatCode(value::verify).doesNotThrowAnyException();
    }

    /// A step that forgets to clip leaves other parameters.
    @ParameterizedTest
    @ValueSource(strings = {"SCALAR", "UNROLLED", "SIMD"})
    void aStepThatDoesNotClipIsFound(String variant) {
        StepBenchmark forgetful = new ClippedValueBenchmark() {
            @Override
            Update update() {
                return optimizer.defaults().at(1_000, optimizer.learningRate());
            }
        };
        setUp(forgetful, variant);
        assertThatIllegalStateException().isThrownBy(forgetful::verify).withMessageContaining("the benchmark did not do its work");
        StepBenchmark withoutNorm = new ClippedNormBenchmark() {
            @Override
            Update update() {
                return optimizer.defaults().at(1_000, optimizer.learningRate());
            }
        };
        setUp(withoutNorm, variant);
        assertThatIllegalStateException().isThrownBy(withoutNorm::verify).withMessageStartingWith("the norm must be ");
    }
}
