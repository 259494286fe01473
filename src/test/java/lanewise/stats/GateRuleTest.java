package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateRuleTest {

    @ParameterizedTest
    @CsvSource({"0.01, 20, 11", "0.01, 1, 7", "0.001, 20, 15", "0.05, 200, 12", "0.2, 1, 6"}) // the last for the sign test
    void roundsMustBeAbleToReject(double falseAlarms, int mostSuspects, int least) {
        assertThat(new GateRule(6, 40, falseAlarms, mostSuspects, 0.75).leastConfirmRounds()).isEqualTo(least);
        assertThat(new GateRule(6, least, falseAlarms, mostSuspects, 0.75).confirmRounds()).isEqualTo(least);
        assertThatIllegalArgumentException().isThrownBy(() -> new GateRule(6, least - 1, falseAlarms, mostSuspects, 0.75))
                .withMessageContaining("takes at least " + least + " rounds, had " + (least - 1));
    }

    @Test
    void theDefaultHoldsItsOwnRule() {
        assertThat(GateRule.DEFAULT.confirmRounds()).isGreaterThan(GateRule.DEFAULT.leastConfirmRounds());
    }

    @Test
    void whatIsNoRuleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GateRule(4, 20, 0.01, 20, 0.75))
                .withMessage("a screen needs at least 5 rounds to show that a row is the same, had 4");
        assertThatIllegalArgumentException().isThrownBy(() -> new GateRule(6, 20, 0, 20, 0.75)).withMessageContaining("false alarm");
        assertThatIllegalArgumentException().isThrownBy(() -> new GateRule(6, 20, Double.NaN, 20, 0.75))
                .withMessageContaining("false alarm");
        assertThatIllegalArgumentException().isThrownBy(() -> new GateRule(6, 20, 0.01, 0, 0.75)).withMessageContaining("suspect");
        assertThatIllegalArgumentException().isThrownBy(() -> new GateRule(6, 20, 0.01, 20, 75)).withMessageContaining("win rate");
    }

    @Test
    void pairsAreOfFiniteTimesAndAFraction() {
        double[] two = {1, 2};
        assertThat(new Pairs("row", 0.02, two, new double[]{1.5, 1}).differences()).containsExactly(0.5, -1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Pairs("row", 2, two, two))
                .withMessage("the margin of row must lie between 0 and 1, was 2.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Pairs("row", 0.02, two, new double[1]))
                .withMessage("row needs as many rounds of the base as of the head, had 2 and 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Pairs("row", 0.02, two, new double[]{1, Double.NEGATIVE_INFINITY}))
                .withMessageContaining("must be finite, one was -Infinity");
    }
}
