package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lanewise.ChildJvm;
import lanewise.compare.Comparisons;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Whatever ends a comparison, what it has measured stays and is not measured again, and it comes to the same end.
@Execution(ExecutionMode.CONCURRENT)
class CompareResumeTest {

    private static final int KILLS = 4;
    private static final Plan PLAN = Comparisons.plan("SGD", "MOMENTUM", "ADAM");
    private static final int FORKS = 2 * (3 * Comparisons.RULE.screenRounds() + Comparisons.RULE.confirmRounds());

    @TempDir
    private Path results;

    private RunFolder folder;

    @BeforeEach
    void plan() throws Exception {
        folder = RunFolder.create(results, Instant.EPOCH, Comparisons.HERE, "a-vs-b");
        Comparisons.of(PLAN, "1", "2").write(folder, Comparisons.HERE, PLAN);
    }

    private Process start(String... before) throws Exception {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData", "-cp", ChildJvm.CLASS_PATH, TinyComparison.class.getName(),
                folder.path().toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private void everyForkIsThereOnce() {
        List<Measurement> measured = folder.measurements();
        assertThat(measured.stream().map(m -> m.round() + " " + m.row())).hasSize(FORKS).doesNotHaveDuplicates();
    }

    @Test
    void killsLoseNoLineAndDoubleNone() throws Exception {
        Random moments = new Random(1);
        Path journal = folder.journal();
        boolean finished = false;
        int kills = 0;
        while (kills < KILLS) {
            if (finished) Files.delete(journal);
            Set<String> lines = new HashSet<>();
            finished = false;
            while (!finished) {
                long length = Files.exists(journal) ? Files.size(journal) : 0;
                Process run = start();
                while (kills % 3 > 0 && run.isAlive() && (!Files.exists(journal) || Files.size(journal) == length))
                    Thread.onSpinWait();
                finished = run.waitFor(moments.nextInt(300), TimeUnit.MILLISECONDS);
                if (!finished) {
                    kills++;
                    run.destroyForcibly().waitFor();
                }
                if (!Files.exists(journal)) continue;
                List<String> now = Files.readAllLines(journal);
                assertThat(new HashSet<>(now)).containsAll(lines);
                lines.addAll(Files.readString(journal).endsWith("\n") ? now : now.subList(0, now.size() - 1));
            }
            everyForkIsThereOnce();
        }
    }

    /// The kernel refuses to let the journal grow, as it does when a disk is full.
    @Test
    void aFullDiskIsOneSentenceAndWhatWasMeasuredStays() throws Exception {
        Process full = start("bash", "-c", "ulimit -f 64 && exec \"$@\"", "limited");
        String said = new String(full.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(full.waitFor()).as(said).isEqualTo(3);
        assertThat(said.lines().filter(line -> !line.contains(", round "))).singleElement().asString()
                .startsWith(folder.journal() + " cannot be written (").endsWith("go on with scripts/compare --resume " + folder.path());
        List<Measurement> kept = folder.measurements();
        assertThat(kept).hasSizeBetween(10, 40);
        Process resumed = start();
        resumed.getInputStream().readAllBytes();
        assertThat(resumed.waitFor()).isZero();
        everyForkIsThereOnce();
        assertThat(folder.measurements().subList(0, kept.size())).usingRecursiveComparison().isEqualTo(kept);
    }
}
