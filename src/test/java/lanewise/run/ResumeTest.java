package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lanewise.ChildJvm;
import lanewise.compare.Comparisons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever ends a run, what it has measured stays and is not measured again.
@Execution(ExecutionMode.CONCURRENT)
class ResumeTest {

    private static final int KILLS = 8;

    @TempDir
    private Path folder;

    private Process start(String mainClass, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", ChildJvm.CLASS_PATH, mainClass));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    /// Thirty-two kills in all, two runs at a time.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void killsLoseNoLineAndDoubleNone(int seed) throws Exception {
        Random moments = new Random(seed);
        new RunFolder(folder).write(Comparisons.HERE, TinyRun.PLAN);
        Path journal = folder.resolve("journal.jsonl");
        int kills = 0;
        int midway = 0;
        while (kills < KILLS) {
            Files.deleteIfExists(journal);
            boolean finished = false;
            Set<String> lines = new HashSet<>();
            while (!finished) {
                long length = Files.exists(journal) ? Files.size(journal) : 0;
                Process run = start(TinyRun.class.getName(), folder.toString());
                // At any moment from its start on, and every other time only once it has got on, however slow the machine is.
                if (kills % 2 == 0) {
                    while (run.isAlive() && (!Files.exists(journal) || Files.size(journal) == length))
                        Thread.onSpinWait();
                }
                finished = run.waitFor(moments.nextInt(400), TimeUnit.MILLISECONDS);
                if (!finished) {
                    kills++;
                    run.destroyForcibly().waitFor();
                }
                if (!Files.exists(journal)) continue;
                List<String> now = Files.readAllLines(journal);
                // All whole lines of before are still there; the last may be torn.
                assertThat(new HashSet<>(now)).containsAll(lines);
                if (!finished && !now.isEmpty()) midway++;
                if (!now.isEmpty()) lines.addAll(Files.readString(journal).endsWith("\n") ? now : now.subList(0, now.size() - 1));
            }
            List<Measurement> measured = Journal.read(journal);
            assertThat(measured).hasSize(TinyRun.ROUNDS * TinyRun.PLAN.rows().size());
            assertThat(measured.stream().map(m -> m.round() + " " + m.row())).doesNotHaveDuplicates();
            assertThat(Files.readString(journal)).endsWith("\n");
        }
        assertThat(midway).as("kills that found something measured").isGreaterThan(KILLS / 3);
    }

    @Test
    void anOrphanIsEndedBeforeAnythingIsMeasured() throws Exception {
        Path fork = folder.resolve("fork.json");
        // Of a command line longer than a page of memory the JVM tells another process nothing: the whole class path of the tests is longer.
        Path classes = Path.of(Sleeper.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Process orphan = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dlanewise.facts=" + fork,
                "-cp", classes.toString(), Sleeper.class.getName()).start();
        Files.writeString(fork, "{\"pid\":" + orphan.pid() + "}");
        Orphan.end(fork);
        assertThat(orphan.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(fork).doesNotExist();
    }

    @Test
    void aProcessThatOnlyHasTheOrphansNumberIsLeftAlone() throws Exception {
        Path fork = folder.resolve("fork.json");
        Process stranger = start(Sleeper.class.getName());
        try {
            Files.writeString(fork, "{\"pid\":" + stranger.pid() + "}");
            Orphan.end(fork);
            assertThat(stranger.waitFor(1, TimeUnit.SECONDS)).as("it ended").isFalse(); // a signal takes a while
            Files.writeString(fork, "{\"pi"); // killed while it wrote
            Orphan.end(fork);
            assertThat(fork).doesNotExist();
        } finally {
            stranger.destroyForcibly();
        }
    }

    /// Does nothing for a minute.
    public static final class Sleeper {

        private Sleeper() {}

        /// Sleeps.
        public static void main(String[] arguments) throws InterruptedException {
            Thread.sleep(60_000);
        }
    }
}
