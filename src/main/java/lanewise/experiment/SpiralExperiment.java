package lanewise.experiment;

import static java.lang.String.format;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import lanewise.data.GeneratedSets;
import lanewise.data.Sampler;
import lanewise.data.Samples;
import lanewise.data.Sampling;
import lanewise.experiment.Charts.Line;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
import lanewise.optim.Adagrad;
import lanewise.optim.Adam;
import lanewise.optim.Momentum;
import lanewise.optim.Optimizer;
import lanewise.optim.RmsProp;
import lanewise.optim.Schedule;
import lanewise.optim.Sgd;
import lanewise.optim.Variant;
import lanewise.train.Evaluation;
import lanewise.train.Trainer;

/// Three arms of a spiral, told apart by a network of one hidden layer, under six ways of training.
///
/// Source: Kinsley and Kukieła, *Neural Networks from Scratch in Python*, 2020, chapter 10, with its rates and its initial weights: normal,
/// with a deviation of 0.01.
final class SpiralExperiment implements Experiment {

    private static final int EPOCHS = 10_000;
    private static final int EVERY = 100;
    private static final int PER_CLASS = 100;
    private static final double DEVIATION = 0.01;
    private static final int FRAMES = 40;
    private static final int HUNDREDTHS = 12;

    private record Way(String name, String published, Optimizer optimizer, Schedule rate) {}

    private static final Way PLAIN = new Way("SGD, rate 1.0", "loss near 1, later 0.85 to 0.9, accuracy about 0.60", Sgd.DEFAULT,
            Schedule.constant(1));
    private static final Way LAST = new Way("Adam, rate 0.05, decay 5e-7", "–", new Adam(0.9, 0.999, 0, 1e-7),
            Schedule.inverseTime(0.05, 5e-7));
    private static final List<Way> WAYS = List.of(PLAIN,
            new Way("SGD, rate 1.0, decay 1e-3", "–", Sgd.DEFAULT, Schedule.inverseTime(1, 1e-3)),
            new Way("momentum 0.9, rate 1.0, decay 1e-3", "–", new Momentum(0.9, false), Schedule.inverseTime(1, 1e-3)),
            new Way("Adagrad, rate 1.0, decay 1e-4", "–", new Adagrad(0, 0, 1e-7, 0), Schedule.inverseTime(1, 1e-4)),
            new Way("RMSprop, rate 0.02, decay 1e-5", "–", new RmsProp(0.999, 0, 1e-7), Schedule.inverseTime(0.02, 1e-5)), LAST);

    private record Trained(double[] losses, double[] accuracies, double last, double accuracy, Network network,
            List<BufferedImage> frames) {}

    @Override
    public String name() {
        return "spiral";
    }

    @Override
    public String claim() {
        return "plain descent at a rate of 1.0 gets stuck on the spiral, at a loss of 0.85 to 0.9 and an accuracy of about 0.60; momentum and adaptive rates do not";
    }

    @Override
    public Result run(Setting setting) {
        Samples spiral = GeneratedSets.spiral(PER_CLASS, 1);
        int epochs = setting.scaled(EPOCHS, EVERY);
        List<Trained> trained = setting
                .all(WAYS.stream().<java.util.concurrent.Callable<Trained>>map(way -> () -> train(setting, way, spiral, epochs)).toList());
        List<String> lines = new ArrayList<>();
        if (setting.effort() < 1) lines.add("Run at an effort of " + setting.effort() + ": fewer epochs than published.");
        lines.addAll(List.of("", "Network dense64, 2-64-3, " + spiral.count() + " samples, full batch, " + epochs + " epochs.", "",
                "| | published | loss near half of the epochs | loss | accuracy |", "|---|---|---:|---:|---:|"));
        Map<String, Object> raw = new LinkedHashMap<>();
        List<Line> losses = new ArrayList<>();
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        for (int w = 0; w < WAYS.size(); w++) {
            Trained one = trained.get(w);
            lines.add(format(Locale.ROOT, "| %s | %s | %.4f | %.4f | %.4f |", WAYS.get(w).name, WAYS.get(w).published,
                    one.losses[one.losses.length / 2], one.last, one.accuracy));
            raw.put(WAYS.get(w).name,
                    Map.of("every", EVERY, "losses", one.losses, "accuracies", one.accuracies, "loss", one.last, "accuracy",
                            one.accuracy));
            double[] x = new double[one.losses.length];
            for (int k = 0; k < x.length; k++) x[k] = k * EVERY;
            losses.add(new Line(WAYS.get(w).name, x, one.losses));
            if (WAYS.get(w) == PLAIN || WAYS.get(w) == LAST) {
                String name = WAYS.get(w) == PLAIN ? "regions-sgd" : "regions-adam";
                pictures.put(name + ".png", DecisionRegions.png(one.network, spiral, WAYS.get(w).name));
                pictures.put(name + ".svg", DecisionRegions.svg(one.network, spiral, WAYS.get(w).name));
            }
            if (WAYS.get(w) == LAST) pictures.put("regions-adam.gif", Animation.gif(one.frames, HUNDREDTHS));
        }
        return new Result("Spiral: six ways to train a small network", lines, raw,
                Map.of("loss", Charts.lines("Loss on the spiral, full batch", "epoch", "loss", true, losses)), pictures);
    }

    private static Trained train(Setting setting, Way way, Samples spiral, int epochs) {
        Network network = NamedNetwork.DENSE64.create(1);
        small(network);
        Trainer trainer = new Trainer(network, NamedNetwork.DENSE64.loss(), way.optimizer, way.rate, spiral,
                new Sampler(Sampling.FULL, spiral.count(), 1, 1), Variant.SIMD);
        double[] losses = new double[epochs / EVERY + 1];
        double[] accuracies = new double[losses.length];
        List<BufferedImage> frames = new ArrayList<>();
        int between = Math.max(1, losses.length / FRAMES);
        for (int epoch = 0; epoch <= epochs; epoch++) {
            if (epoch % EVERY == 0) {
                Evaluation now = Evaluation.of(network, trainer.loss(), spiral, Variant.SIMD);
                int k = epoch / EVERY;
                losses[k] = now.loss();
                accuracies[k] = now.matrix().accuracy();
                String line = format(Locale.ROOT, "epoch %5d   loss %.4f   accuracy %.3f   rate %.5f", epoch, losses[k], accuracies[k],
                        trainer.nextRate());
                setting.progress().accept(way.name + ": " + line);
                if (way == LAST && k % between == 0) frames.add(DecisionRegions.frame(network, spiral, line));
            }
            if (epoch < epochs) trainer.step();
        }
        Evaluation end = Evaluation.of(network, trainer.loss(), spiral, Variant.SIMD);
        return new Trained(losses, accuracies, end.loss(), end.matrix().accuracy(), network, frames);
    }

    /// The book's initial parameters: small normal weights, biases of 0. Both layers have W row by row, then b.
    private static void small(Network network) {
        Random random = new Random(0);
        float[] parameters = network.parameters();
        int hidden = 2 * 64;
        int output = hidden + 64 + 64 * 3;
        for (int i = 0; i < parameters.length; i++) {
            boolean bias = i >= output || (i >= hidden && i < hidden + 64);
            parameters[i] = bias ? 0 : (float) (DEVIATION * random.nextGaussian());
        }
    }
}
