package lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private static final Samples IMAGES = new Samples("two images", 16, 3, new float[]{
            0, 4, 1, 1, 4, 8, 1, 1, 0, 0, 2, 0, 0, 0, 0, 6,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9}, new int[]{2, 0});

    @Test
    void halvingTakesMeansOfFourPixels() {
        Samples half = IMAGES.halved();
        float[] values = new float[8];
        half.copy(0, values, 0);
        half.copy(1, values, 4);
        assertThat(values).containsExactly(4, 1, 0, 2, 1, 1, 1, 3);
        assertThat(half.label(0)).isEqualTo(2);
        assertThatThrownBy(() -> half.halved().halved()).hasMessageContaining("must have images of an even side to be halved, has 1");
    }

    @Test
    void doublingIsTakenBackByHalving() {
        Samples twice = IMAGES.doubled();
        assertThat(twice.side()).isEqualTo(8);
        assertThat(twice.value(0, 2)).isEqualTo(4);
        assertThat(twice.value(0, 8 + 3)).isEqualTo(4);
        assertThat(twice.halved().checksum()).isEqualTo(IMAGES.checksum());
        assertThat(twice.checksum()).isNotEqualTo(IMAGES.checksum());
    }

    @Test
    void targetsAreOneForTheClass() {
        float[] to = {9, 9, 9, 9};
        IMAGES.target(0, 3, to, 1);
        assertThat(to).containsExactly(9, 0, 0, 1);
        assertThatThrownBy(() -> IMAGES.target(0, 1, to, 0)).hasMessageContaining("has 3 classes");
        GeneratedSets.twoClasses(4, 0.1, 1).target(3, 1, to, 0);
        assertThat(to[0]).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Samples("set", 2, 2, new float[3], new int[2]))
                .hasMessage("set must have 2 values for each of 2 samples, had 3");
        assertThatThrownBy(() -> new Samples("set", 1, 2, new float[2], new int[]{0, 2}))
                .hasMessage("set must have labels from 0 to 1, sample 1 has 2");
        assertThatThrownBy(() -> new Samples("set", 1, 2, new float[0], new int[0]))
                .hasMessage("set must have at least 1 sample, had none");
    }

    @Test
    void aSplitDividesAllSamplesInAnOrderOfItsSeed() {
        Samples all = new Samples("numbers", 1, 1, floats(100), new int[100]);
        Split split = Split.of(all, 20, 10, 3);
        assertThat(new int[]{split.training().count(), split.validation().count(), split.test().count()}).containsExactly(70, 20, 10);
        float[] values = new float[100];
        for (int i = 0; i < 70; i++) split.training().copy(i, values, i);
        for (int i = 0; i < 20; i++) split.validation().copy(i, values, 70 + i);
        for (int i = 0; i < 10; i++) split.test().copy(i, values, 90 + i);
        assertThat(values).isNotEqualTo(floats(100));
        Arrays.sort(values);
        assertThat(values).isEqualTo(floats(100));
        assertThat(Split.of(all, 20, 10, 3).test().checksum()).isEqualTo(split.test().checksum());
        assertThat(Split.of(all, 20, 10, 4).test().checksum()).isNotEqualTo(split.test().checksum());
        assertThatThrownBy(() -> Split.of(all, 90, 10, 3)).hasMessageContaining("had 0 for training");
    }

    private static float[] floats(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = i;
        return numbers;
    }

    @Test
    void theSpiralHasThreeArmsThatBeginInTheMiddle() {
        Samples spiral = GeneratedSets.spiral(100, 1);
        assertThat(spiral.count()).isEqualTo(300);
        for (int i = 0; i < 300; i++) {
            assertThat(spiral.label(i)).isEqualTo(i / 100);
            assertThat(Math.hypot(spiral.value(i, 0), spiral.value(i, 1))).isCloseTo(i % 100 / 99.0, within(1e-6));
        }
        assertThat(spiral.checksum()).isEqualTo(GeneratedSets.spiral(100, 1).checksum())
                .isNotEqualTo(GeneratedSets.spiral(100, 2).checksum());
    }

    @Test
    void generatedSetsHaveTheirClasses() {
        Samples two = GeneratedSets.twoClasses(1_000, 0.1, 1);
        double[] above = {0, 0};
        for (int i = 0; i < 1_000; i++) above[two.label(i)] += two.value(i, 1);
        assertThat(above[0] / 500).isGreaterThan(above[1] / 500 + 0.3);
        Samples images = GeneratedSets.images(50, 8, 3, 10, 1);
        assertThat(images.width()).isEqualTo(192);
        assertThat(IntStream.range(0, 50).map(images::label).distinct().count()).isGreaterThan(5);
        double[] degrees = GeneratedSets.temperatures(365, 1);
        assertThat(Arrays.stream(degrees, 0, 31).average().orElseThrow()).isLessThan(4);
        assertThat(Arrays.stream(degrees, 181, 212).average().orElseThrow()).isGreaterThan(16);
    }
}
