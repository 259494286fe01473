package lanewise.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Row;
import lanewise.stats.Sample;
import org.HdrHistogram.Histogram;

/// What the forks of a run said, by row. A fork's time is the median of its iterations, in nanoseconds of one call.
final class RunTimes {

    private static final class RowForks {
        private final SortedMap<Integer, Double> medians = new TreeMap<>(); // by round
        private final List<String> failures = new ArrayList<>();
        private final Histogram invocations = new Histogram(3);
        private int iterations;
    }

    private static final String LANES = "lanes";

    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, RowForks> forks = new HashMap<>();
    private final Map<String, Integer> lanes = new LinkedHashMap<>(); // by JVM configuration

    /// @param lanes of the suite's own vectors, for configurations whose forks do not say how many theirs have: flags may make them narrower
    RunTimes(Plan plan, List<Measurement> measurements, int lanes) {
        for (Row row : plan.rows()) {
            rows.put(row.id(), row);
            this.lanes.put(row.jvm().configuration(), lanes);
        }
        for (Measurement m : measurements) {
            RowForks own = forks.computeIfAbsent(m.row(), _ -> new RowForks());
            Row row = rows.get(m.row());
            if (row != null && m.facts().get(LANES) instanceof Number said && said.intValue() > 0) {
                this.lanes.put(row.jvm().configuration(), said.intValue());
            }
            if (!m.succeeded()) {
                own.failures.add(m.failure());
                continue;
            }
            own.medians.put(m.round(), Sample.median(m.nanoseconds()));
            own.iterations += m.nanoseconds().length;
            if (m.invocations() != null) own.invocations.add(m.invocations());
        }
    }

    private RowForks forks(Row row) {
        return forks.getOrDefault(row.id(), new RowForks());
    }

    /// The time of each round in which a fork of the row succeeded.
    SortedMap<Integer, Double> rounds(Row row) {
        return Collections.unmodifiableSortedMap(forks(row).medians);
    }

    /// The median of the row's forks; NaN if none succeeded.
    double median(Row row) {
        double[] times = times(row);
        return times.length == 0 ? Double.NaN : Sample.median(times);
    }

    /// One value a fork.
    double[] times(Row row) {
        return forks(row).medians.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// The row's time in a round; NaN if it was not measured in it.
    double in(Row row, int round) {
        return forks(row).medians.getOrDefault(round, Double.NaN);
    }

    /// Lanes of a vector in the row's JVM configuration.
    int lanes(Row row) {
        return lanes.get(row.jvm().configuration());
    }

    /// `16 lanes`; with the names of the JVM configurations where they differ.
    String lanesText() {
        if (lanes.values().stream().distinct().count() == 1) return lanes.values().iterator().next() + " lanes";
        return lanes.entrySet().stream().map(jvm -> jvm.getValue() + " lanes (" + jvm.getKey() + ")").collect(Collectors.joining(", "));
    }

    /// Units of work in one call.
    long units(Row row) {
        return row.work().count(lanes(row));
    }

    int iterations(Row row) {
        return forks(row).iterations;
    }

    /// Calls that were timed one by one, of all forks; empty where none were.
    Histogram invocations(Row row) {
        return forks(row).invocations;
    }

    /// Reasons of the forks that failed.
    List<String> failures(Row row) {
        return Collections.unmodifiableList(forks(row).failures);
    }

    /// The row of this name in the JVM configuration of another, or null if the plan has none.
    Row find(String name, Row other) {
        return name.isEmpty() ? null : rows.get(other.idOf(name));
    }

    /// The row of this id, or null.
    Row find(String id) {
        return rows.get(id);
    }

    /// The median over rounds of what `numerator` says of a round, divided by the row's own time in it. NaN if there is no such round.
    double medianRatio(Row row, IntToDoubleFunction numerator) {
        double[] ratios = forks(row).medians.entrySet().stream()
                .mapToDouble(fork -> numerator.applyAsDouble(fork.getKey()) / fork.getValue())
                .filter(ratio -> !Double.isNaN(ratio))
                .toArray();
        return ratios.length == 0 ? Double.NaN : Sample.median(ratios);
    }

    /// Another row's time over this row's: above 1 this one is faster. NaN if the other is null.
    double medianRatio(Row row, Row other) {
        return other == null ? Double.NaN : medianRatio(row, round -> in(other, round));
    }
}
