package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import lanewise.bench.ArithmeticBenchmark.Operation;
import lanewise.bench.StreamBenchmark.Form;
import lanewise.bench.StreamBenchmark.StreamCount;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Roofs prove their work, as steps do.
class RoofBenchmarkTest {

    @ParameterizedTest
    @EnumSource
    void everyStreamIsVerified(StreamCount streams) {
        for (Form form : Form.values()) {
            StreamBenchmark benchmark = new StreamBenchmark();
            benchmark.streams = streams;
            benchmark.form = form;
            benchmark.size = 1_000;
            benchmark.warmUp = WarmUpTest.SHORT;
            benchmark.setUp();
            for (int t = 0; t < 3; t++) benchmark.step();
            assertThatCode(benchmark::verify).as("%s", form).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationIsVerifiedAndOneThatWasNotDoneIsFound(Operation operation) {
        ArithmeticBenchmark benchmark = new ArithmeticBenchmark();
        benchmark.operation = operation;
        benchmark.setUp();
        assertThatIllegalStateException().isThrownBy(benchmark::verify).withMessageContaining("the benchmark did not do its work");
        benchmark.loop();
        assertThatCode(benchmark::verify).doesNotThrowAnyException();
    }
}
