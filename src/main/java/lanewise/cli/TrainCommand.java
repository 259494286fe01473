package lanewise.cli;

import static java.lang.String.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import lanewise.data.Sampling;
import lanewise.optim.Catalogue;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.train.Checkpoint;
import lanewise.train.DivergedException;
import lanewise.train.Evaluation;
import lanewise.train.StepLatency;
import lanewise.train.Stopping;
import lanewise.train.TrainingLog;
import lanewise.train.TrainingRun;
import lanewise.train.TrainingSet;
import lanewise.train.TrainingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "train", description = "Train a network on images or a generated set; ends with 1 if the loss becomes infinite or no number.")
final class TrainCommand implements Callable<Integer> {

    private static final int CHECKS = 20;

    @Option(names = "--network", defaultValue = "mlp-book", paramLabel = "NAME", description = "mlp-book, mlp-relu, mlp-tanh, mlp-dropout, dense64, binary-sigmoid, cnn-small (default: ${DEFAULT-VALUE})")
    private String network;

    @Option(names = "--optimizer", defaultValue = "MOMENTUM", paramLabel = "NAME", description = "one of the optimizers of scripts/lanewise validate (default: ${DEFAULT-VALUE})")
    private Catalogue optimizer;

    @Option(names = "--learning-rate", paramLabel = "NUMBER", description = "that the schedule begins with (default: PyTorch's for the optimizer)")
    private Double learningRate;

    @Option(names = "--momentum", paramLabel = "NUMBER", description = "of an optimizer that has one (default: 0.9 where it is needed)")
    private Double momentum;

    @Option(names = "--l2", paramLabel = "NUMBER", description = "weight decay: λ of a penalty ½λw², or what the optimizer makes of it (default: the optimizer's own)")
    private Double weightDecay;

    @Option(names = "--hyper", paramLabel = "NAME=VALUE", description = "a hyper-parameter, such as beta2=0.99, epsilonInsideRoot=true, biasCorrection=false; may be repeated")
    private Map<String, String> hyperParameters = new LinkedHashMap<>();

    @Option(names = "--dropout", defaultValue = "0", paramLabel = "P", description = "probability behind each hidden dense layer (default: ${DEFAULT-VALUE})")
    private double dropout;

    @Option(names = "--schedule", defaultValue = "constant", paramLabel = "NAME[:NUMBERS]", description = "constant, exponential:K, inverse-time:K, stepwise:FACTOR,EVERY, multiplicative:FACTOR, subtractive:AMOUNT, warm-up-then-cosine:END,WARMUP,TOTAL (default: ${DEFAULT-VALUE})")
    private String schedule;

    @Option(names = "--per-epoch", description = "the schedule goes by epochs, not by minibatches")
    private boolean perEpoch;

    @Option(names = "--minibatches", defaultValue = "40000", paramLabel = "N", description = "to train with in all (default: ${DEFAULT-VALUE})")
    private long minibatches;

    @Option(names = "--batch", defaultValue = "64", paramLabel = "N", description = "samples of a minibatch (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--sampling", defaultValue = "without-replacement", paramLabel = "NAME", description = "epochs, epochs-whole, with-replacement, without-replacement, single, full (default: ${DEFAULT-VALUE})")
    private String sampling;

    @Option(names = "--seed", defaultValue = "7", paramLabel = "N", description = "of parameters, minibatches, dropout and generated samples (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--set", defaultValue = "images", paramLabel = "NAME", description = "images, spiral, two-classes (default: ${DEFAULT-VALUE})")
    private String set;

    @Option(names = "--data", paramLabel = "DIR", description = "folder with the four IDX files of MNIST or Fashion-MNIST (default: where Debian's dataset-fashion-mnist puts them, else a subset in the jar)")
    private Path data;

    @Option(names = "--validation", defaultValue = "0", paramLabel = "N", description = "training samples to set aside for validation (default: ${DEFAULT-VALUE})")
    private int validation;

    @Option(names = "--stop-delta", defaultValue = "0", paramLabel = "NUMBER", description = "stop when the training loss of two checks differs by less (default: never)")
    private double delta;

    @Option(names = "--patience", defaultValue = "0", paramLabel = "CHECKS", description = "stop when the validation loss has no new low for so many checks (default: never)")
    private int patience;

    @Option(names = "--every", paramLabel = "N", description = "minibatches between two checks (default: a twentieth of all)")
    private Long every;

