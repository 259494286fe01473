package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {

    @ParameterizedTest
    @CsvSource({"0.02, 2 %", "0.025, 2.5 %", "0, 0 %", "1, 100 %", "0.1004, 10 %"})
    void aShortPercentHasADecimalWhereItSaysSomething(double fraction, String text) {
        assertThat(Format.shortPercent(fraction)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"12.34, 12.3 ns", "999, 999.0 ns", "4560, 4.56 µs", "1e6, 1.00 ms", "7.8901e8, 789.01 ms"})
    void aTimeHasTheUnitThatSuitsIt(double nanoseconds, String text) {
        assertThat(Format.time(nanoseconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberIsADash(double none) {
        assertThat(Format.number("%.1f", none)).isEqualTo("–");
        assertThat(Format.percent(none)).isEqualTo("–");
        assertThat(Format.shortPercent(none)).isEqualTo("–");
        assertThat(Format.time(none)).isEqualTo("–");
        assertThat(Format.milliseconds(none)).isEqualTo("–");
    }
}
