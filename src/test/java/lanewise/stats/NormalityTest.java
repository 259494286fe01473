package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NormalityTest {

    private static double[] numbers(int count) {
        return IntStream.range(0, count).mapToDouble(k -> 0.1 * (k * 37 % 41) + (k % 11 == 0 ? 5 : 0)).toArray();
    }

    /// SciPy 1.17.1: skew, kurtosis(fisher=False), normaltest.
    @Test
    void scipyAgrees() {
        Normality fifty = Normality.of(numbers(50));
        assertThat(fifty.skewness()).isCloseTo(1.6162159271695753, within(1e-12));
        assertThat(fifty.kurtosis()).isCloseTo(5.448068910266968, within(1e-12));
        assertThat(fifty.k2()).isCloseTo(23.408473513782514, within(1e-9));
        assertThat(fifty.pValue()).isCloseTo(8.258754597738744e-06, within(1e-14));
        Normality mirrored = Normality.of(Arrays.stream(numbers(25)).map(x -> -x).toArray());
        assertThat(mirrored.skewness()).isCloseTo(-1.5189987756530359, within(1e-12));
        assertThat(mirrored.pValue()).isCloseTo(0.0006059026878457034, within(1e-12));
    }

    @Test
    void tooFewValuesAndEqualOnesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Normality.of(numbers(19)))
                .withMessage("the test needs at least 20 values, had 19");
        assertThatIllegalArgumentException().isThrownBy(() -> Normality.of(new double[20]))
                .withMessage("the test needs values that differ");
    }
}
