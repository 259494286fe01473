package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import lanewise.stats.SignedRank.Interval;
import org.junit.jupiter.api.Test;

class SignedRankTest {

    /// Depression scores of nine patients before and after a drug, Hollander, Wolfe and Chicken, Table 3.1.
    private static final double[] DRUG = {-0.952, 0.147, -1.022, -0.430, -0.620, -0.590, -0.490, 0.080, -0.010};

    @Test
    void theTextbooksExampleComesOut() {
        assertThat(SignedRank.estimate(DRUG)).isCloseTo(-0.46, within(5e-4));
        Interval interval = SignedRank.interval(0.96, DRUG); // the book's 96.1 %
        assertThat(interval.low()).isCloseTo(-0.786, within(5e-4));
        assertThat(interval.high()).isCloseTo(-0.010, within(5e-4));
        assertThat(SignedRank.pValueBelow(0, DRUG)).isCloseTo(0.01953125, within(1e-12)); // its T+ is 5, P = 10/512
    }

    @Test
    void tooFewValuesBoundNothing() {
        assertThat(SignedRank.interval(0.95, 1, 2, 3, 4, 5)).isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        assertThat(SignedRank.interval(0.95, 1, 2, 3, 4, 5, 6)).isEqualTo(new Interval(1, 6)); // 2/64 = 3.1 % lie outside
    }

    /// The promise of an interval, by its own definition.
    @Test
    void theIntervalCoversTheMedianAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        int trials = 20_000;
        for (int trial = 0; trial < trials; trial++) {
            double[] values = new double[9];
            for (int k = 0; k < values.length; k++) values[k] = random.nextGaussian();
            Interval interval = SignedRank.interval(0.95, values);
            if (interval.low() <= 0 && 0 <= interval.high()) covered++;
        }
        assertThat((double) covered / trials).isBetween(0.955, 0.967); // exactly 1 − 2 · 10/512 = 0.961 at nine values
    }

    @Test
    void theTestAndTheIntervalAgree() {
        SplittableRandom random = new SplittableRandom(12);
        for (int trial = 0; trial < 2_000; trial++) {
            double[] values = new double[10];
            for (int k = 0; k < values.length; k++) values[k] = random.nextGaussian() - 0.5;
            boolean wholly = SignedRank.interval(0.95, values).high() < 0;
            assertThat(SignedRank.pValueBelow(0, values) <= 0.025).isEqualTo(wholly);
        }
    }

    /// Student's hours of sleep, 1908: one zero, which counts as no gain, and several ties.
    @Test
    void zerosAndTiesLeaveAnExactAnswer() {
        assertThat(SignedRank.pValueAbove(0, 1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4)).isCloseTo(2.0 / 1024, within(1e-12)); // W− is 0 or 1
        assertThat(SignedRank.pValueAbove(0, 3, 3, 3, 3, 3, 3, 3, 3)).isCloseTo(1.0 / 256, within(1e-12));
        assertThat(SignedRank.pValueAbove(3, 3, 3, 3, 3)).isEqualTo(1);
        assertThat(SignedRank.pValueAbove(0, -1, 1)).isCloseTo(0.75, within(1e-12)); // 1 takes the lower rank: sums of 1, 2 and 3 are no less
        assertThat(SignedRank.pValueAbove(0)).isEqualTo(1);
        assertThat(SignedRank.pValueBelow(0)).isEqualTo(1);
    }

    @Test
    void tiesNeverMakeTheTestRejectMoreOftenThanItsLevel() {
        SplittableRandom random = new SplittableRandom(13);
        int trials = 20_000;
        int rejected = 0;
        for (int trial = 0; trial < trials; trial++) {
            double[] values = new double[10];
            for (int k = 0; k < values.length; k++) values[k] = Math.rint(2 * random.nextGaussian());
            if (SignedRank.pValueAbove(0, values) <= 0.05) rejected++;
        }
        assertThat((double) rejected / trials).isBetween(0.005, 0.05);
    }

    @Test
    void theLowerBoundIsWhereTheTestStopsToReject() {
        SplittableRandom random = new SplittableRandom(14);
        for (int trial = 0; trial < 500; trial++) {
            double[] values = new double[12];
            for (int k = 0; k < values.length; k++) values[k] = random.nextGaussian();
            double bound = SignedRank.lowerBound(0.01, values);
            assertThat(SignedRank.pValueAbove(bound - 1e-9, values)).isLessThanOrEqualTo(0.01);
            assertThat(SignedRank.pValueAbove(bound + 1e-9, values)).isGreaterThan(0.01);
        }
        assertThat(SignedRank.lowerBound(0.01, 1, 2, 3, 4, 5, 6)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void holmMultipliesByWhatIsLeftAndNeverDecreases() {
        assertThat(SignedRank.holm(0.01, 0.04, 0.03, 0.5)).containsExactly(new double[]{0.04, 0.09, 0.09, 0.5}, within(1e-12));
        assertThat(SignedRank.holm(0.9, 0.8)).containsExactly(1, 1);
    }
}