    @Option(names = "--log", paramLabel = "FILE", description = "log each check, a line of JSON each")
    private Path log;

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "save everything at each check, as safetensors")
    private Path checkpoint;

    @Option(names = "--resume", paramLabel = "FILE", description = "go on from a checkpoint, with its settings, and save there again; of the other options only --minibatches, --every, --data, --log, --stop-delta, --patience and --latency are read")
    private Path resume;

    @Option(names = "--latency", paramLabel = "FILE", description = "record the time of each step's parts and write an HdrHistogram log")
    private Path latency;

    @Override
    public Integer call() throws IOException {
        requireFolder("--log", log);
        requireFolder("--checkpoint", checkpoint);
        requireFolder("--latency", latency);
        try {
            Optional<Checkpoint> from = Optional.ofNullable(resume).map(Checkpoint::read);
            TrainingSettings settings = from.map(Checkpoint::settings).orElseGet(this::settings);
            TrainingSet samples = TrainingSet.of(settings, Optional.ofNullable(data));
            TrainingRun run = new TrainingRun(settings, samples, minibatches, every == null ? Math.max(1, minibatches / CHECKS) : every)
                    .stopping(new Stopping(delta, patience));
            if (checkpoint != null) run.checkpoint(checkpoint);
            if (from.isPresent()) run.resume(from.get(), resume.toString()).checkpoint(resume);
            System.out.println(settings.network() + ", " + settings.optimizer() + ", " + samples.name() + ": " + samples.training().count()
                    + " samples to train with");
            if (!samples.note().isEmpty()) System.out.println(samples.note());
            return train(run, samples, from.map(Checkpoint::minibatches).orElse(0L));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, e.getMessage());
        }
    }

    /// Before anything is trained: what takes minutes must not be lost for a folder.
    private static void requireFolder(String option, Path file) {
        if (file == null) return;
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new RefusedException(ExitCode.USAGE, option + " must name a file in a folder that is there, was " + file);
        }
    }

    private int train(TrainingRun run, TrainingSet samples, long trained) throws IOException {
        StepLatency times = new StepLatency();
        if (latency != null) run.record(times);
        long begin = System.nanoTime();
        try (TrainingLog lines = log == null ? TrainingLog.none() : TrainingLog.to(log, trained)) {
            String reason = run.log(lines).progress(check -> tell(check, samples.watchedName())).run();
            if (!reason.isEmpty()) System.out.println("stopped: " + reason);
        } catch (DivergedException e) {
            System.out.flush();
            throw new RefusedException(ExitCode.FAILED, e.getMessage());
        }
        double seconds = (System.nanoTime() - begin) * 1e-9;
        Evaluation test = run.test();
        System.out.println(
                format(Locale.ROOT, "%d minibatches in %.2f s; test loss %.5f, accuracy %.4f, Matthews %.7f", run.trained() - trained,
                        seconds, test.loss(), test.matrix().accuracy(), test.matrix().matthews()));
        System.out.println("rows are true classes:");
        test.matrix().toString().lines().forEach(System.out::println);
        if (latency != null) {
            times.table().lines().forEach(System.out::println);
            double cost = StepLatency.cost();
            System.out.println(format(Locale.ROOT, "recording takes %.0f ns a step, %.2f %% of the median step", cost,
                    100 * cost / Math.max(1, times.of(StepLatency.Part.TOTAL).getValueAtPercentile(50))));
            times.write(latency);
        }
        return ExitCode.FINE;
    }

    private static void tell(TrainingRun.Check check, String watched) {
        System.out.println(
                format(Locale.ROOT, "minibatch %d of %d, epoch %.1f, loss %.5f, %s loss %.5f, accuracy %.4f, rate %.4g, about %.0f s left",
                        check.minibatch(), check.of(), check.epoch(), check.trainingLoss(), watched, check.evaluation().loss(),
                        check.evaluation().matrix().accuracy(), check.rate(), check.secondsLeft()));
    }

    private TrainingSettings settings() {
        Map<String, String> hyper = new LinkedHashMap<>(hyperParameters);
        if (momentum != null) hyper.put("momentum", momentum.toString());
        else if (optimizer == Catalogue.MOMENTUM || optimizer == Catalogue.NESTEROV)
            hyper.putIfAbsent("momentum", "0.9");
        if (weightDecay != null) hyper.put("weightDecay", weightDecay.toString());
        return new TrainingSettings(network, dropout, optimizer, hyper, learningRate == null ? optimizer.learningRate() : learningRate,
                schedule,
                perEpoch, Sampling.of(sampling), batch, seed, set, validation);
    }
}
