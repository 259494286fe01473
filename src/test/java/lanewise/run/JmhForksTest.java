package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lanewise.ChildJvm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real forks.
class JmhForksTest {

    private static JmhLock lock;

    @TempDir
    private Path folder;

    private Forks forks;

    @BeforeEach
    void factsInTheFolder() {
        forks = new JmhForks(Plans.SHORT, folder.resolve("fork.json"));
    }

    @BeforeAll
    static void takeTheLock() {
        lock = JmhLock.acquire();
    }

    @AfterAll
    static void giveItBack() {
        lock.close();
    }

    @Test
    void aForkYieldsItsIterations() {
        for (String variant : List.of("SIMD", "SCALAR_NO_AUTOVEC")) {
            Measurement measurement = forks.measure(Plans.row("ADAM", variant, 1_000), 1, 2);
            assertThat(measurement.failure()).isNull();
            assertThat(measurement.row()).isEqualTo("StepBenchmark.step ADAM " + variant + " 1000");
            assertThat(measurement.nanoseconds()).hasSize(3);
            assertThat(Arrays.stream(measurement.nanoseconds())).allMatch(nanoseconds -> nanoseconds > 10 && nanoseconds < 1e6);
            assertThat(measurement.steal()).isBetween(0.0, 1.0);
            assertThat(measurement.facts()).containsKeys("pid", "lanes", "steps", "compiledAfterBatches").doesNotContainKey("invocations");
            assertThat(measurement.seconds()).isBetween(0.1, 60.0);
        }
    }

    @Test
    void aForkOfALargeSizeRecordsItsInvocations() {
        Measurement measurement = forks.measure(Plans.row("SGD", "SIMD", 100_000), 1, 1);
        assertThat(measurement.invocations().count()).isPositive();
        assertThat(measurement.invocations().p50()).isPositive().isLessThanOrEqualTo(measurement.invocations().p99());
        assertThat(measurement.invocations().max()).isGreaterThanOrEqualTo(measurement.invocations().p99());
    }

    @Test
    void roofsProveTheirWorkToo() {
        for (String streams : List.of("READ_2_WRITE_1", "READ_3_WRITE_2", "READ_4_WRITE_3")) {
            assertThat(forks.measure(Plans.stream(streams, 1_000), 1, 1).failure()).isNull();
        }
        for (String operation : List.of("DIVIDE", "ROOT", "DIVIDE_BY_ROOT", "MULTIPLY_ADD")) {
            assertThat(forks.measure(Plans.arithmetic(operation, 1_024), 1, 1).failure()).isNull();
        }
    }

    @Test
    void aForkThatRefusesIsAFailureWithItsReason() {
        Row row = Plans.row("SGD", "SIMD", 1_000);
        Row without = new Row(row.benchmark(), row.parameters(), List.of("-XX:-UseSuperWord", "--add-modules=jdk.incubator.vector"), 64, 1,
                row.work());
        assertThat(forks.measure(without, 1, 1).failure()).contains("SIMD needs a JVM with -XX:+UseSuperWord");
    }

    @Test
    void aForkThatRunsOutOfMemoryIsAFailureWithItsReason() {
        assertThat(forks.measure(Plans.row("SGD", "SIMD", 100_000_000), 1, 1).failure()).contains("OutOfMemoryError");
    }

    @Test
    void aBenchmarkThatDoesNotExistIsAFailure() {
        Row row = new Row("lanewise.bench.NoBenchmark.step", Map.of(), List.of(), 64, 1, new Row.Work(1, 1, 1, 0, 0, "", ""));
        assertThat(forks.measure(row, 1, 1).failure()).isEqualTo("JMH found no such benchmark");
    }

    @Test
    void theLockKeepsOtherRunsOut() throws Exception {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(JmhLock::acquire)
                .matches(refused -> refused.exitCode() == ExitCode.UNFIT);
        ChildJvm jmh = ChildJvm.run(List.of(ChildJvm.VECTOR, "lanewise.cli.Main", "jmh", "StepBenchmark"));
        assertThat(jmh.exitCode()).isNotZero();
        assertThat(jmh.output()).contains("Another JMH instance might be running");
    }
}
