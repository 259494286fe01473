package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.run.RunFolder;
import lanewise.run.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Runs compared over time: a reference, and a history.
@Execution(ExecutionMode.CONCURRENT)
class RunsOverTimeTest {

    @TempDir
    private Path results;

    private RunFolder run(int day, Runs.Times times) throws IOException {
        return Runs.run(results, day, 5, "Tiny", "JDK", times);
    }

    private void reference(int day, Runs.Times times) throws IOException {
        Runs.run(results.resolve("reference").resolve("tiny-2c"), day, 5, "Tiny", "JDK", times);
    }

    @Test
    void aRowThatMovedIsNamedAndTheOthersAreNot() throws Exception {
        reference(1, _ -> 1);
        Baseline baseline = Baseline.of(run(2, row -> row == 3 ? 1.2 : row == 5 ? 0.8 : 1), results);
        assertThat(baseline.isSlower()).isTrue();
        assertThat(baseline.toText().lines().filter(line -> line.startsWith("StepBenchmark"))).hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("StepBenchmark.step SGD SIMD 1003 ").contains(" 1.2"));
        assertThat(baseline.toText()).endsWith(
                "Of 12 rows that the reference has, 1 are slower and 1 faster by more than 5 %, at 1 % for all rows together; unpaired, and so advice.");
    }

    @Test
    void nothingIsSaidOfRowsThatDidNotMove() throws Exception {
        reference(1, _ -> 1);
        for (int day = 2; day < 12; day++) {
            Baseline baseline = Baseline.of(run(day, row -> row % 2 == 0 ? 1.03 : 0.98), results);
            assertThat(baseline.isSlower()).isFalse();
            assertThat(baseline.toText()).startsWith("Of 12 rows that the reference has, none is slower and none faster");
        }
    }

    @Test
    void whatAllRowsShareIsSaidOnceAndTakenOut() throws Exception {
        reference(1, _ -> 1);
        Baseline baseline = Baseline.of(run(2, row -> row == 7 ? 1.6 : 1.3), results);
        assertThat(baseline.toText()).contains("All rows together take 1.30 times as long")
                .containsPattern("StepBenchmark.step SGD SIMD 1007 .* 1\\.2").contains("1 are slower and none faster");
    }

    @Test
    void aLaterReferenceReplacesAnEarlierOnesRows() throws Exception {
        reference(1, _ -> 2);
        reference(2, _ -> 1);
        assertThat(Baseline.of(run(3, _ -> 1), results).toText()).startsWith("Of 12 rows that the reference has, none is slower");
    }

    @Test
    void otherMachinesAndJdksAreNotComparedAndItIsSaidWhy() throws Exception {
        assertThat(Baseline.of(run(1, _ -> 1), results).toText())
                .isEqualTo("There is no reference to compare with; scripts/lanewise reference RUN makes a run one.");
        reference(1, _ -> 1);
        assertThat(Baseline.of(Runs.run(results, 2, 5, "Other", "JDK", _ -> 9), results).toText())
                .isEqualTo(
                        "Not compared: this is other-2c, references are of tiny-2c, and times of different machines are no measure of the code.");
        assertThat(Baseline.of(Runs.run(results, 3, 5, "Tiny", "JDK 26", _ -> 9), results).toText())
                .isEqualTo("Not compared with 2026-01-02T000000Z_tiny-2c_0000001: it was measured on \"JDK\", this is \"JDK 26\".");
        assertThat(Baseline.of(Runs.run(results, 4, 2, "Tiny", "JDK", _ -> 9), results).toText())
                .isEqualTo("Not compared: no row has 3 forks in this run and in the reference.");
        Files.writeString(results.resolve("reference/tiny-2c/2026-01-02T000000Z_tiny-2c_0000001/plan.json"), "{");
        assertThat(Baseline.of(run(5, _ -> 1), results).toText()).startsWith("Not compared with a reference: ")
                .endsWith("plan.json is not whole JSON, line 1, column 2.");
    }

    @Test
    void aChangeIsFoundBetweenItsCommits() throws Exception {
        List<RunFolder> runs = new ArrayList<>();
        for (int day = 1; day <= 16; day++) {
            int today = day;
            runs.add(run(day, row -> (row == 2 && today >= 9 ? 1.15 : 1) * (row == 4 && today == 5 ? 3 : 1)));
        }
        runs.add(Runs.run(results, 17, 5, "Other", "JDK", _ -> 9));
        History history = History.of(runs.reversed());
        assertThat(history.changes()).singleElement().satisfies(change -> {
            assertThat(change.row()).isEqualTo("StepBenchmark.step SGD SIMD 1002");
            assertThat(change.lastBefore()).isEqualTo("0000008");
            assertThat(change.firstAfter()).isEqualTo("0000009");
            assertThat(change.ratio()).isBetween(1.13, 1.17);
        });
        assertThat(history.series()).hasSize(24);
        assertThat(history.toText()).startsWith("24 series of up to 16 runs (").contains("1 changes")
                .contains("StepBenchmark.step SGD SIMD 1002: 15").contains("slower between 0000008 and 0000009 (2026-01-10T00:00:00Z)");
    }
}
