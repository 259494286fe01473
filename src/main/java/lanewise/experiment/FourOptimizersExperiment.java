package lanewise.experiment;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.data.GeneratedSets;
import lanewise.data.Samples;
import lanewise.data.Sampling;
import lanewise.experiment.Charts.Line;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Adagrad;
import lanewise.optim.Adam;
import lanewise.optim.Optimizer;
import lanewise.optim.RmsProp;
import lanewise.optim.Sgd;
import lanewise.optim.Variant;
import lanewise.train.Evaluation;
import lanewise.train.Trainer;
import org.knowm.xchart.internal.chartpart.Chart;

/// Four optimizers on a network that tells two classes apart: by all samples at once, by one, and by a hundred.
final class FourOptimizersExperiment implements Experiment {

    private static final int ITERATIONS = 1_000;
    private static final int SAMPLES = 500;
    private static final int BATCH = 100;
    private static final double EPSILON = 1e-6;
    private static final double DELTA = 1e-5;

    private record Way(String name, Optimizer optimizer, double rate) {}

    private static final List<Way> WAYS = List.of(new Way("plain", Sgd.DEFAULT, 0.5),
            new Way("Adagrad", new Adagrad(0, 0, EPSILON, 0), 0.1),
            new Way("RMSprop, ρ 0.1", new RmsProp(0.1, 0, EPSILON), 0.01), new Way("RMSprop, ρ 0.9", new RmsProp(0.9, 0, EPSILON), 0.01),
            new Way("Adam", new Adam(0.9, 0.999, 0, EPSILON), 0.01));

    private static final List<Sampling> SAMPLINGS = List.of(Sampling.FULL, Sampling.SINGLE, Sampling.WITHOUT_REPLACEMENT);
    private static final List<String> SAMPLING_NAMES = List.of("full batch", "a single sample", "100 without replacement");

    @Override
    public String name() {
        return "four-optimizers";
    }

    @Override
    public String claim() {
        return "plain descent, Adagrad, RMSprop and Adam lower the cross-entropy of a small network of two classes at different speeds, smoothly with all samples and in jumps with one";
    }

    @Override
    public Result run(Setting setting) {
        Samples samples = GeneratedSets.twoClasses(SAMPLES, 0.2, 1);
        int iterations = setting.scaled(ITERATIONS, 10);
        List<String> lines = new ArrayList<>(List.of(
                "Network binary-sigmoid, 2-10-1, " + SAMPLES
                        + " generated samples of two classes (two crescents), cross-entropy of all of them after each iteration, ε "
                        + EPSILON + ". A training stops when that changes by less than " + DELTA + "."));
        Map<String, Object> raw = new LinkedHashMap<>();
        Map<String, Chart<?, ?>> charts = new LinkedHashMap<>();
        for (int s = 0; s < SAMPLINGS.size(); s++) {
            List<Line> drawn = new ArrayList<>();
            lines.addAll(
                    List.of("", "Each minibatch " + SAMPLING_NAMES.get(s) + ":", "", "| | rate | initial loss | last loss | iterations |",
                            "|---|---:|---:|---:|---:|"));
            for (Way way : WAYS) {
                double[] losses = losses(way, samples, SAMPLINGS.get(s), iterations);
                lines.add(format(Locale.ROOT, "| %s | %s | %.5f | %.5f | %d |", way.name, way.rate, losses[0], losses[losses.length - 1],
                        losses.length - 1));
                raw.put(SAMPLING_NAMES.get(s) + ", " + way.name, losses);
                double[] x = new double[losses.length];
                for (int k = 0; k < x.length; k++) x[k] = k;
                drawn.add(new Line(way.name, x, losses));
            }
            charts.put("loss-" + SAMPLINGS.get(s),
                    Charts.lines("Cross-entropy of all samples, each minibatch " + SAMPLING_NAMES.get(s), "iteration",
                            "cross-entropy", true, drawn));
            setting.progress().accept("four-optimizers: " + SAMPLING_NAMES.get(s) + " done");
        }
        return new Result("Four optimizers on two classes", lines, raw, charts);
    }

    /// The loss before the first iteration, then that after each.
    private static double[] losses(Way way, Samples samples, Sampling sampling, int iterations) {
        NamedNetwork named = NamedNetwork.BINARY_SIGMOID;
        Trainer trainer = Losses.trainer(named.create(1), named.loss(), way.optimizer, way.rate, samples, sampling, BATCH, 1);
        List<Double> losses = new ArrayList<>();
        losses.add(loss(trainer, samples));
        while (losses.size() <= iterations) {
            trainer.step();
            losses.add(loss(trainer, samples));
            if (Math.abs(losses.getLast() - losses.get(losses.size() - 2)) < DELTA) break;
        }
        return losses.stream().mapToDouble(loss -> loss).toArray();
    }

    private static double loss(Trainer trainer, Samples samples) {
        return Evaluation.of(trainer.network(), trainer.loss(), samples, Variant.SIMD).loss();
    }
}
