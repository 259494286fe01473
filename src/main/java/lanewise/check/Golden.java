package lanewise.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.optim.AdaBound;
import lanewise.optim.AdaMax;
import lanewise.optim.Adadelta;
import lanewise.optim.Adagrad;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.AmsGrad;
import lanewise.optim.Asgd;
import lanewise.optim.Lion;
import lanewise.optim.Lookahead;
import lanewise.optim.Momentum;
import lanewise.optim.Nadam;
import lanewise.optim.Nesterov;
import lanewise.optim.Optimizer;
import lanewise.optim.RAdam;
import lanewise.optim.RmsProp;
import lanewise.optim.RmsPropCentered;
import lanewise.optim.RmsPropCenteredMomentum;
import lanewise.optim.RmsPropMomentum;
import lanewise.optim.Rprop;
import lanewise.optim.Sgd;
import lanewise.optim.Variant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Holds the kernels against the trajectory of a reference implementation, stored as JSON: initial `parameters`, a row of `gradients`
/// per step, and the parameters after every step as the reference computed them in double, `expectedDouble`.
///
/// The error of a parameter is counted in units of the distance between adjacent floats at the largest of its value, its initial value
/// and its largest single change so far. After step t it may be [#BOUND] · t units: each step rounds a handful of times.
public final class Golden {

    /// Units of error that a step may add. PyTorch's own float runs stray by at most 1.2.
    public static final double BOUND = 4;

    /// How far a variant strayed at its worst, in units per step, and where.
    public record Stray(Variant variant, double units, int step, int index) {

        public boolean isWithinBound() {
            return units <= BOUND; // false for NaN
        }
    }

    private record File(String optimizer, Map<String, Object> hyperparameters, float[] parameters, float[][] gradients,
            double[][] expectedDouble) {}

    private Golden() {}

