package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lanewise.ChildJvm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.RunnerException;

/// Real forks.
class JmhForksTest {

    private static JmhLock lock;

    @TempDir
    private Path folder;

    private Forks forks;

    @BeforeEach
    void factsInTheFolder() {
        forks = new JmhForks(Plans.plan(1, 0, Plans.row("SGD", "SIMD", 1_000)), folder.resolve("fork.json"));
    }

    @BeforeAll
    static void takeTheLock() {
        lock = JmhLock.acquire(false);
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
            assertThat(measurement.facts()).containsKeys("pid", "vmName", "vmVersion", "lanes", "steps", "compiledAfterBatches")
                    .doesNotContainKey("invocations");
            assertThat(measurement.seconds()).isBetween(0.1, 60.0);
        }
    }

    @Test
    @SuppressWarnings("unchecked") // JSON
    void aForkPlacesItsArraysAtCacheLinesApartAndSaysWhere() {
        for (int size : new int[]{1_000, 1_024, 100_000}) {
            Measurement measurement = forks.measure(Plans.placed("ADAM", size), 1, 1);
            assertThat(measurement.failure()).isNull();
            assertThat((List<Integer>) measurement.facts().get("offsetsModulo64")).containsExactly(0, 0, 0, 0, 0);
            assertThat((List<Integer>) measurement.facts().get("offsetsModulo4096")).hasSize(5).doesNotHaveDuplicates();
            assertThat(measurement.facts()).containsEntry("placedApart", true);
        }
    }

    @Test
    void aForkThatIsNotPlacedSaysWhereItsArraysLie() {
        Row row = Plans.row("ADAM", "SIMD", 1_000).in("", "", List.of("-XX:-UseCompressedOops"));
        Row left = Plans.scenario("DefaultPlacement", row);
        Measurement measurement = forks.measure(left, 1, 1);
        assertThat(measurement.failure()).isNull();
        assertThat(measurement.facts()).containsKey("offsetsModulo64").doesNotContainKey("placedApart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MixedSizes", "SubnormalState"})
    void stepsUnderOtherConditionsProveTheirWork(String scenario) {
        Row other = Plans.scenario(scenario, Plans.placed("ADAM", 1_000));
        assertThat(forks.measure(other, 1, 1).failure()).isNull();
    }

    @Test
    void aForkRunsOnItsJvmConfiguration() {
        Row row = Plans.placed("ADAM", 1_000).in("4 lanes", System.getProperty("java.home"), List.of("-XX:MaxVectorSize=16"));
        Measurement measurement = forks.measure(row, 1, 1);
        assertThat(measurement.row()).isEqualTo("StepBenchmark.step ADAM SIMD 1000 [4 lanes]");
        assertThat(measurement.facts()).containsEntry("lanes", 4);
        Row nowhere = row.in("nowhere", folder.toString(), List.of());
        assertThat(forks.measure(nowhere, 1, 1).failure()).isEqualTo(folder.resolve("bin/java") + " is missing");
    }

    /// Each fork says the commit that its classes were built from.
    @Test
    void aForkRunsTheBuildThatItsRowNames() throws Exception {
        String own = System.getProperty("java.class.path");
        Path build = folder.resolve("another: build"); // a colon splits a class path
        Path properties = Files.createDirectories(build.resolve("lanewise")).resolve("git.properties");
        Files.writeString(properties, "git.commit.id=0123456789abcdef");
        Row row = Plans.row("ADAM", "SIMD", 1_000);
        Measurement other = forks.measure(row.on(build + File.pathSeparator + own), 1, 1);
        assertThat(other.failure()).isNull();
        assertThat(other.facts()).containsEntry("commit", "0123456789abcdef");
        assertThat(forks.measure(row, 1, 1).facts().get("commit")).isNotEqualTo("0123456789abcdef");
        assertThat(System.getProperty("java.class.path")).isEqualTo(own);
        assertThat(forks.measure(row.on(folder.resolve("nothing.jar").toString()), 1, 1).failure()).contains("forked VM failed");
        assertThat(System.getProperty("java.class.path")).isEqualTo(own);
    }

    /// A JVM that ends as if ctrl-C had reached it; one that a full machine kills has failed.
    @ParameterizedTest
    @ValueSource(ints = {130, 143, 129, 137})
    void aForkThatTheUserEndedIsNoMeasurement(int exitCode) throws Exception {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\ncase \"$*\" in *ForkedMain*) exit " + exitCode + ";; esac\nexec "
                + Path.of(System.getProperty("java.home"), "bin", "java") + " \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Row row = Plans.row("ADAM", "SIMD", 1_000).in("x", folder.resolve("jdk").toString(), List.of());
        if (exitCode == 137) {
            assertThat(forks.measure(row, 1, 1).failure()).contains("137");
        } else {
            assertThatExceptionOfType(Forks.Interrupted.class).isThrownBy(() -> forks.measure(row, 1, 1));
        }
    }

    @Test
    void aForkOfALargeSizeRecordsItsInvocationsAndWhatOthersTook() {
        Measurement measurement = forks.measure(Plans.row("SGD", "SIMD", 100_000), 1, 1);
        assertThat(measurement.busyCores()).isBetween(0.0, (double) Runtime.getRuntime().availableProcessors());
        assertThat(measurement.throttled()).isNotNegative();
        assertThat(measurement.invocations().getTotalCount()).isPositive();
        assertThat(measurement.invocations().getValueAtPercentile(50)).isPositive();
    }

    /// One of each kind; their work is verified in `RoofBenchmarkTest`.
    @Test
    void roofsAreForksToo() {
        assertThat(forks.measure(Plans.stream("READ_4_WRITE_3", 1_000), 1, 1).failure()).isNull();
        assertThat(forks.measure(Plans.arithmetic("MULTIPLY_ADD", 1_024), 1, 1).failure()).isNull();
    }

    @Test
    void aForkThatRefusesIsAFailureWithItsReason() {
        Row without = Plans.row("SGD", "SIMD", 1_000).in("", "", List.of("-XX:-UseSuperWord"));
        assertThat(forks.measure(without, 1, 1).failure()).contains("SIMD needs a JVM with -XX:+UseSuperWord");
    }

    /// Where a fork has no room for what it knows, the run ends and the fork does not count as failed.
    @Test
    void withoutRoomForAForksFileTheRunEnds() {
        Path nowhere = folder.resolve("gone").resolve("fork.json");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new JmhForks(Plans.plan(1, 0, Plans.row("SGD", "SIMD", 1_000)), nowhere)
                        .measure(Plans.row("ADAM", "SIMD", 1_000), 1, 1))
                .matches(e -> e.exitCode() == ExitCode.INCOMPLETE)
                .withMessageStartingWith(nowhere.getParent() + " cannot be written (")
                .withMessageEndingWith("make room, then go on with scripts/lanewise run --resume " + nowhere.getParent());
    }

    /// A JVM that does not start says why, after remarks of its own.
    @Test
    void aForkThatDoesNotStartIsAFailureWithTheJvmsReason() {
        Row conflicting = Plans.row("SGD", "SIMD", 1_000).in("", "", List.of("-XX:+UseSerialGC", "-XX:+UseParallelGC"));
        assertThat(forks.measure(conflicting, 1, 1).failure())
                .isEqualTo("Multiple garbage collectors selected (forked VM failed with exit code 1)");
        String log = """
                # Fork: 1 of 1
                <forked VM failed with exit code 1>
                <stdout last='20 lines'>
                Error occurred during initialization of VM
                </stdout>
                <stderr last='20 lines'>
                Picked up JAVA_TOOL_OPTIONS: -Dx=y
                \033[31mConflicting collector combinations in option list\033[0m
                Error: Could not create the Java Virtual Machine.
                </stderr>
                """;
        RunnerException ended = new RunnerException("Benchmark caught the exception");
        assertThat(JmhForks.reason(log, ended))
                .isEqualTo("Conflicting collector combinations in option list (forked VM failed with exit code 1)");
        assertThat(JmhForks.reason("<forked VM failed with exit code 137>\n<stdout last='20 lines'>\n</stdout>\n", ended))
                .isEqualTo("forked VM failed with exit code 137");
        assertThat(JmhForks.reason("<failure>\n\njava.lang.IllegalStateException: why\n\tat A.b\n", ended))
                .isEqualTo("java.lang.IllegalStateException: why");
    }

    @Test
    void aForkThatRunsOutOfMemoryIsAFailureWithItsReason() {
        assertThat(forks.measure(Plans.row("SGD", "SIMD", 100_000_000), 1, 1).failure()).contains("OutOfMemoryError");
    }

    @Test
    void aBenchmarkThatDoesNotExistIsAFailure() {
        Row row = Plans.scenario("No", Plans.row("SGD", "SIMD", 1_000));
        assertThat(forks.measure(row, 1, 1).failure()).isEqualTo("JMH found no such benchmark");
    }

    @Test
    void theLockKeepsOtherRunsOut() throws Exception {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> JmhLock.acquire(false))
                .matches(refused -> refused.exitCode() == ExitCode.UNFIT)
                .withMessage(
                        "JMH's lock is " + JmhLock.PATH + ", which another JMH run on this machine holds (--force measures all the same)");
        JmhLock.acquire(true).close(); // --force goes on without it, and gives nothing back
        assertThat(JmhLock.obstacle()).contains("holds");
        ChildJvm jmh = ChildJvm.runBriefly(List.of(ChildJvm.VECTOR, "lanewise.cli.Main", "jmh", "StepBenchmark"));
        assertThat(jmh.exitCode()).isEqualTo(ExitCode.INCOMPLETE); // and not 1, with which JMH ends: that is a verdict
        assertThat(jmh.output()).contains("Another JMH instance might be running");
    }
}
