package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.run.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {

    @TempDir
    private Path folder;

    private static Outcome train(String options) {
        String all = "train " + options;
        for (String usual : new String[]{"--network dense64", "--set spiral", "--optimizer SGD", "--batch 30"}) {
            if (!options.contains(usual.split(" ")[0])) all += " " + usual;
        }
        return Outcome.execute(all.split(" "));
    }

    @Test
    void aRunTellsItsProgressAndIsLoggedSavedAndResumed() throws Exception {
        Path log = folder.resolve("log.jsonl");
        Path checkpoint = folder.resolve("a.safetensors");
        Outcome first = train("--learning-rate 0.1 --minibatches 20 --every 10 --log " + log + " --checkpoint " + checkpoint);
        assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.FINE);
        assertThat(first.out()).contains("minibatch 10 of 20, epoch 1.0, loss ").contains(", accuracy ").contains(" s left")
                .contains("Matthews ").contains("rows are true classes");
        Outcome resumed = Outcome.execute("train", "--resume", checkpoint.toString(), "--minibatches", "40", "--every", "10", "--log",
                log.toString());
        assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(ExitCode.FINE);
        assertThat(Files.readAllLines(log)).hasSize(4).last().asString().startsWith("{\"minibatch\":40,");
        Outcome whole = train("--learning-rate 0.1 --minibatches 40 --every 10 --latency " + folder.resolve("steps.hlog"));
        assertThat(end(whole)).isEqualTo(end(resumed));
        assertThat(folder.resolve("steps.hlog")).content().contains("Tag=total");
        assertThat(whole.out()).contains("p99.99").containsPattern("recording takes \\d+ ns a step, [0-9.]+ % of the median step");
    }

    /// The test's figures.
    private static String end(Outcome outcome) {
        return outcome.out().lines().filter(line -> line.contains("test loss") && line.contains("Matthews")).findFirst().orElseThrow()
                .replaceAll(".*; ", "");
    }

    @Test
    void aLossThatIsNoNumberEndsWith1() {
        Outcome outcome = train("--learning-rate 1e30 --minibatches 20");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err()).startsWith("lanewise: the loss became ")
                .contains("with a learning rate of 1.0E30; the last finite loss was ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--network none|network \"none\" is not one of mlp-book",
            "--schedule none|schedule \"none\" is not one of",
            "--sampling none|sampling \"none\" is not one of", "--set none|data set \"none\" is not one of images, spiral, two-classes",
            "--network cnn-small|takes 784 values", "--hyper momentum=0.9|SGD does not take the hyper-parameters momentum",
            "--minibatches 0|at least 1 minibatch", "--batch 301|between 1 and 300 samples, had 301",
            "--patience 3|samples must be set aside",
            "--validation 300|between 1 and 299 of 300 samples", "--learning-rate -1|the learning rate must be at least 0, was -1.0",
            "--dropout 1|must lie within 0 to 1",
            "--resume none.safetensors|none.safetensors is missing", "--set images --data none|none must be a folder with IDX files",
            "--log none/log.jsonl|--log must name a file in a folder that is there, was none/log.jsonl",
            "--checkpoint .|--checkpoint must name a file", "--optimizer NONE|Invalid value for option '--optimizer'"})
    void badInputIsOneSentenceAnd2(String options, String because) {
        Outcome outcome = train(options);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).startsWith("lanewise: ").contains(because);
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @Test
    void experimentsAreListedAndRefused() {
        assertThat(Outcome.execute("experiment").out().lines()).hasSize(9).first().asString().startsWith("momentum ");
        Outcome unknown = Outcome.execute("experiment", "any");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("experiment \"any\" is not one of");
        assertThat(Outcome.execute("experiment", "momentum", "--effort", "2").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
