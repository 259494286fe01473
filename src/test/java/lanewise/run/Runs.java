package lanewise.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Whole runs for tests, of twelve rows that differ in nothing but size.
public final class Runs {

    private static final Row[] ROWS = new Row[12];

    static {
        for (int k = 0; k < ROWS.length; k++) ROWS[k] = Plans.row("SGD", "SIMD", 1_000 + k);
    }

    private Runs() {}

    /// How many times as long as usual a row takes.
    public interface Times {
        double of(int row);
    }

    /// A run of the day's commit, with half a percent of noise.
    public static RunFolder run(Path results, int day, int rounds, String cpu, String jdk, Times times) throws IOException {
        return run(results, day, rounds, cpu, jdk, false, times);
    }

    /// The same, of a build with uncommitted changes if it is `dirty`.
    public static RunFolder run(Path results, int day, int rounds, String cpu, String jdk, boolean dirty, Times times) throws IOException {
        Environment environment = new Environment(cpu, "", 2, 2, List.of(), List.of(), 16, 1L << 34, 1L << 33, "", "", "", "", jdk,
                List.of(),
                String.format("%07d", day), dirty);
        Instant start = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(86_400L * day);
        RunFolder folder = RunFolder.create(results, start, environment, Plans.plan(rounds, 0, ROWS));
        SplittableRandom random = new SplittableRandom(day);
        try (Journal journal = Journal.create(folder.journal())) {
            for (int round = 1; round <= rounds; round++) {
                for (int k = 0; k < ROWS.length; k++) {
                    double nanoseconds = 100 * times.of(k) * Math.exp(0.005 * random.nextGaussian());
                    journal.append(new Measurement(ROWS[k].id(), round, k + 1, start.toString(), 1, 0, 0, 0, new double[]{nanoseconds},
                            Map.of(), null));
                }
            }
        }
        return folder;
    }
}
