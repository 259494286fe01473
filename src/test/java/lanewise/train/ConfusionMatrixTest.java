package lanewise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

    @Test
    void twoClassesHaveMatthewsOwnCorrelation() {
        ConfusionMatrix matrix = ConfusionMatrix.of(new long[][]{{50, 10}, {5, 35}});
        assertThat(matrix.accuracy()).isEqualTo(0.85);
        assertThat(matrix.matthews()).isCloseTo((35.0 * 50 - 10 * 5) / Math.sqrt(45.0 * 40 * 60 * 55), within(1e-15));
    }

    @Test
    void countsAreOfTrueClassThenSaid() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(2, 0);
        matrix.add(2, 0);
        matrix.add(1, 1);
        assertThat(matrix.count(2, 0)).isEqualTo(2);
        assertThat(matrix.count(0, 2)).isZero();
        assertThat(matrix.total()).isEqualTo(3);
        assertThat(matrix.toString()).isEqualTo(" 0 0 0\n 0 1 0\n 2 0 0\n");
    }

    @Test
    void whatTellsNothingHasNoCorrelation() {
        assertThat(ConfusionMatrix.of(new long[][]{{10, 0}, {20, 0}}).matthews()).isZero();
        assertThat(ConfusionMatrix.of(new long[][]{{10, 10}, {20, 20}}).matthews()).isZero();
        assertThat(ConfusionMatrix.of(new long[][]{{10, 0}, {0, 20}}).matthews()).isEqualTo(1);
        assertThatThrownBy(() -> new ConfusionMatrix(1)).hasMessage("there must be at least 2 classes, were 1");
    }
}
