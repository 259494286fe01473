package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignsTest {

    @Test
    void probabilitiesAreThoseOfCoins() {
        assertThat(Signs.pValue(9, 10)).isCloseTo(11.0 / 1024, within(1e-12));
        assertThat(Signs.pValue(0, 10)).isEqualTo(1);
        assertThat(Signs.pValue(0, 0)).isEqualTo(1);
    }

    /// The order statistics of the tables: the bound is the sixth of twenty, so fifteen must lie above.
    @ParameterizedTest
    @CsvSource({"5, 6", "6, 6", "12, 10", "15, 12", "20, 15", "24, 18", "30, 21"})
    void theLeastNumberAboveIsThatOfTheTables(int n, int least) {
        assertThat(Signs.least(0.025, n)).isEqualTo(least);
    }
}
