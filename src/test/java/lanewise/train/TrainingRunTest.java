package lanewise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lanewise.data.Sampling;
import lanewise.data.UnusableFileException;
import lanewise.optim.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingRunTest {

    @TempDir
    private Path folder;

    private static TrainingSettings settings(Catalogue optimizer, double rate, double dropout, Sampling sampling,
            Map<String, String> hyper) {
        return new TrainingSettings("dense64", dropout, optimizer, hyper, rate, "inverse-time:0.001", false, sampling, 20, 3, "spiral", 30);
    }

    private static TrainingSettings adam(double rate) {
        return settings(Catalogue.ADAM, rate, 0, Sampling.EPOCHS, Map.of());
    }

    private static TrainingRun run(TrainingSettings settings, int minibatches) {
        return new TrainingRun(settings, TrainingSet.of(settings, Optional.empty()), minibatches, 20);
    }

    /// Every sampler, optimizers with and without state and the one with a scalar, with dropout: what was trained after the last checkpoint
    /// is lost, as by kill -9, and trained again.
    @ParameterizedTest
    @CsvSource({"ADAM, EPOCHS, 0.1", "NADAM, WITH_REPLACEMENT, 0", "SGD, SINGLE, 0", "AMSGRAD, WITHOUT_REPLACEMENT, 0.5",
            "RMSPROP, EPOCHS_WHOLE, 0",
            "LION, FULL, 0"})
    void aRunThatWasStoppedGoesOnWithTheSameBits(Catalogue optimizer, Sampling sampling, double dropout) throws Exception {
        TrainingSettings settings = settings(optimizer, 0.01, dropout, sampling, Map.of());
        TrainingRun whole = run(settings, 70);
        whole.run();
        Path file = folder.resolve("checkpoint.safetensors");
        Path log = folder.resolve("log.jsonl");
        TrainingRun stopped = run(settings, 70).checkpoint(file).log(TrainingLog.to(log, 0)).progress(check -> {
            if (check.minibatch() == 60) throw new IllegalStateException("killed");
        });
        byte[] forty = null;
        try {
            stopped.progress(check -> {
                if (check.minibatch() == 40) copy(file, folder.resolve("forty"));
                if (check.minibatch() == 60) throw new IllegalStateException("killed");
            }).run();
        } catch (IllegalStateException _) {
            forty = Files.readAllBytes(folder.resolve("forty")); // the checkpoint before: twenty minibatches are lost
        }
        Files.write(file, forty);
        Checkpoint from = Checkpoint.read(file);
        assertThat(from.minibatches()).isEqualTo(40);
        TrainingRun resumed = run(from.settings(), 70).resume(from, "file").log(TrainingLog.to(log, from.minibatches()));
        resumed.run();
        assertThat(resumed.parameters()).isEqualTo(whole.parameters());
        assertThat(resumed.test().loss()).isEqualTo(whole.test().loss());
        assertThat(Files.readAllLines(log)).hasSize(4).element(2).asString().startsWith("{\"minibatch\":60,");
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void trainingLearns() throws Exception {
        List<TrainingRun.Check> checks = new ArrayList<>();
        assertThat(run(adam(0.05), 400).progress(checks::add).run()).isEmpty();
        assertThat(checks).hasSize(20);
        assertThat(checks.getLast().trainingLoss()).isLessThan(0.8 * checks.getFirst().trainingLoss());
        assertThat(checks.getLast().secondsLeft()).isZero();
        assertThat(checks.getLast().rate()).isLessThan(0.05 / 1.39);
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunAndLeavesWhatWasSaved() throws Exception {
        Path file = folder.resolve("checkpoint.safetensors");
        TrainingSettings wild = settings(Catalogue.SGD, 1e30, 0, Sampling.EPOCHS, Map.of());
        run(settings(Catalogue.SGD, 0.1, 0, Sampling.EPOCHS, Map.of()), 20).checkpoint(file).run();
        byte[] saved = Files.readAllBytes(file);
        assertThatThrownBy(() -> run(wild, 70).checkpoint(file).run()).isInstanceOf(DivergedException.class)
                .hasMessageMatching(
                        "the loss became (NaN|Infinity) at minibatch \\d+ with a learning rate of [0-9.E]+; the last finite loss was [0-9.E]+");
        assertThat(Files.readAllBytes(file)).isEqualTo(saved);
    }

    @Test
    void earlyStoppingNeedsAValidationSetAndStops() throws Exception {
        List<TrainingRun.Check> checks = new ArrayList<>();
        String reason = run(adam(0), 2_000).stopping(new Stopping(0, 3)).progress(checks::add).run();
        assertThat(reason).contains("has not reached a new low for 3 checks");
        assertThat(checks).hasSize(4);
        TrainingSettings none = new TrainingSettings("dense64", 0, Catalogue.SGD, Map.of(), 0.1, "constant", false, Sampling.FULL, 1, 3,
                "spiral", 0);
        assertThatThrownBy(() -> run(none, 10).stopping(new Stopping(0, 3))).hasMessageContaining("samples must be set aside");
    }

    @Test
    void otherFilesAreRefused() throws Exception {
        Path file = folder.resolve("checkpoint.safetensors");
        run(adam(0.01), 20).checkpoint(file).run();
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[whole.length - 100] ^= 1;
        Files.write(file, damaged);
        assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("do not have the checksum");
        Path python = Path.of("src", "test", "resources", "safetensors", "python.safetensors");
        assertThatThrownBy(() -> Checkpoint.read(python)).isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("is no checkpoint of a training run here: its format is \"np\"");
        Files.write(file, whole);
        Checkpoint saved = Checkpoint.read(file);
        assertThatThrownBy(() -> run(adam(0.01), 20).resume(saved, "it"))
                .hasMessage("it has trained with 20 minibatches already: ask for more than that");
        TrainingSettings other = new TrainingSettings("dense64", 0, Catalogue.ADAM, Map.of(), 0.01, "constant", false, Sampling.EPOCHS, 20,
                4, "spiral",
                30);
        assertThatThrownBy(() -> run(other, 40).resume(saved, "it")).hasMessageContaining("it is of a run with other samples");
    }

    @Test
    void hyperParametersAreCheckedByName() {
        assertThat(settings(Catalogue.ADAM, 0.1, 0, Sampling.FULL, Map.of("biasCorrection", "false", "beta2", "0.99")).makeOptimizer())
                .isEqualTo(new lanewise.optim.Adam(0.9, 0.99, 0, 1e-8, 0, false));
        refused(Catalogue.ADAM, Map.of("momentum", "0.9"), "ADAM does not take the hyper-parameters momentum");
        refused(Catalogue.MOMENTUM, Map.of(), "MOMENTUM needs the hyper-parameter momentum");
        refused(Catalogue.ADAM, Map.of("beta1", "x"), "the hyper-parameter beta1 must be a number, was \"x\"");
        refused(Catalogue.ADAM, Map.of("biasCorrection", "no"), "must be true or false");
        refused(Catalogue.RMSPROP, Map.of("momentum", "0.9"), "is another optimizer of the catalogue");
        refused(Catalogue.RMSPROP_MOMENTUM, Map.of("rho", "0.9"), "takes no hyper-parameters by name");
    }

    private static void refused(Catalogue optimizer, Map<String, String> hyper, String because) {
        assertThatThrownBy(() -> settings(optimizer, 0.1, 0, Sampling.FULL, hyper).makeOptimizer())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(because);
    }

    @Test
    void latenciesAreOfEveryStep() throws Exception {
        StepLatency latency = new StepLatency();
        run(adam(0.01), 50).record(latency).run();
        for (StepLatency.Part part : StepLatency.Part.values()) assertThat(latency.of(part).getTotalCount()).isEqualTo(50);
        assertThat(latency.of(StepLatency.Part.TOTAL).getMean()).isGreaterThan(latency.of(StepLatency.Part.UPDATE).getMean());
        Path file = folder.resolve("steps.hlog");
        latency.write(file);
        try (org.HdrHistogram.HistogramLogReader reader = new org.HdrHistogram.HistogramLogReader(file.toFile())) {
            for (StepLatency.Part part : StepLatency.Part.values()) {
                org.HdrHistogram.EncodableHistogram read = reader.nextIntervalHistogram();
                assertThat(read.getTag()).isEqualTo(part.toString());
                assertThat(((org.HdrHistogram.Histogram) read).getTotalCount()).isEqualTo(50);
            }
        }
        assertThat(latency.table().lines()).hasSize(5);
    }
}
