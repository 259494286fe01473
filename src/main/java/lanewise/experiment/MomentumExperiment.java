package lanewise.experiment;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lanewise.data.ImageSet;
import lanewise.experiment.MlpBook.Trained;
import lanewise.experiment.MlpBook.Way;
import lanewise.stats.TwoMeans;
import lanewise.train.ConfusionMatrix;

/// Does momentum help? A textbook's network once with each way of training, then 22 times with two of them.
///
/// Source: Kneusel, *Math for Deep Learning*, 2021, chapter 11.
final class MomentumExperiment implements Experiment {

    private static final int MINIBATCHES = 40_000;
    private static final int RUNS = 22;
    private static final Way PLAIN = Way.of("rate 1.0 without momentum", 1, 0);
    private static final Way MOMENTUM = Way.of("rate 0.2 with momentum 0.9", 0.2, 0.9);
    private static final Way SLOW = Way.of("rate 0.2 without momentum", 0.2, 0);

    /// Seeds of the two groups: independent runs, not pairs.
    private static final int SECOND_GROUP = 1_000;

    /// How near a mean must come to the published one.
    private static final double NEAR = 0.01;

    @Override
    public String name() {
        return "momentum";
    }

    @Override
    public String claim() {
        return "with momentum 0.9 the textbook's network reaches a higher Matthews correlation on Fashion-MNIST than without: 0.864 against 0.858";
    }

    @Override
    public Result run(Setting setting) {
        int minibatches = setting.scaled(MINIBATCHES, 1);
        int runs = setting.scaled(RUNS, 2);
        ImageSet images = setting.images().sized(14 * 14);
        List<Callable<Trained>> tasks = new ArrayList<>();
        for (Way way : List.of(PLAIN, MOMENTUM, SLOW)) tasks.add(() -> train(setting, way, images, minibatches, 0));
        for (int k = 1; k <= runs; k++) {
            int seed = k;
            tasks.add(() -> train(setting, PLAIN, images, minibatches, seed));
            tasks.add(() -> train(setting, MOMENTUM, images, minibatches, SECOND_GROUP + seed));
        }
        long begin = System.nanoTime();
        List<Trained> trained = setting.all(tasks);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        double[] plain = new double[runs];
        double[] momentum = new double[runs];
        for (int k = 0; k < runs; k++) {
            plain[k] = trained.get(3 + 2 * k).matrix().matthews();
            momentum[k] = trained.get(4 + 2 * k).matrix().matthews();
        }
        TwoMeans means = TwoMeans.of(plain, momentum);
        List<String> lines = new ArrayList<>(setting.caveats());
        single(lines, trained.subList(0, 3));
        groups(lines, means, runs);
        if (setting.effort() == 1 && !setting.images().isSubset()) verdict(lines, means);
        double median = Arrays.stream(trained.stream().mapToDouble(Trained::seconds).sorted().toArray()).skip(trained.size() / 2)
                .findFirst()
                .orElseThrow();
        lines.add("");
        lines.add(
                format(Locale.ROOT, "%d trainings of %d minibatches of %d images in %.1f s on %d threads; the median training took %.2f s.",
                        trained.size(), minibatches, MlpBook.BATCH, seconds, setting.threads(), median));
        Map<String, double[]> histogram = new LinkedHashMap<>();
        histogram.put(PLAIN.name(), plain);
        histogram.put(MOMENTUM.name(), momentum);
        return new Result("Momentum: a textbook's network with and without it", lines, raw(trained, plain, momentum, means, seconds),
                Map.of("histogram",
                        Charts.histogram("Matthews correlation of " + runs + " trainings each", "Matthews correlation on the test images",
                                20,
                                histogram)));
    }

    private static Trained train(Setting setting, Way way, ImageSet images, int minibatches, int seed) {
        Trained trained = MlpBook.train(way, images, minibatches, seed);
        setting.progress().accept(format(Locale.ROOT, "%s, seed %d: accuracy %.4f, Matthews %.5f, %.2f s", way.name(), seed,
                trained.matrix().accuracy(), trained.matrix().matthews(), trained.seconds()));
        return trained;
    }

