package lanewise.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import lanewise.data.Sampler;
import lanewise.data.UnusableFileException;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Optimizer;
import lanewise.optim.Schedule;
import lanewise.optim.Variant;

/// A run from its settings: trains, and every so many minibatches looks at samples that it does not train with, writes a line to its log and
/// a checkpoint, tells its progress, and may stop.
public final class TrainingRun {

    private final TrainingSettings settings;
    private final TrainingSet set;
    private final Trainer trainer;
    private final long samples;
    private final long minibatches;
    private final long every;
    private Stopping stopping = Stopping.NEVER;
    private Stopping.Memory memory = Stopping.Memory.NONE;
    private Optional<Path> checkpoint = Optional.empty();
    private TrainingLog log = TrainingLog.none();
    private Consumer<Check> progress = _ -> {};

    /// What a look at the run has shown.
    ///
    /// @param minibatch    the last one trained with
    /// @param of           minibatches of the whole run
    /// @param epoch        epochs so far
    /// @param trainingLoss mean of the minibatches since the last check
    /// @param evaluation   of the samples that are watched
    /// @param rate         learning rate of the last minibatch
    /// @param secondsLeft  about
    public record Check(long minibatch, long of, double epoch, double trainingLoss, Evaluation evaluation, double rate,
            double secondsLeft) {}

    /// @param minibatches to train with in all
    /// @param every       minibatches between two checks
    /// @throws IllegalArgumentException if the settings do not fit each other, or a number is below 1
    public TrainingRun(TrainingSettings settings, TrainingSet set, long minibatches, long every) {
        if (minibatches < 1 || every < 1) {
            throw new IllegalArgumentException(
                    "a run must have at least 1 minibatch and check every 1 or more, had " + minibatches + " and "
                            + every);
        }
        this.settings = settings;
        this.set = set;
        this.minibatches = minibatches;
        this.every = every;
        NamedNetwork named = settings.named();
        Optimizer optimizer = settings.makeOptimizer();
        Sampler sampler = new Sampler(settings.sampling(), set.training().count(), settings.batch(), settings.seed());
        Schedule rate = RateSchedule.of(settings.schedule(), settings.learningRate(), settings.perEpoch() ? sampler.updatesPerEpoch() : 1);
        trainer = new Trainer(named.create(settings.seed(), settings.dropout()), named.loss(), optimizer, rate, set.training(), sampler,
                Variant.SIMD);
        samples = set.training().checksum();
    }

    /// Stops before all minibatches are done.
    ///
    /// @throws IllegalArgumentException if it is to stop by a validation loss and no samples are set aside for it
    public TrainingRun stopping(Stopping stopping) {
        if (stopping.patience() > 0 && set.validation().isEmpty()) {
            throw new IllegalArgumentException("to stop by the validation loss, samples must be set aside for validation, were none");
        }
        this.stopping = stopping;
        return this;
    }

    /// Writes a checkpoint at every check and at the end.
    public TrainingRun checkpoint(Path file) {
        checkpoint = Optional.of(file);
        return this;
    }

    /// Goes on from a checkpoint.
    ///
    /// @param name of its file, for messages
    /// @throws UnusableFileException if it is of other samples, or as far as this run is to come
    public TrainingRun resume(Checkpoint from, String name) {
        from.restore(trainer, name, samples);
        memory = from.memory();
        if (from.minibatches() >= minibatches) {
            throw new UnusableFileException(
                    name + " has trained with " + from.minibatches() + " minibatches already: ask for more than that");
        }
        return this;
    }

    /// Logs each check.
    public TrainingRun log(TrainingLog log) {
        this.log = log;
        return this;
    }

    /// Tells each check.
    public TrainingRun progress(Consumer<Check> progress) {
        this.progress = progress;
        return this;
    }

    /// Records how long the parts of each step take.
    public TrainingRun record(StepLatency latency) {
        trainer.record(latency);
        return this;
    }

    /// Trains to the end.
    ///
    /// @return why it stopped early, or the empty text
    /// @throws DivergedException if the loss is infinite or no number; the last checkpoint stays
    /// @throws IOException       if the log or a checkpoint cannot be written
    public String run() throws IOException {
        long begin = System.nanoTime();
        long first = trainer.minibatches();
        double sum = 0;
        int summed = 0;
        while (trainer.minibatches() < minibatches) {
            double rate = trainer.nextRate();
            sum += trainer.step();
            summed++;
            long done = trainer.minibatches();
            if (done % every != 0 && done < minibatches) continue;
            double left = (System.nanoTime() - begin) * 1e-9 / (done - first) * (minibatches - done);
            Check check = new Check(done, minibatches, (double) done / trainer.updatesPerEpoch(), sum / summed,
                    Evaluation.of(trainer.network(), trainer.loss(), set.watched(), Variant.SIMD), rate, left);
            sum = 0;
            summed = 0;
            Stopping.Memory before = memory;
            memory = memory.after(check.trainingLoss, check.evaluation.loss());
            if (checkpoint.isPresent()) Checkpoint.of(trainer, settings, samples, memory).write(checkpoint.get());
            log.add(fields(check));
            progress.accept(check);
            String reason = stopping.reason(before, memory);
            if (!reason.isEmpty()) return reason;
        }
        return "";
    }

    private Map<String, Object> fields(Check check) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("minibatch", check.minibatch);
        fields.put("epoch", check.epoch);
        fields.put("rate", check.rate);
        fields.put("trainingLoss", check.trainingLoss);
        fields.put(set.watchedName() + "Loss", check.evaluation.loss());
        fields.put(set.watchedName() + "Accuracy", check.evaluation.matrix().accuracy());
        fields.put(set.watchedName() + "Matthews", check.evaluation.matrix().matthews());
        return fields;
    }

    /// What the network makes of the test samples now.
    public Evaluation test() {
        return Evaluation.of(trainer.network(), trainer.loss(), set.test(), Variant.SIMD);
    }

    /// Minibatches so far.
    public long trained() {
        return trainer.minibatches();
    }

    /// The network's parameters as they are now.
    public float[] parameters() {
        return trainer.network().parameters();
    }
}
