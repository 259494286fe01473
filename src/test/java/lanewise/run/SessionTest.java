package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import lanewise.ChildJvm;
import lanewise.compare.Comparisons;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How measuring begins, is interrupted, and goes on.
class SessionTest {

    private static final Row[] ROWS = {Plans.row("SGD", "SIMD", 1), Plans.row("ADAM", "SIMD", 1)};

    private final Session session = new Session(Comparisons.HERE, List.of());

    @TempDir
    private Path results;

    private RunFolder folder;

    @BeforeEach
    void aFolder() {
        folder = RunFolder.create(results, Instant.EPOCH, Comparisons.HERE, Plans.plan(2, 0, ROWS));
    }

    private static Measurement fork(Row row, int round, String failure) {
        return new Measurement(row.id(), round, 1, "2026-01-01T00:00:00Z", 1, 0, 0, 0, failure == null ? new double[]{1} : new double[0],
                Map.of(), failure);
    }

    private List<Measurement> before() {
        List<Measurement> seen = new ArrayList<>();
        session.measure(folder, "go on", (_, before) -> seen.addAll(before));
        return seen;
    }

    private void journal(Measurement... forks) {
        session.measure(folder, "go on", (journal, _) -> {
            for (Measurement fork : forks) journal.append(fork);
        });
    }

    @Test
    void aRunGoesOnBeforeItsFirstForkAndFromACompressedJournal() throws Exception {
        assertThat(folder.journal()).doesNotExist();
        assertThat(before()).isEmpty();
        assertThat(before()).as("an empty journal").isEmpty();
        journal(fork(ROWS[0], 1, null));
        Path compressed = results.resolve(folder.path().getFileName()).resolve("journal.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(folder.journal(), out);
        }
        Files.delete(folder.journal());
        journal(fork(ROWS[1], 1, null));
        assertThat(folder.measurements()).extracting(Measurement::row).containsExactly(ROWS[0].id(), ROWS[1].id());
        assertThat(compressed).doesNotExist();
    }

    @Test
    void forksThatFailedAreMeasuredAgainAndTheirLinesAreKept() throws Exception {
        journal(fork(ROWS[0], 1, null), fork(ROWS[1], 1, "it broke"), fork(ROWS[0], 2, "it broke"));
        Plan plan = folder.plan();
        assertThat(session.redoFailed(folder, plan)).isEqualTo(2);
        assertThat(before()).singleElement().satisfies(kept -> assertThat(kept.row()).isEqualTo(ROWS[0].id()));
        assertThat(Files.readAllLines(folder.redone())).hasSize(2).allMatch(line -> line.contains("it broke"));
        List<String> again = new ArrayList<>();
        Forks forks = (row, round, _) -> {
            again.add(round + " " + row.id());
            return fork(row, round, null);
        };
        session.measure(folder, "go on", new Rounds(plan, forks, new Progress(System.out), () -> 0)::run);
        assertThat(again).containsExactlyInAnyOrder("1 " + ROWS[1].id(), "2 " + ROWS[0].id(), "2 " + ROWS[1].id());
        assertThat(session.redoFailed(folder, plan)).isZero();
        assertThat(Files.readAllLines(folder.redone())).hasSize(2);
    }

    /// A pair must run back to back, so both of its forks are measured again.
    @Test
    void ofAComparisonBothForksOfAPairAreMeasuredAgain() throws Exception {
        Plan plan = Comparisons.plan("SGD", "ADAM");
        List<Measurement> forks = Comparisons.measured(plan, 2, 1);
        forks.set(1, Comparisons.failed(forks.get(1)));
        RunFolder comparison = Comparisons.folder(results, "a-vs-b", Comparisons.HERE, plan, Comparisons.of(plan, "1", "2"), forks);
        assertThat(session.redoFailed(comparison, plan)).isEqualTo(1);
        assertThat(comparison.measurements()).usingRecursiveComparison().isEqualTo(forks.subList(2, forks.size()));
        assertThat(Files.readAllLines(comparison.redone())).hasSize(2);
    }

    /// A round that has begun is completed, also if the budget is spent.
    @Test
    void aRoundThatWasInterruptedIsCompletedWhateverTheBudget() {
        Plan plan = Plans.plan(0, 20, ROWS);
        List<Integer> rounds = new ArrayList<>();
        Forks forks = (row, round, _) -> {
            rounds.add(round);
            return fork(row, round, null);
        };
        List<Measurement> before = Stream.of(1, 2, 3).flatMap(round -> Stream.of(ROWS).map(row -> new Measurement(row.id(), round, 1,
                "2026-01-01T00:00:00Z", 10, 0, 0, 0, new double[]{1}, Map.of(), null))).limit(5).toList();
        session.measure(folder, "go on", (journal, _) -> new Rounds(plan, forks, new Progress(System.out), () -> 0).run(journal, before));
        assertThat(rounds).containsExactly(3);
    }

