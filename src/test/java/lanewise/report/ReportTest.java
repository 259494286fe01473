package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import lanewise.run.Environment;
import lanewise.run.JmhResults;
import lanewise.run.Journal;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Plans;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private static final Row SLOW = Plans.row("SGD", "SCALAR_NO_AUTOVEC", 1_000);
    private static final Row FAST = Plans.row("SGD", "SIMD", 1_000);
    private static final Row LARGE = Plans.row("SGD", "SIMD", 1_000_000);
    private static final Row STREAM = Plans.stream("READ_2_WRITE_1", 1_000);
    private static final Row BROKEN = Plans.row("ADAM", "SIMD", 1_000);

    /// A hundred steps of 1 to 100 milliseconds, as a fork writes them.
    private static final Map<String, Object> INVOCATIONS = Map.of("lanes", 16, "invocations", Map.of("count", 100, "p50", 50_000_000,
            "p99", 99_000_000, "max", 100_000_000, "histogram", encoded()));

    private static String encoded() {
        Histogram histogram = new Histogram(3);
        for (int k = 1; k <= 100; k++) histogram.recordValue(k * 1_000_000L);
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    @TempDir
    private Path results;

    private RunFolder folder;

    @BeforeEach
    void aRunOfThreeRounds() throws Exception {
        Environment environment = new Environment("A <CPU>", "", 1, 2, List.of("L1 data 48 KiB"), List.of(), 16, 1L << 34, 1L << 33,
                "madvise",
                "unknown", "none", "Linux 6", "JVM 25", List.of(), "0123456789", false);
        Plan plan = new Plan(Plan.SCHEMA, "scripts/lanewise run --seed 42", "test", 42, 3, 0, Plans.SHORT,
                List.of(SLOW, FAST, LARGE, STREAM, BROKEN),
                List.of(new Plan.LeftOut("StepBenchmark.step ADAM SIMD 138357544", "it needs a heap of 9 MiB, 8 are free")),
                List.of("the hypervisor is KVM: neighbours"));
        folder = RunFolder.create(results, Instant.EPOCH, environment, plan);
        try (Journal journal = Journal.create(folder.journal())) {
            // Each fork counts by its median iteration: 400, 420 and 480; 100, 70 and 80. Ratios 4, 6 and 6.
            double[] slow = {400, 420, 480};
            double[] fast = {100, 70, 80};
            double[] stream = {42, 42, 84}; // shares 0.1, 0.1 and 0.175; 0.42, 0.6 and 1.05
            for (int round = 1; round <= 3; round++) {
                journal.append(fork(SLOW, round, 9_999, slow[round - 1], 1));
                journal.append(fork(FAST, round, fast[round - 1], 1, 9_999));
                journal.append(fork(LARGE, round, 200_000));
                journal.append(fork(STREAM, round, stream[round - 1]));
                journal.append(new Measurement(BROKEN.id(), round, 4, "2026-01-01T00:00:00Z", 1, 0, Double.NaN, 0, new double[]{}, Map.of(),
                        "it broke"));
            }
        }
    }

    private static Measurement fork(Row row, int round, double... nanoseconds) {
        return new Measurement(row.id(), round, 1, "2026-01-01T00:00:00Z", 1, row == LARGE && round == 2 ? 0.5 : 0, 0.1, 0,
                nanoseconds,
                row == LARGE ? INVOCATIONS : Map.of(), null);
    }

    @Test
    void theTableSaysWhatTheForksSay() {
        assertThat(new Report(folder).toText()).isEqualTo(
                """
                        A <CPU>, 2 cores, 16 lanes, 16 GiB; JVM 25; Linux 6; commit 0123456

                        optimizer, ns/param       size  SCALAR_NO_AUTOVEC   SIMD      of roof  over best        forks
                        SGD                      1,000              0.420  0.080  0.60 memory       5.42            3
                        SGD                  1,000,000                  –  0.200            –          –            3
                        ADAM                     1,000                  –      –            –          –  0, 3 failed

                        SIMD's speed over SCALAR_NO_AUTOVEC: 5.4 times (SGD 1,000); it reaches 0.60 of its roof.
                        SIMD's speed over that of the best other variant, from the ratios within rounds: in none of 1 cells the 95 % interval
                          lies wholly below 0.95 (with 3 rounds the adjustment cannot leave any, it takes 5).
                        ! the hypervisor is KVM: neighbours
                        ! StepBenchmark.step ADAM SIMD 138357544 was left out: it needs a heap of 9 MiB, 8 are free
                        ! StepBenchmark.step ADAM SIMD 1000 failed: it broke (to measure it again:
                          scripts/lanewise run --resume FOLDER --redo-failed)
                        ! round 2 is unfit: the hypervisor gave 10.0 % of the processors to others, 5 % are allowed
                        ! in 6 of 15 forks the first and the second half of iterations differ by more than 5 %"""
                        .replace("FOLDER", folder.path().toString()));
    }

    @Test
    void forksThatFailedMakeTheRunIncomplete() {
        Summary summary = new Report(folder).summary();
        assertThat(summary.completeness()).hasToString("3 of 15 forks failed");
        assertThat(summary.lines()).filteredOn(line -> line.forks() > 0).hasSize(4);
    }

    @Test
    void theFilesNeedNothingButTheFolder() throws Exception {
        new Report(folder).write();
        assertThat(Files.readString(folder.path().resolve("tables.md"))).contains("| SGD | 1,000 | SIMD | 12,500 | 0.080 |",
                "![SGD by size](chart-SGD.svg)");
        assertThat(Files.readString(folder.path().resolve("summary.md")))
                .contains("| SGD | 1,000 | 0.420 | 0.080 | 0.60 memory | 5.42 | 3 |",
                        "    scripts/lanewise run --seed 42",
                        "**StepBenchmark.step ADAM SIMD 1000 failed: it broke (to measure it again: scripts/lanewise run --resume "
                                + folder.path()
                                + " --redo-failed)**");
        assertThat(Files.readString(folder.path().resolve("chart-SGD.svg"))).startsWith("<svg").contains("SIMD, 1,000,000: 0.200 ns");
        assertThat(Files.readString(folder.path().resolve("report.html")))
                .contains("A \\u003cCPU\\u003e", "\"times\":[100.0,70.0,80.0]", "w ← w − ηg")
                .doesNotContain("A <CPU>", "<script src", "<link");
        assertThat(folder.path().resolve("chart-ADAM.svg")).doesNotExist();
    }

    @Test
    void theInvocationsAreAStandardLog() throws Exception {
        new Report(folder).write();
        HistogramLogReader reader = new HistogramLogReader(folder.path().resolve("invocations.hlog").toFile());
        for (int round = 1; round <= 3; round++) {
            AbstractHistogram interval = (AbstractHistogram) reader.nextIntervalHistogram();
            assertThat(interval.getTag()).isEqualTo("StepBenchmark.step-SGD-SIMD-1000000");
            assertThat(interval.getTotalCount()).isEqualTo(100);
        }
        assertThat(reader.nextIntervalHistogram()).isNull();
    }

    @Test
    void jmhToolsCanReadTheRun() {
        JsonNode results = new JsonMapper().readTree(JmhResults.of(folder.plan(), folder.measurements()));
        assertThat(results).hasSize(4);
        JsonNode fast = results.get(1);
        assertThat(fast.get("benchmark").asString()).isEqualTo("lanewise.bench.StepBenchmark.step");
        assertThat(fast.get("mode").asString()).isEqualTo("avgt");
        assertThat(fast.get("forks").asInt()).isEqualTo(3);
        assertThat(fast.get("params").get("variant").asString()).isEqualTo("SIMD");
        assertThat(fast.get("primaryMetric").get("scoreUnit").asString()).isEqualTo("ns/op");
        assertThat(fast.get("primaryMetric").get("rawData")).hasSize(3);
        assertThat(fast.get("primaryMetric").get("rawData").get(0).get(0).asDouble()).isEqualTo(100);
    }
}
