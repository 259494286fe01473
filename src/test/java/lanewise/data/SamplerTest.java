package lanewise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplerTest {

    private static final int SAMPLES = 23;

    private static int[] draw(Sampler sampler, long minibatch) {
        int[] to = new int[SAMPLES];
        return Arrays.copyOf(to, sampler.draw(minibatch, to));
    }

    private static int[] epoch(Sampler sampler, int number) {
        List<Integer> drawn = new ArrayList<>();
        for (long u = 0; u < sampler.updatesPerEpoch(); u++) {
            for (int sample : draw(sampler, number * sampler.updatesPerEpoch() + u + 1)) drawn.add(sample);
        }
        return drawn.stream().mapToInt(sample -> sample).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void aDrawFollowsFromSeedAndNumberAlone(Sampling sampling) {
        Sampler inOrder = new Sampler(sampling, SAMPLES, 5, 7);
        int[][] drawn = IntStream.rangeClosed(1, 40).mapToObj(number -> draw(inOrder, number)).toArray(int[][]::new);
        Sampler backwards = new Sampler(sampling, SAMPLES, 5, 7);
        for (int number = 40; number >= 1; number--) assertThat(draw(backwards, number)).isEqualTo(drawn[number - 1]);
        Sampler other = new Sampler(sampling, SAMPLES, 5, 8);
        int[][] others = IntStream.rangeClosed(1, 40).mapToObj(number -> draw(other, number)).toArray(int[][]::new);
        if (sampling == Sampling.FULL) assertThat(others).isDeepEqualTo(drawn);
        else
            assertThat(Arrays.deepEquals(others, drawn)).isFalse();
    }

    @Test
    void anEpochHasEverySampleOnceAndTheNextAnotherOrder() {
        Sampler sampler = new Sampler(Sampling.EPOCHS, SAMPLES, 5, 1);
        assertThat(sampler.updatesPerEpoch()).isEqualTo(5);
        assertThat(draw(sampler, 5)).hasSize(3);
        assertThat(epoch(sampler, 0)).hasSize(SAMPLES).doesNotHaveDuplicates();
        assertThat(epoch(sampler, 1)).hasSize(SAMPLES).doesNotHaveDuplicates().isNotEqualTo(epoch(sampler, 0));
    }

    @Test
    void anEpochOfWholeMinibatchesLeavesOutTheRest() {
        Sampler sampler = new Sampler(Sampling.EPOCHS_WHOLE, SAMPLES, 5, 1);
        assertThat(sampler.updatesPerEpoch()).isEqualTo(4);
        assertThat(epoch(sampler, 0)).hasSize(20).doesNotHaveDuplicates();
        assertThat(new Sampler(Sampling.EPOCHS, 60_000, 128, 1).updatesPerEpoch()).isEqualTo(469);
    }

    @Test
    void withoutReplacementNoSampleIsDrawnTwiceAndEachIsAsLikely() {
        Sampler sampler = new Sampler(Sampling.WITHOUT_REPLACEMENT, SAMPLES, 5, 1);
        int[] first = new int[SAMPLES];
        int[] counts = new int[SAMPLES];
        int draws = 4_600;
        for (int number = 1; number <= draws; number++) {
            int[] drawn = draw(sampler, number);
            assertThat(drawn).hasSize(5).doesNotHaveDuplicates();
            first[drawn[0]]++;
            for (int sample : drawn) counts[sample]++;
        }
        assertThat(Arrays.stream(counts)).allMatch(count -> Math.abs(count - 1_000) < 5 * 28); // five standard deviations
        assertThat(Arrays.stream(first)).allMatch(count -> Math.abs(count - 200) < 5 * 14);
    }

    @Test
    void withReplacementAndSingleSamplesAreAnySample() {
        Sampler sampler = new Sampler(Sampling.WITH_REPLACEMENT, 3, 8, 1); // more than there are: some must come twice
        int[] to = new int[8];
        assertThat(sampler.draw(1, to)).isEqualTo(8);
        assertThat(Arrays.stream(to)).allMatch(sample -> sample >= 0 && sample < 3);
        Sampler single = new Sampler(Sampling.SINGLE, SAMPLES, 99, 1);
        assertThat(single.batch()).isEqualTo(1);
        assertThat(single.updatesPerEpoch()).isEqualTo(SAMPLES);
        assertThat(IntStream.rangeClosed(1, 500).map(number -> draw(single, number)[0]).distinct().count()).isEqualTo(SAMPLES);
    }

    @Test
    void aFullBatchIsAllInTheirOrder() {
        Sampler sampler = new Sampler(Sampling.FULL, SAMPLES, 5, 1);
        assertThat(draw(sampler, 3)).isEqualTo(IntStream.range(0, SAMPLES).toArray());
        assertThat(sampler.updatesPerEpoch()).isEqualTo(1);
    }

    @Test
    void namesAndBatchesAreChecked() {
        for (Sampling sampling : Sampling.values()) assertThat(Sampling.of(sampling.toString())).isEqualTo(sampling);
        assertThatThrownBy(() -> Sampling.of("any")).hasMessageContaining("\"any\" is not one of epochs, epochs-whole, with-replacement");
        assertThatThrownBy(() -> new Sampler(Sampling.EPOCHS, 10, 11, 1))
                .hasMessage("a minibatch must have between 1 and 10 samples, had 11");
        assertThatThrownBy(() -> new Sampler(Sampling.EPOCHS, 10, 0, 1))
                .hasMessage("a minibatch must have between 1 and 10 samples, had 0");
    }
}
