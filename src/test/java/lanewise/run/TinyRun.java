package lanewise.run;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lanewise.compare.Comparisons;

/// A run whose forks take a few milliseconds and no JVM, for the test that kills it.
public final class TinyRun {

    /// Forks in all.
    static final int ROUNDS = 40;
    static final Plan PLAN = Plans.plan(ROUNDS, 0, Plans.row("SGD", "SCALAR", 1), Plans.row("SGD", "SIMD", 1),
            Plans.row("ADAM", "SIMD", 1));

    private TinyRun() {}

    /// Begins or resumes the run in the folder `arguments[0]`, as the run command does.
    public static void main(String[] arguments) throws Exception {
        RunFolder folder = new RunFolder(Path.of(arguments[0]));
        Forks forks = (row, round, position) -> {
            pause();
            return new Measurement(row.id(), round, position, "2026-01-01T00:00:00Z", 0.003, 0, 0, 0, new double[]{1},
                    Map.of("text", "x".repeat(2_000)), null);
        };
        new Session(Comparisons.HERE, List.of()).measure(folder, folder.goOn(),
                new Rounds(PLAN, forks, new Progress(new PrintStream(OutputStream.nullOutputStream())),
                        () -> System.nanoTime() / 1e9)::run);
    }

    private static void pause() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
