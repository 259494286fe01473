package lanewise.cli;

import static lanewise.cli.Outcome.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import lanewise.compare.Comparisons;
import lanewise.run.Plan;
import lanewise.run.RunFolder;
import lanewise.run.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands `history` and `reference`.
class HistoryCommandTest {

    @TempDir
    private Path folder;

    private RunFolder run(int day, double time) throws IOException {
        return Runs.run(folder.resolve("runs"), day, 5, "Tiny", "JDK", _ -> time);
    }

    private Outcome history(Path... folders) {
        Path output = folder.resolve("history.json");
        return execute(Stream.concat(Stream.of("history", "--output", output.toString()), Stream.of(folders).map(Path::toString))
                .toArray(String[]::new));
    }

    @Test
    void aStoreIsReadAtAnyDepthAndItsChangesAreWritten() throws Exception {
        for (int day = 1; day <= 14; day++) run(day, day < 8 ? 1 : 1.1);
        Outcome outcome = history(folder);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("12 series of up to 14 runs (tiny-2c, JDK): 12 changes")
                .contains("slower between 0000007 and 0000008");
        JsonNode json = new JsonMapper().readTree(Files.readString(folder.resolve("history.json")));
        assertThat(json.get("schema").asInt()).isEqualTo(2);
        assertThat(json.get("changes").size()).isEqualTo(12);
        assertThat(json.get("changes").get(0).get("firstAfter").asString()).isEqualTo("0000008");
        assertThat(json.get("series").get(0).get("points").size()).isEqualTo(14);
    }

    @Test
    void anEmptyStoreIsAFirstRun() throws Exception {
        Outcome outcome = history(Files.createDirectory(folder.resolve("empty")));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo("There is no run yet: the history begins with the first one.\n");
    }

    @Test
    void damagedRunsAreNamedAndTheOthersRead() throws Exception {
        RunFolder damaged = run(1, 1);
        run(2, 1);
        Files.writeString(damaged.journal(), "nonsense\n");
        Outcome outcome = history(folder);
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).isEqualTo("lanewise: left out: " + damaged.journal() + ", line 1 is not whole JSON, line 1, column 1\n");
        assertThat(outcome.out()).startsWith("12 series of up to 1 runs");
    }

    @Test
    void badInputIsRefused() throws Exception {
        run(1, 1);
        assertThat(history(folder.resolve("missing")).err())
                .isEqualTo("lanewise: " + folder.resolve("missing") + " is not a folder, expected that of a run or one that holds runs\n");
        Outcome unwritable = execute("history", "--output", folder.resolve("no/such.json").toString(), folder.toString());
        assertThat(unwritable.exitCode()).isEqualTo(2);
        assertThat(unwritable.err()).startsWith("lanewise: --output: ").contains("cannot be written").hasLineCount(1);
    }

    private Outcome reference(RunFolder run) {
        return execute("reference", run.path().toString(), "--results", folder.resolve("results").toString());
    }

    @Test
    void aRunBecomesTheReferenceOfItsMachineAndIsReadThere() throws Exception {
        RunFolder run = run(1, 1);
        Outcome outcome = reference(run);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        RunFolder reference = new RunFolder(folder.resolve("results/reference/tiny-2c").resolve(run.path().getFileName()));
        assertThat(reference.plan()).isEqualTo(run.plan());
        assertThat(reference.environment()).isEqualTo(run.environment());
        assertThat(reference.measurements()).hasSameSizeAs(run.measurements());
        assertThat(reference.path().resolve("summary.md")).isNotEmptyFile();
        assertThat(reference.journal()).doesNotExist();
        assertThat(reference.path().getParent()).isDirectoryNotContaining(path -> !path.equals(reference.path()));
        assertThat(Files.getPosixFilePermissions(reference.path())).as("the umask's")
                .isEqualTo(Files.getPosixFilePermissions(Files.createDirectory(folder.resolve("another"))));
        assertThat(reference(run).err()).startsWith("lanewise: " + reference.path() + " is a reference already");
        assertThat(execute("report", reference.path().toString()).exitCode()).isZero();
    }

    @Test
    void whatIsNoReferenceIsRefused() throws Exception {
        RunFolder dirty = Runs.run(folder.resolve("runs"), 1, 3, "Tiny", "JDK", true, _ -> 1);
        assertThat(reference(dirty).err()).isEqualTo(
                "lanewise: " + dirty.path() + " was measured with uncommitted changes, a reference must be of a commit\n");
        RunFolder partial = run(2, 1);
        Files.writeString(partial.journal(), "");
        Outcome incomplete = reference(partial);
        assertThat(incomplete.exitCode()).isEqualTo(3);
        assertThat(incomplete.err()).startsWith(
                "lanewise: " + partial.path() + " is not whole, 60 of 60 forks are missing: go on with scripts/lanewise run --resume ");
        RunFolder cut = run(3, 1);
        Files.write(cut.journal(), Files.readAllLines(cut.journal()).subList(0, 19));
        assertThat(reference(cut).err()).isEqualTo("lanewise: " + cut.path()
                + " is not whole, 41 of 60 forks are missing: go on with scripts/lanewise run --resume " + cut.path() + "\n");
        Outcome report = execute("report", cut.path().toString());
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(report.out())
                .contains("! only a part of the plan was measured, 41 of 60 forks are missing: go on with\n  scripts/lanewise run --resume "
                        + cut.path());
        Plan compared = Comparisons.plan("SGD");
        RunFolder comparison = Comparisons.folder(folder.resolve("comparisons"), "a-vs-b", Comparisons.HERE, compared,
                Comparisons.of(compared, "1", "2"), Comparisons.measured(compared, compared.rounds(), 1));
        assertThat(reference(comparison).err()).isEqualTo("lanewise: " + comparison.path()
                + " is a comparison, a reference must be a run: scripts/lanewise run makes one\n");
        assertThat(execute("reference", folder.toString()).err())
                .startsWith("lanewise: " + folder + " is not the folder of a run: its environment.json cannot be read");
        assertThat(folder.resolve("results")).doesNotExist();
    }
}