    /// Runs every variant along the trajectory in `path`.
    ///
    /// @throws IllegalArgumentException if the file cannot be read, is malformed or asks for what is not here; its message is one sentence
    public static List<Stray> check(Path path) {
        try {
            File file = read(path);
            Hyperparameters given = new Hyperparameters(file.hyperparameters);
            double learningRate = given.take("learningRate");
            Optimizer optimizer = optimizer(file.optimizer, given, learningRate);
            given.refuseTheRest(file.optimizer);
            return Arrays.stream(Variant.values()).map(variant -> follow(file, optimizer, learningRate, variant)).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    private static Stray follow(File file, Optimizer optimizer, double learningRate, Variant variant) {
        int n = file.parameters.length;
        float[] w = file.parameters.clone();
        float[][] state = new float[optimizer.stateArrays()][n];
        double[] largestChange = new double[n];
        Stray worst = new Stray(variant, 0, 0, 0);
        for (int t = 1; t <= file.gradients.length; t++) {
            optimizer.at(t, learningRate).apply(variant, w, file.gradients[t - 1], state, 0, n);
            for (int i = 0; i < n; i++) {
                double expected = file.expectedDouble[t - 1][i];
                double before = t == 1 ? file.parameters[i] : file.expectedDouble[t - 2][i];
                largestChange[i] = Math.max(largestChange[i], Math.abs(expected - before));
                double magnitude = Math.max(largestChange[i], Math.max(Math.abs(expected), Math.abs(file.parameters[i])));
                double units = Math.abs(w[i] - expected) / Math.ulp((float) magnitude) / t;
                if (!(units <= worst.units)) worst = new Stray(variant, units, t, i); // NaN is the worst
                if (Double.isNaN(units)) return worst;
            }
        }
        return worst;
    }

    private static Optimizer optimizer(String name, Hyperparameters given, double learningRate) {
        return switch (name) {
            case "sgd" -> new Sgd(given.takeOr("weightDecay", 0));
            case "momentum" -> new Momentum(given.take("momentum"), given.takeOr("dampening", 0), true, false,
                    given.takeOr("weightDecay", 0));
            case "nesterov" -> new Nesterov(given.take("momentum"), false, given.takeOr("weightDecay", 0));
            case "adagrad" -> {
                double decay = given.takeOr("learningRateDecay", 0);
                Epsilon epsilon = Epsilon.of(given, 1e-10);
                yield new Adagrad(decay, epsilon.inside, epsilon.outside);
            }
            case "adadelta" -> new Adadelta(given.takeOr("rho", 0.9), given.takeOr("epsilon", 1e-6));
            case "rmsprop" -> rmsProp(given);
            case "adam" -> {
                Epsilon epsilon = Epsilon.of(given, 1e-8);
                yield new Adam(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside, epsilon.outside,
                        given.takeOr("weightDecay", 0));
            }
            case "adamw" -> {
                Epsilon epsilon = Epsilon.of(given, 1e-8);
                yield new AdamW(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside, epsilon.outside,
                        given.takeOr("weightDecay", 0.01));
            }
            case "amsgrad" -> {
                Epsilon epsilon = Epsilon.of(given, 1e-8);
                yield new AmsGrad(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside, epsilon.outside);
            }
            case "nadam" -> {
                Epsilon epsilon = Epsilon.of(given, 1e-8);
                yield new Nadam(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside, epsilon.outside,
                        given.takeOr("momentumDecay", 4e-3));
            }
            case "adamax" -> new AdaMax(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), given.takeOr("epsilon", 1e-8), 0);
            case "radam" -> new RAdam(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), given.takeOr("epsilon", 1e-8));
            case "adabound" -> new AdaBound(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), given.takeOr("epsilon", 1e-8),
                    given.takeOr("finalLearningRate", 0.1), given.takeOr("gamma", 1e-3), learningRate);
            case "asgd" -> new Asgd(given.takeOr("lambd", 1e-4), given.takeOr("alpha", 0.75), (long) given.takeOr("t0", 1e6));
            case "rprop" -> new Rprop(given.takeOr("etaMinus", 0.5), given.takeOr("etaPlus", 1.2), given.takeOr("minStep", 1e-6),
                    given.takeOr("maxStep", 50));
            case "lion" -> new Lion(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.99), given.takeOr("weightDecay", 0));
            case "lookahead" -> {
                int k = (int) given.takeOr("k", 5);
                double alpha = given.takeOr("alpha", 0.8);
                yield new Lookahead(optimizer(given.takeName("inner"), given, learningRate), k, alpha);
            }
            default -> throw new IllegalArgumentException("optimizer \"" + name
                    + "\" is not one of sgd, momentum, nesterov, adagrad, adadelta, rmsprop, adam, adamw, amsgrad, adamax, nadam, radam, "
                    + "adabound, asgd, rprop, lion, lookahead");
        };
    }

    /// PyTorch's one class is four here, by the arrays that they keep.
    private static Optimizer rmsProp(Hyperparameters given) {
        double rho = given.takeOr("rho", 0.99);
        double momentum = given.takeOr("momentum", 0);
        boolean centered = given.takeOr("centered", false);
        Epsilon epsilon = Epsilon.of(given, 1e-8);
        if (momentum == 0) {
            return centered
                    ? new RmsPropCentered(rho, epsilon.inside, epsilon.outside)
                    : new RmsProp(rho, epsilon.inside, epsilon.outside);
        }
        return centered
                ? new RmsPropCenteredMomentum(rho, momentum, false, epsilon.inside, epsilon.outside)
                : new RmsPropMomentum(rho, momentum, false, epsilon.inside, epsilon.outside);
    }

    private record Epsilon(double inside, double outside) {

        static Epsilon of(Hyperparameters given, double fallback) {
            double epsilon = given.takeOr("epsilon", fallback);
            return given.takeOr("epsilonInsideRoot", false) ? new Epsilon(epsilon, 0) : new Epsilon(0, epsilon);
        }
    }

    /// Hyper-parameters by name. Each is taken once; one that is left over would have been ignored, and so is refused.
    private static final class Hyperparameters {

        private final Map<String, Object> left;

        Hyperparameters(Map<String, Object> given) {
            this.left = new LinkedHashMap<>(given);
        }

        double take(String name) {
            if (!left.containsKey(name)) throw new IllegalArgumentException("hyper-parameter " + name + " is missing");
            return takeOr(name, Double.NaN);
        }

        double takeOr(String name, double fallback) {
            return switch (left.remove(name)) {
                case null -> fallback;
                case Number number -> number.doubleValue();
                case Object other -> throw new IllegalArgumentException(name + " must be a number, was " + other);
            };
        }

        boolean takeOr(String name, boolean fallback) {
            return switch (left.remove(name)) {
                case null -> fallback;
                case Boolean flag -> flag;
                case Object other -> throw new IllegalArgumentException(name + " must be true or false, was " + other);
            };
        }

        String takeName(String name) {
            return switch (left.remove(name)) {
                case String value -> value;
                case null -> throw new IllegalArgumentException("hyper-parameter " + name + " is missing");
                case Object other -> throw new IllegalArgumentException(name + " must be a name, was " + other);
            };
        }

        /// Zero and false say that a term is absent, which it is.
        void refuseTheRest(String optimizer) {
            left.values().removeIf(value -> Boolean.FALSE.equals(value) || (value instanceof Number number && number.doubleValue() == 0));
            if (!left.isEmpty()) {
                throw new IllegalArgumentException(
                        optimizer + " here does not take " + String.join(", ", left.keySet()));
            }
        }
    }

    private static File read(Path path) {
        JsonMapper mapper = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
        File file;
        try {
            file = mapper.readValue(Files.readString(path), File.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read as a text file (" + e.getClass().getSimpleName() + ")", e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("is not a golden trajectory (" + e.getOriginalMessage() + ")", e);
        }
        String missing = file == null
                ? "everything"
                : file.optimizer == null
                        ? "optimizer"
                        : file.hyperparameters == null
                                ? "hyperparameters"
                                : file.parameters == null
                                        ? "parameters"
                                        : file.gradients == null
                                                ? "gradients"
                                                : file.expectedDouble == null ? "expectedDouble" : null;
        if (missing != null) throw new IllegalArgumentException("is not a golden trajectory (" + missing + " is missing)");
        int steps = file.gradients.length;
        int n = file.parameters.length;
        if (steps == 0 || n == 0) throw new IllegalArgumentException("holds no steps or no parameters");
        if (file.expectedDouble.length != steps) {
            throw new IllegalArgumentException(
                    "has gradients for " + steps + " steps but expectedDouble for " + file.expectedDouble.length);
        }
        for (int t = 0; t < steps; t++) {
            if (file.gradients[t] == null || file.gradients[t].length != n || file.expectedDouble[t] == null
                    || file.expectedDouble[t].length != n) {
                throw new IllegalArgumentException("step " + (t + 1) + " must have " + n + " gradients and expected values");
            }
        }
        return file;
    }
}
