package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lanewise.optim.GradientRate.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// By numbers that can be followed by hand.
class ScheduleTest {

    /// Which step has which value: a schedule, then values of its steps from 1 on, then the value of all later ones that are asked for.
    private record Row(String name, Schedule schedule, double last, double... values) {}

    private static List<Row> table() {
        double quarter = (1 + Math.sqrt(0.5)) / 2; // of the way down half a cosine
        return List.of(
                new Row("constant", Schedule.constant(0.1), 0.1, 0.1, 0.1, 0.1),
                new Row("exponential", Schedule.exponential(1, Math.log(2)), 0, 1, 0.5, 0.25, 0.125),
                new Row("exponential, k 0", Schedule.exponential(1, 0), 1, 1, 1, 1),
                new Row("inverse time", Schedule.inverseTime(1, 0.5), 1.0 / (1L << 62), 1, 1 / 1.5, 0.5, 0.4),
                new Row("multiplicative", Schedule.multiplicative(1, 0.9), 0, 1, 0.9, 0.81, 0.729),
                new Row("multiplicative, factor 0", Schedule.multiplicative(1, 0), 0, 1, 0, 0),
                new Row("multiplicative from 0, factor 2", Schedule.multiplicative(0, 2), 0, 0, 0, 0),
                new Row("stepwise", Schedule.stepwise(8, 0.5, 2), 0, 8, 8, 4, 4, 2, 2, 1),
                new Row("stepwise, one step", Schedule.stepwise(8, 0.5, Long.MAX_VALUE), 8, 8, 8, 8),
                new Row("switching", Schedule.switching(0.5, 0.9, 2), 0.9, 0.5, 0.5, 0.9, 0.9),
                new Row("switching, at once", Schedule.switching(0.5, 0.9, 0), 0.9, 0.9, 0.9),
                new Row("warm-up and cosine", Schedule.warmUpThenCosine(1, 0, 4, 9), 0, 0.25, 0.5, 0.75, 1, 1, quarter, 0.5, 1 - quarter, 0,
                        0),
                new Row("cosine alone", Schedule.warmUpThenCosine(1, 0.1, 0, 3), 0.1, 1, 0.55, 0.1, 0.1),
                new Row("cosine of one step", Schedule.warmUpThenCosine(1, 0.1, 0, 1), 0.1, 1, 0.1, 0.1),
                new Row("cosine of two steps", Schedule.warmUpThenCosine(1, 0.1, 0, 2), 0.1, 1, 0.1, 0.1),
                new Row("warm-up and one step", Schedule.warmUpThenCosine(1, 0.1, 2, 3), 0.1, 0.5, 1, 1, 0.1),
                new Row("cosine that rises", Schedule.warmUpThenCosine(0.1, 1, 0, 3), 1, 0.1, 0.55, 1, 1),
                new Row("endless warm-up", Schedule.warmUpThenCosine(1, 0, Long.MAX_VALUE - 1, Long.MAX_VALUE), 1, Math.scalb(1, -63)));
    }

