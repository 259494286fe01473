package lanewise.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.data.GeneratedSets;
import lanewise.data.Samples;
import lanewise.data.Sampling;
import lanewise.experiment.Charts.Line;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
import lanewise.optim.Sgd;
import lanewise.optim.Variant;
import lanewise.train.Evaluation;
import lanewise.train.Trainer;

/// Two hidden units exchanged, with all weights to and from them: another point in the space of parameters, the same function.
///
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 8.2.2.
final class SymmetryExperiment implements Experiment {

    private static final int INPUTS = 2;
    private static final int HIDDEN = 64;
    private static final int CLASSES = 3;
    private static final int UPDATES = 200;

    /// So coarse that products and sums of both layers have at most 24 bits.
    private static final int PARAMETER_STEPS = 16;
    private static final int SAMPLE_STEPS = 64;

    @Override
    public String name() {
        return "symmetry";
    }

    @Override
    public String claim() {
        return "two hidden units exchanged leave the cost as it was, so that every minimum has as many copies as there are orders of the units";
    }

    @Override
    public Result run(Setting setting) {
        Samples spiral = GeneratedSets.spiral(100, 1);
        NamedNetwork named = NamedNetwork.DENSE64;
        Network network = named.create(1);
        Trainer trainer = Losses.trainer(network, named.loss(), Sgd.DEFAULT, 0.5, spiral, Sampling.FULL, 1, 1);
        for (int k = 0; k < UPDATES; k++) trainer.step();
        Exchanges trained = exchanges(network, spiral);
        float[] parameters = network.parameters();
        for (int i = 0; i < parameters.length; i++) parameters[i] = (float) (Math.rint(parameters[i] * PARAMETER_STEPS) / PARAMETER_STEPS);
        Exchanges exact = exchanges(network, rounded(spiral));
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("trained", trained);
        raw.put("exact", exact);
        List<String> lines = List.of("dense64 on " + spiral.count() + " samples of a spiral, after " + UPDATES
                + " updates, the first hidden unit exchanged with each of the " + (HIDDEN - 1) + " others.", "",
                "| | cost | exchanges that leave it to the bit | largest relative difference |", "|---|---:|---:|---:|",
                row("parameters and samples rounded, so that every sum is exact", exact), row("as trained", trained), "",
                "The second layer adds the hidden units' values in their order. Where each sum is exact, with parameters that are multiples of 1/"
                        + PARAMETER_STEPS + " and samples that are multiples of 1/" + SAMPLE_STEPS
                        + ", the order is nothing; otherwise it is worth a few units in the last place of a float.");
        return new Result("Symmetry: hidden units exchanged", lines, raw, Map.of("distance", Charts.lines(
                "How far apart in the space of parameters the two networks of one cost are", "unit that the first is exchanged with",
                "Euclidean distance", false, List.of(Line.of("distance", trained.distances)))));
    }

    /// What exchanging the first unit with each other one does.
    ///
    /// @param cost      before
    /// @param equal     exchanges that leave it, to the bit
    /// @param largest   relative difference of the cost
    /// @param distances between the parameters before and after
    record Exchanges(double cost, int equal, double largest, double[] distances) {}

    static Exchanges exchanges(Network network, Samples samples) {
        double cost = cost(network, samples);
        double[] distances = new double[HIDDEN - 1];
        double largest = 0;
        int equal = 0;
        for (int other = 1; other < HIDDEN; other++) {
            float[] before = network.parameters().clone();
            exchange(network.parameters(), 0, other);
            double exchanged = cost(network, samples);
            distances[other - 1] = distance(before, network.parameters());
            largest = Math.max(largest, Math.abs(exchanged - cost) / cost);
            if (Double.doubleToLongBits(exchanged) == Double.doubleToLongBits(cost)) equal++;
            exchange(network.parameters(), 0, other);
        }
        return new Exchanges(cost, equal, largest, distances);
    }

    private static String row(String name, Exchanges found) {
        return String.format(Locale.ROOT, "| %s | %.6f | %d of %d | %.2g |", name, found.cost, found.equal, HIDDEN - 1, found.largest);
    }

    private static Samples rounded(Samples samples) {
        float[] values = new float[samples.count() * samples.width()];
        int[] labels = new int[samples.count()];
        for (int i = 0; i < labels.length; i++) {
            samples.copy(i, values, i * samples.width());
            labels[i] = samples.label(i);
        }
        for (int i = 0; i < values.length; i++) values[i] = (float) (Math.rint(values[i] * SAMPLE_STEPS) / SAMPLE_STEPS);
        return new Samples(samples.name(), samples.width(), samples.classes(), values, labels);
    }

    private static double cost(Network network, Samples samples) {
        return Evaluation.of(network, NamedNetwork.DENSE64.loss(), samples, Variant.SIMD).loss();
    }

    /// Exchanges all weights to and from two hidden units. Both layers have W row by row, then b.
    static void exchange(float[] parameters, int one, int other) {
        for (int input = 0; input <= INPUTS; input++) swap(parameters, input * HIDDEN + one, input * HIDDEN + other); // the last row is the bias
        int second = (INPUTS + 1) * HIDDEN;
        for (int k = 0; k < CLASSES; k++) swap(parameters, second + one * CLASSES + k, second + other * CLASSES + k);
    }

    private static void swap(float[] array, int i, int j) {
        float value = array[i];
        array[i] = array[j];
        array[j] = value;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        return Math.sqrt(sum);
    }
}