    private static void single(List<String> lines, List<Trained> trained) {
        lines.addAll(List.of("", "## One training each", "", "| | published accuracy | found | published Matthews | found |",
                "|---|---:|---:|---:|---:|",
                row(PLAIN, "0.8721", "0.8584048", trained.get(0)), row(MOMENTUM, "0.8773", "0.8638721", trained.get(1)),
                row(SLOW, "–", "–", trained.get(2)), "", "Confusion matrices, rows are true classes:"));
        List<Way> ways = List.of(PLAIN, MOMENTUM, SLOW);
        for (int k = 0; k < 3; k++) {
            lines.addAll(List.of("", ways.get(k).name() + ":", "", "```"));
            lines.addAll(trained.get(k).matrix().toString().lines().toList());
            lines.add("```");
        }
    }

    private static String row(Way way, String accuracy, String matthews, Trained trained) {
        return format(Locale.ROOT, "| %s | %s | %.4f | %s | %.7f |", way.name(), accuracy, trained.matrix().accuracy(), matthews,
                trained.matrix().matthews());
    }

    private static void groups(List<String> lines, TwoMeans means, int runs) {
        lines.addAll(List.of("", "## " + runs + " trainings each", "", "| | published | found |", "|---|---:|---:|",
                format(Locale.ROOT, "| Matthews without momentum, mean ± standard error | 0.85778 ± 0.00056 | %.5f ± %.5f |", means.mean1(),
                        means.standardError1()),
                format(Locale.ROOT, "| Matthews with momentum | 0.86413 ± 0.00075 | %.5f ± %.5f |", means.mean2(), means.standardError2()),
                format(Locale.ROOT, "| difference | 0.00635 | %.5f |", means.mean2() - means.mean1()),
                format(Locale.ROOT, "| Student's t, equal variances | 6.77398 | %.5f |", means.t()),
                format(Locale.ROOT, "| its p, two-sided | 3e-8 | %.3g |", means.tTest()),
                format(Locale.ROOT, "| Mann-Whitney U | 41 | %.1f |", means.u()),
                format(Locale.ROOT, "| its p, one-sided, normal with continuity correction | 1.26e-6 | %.3g |", means.uOneSided()),
                format(Locale.ROOT, "| its p, two-sided | 2.523e-6 | %.3g |", means.uTwoSided()),
                format(Locale.ROOT, "| Cohen's d, pooled deviation | 2.04243 | %.5f |", means.cohensD())));
    }

    private static void verdict(List<String> lines, TwoMeans means) {
        List<String> missed = new ArrayList<>();
        if (!(means.mean2() > means.mean1())) missed.add("the difference is not positive");
        if (!(means.tTest() < 1e-4)) missed.add("p is not below 1e-4");
        if (!(means.cohensD() > 1)) missed.add("d is not above 1");
        if (!(Math.abs(means.mean1() - 0.85778) <= NEAR && Math.abs(means.mean2() - 0.86413) <= NEAR)) {
            missed.add("a mean is not within " + NEAR + " of the published one");
        }
        lines.addAll(List.of("", missed.isEmpty()
                ? "Reproduced: the difference is positive, p is below 1e-4, d above 1, and both means are within 0.01 of the published ones."
                : "Not reproduced: " + String.join(", ", missed) + "."));
    }

    private static Map<String, Object> raw(List<Trained> trained, double[] plain, double[] momentum, TwoMeans means, double seconds) {
        Map<String, Object> raw = new LinkedHashMap<>();
        raw.put("matthews", Map.of(PLAIN.name(), plain, MOMENTUM.name(), momentum));
        raw.put("statistics", means);
        raw.put("single", List.of(single(PLAIN, trained.get(0)), single(MOMENTUM, trained.get(1)), single(SLOW, trained.get(2))));
        raw.put("trainingSeconds", trained.stream().mapToDouble(Trained::seconds).toArray());
        raw.put("seconds", seconds);
        return raw;
    }

    private static Map<String, Object> single(Way way, Trained trained) {
        return Map.of("way", way.name(), "accuracy", trained.matrix().accuracy(), "matthews", trained.matrix().matthews(), "confusion",
                counts(trained.matrix()));
    }

    private static long[][] counts(ConfusionMatrix matrix) {
        long[][] counts = new long[matrix.classes()][matrix.classes()];
        for (int row = 0; row < counts.length; row++) {
            for (int column = 0; column < counts.length; column++) counts[row][column] = matrix.count(row, column);
        }
        return counts;
    }
}
