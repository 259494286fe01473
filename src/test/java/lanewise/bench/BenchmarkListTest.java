package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Without its annotation processor JMH finds nothing, and says so only when it is run.
class BenchmarkListTest {

    @Test
    void jmhKnowsTheBenchmarks() throws IOException {
        try (var list = StepBenchmark.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            assertThat(list).as("META-INF/BenchmarkList, which JMH's annotation processor writes").isNotNull();
            assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8)).contains(StepBenchmark.class.getName(),
                    LayerBenchmark.class.getName());
        }
    }
}
