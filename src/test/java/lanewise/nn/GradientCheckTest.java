package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lanewise.optim.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Gradients against central differences in double of a reference that spells every layer out once more, one sample at a time.
class GradientCheckTest {

    private static final double H = 1e-5;

    /// A layer's function of one sample, in double.
    private interface Function {
        double[] apply(double[] parameters, int at, double[] x);
    }

    private static final Function RELU = (_, _, x) -> map(x, v -> Math.max(v, 0));
    private static final Function SIGMOID = (_, _, x) -> map(x, v -> 1 / (1 + Math.exp(-v)));
    private static final Function TANH = (_, _, x) -> map(x, Math::tanh);

    private static double[] map(double[] x, java.util.function.DoubleUnaryOperator function) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) y[i] = function.applyAsDouble(x[i]);
        return y;
    }

    private static Function dense(int outputs) {
        return (parameters, at, x) -> {
            double[] y = new double[outputs];
            for (int j = 0; j < outputs; j++) {
                y[j] = parameters[at + x.length * outputs + j];
                for (int i = 0; i < x.length; i++) y[j] += x[i] * parameters[at + i * outputs + j];
            }
            return y;
        };
    }

    private static Function convolution(int height, int width, int channels, int filters, int kernel, int stride, int padding) {
        int outputHeight = (height + 2 * padding - kernel) / stride + 1;
        int outputWidth = (width + 2 * padding - kernel) / stride + 1;
        return (parameters, at, x) -> {
            double[] y = new double[outputHeight * outputWidth * filters];
            for (int out = 0; out < y.length; out++) {
                int f = out % filters;
                int j = out / filters % outputWidth;
                int i = out / filters / outputWidth;
                y[out] = parameters[at + kernel * kernel * channels * filters + f];
                for (int tap = 0; tap < kernel * kernel * channels; tap++) {
                    int c = tap % channels;
                    int row = i * stride + tap / channels / kernel - padding;
                    int column = j * stride + tap / channels % kernel - padding;
                    if (row < 0 || row >= height || column < 0 || column >= width) continue;
                    y[out] += x[(row * width + column) * channels + c] * parameters[at + tap * filters + f];
                }
            }
            return y;
        };
    }

    private static Function pooling(int height, int width, int channels, int side) {
        return (_, _, x) -> {
            double[] y = new double[height / side * (width / side) * channels];
            for (int out = 0; out < y.length; out++) {
                int c = out % channels;
                int j = out / channels % (width / side);
                int i = out / channels / (width / side);
                y[out] = Double.NEGATIVE_INFINITY;
                for (int tap = 0; tap < side * side; tap++) {
                    int row = i * side + tap / side;
                    int column = j * side + tap % side;
                    y[out] = Math.max(y[out], x[(row * width + column) * channels + c]);
                }
            }
            return y;
        };
    }

    private record Pair(Supplier<Layer> layer, Function function) {}

    private static Pair denseLayer(int inputs, int outputs) {
        return new Pair(() -> new Dense(inputs, outputs, Initializer.GLOROT_UNIFORM), dense(outputs));
    }

    private static Pair convolutionLayer(int height, int width, int channels, int filters, int kernel, int stride, int padding) {
        return new Pair(() -> new Conv2d(height, width, channels, filters, kernel, stride, padding, Initializer.HE_UNIFORM),
                convolution(height, width, channels, filters, kernel, stride, padding));
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("a convolution, its whole border, pooling, two dense layers", new Pair[]{convolutionLayer(6, 6, 2, 3, 3, 1, 1),
                        new Pair(() -> new Relu(108), RELU), new Pair(() -> new MaxPool(6, 6, 3, 2), pooling(6, 6, 3, 2)),
                        denseLayer(27, 5), new Pair(() -> new SigmoidLayer(5), SIGMOID), denseLayer(5, 3)}),
                Arguments.of("two convolutions with strides", new Pair[]{convolutionLayer(7, 5, 1, 4, 3, 2, 1),
                        new Pair(() -> new TanhLayer(48), TANH), convolutionLayer(4, 3, 4, 2, 2, 1, 0),
                        new Pair(() -> new TanhLayer(12), TANH), denseLayer(12, 3)}),
                Arguments.of("a convolution of one pixel", new Pair[]{convolutionLayer(3, 3, 2, 5, 1, 1, 0),
                        new Pair(() -> new MaxPool(3, 3, 5, 3), pooling(3, 3, 5, 3)), denseLayer(5, 3)}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void areThoseOfCentralDifferences(String name, Pair[] stack) {
        int batch = 4;
        int classes = 3;
        int[] labels = {2, 0, 1, 1};
        for (Variant variant : Variant.values()) {
            Network network = new Network(3, Stream.of(stack).map(pair -> pair.layer.get()).toArray(Layer[]::new));
            SplittableRandom random = new SplittableRandom(5);
            float[] samples = new float[batch * network.inputWidth()];
            for (int i = 0; i < samples.length; i++) samples[i] = (float) random.nextGaussian();
            network.forward(variant, samples, batch);
            SoftmaxCrossEntropy.valueAndGradient(network.outputs(), labels, batch, classes, network.outputGradients());
            network.backward(variant);
            double[] parameters = new double[network.parameters().length];
            for (int i = 0; i < parameters.length; i++) parameters[i] = network.parameters()[i];
            for (int i = 0; i < parameters.length; i++) {
                double kept = parameters[i];
                parameters[i] = kept + H;
                double above = loss(stack, parameters, samples, batch, labels);
                parameters[i] = kept - H;
                double below = loss(stack, parameters, samples, batch, labels);
                parameters[i] = kept;
                assertThat((double) network.gradients()[i]).as("%s, %s, parameter %d", name, variant, i)
                        .isCloseTo((above - below) / (2 * H), within(2e-6));
            }
        }
    }

    private static double loss(Pair[] stack, double[] parameters, float[] samples, int batch, int[] labels) {
        double sum = 0;
        for (int sample = 0; sample < batch; sample++) {
            int width = samples.length / batch;
            double[] x = new double[width];
            for (int i = 0; i < width; i++) x[i] = samples[sample * width + i];
            int at = 0;
            for (Pair pair : stack) {
                x = pair.function.apply(parameters, at, x);
                at += pair.layer.get().parameters();
            }
            double total = 0;
            for (double logit : x) total += Math.exp(logit);
            sum += Math.log(total) - x[labels[sample]];
        }
        return sum / batch;
    }
}
