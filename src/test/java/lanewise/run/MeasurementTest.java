package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {

    private static Measurement with(Map<String, Object> facts) {
        return new Measurement("row", 1, 1, "2026-01-01T00:00:00Z", 1, 0, 0, 0, new double[]{1}, facts, null);
    }

    /// The second name is that of earlier builds.
    @ParameterizedTest
    @ValueSource(strings = {"steady", "settled"})
    void isUnsteadyIfItsForkSaysSo(String fact) {
        assertThat(with(Map.of(fact, false)).unsteady()).isTrue();
        assertThat(with(Map.of(fact, true)).unsteady()).isFalse();
    }

    @Test
    void isNotUnsteadyIfItsForkSaysNothing() {
        assertThat(with(Map.of()).unsteady()).isFalse();
    }
}
