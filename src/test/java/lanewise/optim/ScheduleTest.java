package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import lanewise.optim.GradientRate.Form;
import org.junit.jupiter.api.Test;

/// By numbers that can be followed by hand.
class ScheduleTest {

    private static double[] first(Schedule schedule, int steps) {
        return LongStream.rangeClosed(1, steps).mapToDouble(schedule::at).toArray();
    }

    @Test
    void theFirstStepHasTheValueToStartFrom() {
        assertThat(first(Schedule.constant(0.1), 2)).containsExactly(0.1, 0.1);
        assertThat(first(Schedule.exponential(1, Math.log(2)), 3)).containsExactly(new double[]{1, 0.5, 0.25}, within(1e-15));
        assertThat(first(Schedule.inverseTime(1, 0.5), 3)).containsExactly(new double[]{1, 1 / 1.5, 0.5}, within(1e-15));
        assertThat(first(Schedule.multiplicative(1, 0.9), 3)).containsExactly(new double[]{1, 0.9, 0.81}, within(1e-15));
        assertThat(first(Schedule.stepwise(8, 0.5, 2), 6)).containsExactly(8, 8, 4, 4, 2, 2);
        assertThat(first(Schedule.switching(0.5, 0.9, 2), 4)).containsExactly(0.5, 0.5, 0.9, 0.9);
    }

    @Test
    void warmUpRisesToThePeakAndTheCosineFallsToTheEnd() {
        assertThat(first(Schedule.warmUpThenCosine(1, 0, 4, 8), 10))
                .containsExactly(new double[]{0.25, 0.5, 0.75, 1, (1 + Math.sqrt(0.5)) / 2, 0.5, (1 - Math.sqrt(0.5)) / 2, 0, 0, 0},
                        within(1e-15));
        assertThat(first(Schedule.warmUpThenCosine(1, 0.2, 0, 2), 3)).containsExactly(new double[]{0.6, 0.2, 0.2}, within(1e-15));
    }

    @Test
    void stepsBeforeTheFirstAreRefused() {
        for (Schedule schedule : List.of(Schedule.constant(1), Schedule.exponential(1, 1), Schedule.inverseTime(1, 1),
                Schedule.stepwise(1, 0.5, 3), Schedule.multiplicative(1, 0.5), Schedule.warmUpThenCosine(1, 0, 2, 4),
                Schedule.switching(1, 2, 3))) {
            assertThatIllegalArgumentException().isThrownBy(() -> schedule.at(0)).withMessage("step t must be at least 1, was 0");
        }
    }

    @Test
    void whatMakesNoScheduleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.stepwise(1, 0.5, 0)).withMessage("every must be at least 1, was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.exponential(1, -1)).withMessageStartingWith("k must be at least 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.warmUpThenCosine(1, 0, 5, 5))
                .withMessage("warmUp must be at least 0 and below total, were 5 and 5");
    }

    @Test
    void ratesFollowTheGradient() {
        double[] sizes = {4, 1, 4}; // c = 0.5: divisors 2, 1.5 and 2
        assertThat(follow(new GradientRate(Form.CUMULATIVE, 1, 0.5), sizes)).containsExactly(new double[]{1 / 2.0, 1 / 3.0, 1 / 6.0},
                within(1e-15));
        assertThat(follow(new GradientRate(Form.MEMORYLESS, 1, 0.5), sizes)).containsExactly(new double[]{1 / 2.0, 1 / 1.5, 1 / 2.0},
                within(1e-15));
        assertThat(follow(new GradientRate(Form.MEAN, 1, 0.5), sizes)).containsExactly(new double[]{1 / 4.5, 1 / 3.0, 1 / 3.5},
                within(1e-15));
        assertThat(follow(new GradientRate(Form.ROOT_MEAN_SQUARE, 1, 0.5), sizes))
                .containsExactly(new double[]{1 / 4.5, 1 / (Math.sqrt(8.5) + 0.5), 1 / (Math.sqrt(11) + 0.5)}, within(1e-15));
        GradientRate rate = new GradientRate(Form.MEAN, 1, 0.5);
        assertThatIllegalArgumentException().isThrownBy(() -> rate.next(Double.NaN)).withMessageStartingWith("size must be at least 0");
        assertThat(rate.memory()).isZero();
    }

    private static double[] follow(GradientRate rate, double... sizes) {
        double[] rates = new double[sizes.length];
        for (int t = 0; t < sizes.length; t++) rates[t] = rate.next(sizes[t]);
        return rates;
    }

    @Test
    void theAverageStartsTooSmallUnlessCorrected() {
        ExponentialAverage average = new ExponentialAverage(0.75);
        assertThat(average.plain()).isZero();
        assertThat(average.corrected()).isNaN();
        average.add(4);
        assertThat(average.plain()).isEqualTo(1);
        assertThat(average.corrected()).isEqualTo(4);
        average.add(8);
        assertThat(average.plain()).isEqualTo(2.75);
        assertThat(average.corrected()).isCloseTo(2.75 / (1 - 0.5625), within(1e-15));
    }
}
