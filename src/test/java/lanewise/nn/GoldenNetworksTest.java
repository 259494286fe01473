package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A minibatch through small networks against what PyTorch makes of it; `scripts/golden_networks.py` has written the files.
@Execution(ExecutionMode.CONCURRENT)
class GoldenNetworksTest {

    /// The largest that a float's rounding, in sums of a hundred terms of size 1, explains.
    private static final double TOLERANCE = 4e-6;

    private static JsonNode golden(String name) throws Exception {
        try (InputStream in = GoldenNetworksTest.class.getResourceAsStream("/networks/" + name + ".json")) {
            return new JsonMapper().readTree(in);
        }
    }

    private static Layer layer(JsonNode layer) {
        return switch (layer.get("type").asString()) {
            case "dense" -> new Dense(number(layer, "inputs"), number(layer, "outputs"), Initializer.HE_NORMAL);
            case "convolution" -> new Conv2d(number(layer, "height"), number(layer, "width"), number(layer, "channels"),
                    number(layer, "filters"), number(layer, "kernel"), number(layer, "stride"), number(layer, "padding"),
                    Initializer.HE_NORMAL);
            case "pooling" -> new MaxPool(number(layer, "height"), number(layer, "width"), number(layer, "channels"),
                    number(layer, "side"));
            case "relu" -> new Relu(number(layer, "width"));
            case "sigmoid" -> new SigmoidLayer(number(layer, "width"));
            case "tanh" -> new TanhLayer(number(layer, "width"));
            default -> throw new IllegalArgumentException(layer.toString());
        };
    }

    private static int number(JsonNode layer, String name) {
        return layer.get(name).asInt();
    }

    private static double[] doubles(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false).mapToDouble(JsonNode::asDouble).toArray();
    }

    private static float[] floats(JsonNode values) {
        double[] doubles = doubles(values);
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) doubles[i];
        return floats;
    }

    @ParameterizedTest
    @CsvSource({"sigmoid-squared-error, 58", "relu-softmax, 629", "sigmoid-binary, 41", "convolutions, 672", "strides, 184"})
    void areThoseOfPyTorch(String name, int parameters) throws Exception {
        JsonNode golden = golden(name);
        int batch = golden.get("batch").asInt();
        float[] answers = floats(golden.get("answers"));
        for (Variant variant : Variant.values()) {
            Layer[] layers = StreamSupport.stream(golden.get("layers").spliterator(), false).map(GoldenNetworksTest::layer)
                    .toArray(Layer[]::new);
            Network network = new Network(1, layers);
            float[] drawn = floats(golden.get("parameters"));
            assertThat(network.parameters()).hasSize(parameters).hasSameSizeAs(drawn);
            System.arraycopy(drawn, 0, network.parameters(), 0, drawn.length);
            network.forward(variant, floats(golden.get("samples")), batch);
            int width = network.outputWidth();
            double value = switch (golden.get("loss").asString()) {
                case "squared-error" -> SquaredError.valueAndGradient(network.outputs(), answers, batch, width, network.outputGradients());
                case "binary-cross-entropy" -> BinaryCrossEntropy.valueAndGradient(network.outputs(), answers, batch, width,
                        network.outputGradients());
                default -> SoftmaxCrossEntropy.valueAndGradient(network.outputs(),
                        Arrays.stream(doubles(golden.get("answers"))).mapToInt(label -> (int) label).toArray(), batch, width,
                        network.outputGradients());
            };
            network.backward(variant);
            assertThat(value).as("%s, loss", variant).isCloseTo(golden.get("value").asDouble(), within(TOLERANCE));
            near(variant + ", outputs", network.outputs(), doubles(golden.get("outputs")));
            near(variant + ", gradients", network.gradients(), doubles(golden.get("gradients")));
        }
    }

    /// The logistic layer and the loss of its probabilities are the loss of logits.
    @Test
    void theLossOfLogitsIsThatOfTheirProbabilities() throws Exception {
        JsonNode golden = golden("sigmoid-binary");
        Layer[] layers = StreamSupport.stream(golden.get("layers").spliterator(), false).map(GoldenNetworksTest::layer)
                .toArray(Layer[]::new);
        Network network = new Network(1, Arrays.copyOf(layers, layers.length - 1));
        float[] drawn = floats(golden.get("parameters"));
        System.arraycopy(drawn, 0, network.parameters(), 0, drawn.length);
        network.forward(Variant.SIMD, floats(golden.get("samples")), golden.get("batch").asInt());
        double value = Loss.BINARY_CROSS_ENTROPY_FROM_LOGITS.valueAndGradient(network, floats(golden.get("answers")), null);
        network.backward(Variant.SIMD);
        assertThat(value).isCloseTo(golden.get("value").asDouble(), within(TOLERANCE));
        near("gradients", network.gradients(), doubles(golden.get("gradients")));
    }

    private static void near(String what, float[] actual, double[] expected) {
        assertThat(actual).hasSize(expected.length);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s[%d]", what, i).isCloseTo(expected[i], within(TOLERANCE * Math.max(1, largest)));
        }
    }
}
