package lanewise.check;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.check.Trajectory.Hyperparameters;
import lanewise.optim.Catalogue;
import lanewise.optim.Lookahead;
import lanewise.optim.Optimizer;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// Compares the kernels with the trajectory of a reference implementation, stored as JSON: initial `parameters`, a row of `gradients`
/// per step, and the parameters after every step as the reference computed them in double, `expectedDouble`.
///
/// The error of a parameter is counted in units of the distance between adjacent floats at the largest of its value, its initial value
/// and its largest single change so far. After step t it may be [#BOUND] · t units: each step rounds a handful of times.
public final class Golden {

    /// An optimizer around another, and so no entry of the catalogue.
    private static final String LOOKAHEAD = "lookahead";

    /// Units of error that a step may add. PyTorch's own float runs deviate by at most 1.2.
    public static final double BOUND = 4;

    /// How far a variant deviated at its worst, in units per step, and where.
    public record Deviation(Variant variant, double units, int step, int index) {

        public boolean isWithinBound() {
            return units <= BOUND; // false for NaN
        }
    }

    private Golden() {}

    /// Runs every variant along the trajectory in `path`.
    ///
    /// @throws IllegalArgumentException if the file cannot be read, is malformed or asks for what is not here; its message is one sentence
    public static List<Deviation> check(Path path) {
        try {
            Trajectory golden = Trajectory.read(path);
            Hyperparameters given = golden.hyperparameters();
            double learningRate = given.learningRate();
            Optimizer optimizer = optimizer(golden.optimizer(), given);
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

    private static Deviation follow(Trajectory golden, Optimizer optimizer, double learningRate, Variant variant) {
        float[] parameters = golden.parameters();
        double[][] expectations = golden.expected();
        int n = parameters.length;
        float[] w = parameters.clone();
        float[][] state = new float[optimizer.stateArrays()][n];
        double[] largestChange = new double[n];
        Deviation worst = new Deviation(variant, 0, 0, 0);
        for (int t = 1; t <= expectations.length; t++) {
            optimizer.at(t, learningRate).apply(variant, w, golden.gradients()[t - 1], state, 0, n);
            for (int i = 0; i < n; i++) {
                double expected = expectations[t - 1][i];
                double before = t == 1 ? parameters[i] : expectations[t - 2][i];
                largestChange[i] = Math.max(largestChange[i], Math.abs(expected - before));
                double magnitude = Math.max(largestChange[i], Math.max(Math.abs(expected), Math.abs(parameters[i])));
                double unit = Math.ulp((float) Math.min(magnitude, Float.MAX_VALUE)); // a change may be twice that
                double units = Math.abs(w[i] - expected) / unit / t;
                if (!(units <= worst.units)) worst = new Deviation(variant, units, t, i); // NaN is the worst
                if (Double.isNaN(units)) return worst;
            }
        }
        return worst;
    }

    private static Optimizer optimizer(String name, Hyperparameters given) {
        if (name.equals(LOOKAHEAD)) {
            long k = given.takeCountOr("k", 5);
            double alpha = given.takeOr("alpha", 0.8);
            return new Lookahead(optimizer(given.takeName("inner"), given), k, alpha);
        }
        return named().filter(entry -> nameOf(entry).equals(name)).findFirst().orElseThrow(() -> unknown(name)).byName().orElseThrow()
                .apply(given);
    }

    private static Stream<Catalogue> named() {
        return Stream.of(Catalogue.values()).filter(entry -> entry.byName().isPresent());
    }

    private static String nameOf(Catalogue entry) {
        return entry.name().toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException unknown(String name) {
        String names = Stream.concat(named().map(Golden::nameOf), Stream.of(LOOKAHEAD)).collect(Collectors.joining(", "));
        return new IllegalArgumentException("optimizer \"" + name + "\" is not one of " + names);
    }
}
