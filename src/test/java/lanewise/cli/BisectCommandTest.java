package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipFile;
import lanewise.Console;
import lanewise.compare.Build;
import lanewise.compare.Builds;
import lanewise.compare.CommitComparison;
import lanewise.compare.Comparison;
import lanewise.compare.Comparisons;
import lanewise.report.ComparisonReport;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.Forks;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Session;
import lanewise.suite.ExternalKernels;
import lanewise.suite.Profile;
import lanewise.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// A repository whose commits say how long the row takes, or that they do not build; no JVM is started.
class BisectCommandTest {

    private static final String ROW = "StepBenchmark.step ADAM SIMD 10000";
    private static final String SPEED = "speed";

    @TempDir
    private Path folder;

    private Path repository;
    private final List<String> built = new ArrayList<>();
    private int forks;
    private int dieAfter = Integer.MAX_VALUE;

    private record Outcome(int exitCode, String out) {}

    @BeforeEach
    void repository() throws Exception {
        repository = Files.createDirectory(folder.resolve("repository"));
        git("init", "--quiet", "--initial-branch=main");
    }

    private String git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(git.onExit().join().exitValue()).as(said).isZero();
        return said;
    }

    private void commits(String... speeds) throws IOException {
        for (String speed : speeds) {
            Files.writeString(repository.resolve(SPEED), speed);
            git("add", ".");
            git("-c", "user.name=A Tester", "-c", "user.email=tester@example.com", "commit", "--quiet", "--allow-empty", "-m",
                    "takes " + speed);
        }
    }

    private void build(String commit, Path into) {
        built.add(commit);
        try {
            String speed = git("show", commit + ":" + SPEED);
            if (speed.equals("broken")) throw new Builds.UnbuildableException(commit.substring(0, 7) + " does not build: it is broken");
            Files.createDirectories(into);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(into.resolve("benchmarks.jar")));
                    InputStream list = BisectCommandTest.class.getResourceAsStream("/META-INF/BenchmarkList")) {
                out.putNextEntry(new JarEntry(SPEED));
                out.write((speed + "\n" + commit).getBytes(StandardCharsets.UTF_8));
                out.putNextEntry(new JarEntry("META-INF/BenchmarkList"));
                String all = new String(list.readAllBytes(), StandardCharsets.UTF_8);
                out.write(
                        (speed.equals("without") ? all.replaceAll("(?m)^.*lanewise\\.bench\\.StepBenchmark .*\n", "") : all)
                                .getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Forks forks(Plan plan, RunFolder step) {
        Map<String, String> speeds = Map.of(Comparison.BASE, speed(step, Comparison.BASE), Comparison.HEAD, speed(step, Comparison.HEAD));
        assertThat(plan.rows()).extracting(Row::name).containsOnly(ROW);
        return (row, round, position) -> {
            if (++forks > dieAfter) throw new IllegalStateException("killed");
            String speed = speeds.get(row.jvm().configuration());
            return switch (speed) {
                case "noisy" -> fork(row, round, position, round % 2 == 0 ? 0.7 : 1.4);
                case "noisy at first" -> fork(row, round, position, plan.rounds() < 30 && round % 2 == 0 ? 0.7 : 1.4);
                case "failing" -> Comparisons.failed(fork(row, round, position, 1));
                default -> fork(row, round, position, Double.parseDouble(speed));
            };
        };
    }

    private static Measurement fork(Row row, int round, int position, double ratio) {
        return Comparisons.fork(row, round, position, ratio);
    }

    private static String speed(RunFolder step, String side) {
        try (ZipFile jar = new ZipFile(step.path().resolve(side).resolve("benchmarks.jar").toFile());
                InputStream in = jar.getInputStream(jar.getEntry(SPEED))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome bisect(String good, String bad) throws IOException {
        return bisect(good, bad, Comparisons.HERE);
    }

    private Outcome bisect(String good, String bad, Environment environment) throws IOException {
        BisectCommand command = new BisectCommand();
        new CommandLine(command).parseArgs(good, bad, ROW, "--repository", repository.toString());
        Row row = Suite.rows(Profile.NIGHTLY, ExternalKernels.NONE, one -> one.name().equals(ROW)).getFirst();
        CommitComparison bisect = new CommitComparison(folder.resolve("bisect-" + good), Builds.commit(repository, good), "nightly", row,
                0.02,
                new Session(environment, List.of()), "scripts/lanewise bisect", 1, this::build, this::forks,
                step -> new ComparisonReport(step).write(false));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exitCode = Console.exchanged(new PrintStream(said, true, StandardCharsets.UTF_8), System.err,
                () -> command.search(Builds.between(repository, good, bad), bisect));
        return new Outcome(exitCode, said.toString(StandardCharsets.UTF_8));
    }

    private String name(String ref) throws IOException {
        return Builds.describe(repository, Builds.commit(repository, ref));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5", "6"})
    void theFirstSlowerCommitIsFound(int first) throws Exception {
        commits("1");
        for (int k = 1; k <= 6; k++) commits(k < first ? "1" : "1.2");
        Outcome outcome = bisect("main~6", "main");
        assertThat(outcome.out).contains("the first slower commit is " + name("main~" + (6 - first)))
                .contains(name("main") + ": regressed: 1.200 times the good one's time (");
        assertThat(outcome.exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(built).as("of seven, the good one once").doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void commitsThatDoNotBuildOrLackTheRowArePassedOverAndNamed() throws Exception {
        commits("1", "1", "without", "broken", "broken", "1.2", "1.2", "1.2");
        Outcome outcome = bisect("main~7", "main");
        assertThat(outcome.out).contains(name("main~4") + ": " + name("main~4").substring(0, 7) + " does not build: it is broken")
                .contains("cannot be measured, it has no StepBenchmark.step");
        assertThat(outcome.out).contains("the first slower commit is one of these, of which only the last was measured:\n"
                + name("main~5") + "\n" + name("main~4") + "\n" + name("main~3") + "\n" + name("main~2"));
        assertThat(outcome.exitCode).isEqualTo(ExitCode.INCONCLUSIVE);
    }

    @Test
    void aBrokenCommitElsewhereIsNoCandidate() throws Exception {
        commits("1", "1", "1", "broken", "1", "1.2", "1.2");
        Outcome outcome = bisect("main~6", "main");
        assertThat(outcome.out).contains("passed over: " + name("main~3")).contains("the first slower commit is " + name("main~1"));
        assertThat(outcome.exitCode).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void anUndecidedCommitIsMeasuredOnceMoreAndThenNamed() throws Exception {
        commits("1", "noisy", "1.4");
        Outcome outcome = bisect("main~2", "main");
        assertThat(outcome.out).contains(name("main~1") + ": inconclusive: ")
                .contains("measured:\n" + name("main~1") + "\n" + name("main"));
        assertThat(outcome.exitCode).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(Comparison.read(new RunFolder(folder.resolve("bisect-main~2").resolve(name("main~1").substring(0, 7) + "-more"))).rule()
                .screenRounds()).isEqualTo(16);
    }

    @Test
    void moreRoundsMayDecide() throws Exception {
        commits("1", "noisy at first", "1.4");
        Outcome outcome = bisect("main~2", "main");
        assertThat(outcome.out).contains("the first slower commit is " + name("main~1"));
        assertThat(outcome.exitCode).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aCommitWhoseForksFailIsPassedOver() throws Exception {
        commits("1", "1", "failing", "1.2");
        Outcome outcome = bisect("main~3", "main");
        assertThat(outcome.out).contains(name("main~1") + ": incomplete: head failed in every round: it fell");
        assertThat(outcome.exitCode).isEqualTo(ExitCode.INCONCLUSIVE);
        Path steps = folder.resolve("bisect-main~3");
        assertThat(Build.areIn(new RunFolder(steps.resolve(name("main~1").substring(0, 7))))).as("its forks may be measured again")
                .isTrue();
        assertThat(Build.areIn(new RunFolder(steps.resolve(name("main").substring(0, 7))))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, is not slower than", "0.8, 0, is not slower than", "noisy, 5, is not shown to be slower than",
            "failing, 3, is not shown to be slower than"})
    void withoutADifferenceThereIsNothingToLookFor(String speed, int exitCode, String sentence) throws Exception {
        commits("1", "1", speed);
        Outcome outcome = bisect("main~2", "main");
        assertThat(outcome.out).contains("main " + sentence + " main~2 in " + ROW + ", there is nothing to look for");
        assertThat(outcome.exitCode).isEqualTo(exitCode);
        assertThat(built).doesNotContain(git("rev-parse", "main~1"));
    }

    @Test
    void whatWasMeasuredIsKept() throws Exception {
        commits("1", "1", "1.2", "1.2");
        dieAfter = 90; // of 56 of the last, and of 56 of the one before
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bisect("main~3", "main")).withMessage("killed");
        built.clear();
        dieAfter = Integer.MAX_VALUE;
        forks = 0;
        Outcome outcome = bisect("main~3", "main");
        assertThat(outcome.out).contains("the first slower commit is " + name("main~1"));
        assertThat(forks).as("forks of the second session").isLessThan(3 * 56 - 90 + 1);
        assertThat(built).doesNotContain(git("rev-parse", "main"), git("rev-parse", "main~3"));
        built.clear();
        forks = 0;
        assertThat(bisect("main~3", "main").out).endsWith(outcome.out.substring(outcome.out.lastIndexOf("the first")));
        assertThat(built).isEmpty();
        assertThat(forks).isZero();
    }

    @Test
    void whatAnotherMachineMeasuredIsRefused() throws Exception {
        commits("1", "1.2");
        bisect("main~1", "main");
        Environment other = new Environment("Another CPU", "", 2, 2, List.of(), List.of(), 16, 1, 1, "", "", "none", "Linux", "JDK 25",
                List.of(), "0123456789", false);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> bisect("main~1", "main", other))
                .withMessageContaining("was begun on");
    }

    @Test
    void endsThatCannotBeMeasuredAreRefused() throws Exception {
        commits("broken", "1", "broken", "without");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> bisect("main~2", "main~1"))
                .withMessageStartingWith("main~1 cannot be compared with main~2: ").withMessageEndingWith("does not build: it is broken");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> bisect("main", "main~0"))
                .withMessage("main and main~0 are the same commit");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> bisect("main~3", "main~2"))
                .withMessageContaining("does not build");
    }

    @Test
    void badUsageIsRefused() throws Exception {
        commits("1", "1.2");
        git("checkout", "--quiet", "-b", "side", "main~1");
        commits("1.1");
        refused("nightly has no row \"ADAM\", which is written like StepBenchmark.step ADAM SIMD 10000", "main~1", "main", "ADAM");
        refused("profile pr has no row \"StepBenchmark.step ADAM SIMD 999\"", "main~1", "main", "StepBenchmark.step ADAM SIMD 999",
                "--profile", "pr");
        refused("\"nothing\" is neither a benchmarks.jar nor a commit of", "nothing", "main", ROW);
        refused("\"nothing\" is neither a benchmarks.jar nor a commit of", "main", "nothing", ROW);
        refused("main is not an ancestor of side: there are no commits between them", "main", "side", ROW);
        refused("main is not an ancestor of main~1: there are no commits between them", "main", "main~1", ROW);
    }

    private void refused(String sentence, String... arguments) {
        BisectCommand command = new BisectCommand();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--repository", repository.toString()));
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(all.toArray(String[]::new));
        assertThatExceptionOfType(RefusedException.class).isThrownBy(command::call).withMessageContaining(sentence)
                .matches(refused -> refused.exitCode() == ExitCode.USAGE);
    }
}
