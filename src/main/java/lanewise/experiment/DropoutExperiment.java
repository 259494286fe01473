package lanewise.experiment;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lanewise.data.GeneratedSets;
import lanewise.data.Samples;
import lanewise.data.Sampling;
import lanewise.experiment.Charts.Line;
import lanewise.nn.Conv2d;
import lanewise.nn.Dense;
import lanewise.nn.Dropout;
import lanewise.nn.Initializer;
import lanewise.nn.Layer;
import lanewise.nn.Loss;
import lanewise.nn.MaxPool;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
import lanewise.nn.Relu;
import lanewise.optim.Adadelta;
import lanewise.optim.Adagrad;
import lanewise.optim.Adam;
import lanewise.optim.Nesterov;
import lanewise.optim.Optimizer;
import lanewise.optim.RmsProp;

/// How do optimizers cope with dropout? The cost of networks with and without it, epoch by epoch.
///
/// Source: Kingma and Ba, *Adam: A Method for Stochastic Optimization*, 2015, figures 2 and 3. Their learning rates are not printed; these are
/// usual ones.
final class DropoutExperiment implements Experiment {

    private static final int EPOCHS = 20;
    private static final int BATCH = 128;
    private static final int IMAGES = 2_000;
    private static final int SIDE = 32;
    private static final double PROBABILITY = 0.5;

    private record Way(String name, Optimizer optimizer, double rate) {}

    private static final Way ADAGRAD = new Way("Adagrad", Adagrad.DEFAULT, 0.01);
    private static final Way NESTEROV = new Way("Nesterov", new Nesterov(0.9, false), 0.01);
    private static final Way ADAM = new Way("Adam", Adam.DEFAULT, 0.001);
    private static final List<Way> PERCEPTRON = List.of(ADAGRAD, new Way("RMSprop", new RmsProp(0.9, 0, 1e-8), 0.001), NESTEROV,
            new Way("Adadelta", Adadelta.DEFAULT, 1), ADAM);
    private static final List<Way> CONVOLUTIONAL = List.of(ADAGRAD, NESTEROV, ADAM);

    @Override
    public String name() {
        return "dropout";
    }

    @Override
    public String claim() {
        return "with dropout Adam's cost falls below that of Adagrad, RMSprop, Nesterov and Adadelta; of convolutional networks Adam and Nesterov leave Adagrad behind";
    }

    @Override
    public Result run(Setting setting) {
        int epochs = setting.scaled(EPOCHS, 2);
        Samples images = setting.images().sized(28 * 28).training();
        Samples sample = images.first(setting.scaled(images.count(), BATCH));
        Samples colours = GeneratedSets.images(setting.scaled(IMAGES, BATCH), SIDE, 3, 10, 1);
        List<Callable<Line>> tasks = new ArrayList<>();
        for (Way way : PERCEPTRON) {
            tasks.add(() -> line(setting, way.name, way, NamedNetwork.MLP_DROPOUT.create(1), sample, epochs));
        }
        for (Way way : CONVOLUTIONAL) {
            for (boolean dropout : new boolean[]{false, true}) {
                tasks.add(() -> line(setting, way.name + (dropout ? " with dropout" : ""), way, convolutional(dropout), colours, epochs));
            }
        }
        List<Line> found = setting.all(tasks);
        List<Line> perceptron = found.subList(0, PERCEPTRON.size());
        List<Line> convolutional = found.subList(PERCEPTRON.size(), found.size());
        List<String> lines = new ArrayList<>(setting.caveats());
        table(lines, "mlp-dropout, 784-800-800-10, half of the hidden units dropped, " + images.name(), perceptron);
        table(lines,
                "Two convolutions and a dense layer of 128 units with and without dropout, " + colours.count() + " generated images of "
                        + SIDE + " × " + SIDE + " × 3: of the size of CIFAR-10's, but not those",
                convolutional);
        Map<String, Object> raw = new LinkedHashMap<>();
        for (Line line : perceptron) raw.put("mlp-dropout, " + line.name(), line.y());
        for (Line line : convolutional) raw.put("convolutional, " + line.name(), line.y());
        return new Result("Dropout: the cost by epoch under several optimizers", lines, raw,
                Map.of("mlp", Charts.lines("mlp-dropout: mean cost of an epoch's minibatches", "epoch", "cost", true, perceptron),
                        "convolutional",
                        Charts.lines("Convolutional network: mean cost of an epoch's minibatches", "epoch", "cost", true, convolutional)));
    }

    private static Line line(Setting setting, String name, Way way, Network network, Samples samples, int epochs) {
        double[] losses = Losses
                .byEpoch(Losses.trainer(network, Loss.SOFTMAX_CROSS_ENTROPY, way.optimizer, way.rate, samples, Sampling.EPOCHS,
                        Math.min(BATCH, samples.count()), 1), epochs);
        setting.progress()
                .accept(format(Locale.ROOT, "%s, %s: cost %.4f after %d epochs", samples.name(), name, losses[epochs - 1], epochs));
        return Line.of(name, losses);
    }

    private static Network convolutional(boolean dropout) {
        List<Layer> layers = new ArrayList<>(
                List.of(new Conv2d(SIDE, SIDE, 3, 32, 3, 1, 1, Initializer.HE_UNIFORM), new Relu(SIDE * SIDE * 32),
                        new MaxPool(SIDE, SIDE, 32, 2), new Conv2d(16, 16, 32, 64, 3, 1, 1, Initializer.HE_UNIFORM), new Relu(16 * 16 * 64),
                        new MaxPool(16, 16, 64, 2)));
        if (dropout) layers.add(new Dropout(8 * 8 * 64, PROBABILITY, 1));
        layers.addAll(List.of(new Dense(8 * 8 * 64, 128, Initializer.HE_UNIFORM), new Relu(128)));
        if (dropout) layers.add(new Dropout(128, PROBABILITY, 2));
        layers.add(new Dense(128, 10, Initializer.GLOROT_UNIFORM));
        return new Network(1, layers.toArray(Layer[]::new));
    }

    private static void table(List<String> lines, String title, List<Line> found) {
        lines.addAll(
                List.of("", title + ".", "", "| | cost of the first epoch | of the middle one | of the last |", "|---|---:|---:|---:|"));
        for (Line line : found) {
            lines.add(format(Locale.ROOT, "| %s | %.4f | %.4f | %.4f |", line.name(), line.y()[0], line.y()[line.y().length / 2],
                    line.y()[line.y().length - 1]));
        }
    }
}
