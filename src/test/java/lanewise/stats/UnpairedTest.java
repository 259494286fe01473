package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UnpairedTest {

    /// Student's hours of sleep gained by two drugs, 1908; as if they had been of different people.
    private static final double[] FIRST = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    private static final double[] SECOND = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

    @Test
    void textbookValuesComeOut() {
        Unpaired sleep = Unpaired.of(FIRST, SECOND);
        assertThat(sleep.welch()).isCloseTo(0.07939, within(5e-6)); // t = −1.8608 with 17.776 degrees of freedom
        assertThat(sleep.cohensD()).isCloseTo(1.8608 / Math.sqrt(5), within(1e-4)); // as many in both: d = t √(2/n)
        assertThat(sleep.mannWhitney()).isBetween(0.05, 0.08); // ties: asymptotic, 0.069 with and 0.064 without correction for continuity
        Unpaired membranes = Unpaired.of(RankSumTest.EARLY, RankSumTest.TERM);
        assertThat(membranes.mannWhitney()).isCloseTo(2 * 0.1272, within(1e-4));
        assertThat(membranes.a12()).isEqualTo(0.7);
    }

    @Test
    void noSpreadIsNoNaN() {
        assertThat(Unpaired.of(new double[]{3, 3, 3}, new double[]{3, 3})).isEqualTo(new Unpaired(1, 1, 0, 0.5));
        Unpaired apart = Unpaired.of(new double[]{3, 3, 3}, new double[]{4, 4});
        assertThat(apart.welch()).isZero();
        assertThat(apart.cohensD()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(apart.a12()).isEqualTo(1);
        assertThat(apart.mannWhitney()).isBetween(0.0, 1.0);
    }

    @Test
    void tooFewValuesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Unpaired.of(new double[]{1}, FIRST))
                .withMessage("a sample needs two or more values, all finite, was [1.0]");
        assertThatIllegalArgumentException().isThrownBy(() -> Unpaired.of(FIRST, new double[]{1, Double.NaN}));
    }
}
