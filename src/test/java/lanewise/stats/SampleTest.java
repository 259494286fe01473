package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void medianIsTheMiddleOrTheMeanOfTwo() {
        assertThat(Sample.median(7)).isEqualTo(7);
        assertThat(Sample.median(9, 1, 2)).isEqualTo(2);
        assertThat(Sample.median(4, 1, 100, 2)).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(Sample::median);
    }

    @Test
    void spreadIsTheMedianDeviationAsAFraction() {
        assertThat(Sample.spread(100, 110, 90, 500)).isEqualTo(10 / 105.0); // |−5|, 5, |−15|, 395
        assertThat(Sample.spread(5)).isZero();
    }
}
