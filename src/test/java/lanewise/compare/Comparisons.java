package lanewise.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.run.Environment;
import lanewise.run.Journal;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Plans;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.stats.GateRule;

/// Comparisons for tests, whose forks are told what to say.
public final class Comparisons {

    /// Fewer rounds than usual.
    public static final GateRule RULE = new GateRule(6, 12, 0.01, 20, 0.75);

    /// Where they pretend to be.
    public static final Environment HERE = new Environment("A CPU", "", 2, 2, List.of(), List.of(), 16, 1, 1, "", "", "none", "Linux",
            "JDK 25",
            List.of(), "0123456789", false);

    private Comparisons() {}

    /// SIMD rows of both builds.
    public static Plan plan(String... optimizers) {
        Row[] rows = Stream.of(optimizers).map(optimizer -> Plans.row(optimizer, "SIMD", 1_000))
                .flatMap(row -> Stream.of(row.in(Comparison.BASE, "", List.of()), row.in(Comparison.HEAD, "", List.of())))
                .toArray(Row[]::new);
        return Plans.plan(RULE.screenRounds() + RULE.confirmRounds(), 0, rows);
    }

    /// Of two builds, with the least margin for every row of the plan.
    public static Comparison of(Plan plan, String baseJar, String headJar) {
        Map<String, Double> margins = new LinkedHashMap<>();
        plan.rows().forEach(row -> margins.put(row.name(), Margins.LEAST));
        return new Comparison(Comparison.SCHEMA, new Comparison.Side("before", "aaaaaaaaaa", baseJar, "", List.of()),
                new Comparison.Side("after", "bbbbbbbbbb", headJar, "", List.of()), RULE, margins, List.of());
    }

    /// A folder with a journal.
    public static RunFolder folder(Path results, String name, Environment environment, Plan plan, Comparison comparison,
            List<Measurement> measurements) throws IOException {
        RunFolder folder = RunFolder.create(results, Instant.parse("2026-01-01T00:00:00Z"), environment, name);
        comparison.write(folder, environment, plan);
        try (Journal journal = Journal.create(folder.journal())) {
            for (Measurement m : measurements) journal.append(m);
        }
        return folder;
    }

    /// The whole screen and as many later rounds as asked for, in which the head takes `ratio` times as long.
    public static List<Measurement> measured(Plan plan, int rounds, double ratio) {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            int position = 0;
            for (Row row : plan.rows()) {
                measurements.add(fork(row, round, ++position, row.jvm().configuration().equals(Comparison.HEAD) ? ratio : 1));
            }
        }
        return measurements;
    }

    /// A fork of 1,000 ns times `ratio`, and a per mille that depends on the round, the row and the build.
    public static Measurement fork(Row row, int round, int position, double ratio) {
        double noise = 1 + 0.001 * Math.sin(row.id().hashCode() + 2.4 * round);
        return new Measurement(row.id(), round, position, "2026-01-01T00:00:00Z", 1, 0, 0, 0, new double[]{1_000 * ratio * noise}, Map.of(),
                null);
    }

    /// The same fork, disturbed.
    public static Measurement stolen(Measurement m) {
        return new Measurement(m.row(), m.round(), m.position(), m.started(), m.seconds(), 0.06, 0, 0, m.nanoseconds(), m.facts(), null);
    }

    /// The same fork, throttled.
    public static Measurement throttled(Measurement m) {
        return new Measurement(m.row(), m.round(), m.position(), m.started(), m.seconds(), 0, 0, 1, m.nanoseconds(), m.facts(), null);
    }

    /// The same fork, failed.
    public static Measurement failed(Measurement m) {
        return new Measurement(m.row(), m.round(), m.position(), m.started(), m.seconds(), 0, 0, 0, new double[]{}, m.facts(), "it fell");
    }
}
