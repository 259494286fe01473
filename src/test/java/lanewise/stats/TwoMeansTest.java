package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TwoMeansTest {

    /// Two groups of 22 whose ranks give U = 41, as published for the experiment with momentum: 41 couples out of order.
    @Test
    void theNormalApproximationOfUIsThePublishedOne() {
        double[] first = IntStream.range(0, 22).asDoubleStream().toArray();
        double[] second = IntStream.range(0, 22).mapToDouble(k -> 100 + k).toArray();
        second[0] = -0.5; // below all 22
        second[1] = 2.5; // below 19
        TwoMeans means = TwoMeans.of(first, second);
        assertThat(means.u()).isEqualTo(41);
        assertThat(means.uOneSided()).isCloseTo(1.26e-6, within(0.005e-6));
        assertThat(means.uTwoSided()).isCloseTo(2.523e-6, within(0.0005e-6));
        TwoMeans exchanged = TwoMeans.of(second, first);
        assertThat(exchanged.u()).isEqualTo(41);
        assertThat(exchanged.uOneSided()).isCloseTo(means.uOneSided(), within(1e-15));
        assertThat(exchanged.t()).isCloseTo(-means.t(), within(1e-12));
    }

    /// Groups with the published means and standard errors have the published t, p and d.
    @Test
    void studentsTAndCohensDAreThePublishedOnes() {
        double[] first = group(0.85778, 0.00056);
        double[] second = group(0.86413, 0.00075);
        TwoMeans means = TwoMeans.of(first, second);
        assertThat(means.mean1()).isCloseTo(0.85778, within(1e-12));
        assertThat(means.standardError2()).isCloseTo(0.00075, within(1e-12));
        assertThat(means.t()).isCloseTo(6.774, within(0.02)); // the printed means have five digits
        assertThat(means.tTest()).isCloseTo(3e-8, within(0.3e-8));
        assertThat(means.cohensD()).isCloseTo(2.042, within(0.006));
        assertThat(means.cohensD()).isCloseTo(means.t() * Math.sqrt(2.0 / 22), within(1e-9));
    }

    private static double[] group(double mean, double standardError) {
        double[] values = IntStream.range(0, 22).mapToDouble(k -> k - 10.5).toArray();
        double deviation = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum() / 21);
        return Arrays.stream(values).map(v -> mean + v / deviation * standardError * Math.sqrt(22)).toArray();
    }

    /// SciPy 1.17.1: ttest_ind and mannwhitneyu(method="asymptotic", alternative="greater") of groups with equal values.
    @Test
    void scipyAgrees() {
        TwoMeans means = TwoMeans.of(new double[]{1, 2, 2, 3, 5}, new double[]{2, 4, 5, 6, 7, 7});
        assertThat(means.t()).isCloseTo(2.4016938137056343, within(1e-9));
        assertThat(means.tTest()).isCloseTo(0.039787237223742826, within(1e-9));
        assertThat(means.u()).isEqualTo(4.5);
        assertThat(means.uOneSided()).isCloseTo(0.03207330936720219, within(1e-9));
    }

    @Test
    void groupsWithoutSpreadAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TwoMeans.of(new double[]{1}, new double[]{1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> TwoMeans.of(new double[]{1, Double.NaN}, new double[]{1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> TwoMeans.of(new double[]{1, 1}, new double[]{2, 2}));
        assertThat(TwoMeans.meanAndError(1, 2, 3)).containsExactly(new double[]{2, 1 / Math.sqrt(3)}, within(1e-15));
    }
}