    static Stream<Arguments> rows() {
        return table().stream().map(row -> Arguments.of(row.name, row));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyStepHasItsValue(String name, Row row) {
        for (int t = 1; t <= row.values.length; t++) {
            assertThat(row.schedule.at(t)).as("%s, step %d", name, t).isCloseTo(row.values[t - 1], within(1e-15));
        }
        assertThat(row.schedule.at(1)).isEqualTo(row.values[0]); // exactly
        assertThat(row.schedule.at(Long.MAX_VALUE)).isCloseTo(row.last, within(1e-6 * row.last));
        assertThatIllegalArgumentException().isThrownBy(() -> row.schedule.at(0)).withMessage("step t must be at least 1, was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> row.schedule.at(Long.MIN_VALUE)).withMessageStartingWith("step t must be");
    }

    /// Every value can be handed to an optimizer, whose kernels see it as a float.
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyStepHasAValueThatAnOptimizerTakes(String name, Row row) {
        for (long t = 1; t > 0; t *= 2) {
            double rate = row.schedule.at(t);
            assertThat(Sgd.DEFAULT.at(t, rate)).as("%s, step %d: %s", name, t, rate).isNotNull();
        }
    }

    @Test
    void theFirstStepAfterTheWarmUpHasThePeak() {
        for (long warmUp : new long[]{0, 1, 2, 10, 1_000_000_007L}) {
            for (double peak : new double[]{1, 0.1, 3e-4, 1e38}) {
                assertThat(Schedule.warmUpThenCosine(peak, 0.1, warmUp, warmUp + 10).at(warmUp + 1)).isEqualTo(peak);
                assertThat(Schedule.warmUpThenCosine(peak, 0.1, warmUp, warmUp + 10).at(warmUp + 10)).isEqualTo(0.1);
                if (warmUp > 0) assertThat(Schedule.warmUpThenCosine(peak, 0.1, warmUp, warmUp + 10).at(warmUp)).isEqualTo(peak);
            }
        }
    }

    @Test
    void whatMakesNoScheduleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.stepwise(1, 0.5, 0)).withMessage("every must be at least 1, was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.exponential(1, -1)).withMessageStartingWith("k must be at least 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.warmUpThenCosine(1, 0, 5, 5))
                .withMessage("warmUp must be at least 0 and below total, were 5 and 5");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.switching(1, 0, -1)).withMessage("steps must be at least 0, was -1");
        for (double bad : new double[]{Double.NaN, -1, Double.POSITIVE_INFINITY, 1e39, 1e-50}) {
            refused("value", bad, () -> Schedule.constant(bad));
            refused("start", bad, () -> Schedule.exponential(bad, 1));
            refused("start", bad, () -> Schedule.inverseTime(bad, 1));
            refused("start", bad, () -> Schedule.stepwise(bad, 0.5, 1));
            refused("start", bad, () -> Schedule.multiplicative(bad, 0.5));
            refused("peak", bad, () -> Schedule.warmUpThenCosine(bad, 0, 0, 1));
            refused("end", bad, () -> Schedule.warmUpThenCosine(1, bad, 0, 1));
            refused("before", bad, () -> Schedule.switching(bad, 1, 0));
            refused("after", bad, () -> Schedule.switching(1, bad, 0));
            if (bad == 1e-50) continue; // what stays a double may be as small
            refused("k", bad, () -> Schedule.exponential(1, bad));
            refused("k", bad, () -> Schedule.inverseTime(1, bad));
            refused("factor", bad, () -> Schedule.multiplicative(1, bad));
        }
        Schedule rising = Schedule.multiplicative(1e-7, 2);
        assertThat(rising.at(100)).isFinite();
        assertThatIllegalArgumentException().isThrownBy(() -> rising.at(1_000))
                .withMessageMatching("the value at step 1000 must be at most 3\\.4028235E38, was 5\\.35.*E293: the factor is above 1");
        assertThatIllegalArgumentException().isThrownBy(() -> rising.at(Long.MAX_VALUE)).withMessageContaining("was Infinity");
    }

    private static void refused(String name, double bad, Supplier<Schedule> construction) {
        assertThatIllegalArgumentException().isThrownBy(construction::get).withMessageStartingWith(name + " must be ")
                .withMessageEndingWith("was " + bad);
    }

    @Test
    void ratesThatFollowTheGradientStayWithinFloats() {
        for (Form form : Form.values()) {
            for (double c : new double[]{0, 1e-50, 0.5, 1e38}) {
                GradientRate rate = new GradientRate(form, 1, c);
                for (double size : new double[]{1e38, 1, 0, 1e-300})
                    assertThat(rate.next(size)).as("%s %s %s", form, c, size).isBetween(0.0, 1e38);
            }
        }
        for (Form form : new Form[]{Form.MEAN, Form.ROOT_MEAN_SQUARE}) {
            GradientRate rate = new GradientRate(form, 1, 1e-50);
            assertThatIllegalArgumentException().isThrownBy(() -> rate.next(0))
                    .withMessageStartingWith("learning rate must be at least 0 and at most");
            assertThat(rate.next(2)).isEqualTo(0.5); // as if that step had not been
        }
        GradientRate falling = new GradientRate(Form.CUMULATIVE, 1, 1e30);
        for (int t = 0; t < 20; t++) assertThat(Sgd.DEFAULT.at(1, falling.next(1))).isNotNull();
        assertThat(new GradientRate(Form.MEAN, 0, 0).next(0)).isZero();
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
}
