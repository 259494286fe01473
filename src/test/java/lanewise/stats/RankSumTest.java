package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankSumTest {

    /// Permeability of membranes at term and at 12 to 26 weeks, Hollander, Wolfe and Chicken, Table 4.1.
    static final double[] TERM = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    static final double[] EARLY = {1.15, 0.88, 0.90, 0.74, 1.21};

    @Test
    void theTextbooksExampleComesOut() {
        assertThat(RankSum.pValueAbove(0, EARLY, TERM)).isCloseTo(0.1272, within(5e-5)); // U is 35 of 50
        assertThat(RankSum.winRate(0, EARLY, TERM)).isEqualTo(0.7);
    }

    @Test
    void aBoundMovesTheBase() {
        double[] moved = {2.15, 1.88, 1.90, 1.74, 2.21};
        assertThat(RankSum.pValueAbove(-1, moved, TERM)).isCloseTo(0.1272, within(5e-5));
        assertThat(RankSum.winRate(1, EARLY, TERM)).isEqualTo(5.0 / 50); // 1.89 and 1.91 above 0.74 + 1 and 0.88 + 1, 1.91 above 0.90 + 1
    }

    @Test
    void ofEqualValuesTheHeadsIsTheLower() {
        assertThat(RankSum.pValueAbove(0, new double[]{1, 1, 1}, new double[]{1, 1, 1})).isEqualTo(1);
        assertThat(RankSum.pValueAbove(0, new double[]{1, 1, 1}, new double[]{2, 2, 2})).isCloseTo(1.0 / 20, within(1e-12));
        assertThat(RankSum.pValueAbove(0, new double[0], new double[]{1})).isEqualTo(1);
    }
}
