package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Losses where a number is nearly another: beside 0 and 1, and far from the decision.
@Execution(ExecutionMode.CONCURRENT)
class LossTest {

    private static final MathContext DIGITS = new MathContext(60);

    /// e^x by its series, in sixty digits.
    private static BigDecimal exp(double x) {
        BigDecimal part = new BigDecimal(x / 1_024);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int k = 1; k < 40; k++) {
            term = term.multiply(part, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum.pow(1_024, DIGITS);
    }

    @ParameterizedTest
    @ValueSource(floats = {-1e30f, -200, -100, -50, -20, -17, -3, -0.1f, -0f, 0, 1e-20f, 0.7f, 3, 16, 17, 17.4f, 20, 50, 100, 200, 1e30f})
    void aLogitOfAnySizeHasItsLossAndItsGradient(float z) {
        for (float y : new float[]{0, 1, 0.25f}) {
            double expectedLoss = Math.max(z, 0) - (double) z * y + Math.log1p(Math.exp(-Math.abs((double) z)));
            double decay = Math.abs(z) > 400 ? 0 : exp(-Math.abs((double) z)).doubleValue();
            BigDecimal e = Math.abs(z) > 400 ? BigDecimal.ZERO : exp(-Math.abs((double) z));
            BigDecimal probability = (z >= 0 ? BigDecimal.ONE : e).divide(e.add(BigDecimal.ONE), DIGITS);
            double expectedGradient = probability.subtract(new BigDecimal(y)).doubleValue();
            if (y == (z >= 0 ? 1 : 0)) expectedLoss = Math.log1p(decay);
            float[] gradients = new float[2];
            double loss = BinaryCrossEntropy.valueAndGradientFromLogits(new float[]{z, z}, new float[]{y, y}, 2, 1, gradients);
            assertThat(loss).as("loss of %s for %s", z, y).isCloseTo(expectedLoss, within(1e-14 * expectedLoss));
            for (float gradient : gradients) {
                assertThat(gradient + 0f).as("gradient of %s for %s", z, y).isEqualTo((float) (expectedGradient / 2) + 0f);
            }
        }
    }

    /// The logistic function would be applied twice, and no number would show it.
    @Test
    void probabilitiesAreNotTakenForLogits() {
        Network network = new Network(1, new Dense(2, 1, Initializer.GLOROT_UNIFORM), new SigmoidLayer(1));
        network.forward(Variant.SIMD, new float[]{1, 2}, 1);
        network.outputGradients()[0] = 7;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loss.BINARY_CROSS_ENTROPY_FROM_LOGITS.valueAndGradient(network, new float[]{1}, null))
                .withMessage("BINARY_CROSS_ENTROPY_FROM_LOGITS takes logits, so the last layer must not be a SigmoidLayer, was one");
        assertThat(network.outputGradients()).containsExactly(7);
        assertThat(Loss.SQUARED_ERROR.valueAndGradient(network, new float[]{1}, null)).isPositive();
    }

