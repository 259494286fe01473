package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A report may be made by another JVM than the forks', on another machine.
class JmhResultsTest {

    private static final Row ROW = Plans.row("SGD", "SIMD", 1_000);

    private static JsonNode result(Map<String, Object> facts) {
        Measurement fork = new Measurement(ROW.id(), 1, 1, "2026-01-01T00:00:00Z", 1, 0, 0, 0, new double[]{1}, facts, null);
        return new JsonMapper().readTree(JmhResults.of(Plans.plan(1, 0, ROW), List.of(fork))).get(0);
    }

    @Test
    void theJvmIsThatOfTheForks() {
        JsonNode result = result(Map.of("jdk", "99+1", "vmName", "Another VM", "vmVersion", "99+1-x"));
        assertThat(result.get("jdkVersion").asString()).isEqualTo("99+1");
        assertThat(result.get("vmName").asString()).isEqualTo("Another VM");
        assertThat(result.get("vmVersion").asString()).isEqualTo("99+1-x");
    }

    @Test
    void ofForksThatDidNotSayNothingIsMadeUp() {
        assertThat(result(Map.of()).propertyNames()).contains("benchmark").doesNotContain("jdkVersion", "vmName", "vmVersion");
    }
}
