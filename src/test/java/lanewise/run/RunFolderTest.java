package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    private static final Environment ENVIRONMENT = new Environment("Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz",
            "GenuineIntel Family 6 Model 106 Stepping 6", 1, 2, List.of(),
            List.of(),
            16, 1, 1, "never", "unknown", "none", "Linux", "JDK", List.of(), "0123456789abcdef", true);
    private static final Row ROW = Plans.row("SGD", "SIMD", 1_000);
    private static final Measurement FINE = new Measurement(ROW.id(), 1, 1, "2026-01-01T00:00:00Z", 1.5, 0.25, 0.5, 1, new double[]{2.5, 3},
            Map.of("lanes", 16), null);
    private static final Measurement FAILED = new Measurement(ROW.id(), 2, 1, "2026-01-01T00:00:02Z", 1.5, 0, 0.5, 0, new double[]{},
            Map.of(),
            "it said \"no\"\nand went");

    @TempDir
    private Path results;

    private RunFolder create() {
        return RunFolder.create(results, Instant.parse("2026-11-22T20:24:05.123Z"), ENVIRONMENT,
                Plans.plan(2, 0, ROW));
    }

    @Test
    void isNamedAfterTimeMachineAndCommitAndReadsBackWhatWasWritten() {
        RunFolder folder = create();
        assertThat(folder.path().getFileName()).hasToString("2026-11-22T202405Z_intel-xeon-platinum-8375c-6-106-2c_0123456-dirty");
        assertThat(folder.environment()).isEqualTo(ENVIRONMENT);
        assertThat(folder.plan()).isEqualTo(Plans.plan(2, 0, ROW));
    }

    @Test
    void aSecondRunInTheSameSecondIsRefused() {
        create();
        assertThatExceptionOfType(RefusedException.class).isThrownBy(this::create)
                .withMessage(results + " cannot be written (FileAlreadyExistsException)");
    }

    @Test
    void aPathThatIsNoFolderIsRefused() throws Exception {
        results = Files.writeString(results.resolve("file"), "");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(this::create)
                .withMessage(results + " cannot be written (FileAlreadyExistsException)");
    }

    @Test
    void aFolderThatIsNoRunIsRefused() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> new RunFolder(results).plan())
                .withMessage(results + " is not the folder of a run: its plan.json cannot be read");
        RunFolder folder = create();
        assertThatExceptionOfType(RefusedException.class).isThrownBy(folder::measurements)
                .withMessage(folder.path() + " is not the folder of a run: its journal.jsonl cannot be read");
    }

    @Test
    void theJournalKeepsEveryWholeLineAndDropsATornOne() throws Exception {
        RunFolder folder = create();
        try (Journal journal = Journal.create(folder.journal())) {
            journal.append(FINE);
            journal.append(FAILED);
        }
        Files.writeString(folder.journal(), "{\"row\":\"a row\",\"rou", StandardOpenOption.APPEND);
        assertThat(folder.measurements()).usingRecursiveComparison().isEqualTo(List.of(FINE, FAILED));
        assertThat(folder.measurements().getLast().succeeded()).isFalse();
    }

    @Test
    void aJournalMayBeCompressed() throws Exception {
        RunFolder folder = create();
        try (Journal journal = Journal.create(folder.journal())) {
            journal.append(FINE);
        }
        Path compressed = folder.path().resolve("journal.jsonl.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write(Files.readAllBytes(folder.journal()));
        }
        Files.delete(folder.journal());
        assertThat(folder.measurements()).usingRecursiveComparison().isEqualTo(List.of(FINE));
    }

    /// Schema 1 began without interference and JVM configurations; what was measured then stays readable.
    @Test
    void theFirstJournalsAreStillRead() throws Exception {
        RunFolder folder = create();
        Files.writeString(folder.journal(),
                "{\"row\":\"" + ROW.id() + "\",\"round\":1,\"position\":1,\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1.0,"
                        + "\"steal\":0.0,\"nanoseconds\":[1.0],\"facts\":{},\"failure\":null}\n");
        assertThat(folder.measurements().getFirst().nanoseconds()).containsExactly(1);
    }

    @Test
    void aDamagedLineIsRefusedByItsNumberAndField() throws Exception {
        RunFolder folder = create();
        String fine = Journal.text(List.of(FINE));
        record Damage(String line, String sentence) {}
        for (Damage damage : List.of(new Damage("nonsense", " is not whole JSON, line 1, column 1"),
                new Damage("null", " is null, expected an object"),
                new Damage("{}", ": round is missing"), new Damage(fine.strip().replace("\"seconds\":1.5,", ""), ": seconds is missing"),
                new Damage(fine.strip().replace("2026-01-01T00:00:00Z", "yesterday"),
                        ": started must be a moment such as 2026-01-01T00:00:00Z, was \"yesterday\""),
                new Damage(fine.strip().replace("[2.5,3.0]", "[2.5,0]"), ": nanoseconds[1] must be a number above 0, was 0.0"),
                new Damage(fine.strip().replace("[2.5,3.0]", "[2.5,\"3\"]"), ": nanoseconds[1] is not a number"),
                new Damage(fine.strip().replace("[2.5,3.0]", "[]"), ": nanoseconds is empty, a fork that did not fail has its times"),
                new Damage(fine.strip().replace("SIMD", "simd"), ": row is StepBenchmark.step SGD simd 1000, which is not in plan.json"),
                new Damage(fine.strip().replace("\"round\":1", "\"round\":3"), ": round is 3, plan.json has 2"),
                new Damage(fine.strip(), ": row and round, StepBenchmark.step SGD SIMD 1000 and 1, are there already"))) {
            Files.writeString(folder.journal(), fine + damage.line + "\n");
            assertThatExceptionOfType(RefusedException.class).isThrownBy(folder::measurements)
                    .withMessage(folder.journal() + ", line 2" + damage.sentence).matches(refused -> refused.exitCode() == ExitCode.USAGE);
        }
    }

    @Test
    void aForkThatFailedMayBeMeasuredAgainAndThenDoesNotCount() throws Exception {
        RunFolder folder = create();
        Measurement again = new Measurement(ROW.id(), 2, 1, "2026-01-01T00:00:09Z", 1, 0, 0, 0, new double[]{7}, Map.of(), null);
        Files.writeString(folder.journal(), Journal.text(List.of(FINE, FAILED, again)));
        assertThat(folder.measurements()).usingRecursiveComparison().isEqualTo(List.of(FINE, again));
        assertThat(Completeness.of(folder.plan(), folder.measurements()).isWhole()).isTrue();
    }

    @Test
    void machinesAreNamedWithoutTrademarks() {
        assertThat(machine("AMD EPYC 9R14 96-Core Processor", "AuthenticAMD Family 25 Model 17 Stepping 1", 2))
                .isEqualTo("amd-epyc-9r14-25-17-2c");
        assertThat(machine("Intel(R) Xeon(R) Processor", "", 2)).isEqualTo("intel-xeon-2c");
        assertThat(machine("Apple M1", "", 8)).isEqualTo("apple-m1-8c");
    }

    private static String machine(String cpu, String model, int cores) {
        return new Environment(cpu, model, 1, cores, List.of(), List.of(), 4, 1, 1, "", "", "", "", "", List.of(), "", false).machine();
    }

    @Test
    void theMachineIsDetected() {
        Environment here = Environment.detect(16);
        assertThat(here.cpu()).isNotBlank();
        assertThat(here.logicalCores()).isPositive();
        assertThat(here.availableBytes()).isPositive().isLessThanOrEqualTo(here.memoryBytes());
        assertThat(here.jdk()).contains(Integer.toString(Runtime.version().feature()));
    }
}
