package lanewise.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lanewise.compare.Comparison;
import lanewise.compare.Comparisons;
import lanewise.compare.PairedRounds;
import lanewise.run.Forks;
import lanewise.run.Measurement;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;
import lanewise.run.Session;

/// A comparison whose forks take a few milliseconds and no JVM, for the tests that kill it and that take its disk away.
public final class TinyComparison {

    private TinyComparison() {}

    /// Begins or resumes the comparison in the folder `arguments[0]`, as the command does. One row is slower in the head.
    public static void main(String[] arguments) {
        RunFolder folder = new RunFolder(Path.of(arguments[0]));
        Forks forks = (row, round, position) -> {
            pause();
            boolean slow = row.jvm().configuration().equals(Comparison.HEAD) && row.id().contains("ADAM");
            Measurement fork = Comparisons.fork(row, round, position, slow ? 1.2 : 1);
            return new Measurement(fork.row(), round, position, fork.started(), fork.seconds(), 0, 0, 0, fork.nanoseconds(),
                    Map.of("text", "x".repeat(2_000)), null);
        };
        try {
            PairedRounds.measure(new Session(Comparisons.HERE, List.of()), folder, folder.goOn(), forks);
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
            System.exit(e.exitCode());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