    @Test
    void aLogitBeyondAllBoundsIsRightOrInfinitelyWrong() {
        float[] gradients = new float[1];
        for (float z : new float[]{Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float right = z > 0 ? 1 : 0;
            assertThat(BinaryCrossEntropy.valueAndGradientFromLogits(new float[]{z}, new float[]{right}, 1, 1, gradients)).isZero();
            assertThat(Math.abs(gradients[0])).isZero();
            assertThat(BinaryCrossEntropy.valueAndGradientFromLogits(new float[]{z}, new float[]{1 - right}, 1, 1, gradients)).isInfinite();
            assertThat(gradients[0]).isEqualTo(Math.signum(z));
        }
        assertThat(BinaryCrossEntropy.valueAndGradientFromLogits(new float[]{Float.NaN}, new float[]{0}, 1, 1, gradients)).isNaN();
        assertThat(gradients[0]).isNaN();
    }

    /// The gradient that reaches the logit through the layer, with the target that contradicts it.
    @ParameterizedTest
    @CsvSource({"-80, 80, -1", "-50, 50, -1", "-20, 20, -1", "-17, 17, -1", "-1, 1.3132617, -0.7310586", "1, 1.3132617, 0.7310586",
            "12, 12.000006, 0.99999386"})
    void probabilitiesThatFloatsTellApartHaveTheirLoss(float z, double loss, double gradient) {
        float[] p = new float[1];
        assertThat(logisticLayer(z, z > 0 ? 0 : 1, p)).containsExactly(new double[]{loss, gradient}, within(3e-3 * Math.abs(loss)));
        assertThat(p[0]).isBetween(0f, 1f);
    }

    /// From here on the layer's output is 1 whatever the logit.
    @ParameterizedTest
    @ValueSource(floats = {17.4f, 20, 50})
    void aProbabilityOfExactlyOneHasTheLossOfTheNearest(float z) {
        float[] p = new float[1];
        double[] result = logisticLayer(z, 0, p);
        assertThat(p[0]).isEqualTo(1);
        assertThat(result[0]).isCloseTo(25 * Math.log(2), within(1e-6));
        assertThat(result[1]).isZero();
    }

    @Test
    void aProbabilityOfExactlyZeroHasAFiniteLossAndGradient() {
        float[] gradients = new float[2];
        double loss = BinaryCrossEntropy.valueAndGradient(new float[]{0, Float.MIN_VALUE}, new float[]{1, 1}, 1, 2, gradients);
        assertThat(loss).isCloseTo((150 + 149) * Math.log(2), within(1e-6));
        assertThat(gradients).containsOnly(-Float.MAX_VALUE);
        assertThat(BinaryCrossEntropy.valueAndGradient(new float[]{0, 1}, new float[]{0, 1}, 1, 2, gradients)).isCloseTo(0, within(1e-7));
    }

    /// @return loss and gradient of the logit
    private static double[] logisticLayer(float z, float target, float[] p) {
        Network network = new Network(1, new Dropout(1, 0, 1), new SigmoidLayer(1));
        network.forward(Variant.SIMD, new float[]{z}, 1);
        double loss = BinaryCrossEntropy.valueAndGradient(network.outputs(), new float[]{target}, 1, 1, network.outputGradients());
        network.backward(Variant.SIMD);
        p[0] = network.outputs()[0];
        return new double[]{loss, network.outputGradients(1)[0]};
    }

    @ParameterizedTest
    @ValueSource(floats = {1.5f, -0.2f, 1.0000001f, -Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY})
    void whatIsNoProbabilityIsRefused(float p) {
        float[] gradients = {7, 7};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinaryCrossEntropy.valueAndGradient(new float[]{0.5f, p}, new float[]{1, 0}, 2, 1, gradients))
                .withMessage("outputs[1] must lie within 0 to 1, was " + p);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinaryCrossEntropy.valueAndGradient(new float[2], new float[]{1, p}, 2, 1, gradients))
                .withMessage("targets[1] must lie within 0 to 1, was " + p);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinaryCrossEntropy.valueAndGradientFromLogits(new float[2], new float[]{1, p}, 2, 1, gradients))
                .withMessage("targets[1] must lie within 0 to 1, was " + p);
        assertThat(gradients).containsOnly(7);
    }

    /// One class lies so far above the others that their exponentials vanish beside 1.
    @ParameterizedTest
    @ValueSource(floats = {0, 1, 10, 17, 37, 50, 80})
    void theSoftmaxLossOfALargeGapKeepsItsDigits(float gap) {
        float[] gradients = new float[3];
        for (int right = 0; right < 3; right++) {
            float[] logits = {5, 5, 5};
            logits[right] += gap;
            double others = 2 * exp(-gap).doubleValue();
            assertThat(SoftmaxCrossEntropy.valueAndGradient(logits, new int[]{right}, 1, 3, gradients)).as("the right class")
                    .isCloseTo(Math.log1p(others), within(1e-6 * others));
            assertThat((double) gradients[right]).isCloseTo(-others / (1 + others), within(1e-6 * others));
            int wrong = (right + 1) % 3;
            assertThat(SoftmaxCrossEntropy.valueAndGradient(logits, new int[]{wrong}, 1, 3, gradients)).as("a wrong class")
                    .isCloseTo(gap + Math.log1p(others), within(1e-6 * others));
            assertThat((double) gradients[wrong]).isCloseTo(others / 2 / (1 + others) - 1, within(1e-6));
        }
    }

    @Test
    void softmaxIsThatOfItsDefinition() {
        SplittableRandom random = new SplittableRandom(4);
        for (int classes : new int[]{1, 2, 7, 40}) {
            float[] logits = new float[3 * classes];
            for (int i = 0; i < logits.length; i++) logits[i] = (float) (3 * random.nextGaussian());
            int[] labels = random.ints(3, 0, classes).toArray();
            float[] gradients = new float[logits.length];
            double loss = SoftmaxCrossEntropy.valueAndGradient(logits, labels, 3, classes, gradients);
            double expected = 0;
            for (int sample = 0; sample < 3; sample++) {
                double sum = 0;
                for (int c = 0; c < classes; c++) sum += Math.exp(logits[sample * classes + c]);
                expected += Math.log(sum) - logits[sample * classes + labels[sample]];
                for (int c = 0; c < classes; c++) {
                    double p = Math.exp(logits[sample * classes + c]) / sum;
                    assertThat((double) gradients[sample * classes + c]).isCloseTo((p - (c == labels[sample] ? 1 : 0)) / 3, within(1e-7));
                }
            }
            assertThat(loss).isCloseTo(expected / 3, within(1e-6));
        }
        float[] gradients = new float[2];
        for (float[] logits : new float[][]{{Float.NaN, 0}, {0, Float.NaN}}) {
            assertThat(SoftmaxCrossEntropy.valueAndGradient(logits, new int[]{0}, 1, 2, gradients)).isNaN();
            assertThat(gradients).containsOnly(Float.NaN);
        }
    }

    @Test
    void oneArrayForTwoPurposesIsRefused() {
        float[] a = {0.5f};
        float[] b = {1};
        int[] labels = {0};
        assertThatIllegalArgumentException().isThrownBy(() -> SquaredError.valueAndGradient(a, b, 1, 1, a))
                .withMessage("gradients and outputs must be two arrays, were one");
        assertThatIllegalArgumentException().isThrownBy(() -> SquaredError.valueAndGradient(a, b, 1, 1, b))
                .withMessage("gradients and targets must be two arrays, were one");
        assertThatIllegalArgumentException().isThrownBy(() -> BinaryCrossEntropy.valueAndGradient(a, b, 1, 1, a))
                .withMessage("gradients and outputs must be two arrays, were one");
        assertThatIllegalArgumentException().isThrownBy(() -> BinaryCrossEntropy.valueAndGradient(a, b, 1, 1, b))
                .withMessage("gradients and targets must be two arrays, were one");
        assertThatIllegalArgumentException().isThrownBy(() -> BinaryCrossEntropy.valueAndGradientFromLogits(a, b, 1, 1, a))
                .withMessage("gradients and logits must be two arrays, were one");
        assertThatIllegalArgumentException().isThrownBy(() -> SoftmaxCrossEntropy.valueAndGradient(a, labels, 1, 1, a))
                .withMessage("gradients and logits must be two arrays, were one");
    }

    @Test
    void aLossComesAfterTheForwardPass() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Loss.SOFTMAX_CROSS_ENTROPY.valueAndGradient(NamedNetwork.DENSE64.create(1), null, new int[1]))
                .withMessage("a minibatch must go forward before it has a loss");
    }
}
