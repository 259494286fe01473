package lanewise.cli;

import static lanewise.cli.Outcome.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import lanewise.compare.Comparison;
import lanewise.compare.Comparisons;
import lanewise.run.Environment;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.simd.Lanes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path folder;

    private static void refuses(int exitCode, String sentence, String... arguments) {
        Outcome outcome = execute(arguments);
        assertThat(outcome.err()).startsWith("lanewise: " + sentence);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
    }

    /// A jar with a list of benchmarks and a commit, and nothing to run.
    private Path jar(String name, String list) throws Exception {
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("lanewise/git.properties"));
            out.write(("git.commit.id=" + COMMIT + "\n# " + name).getBytes(StandardCharsets.UTF_8));
            if (list != null) {
                out.putNextEntry(new JarEntry("META-INF/BenchmarkList"));
                out.write(list.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static String benchmarks() throws Exception {
        try (var in = CompareCommandTest.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// The jars have nothing to run, so all forks fail; what they would have been is in the plan.
    @Test
    void eachBuildIsMeasuredByItsOwnJarAndFlags() throws Exception {
        Path results = folder.resolve("results");
        Outcome outcome = execute("compare", jar("old.jar", benchmarks()).toString(), jar("new.jar", benchmarks()).toString(), "--only",
                "StepBenchmark.step SGD SIMD 10000$", "--head-flags=-XX:UseAVX=2", "--seed", "3", "--force", "--results",
                results.toString());
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(3);
        RunFolder run;
        try (Stream<Path> all = Files.list(results)) {
            run = new RunFolder(all.findFirst().orElseThrow());
        }
        assertThat(run.plan().seed()).isEqualTo(3);
        assertThat(Comparison.read(run).margins()).containsExactly(Map.entry("StepBenchmark.step SGD SIMD 10000", 0.02));
        assertThat(run.plan().rows()).extracting(row -> row.jvm().configuration()).containsExactly(Comparison.BASE, Comparison.HEAD);
        for (Row row : run.plan().rows()) {
            assertThat(Path.of(row.jvm().classPath())).startsWithRaw(run.path().resolve(row.jvm().configuration()));
            assertThat(row.jvm().args().contains("-XX:UseAVX=2")).isEqualTo(row.jvm().configuration().equals(Comparison.HEAD));
        }
        assertThat(run.measurements()).isNotEmpty().noneMatch(Measurement::succeeded);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            compare                          | compare takes two builds, BASE and HEAD, each a commit or a benchmarks.jar
            compare HEAD                     | compare takes two builds, BASE and HEAD
            compare no-such-ref HEAD         | "no-such-ref" is neither a benchmarks.jar nor a commit of
            compare none.jar none.jar        | none.jar does not exist, expected a benchmarks.jar of Lanewise
            compare pom.xml pom.xml          | pom.xml cannot be read as a jar
            compare a b --profile huge       | Invalid value for option '--profile': expected one of [SMOKE, QUICK, FULL, PR, NIGHTLY, PEERS]
            compare a b --only READ_2        | --only: no row of profile pr has "READ_2" in its name
            compare a b --only ADAM(         | --only: "ADAM(" is not a regular expression: Unclosed group
            compare a b --history nowhere    | --history: nowhere is not a folder
            compare HEAD HEAD --base-jdk nowhere | --base-jdk: nowhere is not a JDK, it has no bin/java
            compare --resume no-such         | no-such is not the folder of a comparison: its gate.json cannot be read
            compare a b --shard 1/2          | --shard takes --seed, the same one on every machine
            compare a b --shard 3/2 --seed 1 | --shard counts from 1/N to N/N, was "3/2"
            compare --resume x --shard 1/2   | --resume goes on with the plan of its comparison and takes no --shard
            compare --resume x --seed 3      | --resume goes on with the plan of its comparison and takes no --seed
            compare HEAD --resume x          | --resume goes on with its own two builds and takes no HEAD
            """)
    void badUsageGetsOneSentenceAndExitCodeTwo(String arguments, String sentence) {
        refuses(2, sentence, arguments.split(" "));
    }

    @Test
    void tooFewRoundsToDecideAreRefusedWithTheLeast() {
        Outcome outcome = execute("compare", "a", "b", "--confirm-rounds", "10");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("10").contains("11");
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @Test
    void aJarWithoutBenchmarksIsRefused() throws Exception {
        Path empty = jar("empty.jar", null);
        refuses(2, empty + " has no JMH benchmarks, expected a benchmarks.jar of Lanewise", "compare", empty.toString(), empty.toString());
    }

    @Test
    void aHeadThatCannotRunIsRefused() throws Exception {
        String jar = jar("some.jar", benchmarks()).toString(); // no commit: these may be the sources of an archive, without git
        refuses(4, "--head-flags: with \"-Xint\" kernels would not be compiled", "compare", jar, jar, "--head-flags", "-Xint");
        refuses(2, "--head-jdk: nowhere is not a JDK, it has no bin/java", "compare", jar, jar, "--head-jdk", "nowhere");
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() throws Exception {
        String jar = jar("some.jar", benchmarks()).toString();
        Path file = Files.writeString(folder.resolve("file"), "");
        for (Path results : List.of(file, file.resolve("below"))) {
            refuses(2, results + " cannot be written (", "compare", jar, jar, "--force", "--results", results.toString());
        }
    }

    @Test
    void rowsThatOneBuildLacksAreNamedAndNothingIsLeftBehind() throws Exception {
        String whole = jar("whole.jar", benchmarks()).toString();
        String without = jar("without.jar", benchmarks().lines().filter(line -> !line.contains("lanewise.bench.StepBenchmark "))
                .reduce("", (a, b) -> a + b + "\n")).toString();
        Path results = folder.resolve("results");
        refuses(3, "there is nothing to measure: StepBenchmark.step ADAM SIMD 1000: HEAD has no StepBenchmark.step", "compare", whole,
                without,
                "--force", "--only", "^StepBenchmark.step ADAM SIMD 1000$", "--results", results.toString());
        try (Stream<Path> left = Files.list(results)) {
            assertThat(left).isEmpty();
        }
    }

    /// The comparison's forks have run elsewhere.
    private RunFolder measured(String head, double ratio, int rounds) throws Exception {
        Plan plan = Comparisons.plan("SGD", "ADAM");
        Environment here = Environment.detect(Lanes.LANES);
        return Comparisons.folder(folder, "a-vs-" + head, here, plan, Comparisons.of(plan, "1", head),
                Comparisons.measured(plan, rounds, ratio));
    }

    private static int rounds() {
        return Comparisons.RULE.screenRounds() + Comparisons.RULE.confirmRounds();
    }

    @Test
    void aComparisonThatCameToItsEndIsReportedAgain() throws Exception {
        RunFolder slower = measured("2", 1.2, rounds());
        for (Outcome outcome : List.of(execute("report", slower.path().toString()),
                execute("compare", "--resume", slower.path().toString(), "--force"))) {
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).contains("REGRESSED: of 2 rows 2 regressed");
        }
        assertThat(slower.path().resolve("comparison.md")).content().startsWith("# REGRESSED: of 2 rows 2 regressed\n");
        assertThat(execute("report", measured("1", 1, Comparisons.RULE.screenRounds()).path().toString()).exitCode()).isZero();
        assertThat(execute("report", measured("3", 1, 2).path().toString()).exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"plan.json, 2", Comparison.FILE + ", 1"})
    void filesOfAnotherVersionAreRefused(String name, int schema) throws Exception {
        RunFolder comparison = measured("2", 1, Comparisons.RULE.screenRounds());
        Path file = comparison.path().resolve(name);
        Files.writeString(file, Files.readString(file).replaceFirst("\"schema\" : " + schema, "\"schema\" : 3"));
        String sentence = file + " has schema 3, expected " + schema + ": another version of Lanewise wrote it";
        refuses(2, sentence, "report", comparison.path().toString());
        refuses(2, sentence, "compare", "--resume", comparison.path().toString());
    }

    @Test
    void aJournalOfAnotherVersionIsRefusedByItsLine() throws Exception {
        RunFolder comparison = measured("2", 1, Comparisons.RULE.screenRounds());
        Files.writeString(comparison.journal(), "[\"row\",1,2.5]\n" + Files.readString(comparison.journal()));
        refuses(2, comparison.journal() + ", line 1 is not an object", "report", comparison.path().toString());
    }

    @Test
    void aComparisonIsNotResumedAsARunNorWithOtherJars() throws Exception {
        RunFolder comparison = measured("2", 1, 3);
        refuses(2, comparison.path() + " is a comparison, go on with scripts/compare --resume", "run", "--resume",
                comparison.path().toString());
        Path jar = jar("whole.jar", benchmarks());
        Plan plan = comparison.plan();
        Files.createDirectories(comparison.path().resolve(Comparison.BASE));
        Comparison.read(comparison).write(comparison, comparison.environment(),
                new Plan(Plan.SCHEMA, plan.command(), plan.profile(), plan.seed(), plan.rounds(), 0,
                        plan.sampling(), plan.rows().stream().map(row -> row.on(jar.toString())).toList(), List.of(), List.of()));
        refuses(2, jar + " is not the jar that this comparison began with: start a new one", "compare", "--resume",
                comparison.path().toString(), "--force");
        List<Measurement> kept = comparison.measurements();
        assertThat(kept).hasSize(3 * plan.rows().size());
    }
}
