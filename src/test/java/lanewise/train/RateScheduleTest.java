package lanewise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateScheduleTest {

    @ParameterizedTest
    @CsvSource({"constant, 1, 0.5", "constant, 9, 0.5", "exponential:0.1, 3, 0.40936537653", "inverse-time:0.5, 3, 0.25",
            "'stepwise:0.5,10', 10, 0.5", "'stepwise:0.5,10', 11, 0.25", "multiplicative:0.9, 3, 0.405", "subtractive:0.1, 3, 0.3",
            "subtractive:0.1, 900, 0", "'warm-up-then-cosine:0,5,20', 5, 0.5", "'warm-up-then-cosine:0,5,20', 20, 0"})
    void aNameWithItsNumbersIsASchedule(String text, long step, double rate) {
        assertThat(RateSchedule.of(text, 0.5, 1).at(step)).isCloseTo(rate, within(1e-10));
    }

    @Test
    void byEpochAllStepsOfAnEpochHaveOneRate() {
        assertThat(RateSchedule.of("subtractive:0.1", 0.5, 469).at(469)).isEqualTo(0.5);
        assertThat(RateSchedule.of("subtractive:0.1", 0.5, 469).at(470)).isEqualTo(0.4);
    }

    @Test
    void whatIsNoScheduleIsRefused() {
        refused("linear", "schedule \"linear\" is not one of constant exponential:K");
        refused("constant:1", "must be given as constant");
        refused("exponential", "must be given as exponential:K");
        refused("stepwise:0.5", "must be given as stepwise:FACTOR,EVERY");
        refused("stepwise:0.5,1.5", "EVERY must be a whole number, was 1.5");
        refused("multiplicative:x", "with numbers");
        refused("subtractive:-1", "amount must be at least 0");
    }

    private static void refused(String text, String because) {
        assertThatThrownBy(() -> RateSchedule.of(text, 0.5, 1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(because);
    }
}
