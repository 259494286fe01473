package lanewise.experiment;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.data.ImageSet;
import lanewise.data.Samples;
import lanewise.data.Sampling;
import lanewise.experiment.Charts.Line;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Sgd;
import lanewise.optim.Variant;
import lanewise.train.DivergedException;
import lanewise.train.Evaluation;
import lanewise.train.Trainer;
import org.knowm.xchart.internal.chartpart.Chart;

/// What does the size of a minibatch cost and gain? The textbook's network with minibatches of 1 to all samples.
final class BatchSizeExperiment implements Experiment {

    private static final List<Integer> SIZES = List.of(1, 32, 64, 128, 256, 512, 0); // 0: all
    private static final int EPOCHS = 3;
    private static final int UPDATES = 1_000;
    private static final int MOST_FULL_UPDATES = 50; // a full batch is 60,000 samples
    private static final double RATE = 0.2;
    private static final int FIRST_WEIGHT = 60 * 100 + 50; // from pixel 60, at the fifth line, to hidden unit 50
    private static final int SECOND_WEIGHT = 90 * 100 + 50;

    @Override
    public String name() {
        return "batch-size";
    }

    @Override
    public String claim() {
        return "small minibatches learn more in an epoch, large ones take less time for it; the cost of a full batch falls smoothly, that of minibatches in jumps";
    }

    @Override
    public Result run(Setting setting) {
        ImageSet images = setting.images().sized(14 * 14);
        Samples training = images.training().first(setting.scaled(images.training().count(), 600));
        int epochs = setting.scaled(EPOCHS, 1);
        int updates = setting.scaled(UPDATES, 20);
        warmUp(training);
        List<String> lines = new ArrayList<>(setting.caveats());
        lines.addAll(List.of("",
                "mlp-book without momentum at a rate of " + RATE + ", " + training.count() + " images; losses are of the test images.",
                "", "| minibatch | updates an epoch | seconds an epoch | loss after " + epochs + " epochs | updates | loss after these |",
                "|---|---:|---:|---:|---:|---:|"));
        Map<String, Object> raw = new LinkedHashMap<>();
        List<Line> perEpoch = new ArrayList<>();
        List<Line> perBatch = new ArrayList<>();
        List<Line> paths = new ArrayList<>();
        for (int size : SIZES) {
            String name = size == 0 ? "all" : Integer.toString(size);
            Trainer trainer = trainer(training, size);
            long begin = System.nanoTime();
            double[] means = Losses.byEpoch(trainer, epochs);
            double seconds = (System.nanoTime() - begin) * 1e-9 / epochs;
            double afterEpochs = loss(trainer, images.test());
            int count = size == 0 ? Math.min(updates, MOST_FULL_UPDATES) : updates;
            Followed followed = follow(trainer(training, size), count, name);
            double afterUpdates = loss(followed.trainer, images.test());
            lines.add(format(Locale.ROOT, "| %s | %d | %.3f | %.4f | %d | %.4f |", name, trainer.updatesPerEpoch(), seconds, afterEpochs,
                    count,
                    afterUpdates));
            raw.put(name,
                    Map.of("secondsPerEpoch", seconds, "updatesPerEpoch", trainer.updatesPerEpoch(), "lossByEpoch", means, "lossByUpdate",
                            followed.losses, "testLossAfterEpochs", afterEpochs, "testLossAfterUpdates", afterUpdates));
            perEpoch.add(Line.of(name, means));
            if (size == 0 || size == 1 || size == 64) perBatch.add(Line.of(name, Arrays.copyOf(followed.losses, Math.min(count, 300))));
            if (size == 0 || size == 1 || size == 64) paths.add(followed.path);
            setting.progress().accept(format(Locale.ROOT, "minibatches of %s: %.3f s an epoch", name, seconds));
        }
        Map<String, Chart<?, ?>> charts = new LinkedHashMap<>();
        charts.put("cost-by-epoch", Charts.lines("Mean cost of an epoch's minibatches, by their size", "epoch", "cost", false, perEpoch));
        charts.put("cost-by-batch", Charts.lines("Cost of each minibatch, by their size", "update", "cost", true, perBatch));
        charts.put("path", Charts.lines("The path of two weights, by the size of minibatches", "a weight of the first layer", "another",
                false, paths));
        return new Result("Batch size: from one sample to all of them", lines, raw, charts);
    }

    private record Followed(Trainer trainer, double[] losses, Line path) {}

    private static Followed follow(Trainer trainer, int updates, String name) {
        double[] losses = new double[updates];
        Arrays.fill(losses, Double.NaN);
        double[] x = new double[updates + 1];
        double[] y = new double[updates + 1];
        float[] w = trainer.network().parameters();
        try {
            for (int k = 0; k <= updates; k++) {
                x[k] = w[FIRST_WEIGHT];
                y[k] = w[SECOND_WEIGHT];
                if (k < updates) losses[k] = trainer.step();
            }
        } catch (DivergedException _) { // the losses end there
            return new Followed(trainer, losses, new Line(name, x, y));
        }
        return new Followed(trainer, losses, new Line(name, x, y));
    }

    private static Trainer trainer(Samples training, int size) {
        NamedNetwork named = NamedNetwork.MLP_BOOK;
        return Losses.trainer(named.create(1), named.loss(), Sgd.DEFAULT, RATE, training, size == 0 ? Sampling.FULL : Sampling.EPOCHS, size,
                1);
    }

    /// Until the kernels are compiled: an epoch of the first size would be slow for that alone.
    private static void warmUp(Samples training) {
        for (int size : SIZES) {
            Trainer trainer = trainer(training.first(1_000), size);
            for (int k = 0; k < 300; k++) trainer.step();
        }
    }

    private static double loss(Trainer trainer, Samples test) {
        return Evaluation.of(trainer.network(), trainer.loss(), test, Variant.SIMD).loss();
    }
}
