package lanewise.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Runs and shards of runs for tests, whose forks are told what to say.
public final class Shards {

    private Shards() {}

    /// Every row in every round.
    ///
    /// @param nanoseconds of a row
    public static List<Measurement> measured(Plan plan, int rounds, ToDoubleFunction<Row> nanoseconds) {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            int position = 0;
            for (Row row : plan.rows()) {
                measurements.add(new Measurement(row.id(), round, ++position, "2026-01-01T00:00:00Z", 2, 0, 0, 0,
                        new double[]{nanoseconds.applyAsDouble(row)}, Map.of("lanes", 16), null));
            }
        }
        return measurements;
    }

    /// A folder with a journal.
    ///
    /// @param begun tells it from others below `results`
    public static RunFolder folder(Path results, int begun, Environment environment, Plan plan, List<Measurement> measurements)
            throws IOException {
        RunFolder folder = RunFolder.create(results, Instant.EPOCH.plusSeconds(begun), environment, plan);
        folder.write("journal.jsonl", Journal.text(measurements));
        return folder;
    }
}
