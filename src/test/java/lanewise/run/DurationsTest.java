package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"90s, 90, 1m30s", "5m, 300, 5m00s", "1h30m, 5400, 1h30m", "1h, 3600, 1h00m", "2m5s, 125, 2m05s", "7s, 7, 7s"})
    void areReadAndWritten(String text, double seconds, String written) {
        assertThat(Durations.parse(text)).isEqualTo(seconds);
        assertThat(Durations.format(seconds)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "0s", "m", "-5m", "5 m", "1m1h"})
    void areRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text))
                .withMessage("a duration is written like 90s, 5m or 1h30m, was \"" + text + "\"");
    }
}
