package lanewise.experiment;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import lanewise.data.ImageSet;
import lanewise.data.Samples;
import lanewise.data.Sampling;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Adagrad;
import lanewise.optim.Adam;
import lanewise.optim.Optimizer;
import lanewise.optim.RmsProp;
import lanewise.optim.Sgd;
import lanewise.optim.Variant;
import lanewise.stats.TwoMeans;
import lanewise.train.Evaluation;
import lanewise.train.Trainer;

/// Which optimizer is best for a small convolutional network, and which is fastest? Five trainings each, with a random part of the images.
///
/// Source: Kneusel, *Math for Deep Learning*, 2021, chapter 11, with the rates that Keras had as defaults then.
final class OptimizersExperiment implements Experiment {

    private static final int SAMPLES = 16_384;
    private static final int BATCH = 128;
    private static final int EPOCHS = 12;
    private static final int RUNS = 5;

    private record Way(String name, Optimizer optimizer, double rate) {}

    private record Trained(double accuracy, double seconds) {}

    private static final List<Way> WAYS = List.of(new Way("SGD", Sgd.DEFAULT, 0.01), new Way("RMSprop", new RmsProp(0.9, 0, 1e-7), 0.001),
            new Way("Adagrad", new Adagrad(0, 0, 1e-7, 0), 0.01), new Way("Adam", new Adam(0.9, 0.999, 0, 1e-7), 0.001));

    @Override
    public String name() {
        return "optimizers";
    }

    @Override
    public String claim() {
        return "on MNIST digits SGD is the fastest and Adam the slowest; SGD and RMSprop end about half a percent below Adagrad and Adam, and RMSprop varies most";
    }

    @Override
    public Result run(Setting setting) {
        int samples = setting.scaled(SAMPLES, BATCH);
        int epochs = setting.scaled(EPOCHS, 1);
        int runs = setting.scaled(RUNS, 2);
        ImageSet images = setting.images().sized(28 * 28);
        List<Callable<Trained>> tasks = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            int seed = run;
            for (Way way : WAYS) tasks.add(() -> train(setting, way, images, samples, epochs, seed));
        }
        List<Trained> trained = setting.all(tasks);
        List<String> lines = new ArrayList<>(setting.caveats());
        lines.addAll(List.of("",
                runs + " trainings each of cnn-small: " + Math.min(samples, images.training().count()) + " random images of "
                        + images.name() + ", minibatches of " + BATCH + ", " + epochs + " epochs. Published figures are of MNIST digits.",
                "",
                "| | learning rate | accuracy, mean ± standard error | seconds, mean ± standard error |", "|---|---:|---:|---:|"));
        Map<String, Object> raw = new LinkedHashMap<>();
        List<List<Double>> bars = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int w = 0; w < WAYS.size(); w++) {
            double[] accuracies = new double[runs];
            double[] seconds = new double[runs];
            for (int run = 0; run < runs; run++) {
                Trained one = trained.get(run * WAYS.size() + w);
                accuracies[run] = one.accuracy;
                seconds[run] = one.seconds;
            }
            double[] accuracy = TwoMeans.meanAndError(accuracies);
            double[] time = TwoMeans.meanAndError(seconds);
            bars.get(0).add(accuracy[0]);
            bars.get(1).add(accuracy[1]);
            bars.get(2).add(time[0]);
            bars.get(3).add(time[1]);
            lines.add(format(Locale.ROOT, "| %s | %s | %.4f ± %.4f | %.2f ± %.2f |", WAYS.get(w).name, WAYS.get(w).rate, accuracy[0],
                    accuracy[1],
                    time[0], time[1]));
            raw.put(WAYS.get(w).name, Map.of("accuracy", accuracies, "seconds", seconds));
        }
        List<String> names = WAYS.stream().map(Way::name).toList();
        return new Result("Optimizers: a small convolutional network under four of them", lines, raw,
                Map.of("accuracy",
                        Charts.bars("Accuracy on the test images, mean and standard error", "accuracy", names, bars.get(0), bars.get(1)),
                        "time", Charts.bars("Seconds of a training, mean and standard error", "seconds", names, bars.get(2), bars.get(3))));
    }

    private static Trained train(Setting setting, Way way, ImageSet images, int count, int epochs, int seed) {
        SplittableRandom random = new SplittableRandom(seed); // the same images for all optimizers of one run
        int[] chosen = random.ints(0, images.training().count()).distinct().limit(Math.min(count, images.training().count())).toArray();
        Samples samples = images.training().select(chosen);
        Trainer trainer = Losses.trainer(NamedNetwork.CNN_SMALL.create(seed), NamedNetwork.CNN_SMALL.loss(), way.optimizer, way.rate,
                samples,
                Sampling.EPOCHS, Math.min(BATCH, samples.count()), seed);
        long begin = System.nanoTime();
        Losses.byEpoch(trainer, epochs);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        Samples test = images.test().first(setting.scaled(images.test().count(), 100));
        double accuracy = Evaluation.of(trainer.network(), trainer.loss(), test, Variant.SIMD).matrix().accuracy();
        setting.progress().accept(format(Locale.ROOT, "%s, seed %d: accuracy %.4f, %.1f s", way.name, seed, accuracy, seconds));
        return new Trained(accuracy, seconds);
    }
}
