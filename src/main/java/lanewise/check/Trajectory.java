package lanewise.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.optim.NamedHyperParameters;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A golden trajectory as its file has it: initial parameters, a row of gradients per step, and the parameters that a reference had after
/// every step.
///
/// Types are strict: a string is no number, and a number is one that a float can hold. An expected value beyond that would make its own
/// tolerance infinite.
record Trajectory(String optimizer, Hyperparameters hyperparameters, float[] parameters, float[][] gradients, double[][] expected) {

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// @throws IllegalArgumentException in one sentence, if the file cannot be read or is no trajectory
    static Trajectory read(Path path) {
        JsonNode file;
        try {
            file = MAPPER.readTree(Files.readString(path));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read as a text file (" + e.getClass().getSimpleName() + ")", e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is not a golden trajectory (" + e.getOriginalMessage() + ")", e);
        }
        if (!file.isObject()) throw new IllegalArgumentException("is not a golden trajectory (not a JSON object)");
        JsonNode optimizer = member(file, "optimizer");
        if (!optimizer.isString()) throw new IllegalArgumentException("optimizer must be a name, was " + optimizer);
        Hyperparameters hyperparameters = new Hyperparameters(member(file, "hyperparameters"));
        float[] parameters = floats("parameters", member(file, "parameters"), -1);
        JsonNode rows = array("gradients", member(file, "gradients"));
        JsonNode expectations = array("expectedDouble", member(file, "expectedDouble"));
        int steps = rows.size();
        if (steps == 0 || parameters.length == 0) throw new IllegalArgumentException("holds no steps or no parameters");
        if (expectations.size() != steps) {
            throw new IllegalArgumentException("has gradients for " + steps + " steps but expectedDouble for " + expectations.size());
        }
        float[][] gradients = new float[steps][];
        double[][] expected = new double[steps][];
        for (int t = 0; t < steps; t++) {
            gradients[t] = floats("gradients of step " + (t + 1), rows.get(t), parameters.length);
            expected[t] = numbers("expectedDouble of step " + (t + 1), expectations.get(t), parameters.length);
        }
        return new Trajectory(optimizer.stringValue(), hyperparameters, parameters, gradients, expected);
    }

    private static JsonNode member(JsonNode file, String name) {
        JsonNode member = file.get(name);
        if (member == null) throw new IllegalArgumentException("is not a golden trajectory (" + name + " is missing)");
        return member;
    }

    private static JsonNode array(String name, JsonNode node) {
        if (!node.isArray()) throw new IllegalArgumentException(name + " must be an array, was " + node);
        return node;
    }

    private static float[] floats(String name, JsonNode node, int length) {
        double[] numbers = numbers(name, node, length);
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) numbers[i];
        return floats;
    }

    /// @param length −1 if any will do
    private static double[] numbers(String name, JsonNode node, int length) {
        array(name, node);
        if (length >= 0 && node.size() != length) {
            throw new IllegalArgumentException(name + " must be " + length + " numbers, as many as the parameters, were " + node.size());
        }
        double[] numbers = new double[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode element = node.get(i);
            numbers[i] = element.isNumber() ? element.asDouble() : Double.NaN;
            if (!(Math.abs(numbers[i]) <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(name + ", element " + i + ", must be a number of at most " + Float.MAX_VALUE
                        + " to either side of 0, was " + element);
            }
        }
        return numbers;
    }

    /// Hyper-parameters by name. Each is taken once; one that is left over would have been ignored, and so is refused.
    static final class Hyperparameters implements NamedHyperParameters {

        private final Map<String, JsonNode> left = new LinkedHashMap<>();
        private double learningRate = Double.NaN;

        private Hyperparameters(JsonNode given) {
            if (!given.isObject()) throw new IllegalArgumentException("hyperparameters must be an object, was " + given);
            given.properties().forEach(entry -> left.put(entry.getKey(), entry.getValue()));
        }

        @Override
        public double learningRate() {
            if (Double.isNaN(learningRate)) learningRate = take("learningRate");
            return learningRate;
        }

        @Override
        public double take(String name) {
            if (!left.containsKey(name)) throw new IllegalArgumentException("hyper-parameter " + name + " is missing");
            return takeOr(name, Double.NaN);
        }

        @Override
        public double takeOr(String name, double fallback) {
            JsonNode value = left.remove(name);
            if (value == null) return fallback;
            if (!value.isNumber()) throw new IllegalArgumentException(name + " must be a number, was " + value);
            return value.asDouble();
        }

        /// A count: 5 and 5.0, but not 5.5.
        @Override
        public long takeCountOr(String name, long fallback) {
            double value = takeOr(name, (double) fallback);
            if (value != (long) value)
                throw new IllegalArgumentException(name + " must be a whole number in the range of long, was " + value);
            return (long) value;
        }

        @Override
        public boolean takeOr(String name, boolean fallback) {
            JsonNode value = left.remove(name);
            if (value == null) return fallback;
            if (!value.isBoolean()) throw new IllegalArgumentException(name + " must be true or false, was " + value);
            return value.booleanValue();
        }

        String takeName(String name) {
            JsonNode value = left.remove(name);
            if (value == null) throw new IllegalArgumentException("hyper-parameter " + name + " is missing");
            if (!value.isString()) throw new IllegalArgumentException(name + " must be a name, was " + value);
            return value.stringValue();
        }

        /// Zero and false say that a term is absent, which it is.
        void refuseTheRest(String optimizer) {
            left.values().removeIf(value -> value.isNumber() ? value.asDouble() == 0 : value.isBoolean() && !value.booleanValue());
            if (!left.isEmpty()) {
                throw new IllegalArgumentException(optimizer + " here does not take " + String.join(", ", left.keySet()));
            }
        }
    }
}
