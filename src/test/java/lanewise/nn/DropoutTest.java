package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;

class DropoutTest {

    private static final int WIDTH = 1_003;
    private static final int BATCH = 20;

    private static float[] ones() {
        float[] ones = new float[BATCH * WIDTH];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[] outputGradients() {
        SplittableRandom random = new SplittableRandom(3);
        float[] gradients = new float[BATCH * WIDTH];
        for (int i = 0; i < gradients.length; i++) gradients[i] = (float) random.nextGaussian();
        return gradients;
    }

    private static Pass pass() {
        return new Pass(new float[0], new float[0]);
    }

    /// Outputs of the pass's next minibatch, of ones, which are the mask, and the gradient of its inputs for [#outputGradients].
    private static float[][] next(Pass pass, Dropout layer, Variant variant, boolean training) {
        pass.begin(variant, BATCH, training);
        float[] y = new float[BATCH * WIDTH];
        float[] dx = new float[BATCH * WIDTH];
        layer.bind(pass, 0, ones(), y, outputGradients(), dx);
        layer.forward(pass);
        layer.backward(pass);
        return new float[][]{y, dx};
    }

    @Test
    void everyVariantDropsTheSameValuesInTheForwardAndTheBackwardPass() {
        for (double probability : new double[]{0, 0.1, 0.5, 0.9}) {
            Dropout[] layers = {new Dropout(WIDTH, probability, 7), new Dropout(WIDTH, probability, 7), new Dropout(WIDTH, probability, 7)};
            Pass[] passes = {pass(), pass(), pass()};
            for (int minibatch = 0; minibatch < 3; minibatch++) {
                float[][] scalar = next(passes[0], layers[0], Variant.SCALAR, true);
                float[] expected = outputGradients();
                for (int i = 0; i < expected.length; i++) expected[i] *= scalar[0][i];
                assertThat(scalar[1]).isEqualTo(expected);
                for (Variant variant : new Variant[]{Variant.UNROLLED, Variant.SIMD}) {
                    assertThat(next(passes[variant.ordinal()], layers[variant.ordinal()], variant, true)).isDeepEqualTo(scalar);
                }
            }
        }
    }

    @Test
    void dropsAsManyAsItShouldAndKeepsTheMean() {
        for (double probability : new double[]{0.1, 0.5, 0.9}) {
            float[] y = next(pass(), new Dropout(WIDTH, probability, 1), Variant.SIMD, true)[0];
            int dropped = 0;
            for (float value : y) {
                if (value == 0) dropped++;
                else
                    assertThat(value).isEqualTo((float) (1 / (1 - Math.rint(probability * 0x1p24) / 0x1p24)));
            }
            double deviation = Math.sqrt(probability * (1 - probability) / y.length);
            assertThat((double) dropped / y.length).isCloseTo(probability, within(4 * deviation));
        }
    }

    @Test
    void minibatchesSeedsAndNeighboursDiffer() {
        List<float[]> masks = new ArrayList<>();
        for (long seed : new long[]{-1, 0, 1, 2, 3}) {
            Dropout layer = new Dropout(WIDTH, 0.5, seed);
            Pass pass = pass();
            for (int minibatch = 0; minibatch < 4; minibatch++) masks.add(next(pass, layer, Variant.SIMD, true)[0]);
        }
        for (int a = 0; a < masks.size(); a++) {
            for (int b = 0; b < a; b++) {
                assertThat(agreement(masks.get(a), masks.get(b), 0)).as("masks %d and %d", b, a).isCloseTo(0.5, within(0.02));
            }
        }
        float[] first = masks.getFirst();
        for (int lag = 1; lag < 40; lag++) assertThat(agreement(first, first, lag)).as("lag %d", lag).isCloseTo(0.5, within(0.02));
    }

    private static double agreement(float[] a, float[] b, int lag) {
        int same = 0;
        for (int i = lag; i < a.length; i++) {
            if (a[i] == b[i - lag]) same++;
        }
        return (double) same / (a.length - lag);
    }

    @Test
    void outOfTrainingValuesPass() {
        Dropout layer = new Dropout(WIDTH, 0.5, 1);
        Pass pass = pass();
        assertThat(next(pass, layer, Variant.SIMD, false)).isDeepEqualTo(new float[][]{ones(), outputGradients()});
        assertThat(next(pass, layer, Variant.SIMD, true)).as("evaluation has not moved the sequence of masks")
                .isDeepEqualTo(next(pass(), new Dropout(WIDTH, 0.5, 1), Variant.SIMD, true));
    }

    /// A layer that is repeated belongs to the last minibatch, whatever the count of the next has been set to.
    @Test
    void settingTheCountLeavesTheMaskOfTheLastMinibatch() {
        for (Variant variant : Variant.values()) {
            Network network = new Network(1, new Dense(5, 7, Initializer.GLOROT_UNIFORM), new Dropout(7, 0.5, 3),
                    new Dense(7, 2, Initializer.GLOROT_UNIFORM));
            float[] samples = new float[5 * 40];
            Arrays.fill(samples, 1);
            for (int minibatch = 0; minibatch < 3; minibatch++) network.forward(variant, samples, 40);
            float[] third = network.outputs(2).clone();
            for (long count : new long[]{0, 1, 3, 1L << 40}) {
                network.setTrainingMinibatches(count);
                network.forward(variant, 2);
                assertThat(network.outputs(2)).as("set to %d", count).isEqualTo(third);
                assertThat(network.trainingMinibatches()).isEqualTo(count);
            }
            network.setTrainingMinibatches(2);
            network.setTraining(false);
            network.forward(variant, samples, 40);
            network.setTraining(true);
            network.forward(variant, samples, 40);
            assertThat(network.outputs(2)).as("the third once more").isEqualTo(third);
        }
    }

    /// The mask drops multiples of 2⁻²⁴: the smallest and the largest are kept, what would drop nothing or everything is not.
    @Test
    void aProbabilityThatVanishesIsRefused() {
        for (double probability : new double[]{Double.MIN_VALUE, Math.nextDown(0x1p-25), 1 - 0x1p-25, Math.nextDown(1.0)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(3, probability, 1))
                    .withMessage("the probability of dropout must not become " + Math.round(probability)
                            + " when it is rounded to 24 bits, was " + probability);
        }
        float[] most = next(pass(), new Dropout(WIDTH, 0x1p-25, 1), Variant.SIMD, true)[0];
        for (float value : most) assertThat(value).isIn(0f, (float) (1 / (1 - 0x1p-24)));
        float[] least = next(pass(), new Dropout(WIDTH, Math.nextDown(1 - 0x1p-25), 1), Variant.SIMD, true)[0];
        for (float value : least) assertThat(value).isIn(0f, 0x1p24f);
    }

    @Test
    void aProbabilityOutOfRangeIsRefused() {
        for (double probability : new double[]{-0.1, 1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(3, probability, 1))
                    .withMessage("the probability of dropout must lie within 0 to 1, 1 excluded, was " + probability);
        }
    }
}
