package lanewise.experiment;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import lanewise.data.ImageSet;
import lanewise.experiment.MlpBook.Way;
import lanewise.stats.Normality;

/// How much depends on the initial parameters? The textbook's network, trained 100 times from as many starts.
///
/// Source: Kneusel, *Math for Deep Learning*, 2021, chapter 11.
final class InitializationExperiment implements Experiment {

    private static final int RUNS = 100;
    private static final int LEAST_RUNS = 20; // that a test of normality takes
    private static final int MINIBATCHES = 10_000;
    private static final int FIRST_SEED = 10_000;
    private static final int BINS = 25;

    @Override
    public String name() {
        return "initialization";
    }

    @Override
    public String claim() {
        return "Matthews correlations of 100 trainings from different starts are far from normal: mode near 0.83, a possible second near 0.75, a long tail to the left";
    }

    @Override
    public Result run(Setting setting) {
        int minibatches = setting.scaled(MINIBATCHES, 1);
        int runs = setting.scaled(RUNS, LEAST_RUNS);
        ImageSet images = setting.images().sized(14 * 14);
        Way way = Way.of("momentum", 0.2, 0.9);
        List<Callable<Double>> tasks = new ArrayList<>();
        for (int k = 0; k < runs; k++) {
            int seed = FIRST_SEED + k;
            tasks.add(() -> {
                double matthews = MlpBook.train(way, images, minibatches, seed).matrix().matthews();
                setting.progress().accept(format(Locale.ROOT, "seed %d: Matthews %.5f", seed, matthews));
                return matthews;
            });
        }
        double[] matthews = setting.all(tasks).stream().mapToDouble(value -> value).toArray();
        Normality normality = Normality.of(matthews);
        double[] sorted = matthews.clone();
        java.util.Arrays.sort(sorted);
        List<String> lines = new ArrayList<>(setting.caveats());
        lines.addAll(
                List.of("", "| " + runs + " trainings of " + minibatches + " minibatches, rate 0.2, momentum 0.9 | published | found |",
                        "|---|---:|---:|", format(Locale.ROOT, "| most frequent Matthews correlation | near 0.83 | %.3f |", mode(sorted)),
                        format(Locale.ROOT, "| median, least, greatest | – | %.4f, %.4f, %.4f |", sorted[runs / 2], sorted[0],
                                sorted[runs - 1]),
                        format(Locale.ROOT, "| skewness | long tail to the left | %.3f |", normality.skewness()),
                        format(Locale.ROOT, "| kurtosis, 3 of a normal distribution | – | %.3f |", normality.kurtosis()),
                        format(Locale.ROOT, "| D'Agostino-Pearson K² | – | %.2f |", normality.k2()),
                        format(Locale.ROOT, "| its p | virtually 0 | %.3g |", normality.pValue())));
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("matthews", matthews);
        raw.put("statistics", normality);
        return new Result("Initialization: one network from " + runs + " starts", lines, raw,
                Map.of("histogram",
                        Charts.histogram("Matthews correlation of " + runs + " trainings from different starts", "Matthews correlation",
                                BINS,
                                Map.of("trainings", matthews))));
    }

    /// The middle of the fullest of the histogram's bins.
    private static double mode(double[] sorted) {
        double low = sorted[0];
        double width = (sorted[sorted.length - 1] - low) / BINS;
        int[] counts = new int[BINS];
        for (double value : sorted) counts[Math.clamp((int) ((value - low) / width), 0, BINS - 1)]++;
        int fullest = IntStream.range(0, BINS).reduce(0, (a, b) -> counts[b] > counts[a] ? b : a);
        return low + (fullest + 0.5) * width;
    }
}
