package lanewise.check;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lanewise.check.Trajectory.Hyperparameters;
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
import lanewise.optim.Update;
import lanewise.optim.Variant;

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

    private Golden() {}

    /// Runs every variant along the trajectory in `path`.
    ///
    /// @throws IllegalArgumentException if the file cannot be read, is malformed or asks for what is not here; its message is one sentence
    public static List<Stray> check(Path path) {
        try {
            Trajectory golden = Trajectory.read(path);
            Hyperparameters given = golden.hyperparameters();
            double learningRate = given.take("learningRate");
            Optimizer optimizer = optimizer(golden.optimizer(), given, learningRate);
            given.refuseTheRest(golden.optimizer());
            refuseWhatCannotFail(golden, optimizer.stateArrays());
            return Arrays.stream(Variant.values()).map(variant -> follow(golden, optimizer, learningRate, variant)).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    /// A trajectory that parameters follow which never move would pass whatever the kernels do.
    private static void refuseWhatCannotFail(Trajectory golden, int stateArrays) {
        Optimizer nothing = new Optimizer() {
            @Override
            public Update at(long t, double learningRate) {
                return (_, _, _, _, _, _) -> {};
            }

            @Override
            public int stateArrays() {
                return stateArrays;
            }
        };
        if (follow(golden, nothing, 0, Variant.SCALAR).isWithinBound()) {
            throw new IllegalArgumentException("cannot fail: parameters that never move stay within its bounds");
        }
    }

    private static Stray follow(Trajectory golden, Optimizer optimizer, double learningRate, Variant variant) {
        float[] parameters = golden.parameters();
        double[][] expectations = golden.expected();
        int n = parameters.length;
        float[] w = parameters.clone();
        float[][] state = new float[optimizer.stateArrays()][n];
        double[] largestChange = new double[n];
        Stray worst = new Stray(variant, 0, 0, 0);
        for (int t = 1; t <= expectations.length; t++) {
            optimizer.at(t, learningRate).apply(variant, w, golden.gradients()[t - 1], state, 0, n);
            for (int i = 0; i < n; i++) {
                double expected = expectations[t - 1][i];
                double before = t == 1 ? parameters[i] : expectations[t - 2][i];
                largestChange[i] = Math.max(largestChange[i], Math.abs(expected - before));
                double magnitude = Math.max(largestChange[i], Math.max(Math.abs(expected), Math.abs(parameters[i])));
                double unit = Math.ulp((float) Math.min(magnitude, Float.MAX_VALUE)); // a change may be twice that
                double units = Math.abs(w[i] - expected) / unit / t;
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
                yield new Adagrad(decay, epsilon.inside, epsilon.outside, given.takeOr("weightDecay", 0));
            }
            case "adadelta" -> new Adadelta(given.takeOr("rho", 0.9), given.takeOr("epsilon", 1e-6), given.takeOr("weightDecay", 0));
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
                yield new AmsGrad(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside, epsilon.outside,
                        given.takeOr("weightDecay", 0));
            }
            case "nadam" -> {
                Epsilon epsilon = Epsilon.of(given, 1e-8);
                yield new Nadam(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), epsilon.inside, epsilon.outside,
                        given.takeOr("momentumDecay", 4e-3), given.takeOr("weightDecay", 0),
                        given.takeOr("decoupledWeightDecay", false));
            }
            case "adamax" -> new AdaMax(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), given.takeOr("epsilon", 1e-8), 0,
                    given.takeOr("weightDecay", 0));
            case "radam" -> new RAdam(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), given.takeOr("epsilon", 1e-8),
                    given.takeOr("weightDecay", 0), given.takeOr("decoupledWeightDecay", false));
            case "adabound" -> new AdaBound(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), given.takeOr("epsilon", 1e-8),
                    given.takeOr("finalLearningRate", 0.1), given.takeOr("gamma", 1e-3), learningRate,
                    given.takeOr("weightDecay", 0));
            case "asgd" -> new Asgd(given.takeOr("lambd", 1e-4), given.takeOr("alpha", 0.75), given.takeCountOr("t0", 1_000_000));
            case "rprop" -> new Rprop(given.takeOr("etaMinus", 0.5), given.takeOr("etaPlus", 1.2), given.takeOr("minStep", 1e-6),
                    given.takeOr("maxStep", 50));
            case "lion" -> new Lion(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.99), given.takeOr("weightDecay", 0));
            case "lookahead" -> {
                int k = given.takeCountOr("k", 5);
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
        double decay = given.takeOr("weightDecay", 0);
        Epsilon epsilon = Epsilon.of(given, 1e-8);
        if (momentum == 0) {
            return centered
                    ? new RmsPropCentered(rho, epsilon.inside, epsilon.outside, decay)
                    : new RmsProp(rho, epsilon.inside, epsilon.outside, decay);
        }
        return centered
                ? new RmsPropCenteredMomentum(rho, momentum, false, epsilon.inside, epsilon.outside, decay)
                : new RmsPropMomentum(rho, momentum, false, epsilon.inside, epsilon.outside, decay);
    }

    private record Epsilon(double inside, double outside) {

        static Epsilon of(Hyperparameters given, double fallback) {
            double epsilon = given.takeOr("epsilon", fallback);
            return given.takeOr("epsilonInsideRoot", false) ? new Epsilon(epsilon, 0) : new Epsilon(0, epsilon);
        }
    }
}
