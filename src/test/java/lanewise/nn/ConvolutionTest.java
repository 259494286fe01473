package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Convolution and pooling against their definitions.
class ConvolutionTest {

    private static float[] noise(int seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] a = new float[length];
        for (int i = 0; i < length; i++) a[i] = (float) random.nextGaussian();
        return a;
    }

    /// One layer in a network, sent forward and backward.
    private record Passed(float[] outputs, float[] gradients, float[] inputGradients) {}

    private static Passed pass(Layer layer, Variant variant, float[] parameters, float[] x, float[] dy, int batch) {
        float[] gradients = new float[layer.parameters()];
        Pass pass = new Pass(parameters, gradients);
        pass.begin(variant, batch, true);
        float[] y = new float[batch * layer.outputs()];
        float[] dx = new float[batch * layer.inputs()];
        Arrays.fill(dx, Float.NaN); // whatever was there
        layer.bind(pass, 0, x, y, dy, dx);
        layer.forward(pass);
        layer.backward(pass);
        return new Passed(y, gradients, dx);
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 1, 1, 3, 1, 1, 2", "6, 7, 3, 5, 3, 1, 1, 3", "8, 8, 4, 6, 3, 2, 1, 2", "9, 6, 2, 17, 2, 2, 0, 1",
            "7, 7, 33, 20, 5, 3, 2, 2",
            "4, 4, 2, 3, 1, 1, 0, 5", "3, 3, 70, 49, 3, 1, 1, 2"})
    void convolutionsAreTheirDefinition(int height, int width, int channels, int filters, int kernel, int stride, int padding, int batch) {
        Conv2d layer = new Conv2d(height, width, channels, filters, kernel, stride, padding, Initializer.HE_NORMAL);
        float[] parameters = noise(1, layer.parameters());
        float[] x = noise(2, batch * layer.inputs());
        float[] dy = noise(3, batch * layer.outputs());
        Passed scalar = pass(layer, Variant.SCALAR, parameters, x, dy, batch);
        for (Variant variant : Variant.values()) {
            Passed passed = pass(layer, variant, parameters, x, dy, batch);
            assertThat(passed.outputs).as("%s, y", variant).isEqualTo(scalar.outputs);
            assertThat(passed.gradients).as("%s, dw", variant).isEqualTo(scalar.gradients);
            assertThat(passed.inputGradients).as("%s, dx", variant).isEqualTo(scalar.inputGradients);
        }
        double[] y = new double[scalar.outputs.length];
        double[] dw = new double[parameters.length];
        double[] dx = new double[x.length];
        int biases = kernel * kernel * channels * filters;
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < layer.outputHeight(); i++) {
                for (int j = 0; j < layer.outputWidth(); j++) {
                    for (int f = 0; f < filters; f++) {
                        int out = ((b * layer.outputHeight() + i) * layer.outputWidth() + j) * filters + f;
                        y[out] = parameters[biases + f];
                        dw[biases + f] += dy[out];
                        for (int u = 0; u < kernel; u++) {
                            for (int v = 0; v < kernel; v++) {
                                int row = i * stride + u - padding;
                                int column = j * stride + v - padding;
                                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                                for (int c = 0; c < channels; c++) {
                                    int in = ((b * height + row) * width + column) * channels + c;
                                    int w = ((u * kernel + v) * channels + c) * filters + f;
                                    y[out] += (double) x[in] * parameters[w];
                                    dw[w] += (double) x[in] * dy[out];
                                    dx[in] += (double) parameters[w] * dy[out];
                                }
                            }
                        }
                    }
                }
            }
        }
        near(scalar.outputs, y);
        near(scalar.gradients, dw);
        near(scalar.inputGradients, dx);
    }

    private static void near(float[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) assertThat((double) actual[i]).as("[%d]", i).isCloseTo(expected[i], within(2e-4));
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 1, 2, 1", "5, 7, 3, 2, 2", "6, 6, 16, 3, 2", "4, 6, 37, 2, 3"})
    void poolingTakesTheFirstOfTheLargest(int height, int width, int channels, int side, int batch) {
        MaxPool layer = new MaxPool(height, width, channels, side);
        float[] x = noise(2, batch * layer.inputs());
        for (int i = 0; i < x.length; i++) x[i] = Math.round(2 * x[i]); // many are equal
        float[] dy = noise(3, batch * layer.outputs());
        float[] expected = new float[batch * layer.outputs()];
        float[] expectedGradients = new float[x.length];
        for (int out = 0; out < expected.length; out++) {
            int c = out % channels;
            int j = out / channels % layer.outputWidth();
            int i = out / channels / layer.outputWidth() % layer.outputHeight();
            int b = out / layer.outputs();
            int first = -1;
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) {
                    int at = ((b * height + i * side + u) * width + j * side + v) * channels + c;
                    if (first < 0 || x[at] > x[first]) first = at;
                }
            }
            expected[out] = x[first];
            expectedGradients[first] = dy[out];
        }
        for (Variant variant : Variant.values()) {
            Passed passed = pass(layer, variant, new float[0], x, dy, batch);
            for (int k = 0; k < expected.length; k++)
                assertThat(passed.outputs[k] + 0f).as("%s, y[%d]", variant, k).isEqualTo(expected[k] + 0f);
            assertThat(passed.inputGradients).as("%s, dx", variant).isEqualTo(expectedGradients);
        }
    }

    @Test
    void namedNetworksHaveTheirParameters() {
        assertThat(NamedNetwork.VGG16.parameters()).isEqualTo(138_357_544);
        assertThat(NamedNetwork.MLP_TANH.parameters()).isEqualTo(266_610);
        assertThat(NamedNetwork.MLP_DROPOUT.parameters()).isEqualTo(1_276_810);
        assertThat(NamedNetwork.CNN_SMALL.parameters()).isEqualTo(320 + 18_496 + 1_605_760 + 1_290);
        assertThat(NamedNetwork.VGG16_CIFAR.parameters()).isEqualTo(14_714_688 + 512 * 513 + 512 * 513 + 513 * 10);
    }

    @Test
    void aSmallNetworkHasTheSameBitsInEveryVariant() {
        int batch = 3;
        float[] samples = noise(1, batch * 28 * 28);
        int[] labels = {1, 9, 4};
        float[][] gradients = new float[3][];
        for (Variant variant : Variant.values()) {
            Network network = NamedNetwork.CNN_SMALL.create(1);
            network.forward(variant, samples, batch);
            SoftmaxCrossEntropy.valueAndGradient(network.outputs(), labels, batch, 10, network.outputGradients());
            network.backward(variant);
            gradients[variant.ordinal()] = network.gradients();
        }
        assertThat(gradients[1]).isEqualTo(gradients[0]);
        assertThat(gradients[2]).isEqualTo(gradients[0]);
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Conv2d(4, 4, 3, 8, 5, 1, 0, Initializer.HE_NORMAL))
                .withMessage(
                        "a convolution must have sizes of at least 1, a padding below the kernel and a kernel within the padded image, "
                                + "and fit in arrays, was 4 x 4 x 3 to 8 filters with kernel 5, stride 1, padding 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new MaxPool(4, 4, 3, 5))
                .withMessage("pooling must have at least 1 channel, squares within the image and an image that fits in an array, "
                        + "was 4 x 4 x 3 with squares of 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(1, new Conv2d(4, 4, 1, 2, 3, 1, 1, Initializer.HE_NORMAL), new MaxPool(4, 4, 3, 2)))
                .withMessage("layer 2 (MaxPool) must take the 32 values that layer 1 (Conv2d) gives, takes 48");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(1, new Conv2d(4, 4, 1, 2, 3, 1, 1, Initializer.HE_NORMAL), new Relu(32),
                        new Dropout(32, 0.5, 1), new MaxPool(2, 8, 2, 2)))
                .withMessage("layer 4 (MaxPool) must take the images that reach it: 4 x 4 x 2 does not fit 2 x 8 x 2");
        assertThatNoException().isThrownBy(() -> new Network(1, new Conv2d(4, 4, 1, 2, 3, 1, 1, Initializer.HE_NORMAL), new Relu(32),
                new Dense(32, 32, Initializer.HE_NORMAL), new MaxPool(2, 8, 2, 2)));
    }
}