    @Test
    void aForkThatTheUserEndedIsNoMeasurement() {
        Forks forks = (row, round, _) -> {
            if (round == 2) throw new Forks.Interrupted("the fork was interrupted");
            return fork(row, round, null);
        };
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> session.measure(folder, "go on",
                        new Rounds(folder.plan(), forks, new Progress(System.out), () -> 0)::run))
                .withMessage("the fork was interrupted, what was measured so far is in " + folder.journal() + ": go on with go on")
                .matches(e -> e.exitCode() == ExitCode.INCOMPLETE);
        assertThat(folder.measurements()).hasSize(2).allMatch(Measurement::succeeded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "../NAME", "../NAME/.", "NAME"})
    void aFolderIsTheSameWhereverItIsNamedFrom(String name) throws Exception {
        Path here = Files.createDirectories(folder.path().resolve("sub")).getParent();
        Path given = name.equals("NAME") ? here : here.resolve(name.replace("NAME", here.getFileName().toString()));
        assertThat(new RunFolder(given).fork()).isEqualTo(folder.fork());
        assertThat(RunFolder.given(given).path().getFileName()).isEqualTo(here.getFileName());
        Path link = Files.createSymbolicLink(results.resolve("link"), here);
        assertThat(new RunFolder(link).fork()).isEqualTo(folder.fork());
        assertThat(RunFolder.given(Path.of(".")).path()).isEqualTo(Path.of("").toAbsolutePath());
    }

    @Test
    void whatDoesNotFitIntoMemorySaysWhatItNeeds() {
        assertThat(session.lacksMemory(ROWS[0])).hasValue("it needs a heap of 128 MiB, 0 are free");
    }

    /// Two processes that sleep, one of which measures and the other of which is its fork.
    private Process start() throws Exception {
        List<String> command = List.of("setsid", Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), SleepingRun.class.getName(), folder.path().toString());
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        while (run.isAlive() && !Files.exists(folder.fork()))
            Thread.sleep(10);
        return run;
    }

    private static void end(Process run, Path folder, Set<ProcessHandle> forks) throws Exception {
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said.lines()).singleElement().isEqualTo("lanewise: interrupted, what was measured so far is in "
                + folder.resolve("journal.jsonl") + ": go on with scripts/lanewise run --resume " + folder);
        assertThat(run.exitValue()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(forks).isNotEmpty();
        for (ProcessHandle fork : forks) assertThat(fork.onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
        assertThat(Files.readString(folder.resolve("journal.jsonl"))).hasLineCount(1).doesNotContain("failed");
        assertThat(folder.resolve("fork.json")).doesNotExist();
    }

    /// A terminal sends ctrl-C to the whole process group, the fork included.
    @ParameterizedTest
    @ValueSource(strings = {"kill -INT -- -PID", "kill -TERM PID", "kill -INT PID", "kill -HUP -- -PID"})
    void anInterruptionLeavesNoForkAndSaysHowToGoOn(String kill) throws Exception {
        Process run = start();
        Set<ProcessHandle> forks = run.descendants().collect(Collectors.toSet());
        assertThat(new ProcessBuilder("bash", "-c", kill.replace("PID", "" + run.pid())).start().waitFor()).isZero();
        end(run, folder.path(), forks);
    }

    static Stream<Throwable> whatever() {
        return Stream.of(new RefusedException(ExitCode.USAGE, "it does not build"), new IOException("full"), new IllegalStateException(),
                new OutOfMemoryError());
    }

    @ParameterizedTest
    @MethodSource("whatever")
    void preparationsThatFailLeaveNothing(Throwable failure) {
        assertThat(folder.path()).exists();
        assertThatThrownBy(() -> session.prepare(folder, () -> {
            if (failure instanceof IOException checked) throw checked;
            if (failure instanceof RuntimeException unchecked) throw unchecked;
            throw (Error) failure;
        })).isSameAs(failure);
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void preparationsThatSucceedStay() throws Exception {
        session.prepare(folder, () -> {});
        assertThat(folder.path()).exists();
    }

    /// Whatever fails, the others are tidied up, and the process ends with its own code.
    @Test
    void whatCannotBeTidiedUpKeepsNothingElseFromIt() throws Exception {
        ChildJvm child = ChildJvm.runBriefly(List.of(UntidyRun.class.getName()));
        assertThat(child.output()).contains("could not be tidied up: java.lang.AssertionError: for a test",
                "could not be tidied up: java.lang.IllegalStateException: for a test", "the outer one is tidied up", "lanewise: outer");
        assertThat(child.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    }

    /// Ends while three things are going on, of which two cannot be tidied up.
    public static final class UntidyRun {

        private UntidyRun() {}

        /// @param arguments none
        public static void main(String[] arguments) {
            Interruption.during("outer", () -> System.out.println("the outer one is tidied up"));
            Interruption.during("middle", () -> {
                throw new IllegalStateException("for a test");
            });
            Interruption.during("inner", () -> {
                throw new AssertionError("for a test");
            });
            System.exit(0);
        }
    }

    /// Measures one fork, then one that never ends.
    public static final class SleepingRun {

        private SleepingRun() {}

        /// @param arguments the folder
        public static void main(String[] arguments) {
            RunFolder folder = new RunFolder(Path.of(arguments[0]));
            new Session(Comparisons.HERE, List.of()).measure(folder, folder.goOn(), (journal, _) -> {
                journal.append(fork(ROWS[0], 1, null));
                Process fork = new ProcessBuilder("sleep", "60").start();
                Files.writeString(folder.fork(), "{\"pid\":" + fork.pid() + "}");
                int exitCode = fork.onExit().join().exitValue();
                if (exitCode == 128 + 1 || exitCode == 128 + 2) throw new Forks.Interrupted("the fork was interrupted"); // as JMH's forks say
                journal.append(fork(ROWS[1], 1, "failed with " + exitCode));
            });
        }
    }
}
