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
    private static final Measurement FINE = new Measurement("a row", 1, 1, "2026-01-01T00:00:00Z", 1.5, 0.25, 0.5, 1, new double[]{2.5, 3},
            Map.of("lanes", 16), null);
    private static final Measurement FAILED = new Measurement("a row", 2, 1, "2026-01-01T00:00:02Z", 1.5, 0, 0.5, 0, new double[]{},
            Map.of(),
            "it said \"no\"\nand went");

    @TempDir
    private Path results;

    private RunFolder create() {
        return RunFolder.create(results, Instant.parse("2026-11-22T20:24:05.123Z"), ENVIRONMENT,
                Plans.plan(1, 0, Plans.row("SGD", "SIMD", 1_000)));
    }

    @Test
    void isNamedAfterTimeMachineAndCommitAndReadsBackWhatWasWritten() {
        RunFolder folder = create();
        assertThat(folder.path().getFileName()).hasToString("2026-11-22T202405Z_intel-xeon-platinum-8375c-6-106-2c_0123456-dirty");
        assertThat(folder.environment()).isEqualTo(ENVIRONMENT);
        assertThat(folder.plan()).isEqualTo(Plans.plan(1, 0, Plans.row("SGD", "SIMD", 1_000)));
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
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> new RunFolder(results).measurements())
                .withMessage(results + " is not the folder of a run: its journal.jsonl cannot be read");
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

    /// Schema 1 began without weather and contestants; what was measured then stays readable.
    @Test
    void theFirstJournalsAreStillRead() throws Exception {
        RunFolder folder = create();
        Files.writeString(folder.journal(),
                "{\"row\":\"a row\",\"round\":1,\"position\":1,\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1.0,"
                        + "\"steal\":0.0,\"nanoseconds\":[1.0],\"facts\":{},\"failure\":null}\n");
        assertThat(folder.measurements().getFirst().nanoseconds()).containsExactly(1);
    }

    @Test
    void aDamagedLineIsRefusedByItsNumber() throws Exception {
        RunFolder folder = create();
        for (String line : List.of("nonsense", "null", "{}", "{\"row\":\"a row\",\"started\":\"yesterday\",\"nanoseconds\":[1.0]}",
                "{\"row\":\"a row\",\"started\":\"2026-01-01T00:00:00Z\"}")) {
            Files.writeString(folder.journal(), line + "\n");
            assertThatExceptionOfType(RefusedException.class).isThrownBy(folder::measurements)
                    .withMessage(folder.journal() + ": line 1 is not a measurement");
        }
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
