package lanewise.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.stats.Sample;
import org.HdrHistogram.Histogram;

/// The rows of a run with what their forks say.
///
/// @param rows in the order of the plan
public record Summary(List<Line> rows) {

    private static final String BASELINE = "SCALAR_NO_AUTOVEC";

    /// One row. A value is NaN where no fork of the row succeeded, and the speed-up also where its baseline was not measured.
    ///
    /// @param nanoseconds of one operation: the median over forks of each fork's median iteration
    /// @param spread      half of the forks lie within this fraction of the median
    /// @param speedup     over the scalar kernel without auto-vectorization: the median of the ratios within each round
    /// @param forks       that succeeded
    /// @param invocations of all forks together, in nanoseconds; empty where they were not recorded
    /// @param failures    reasons of the forks that failed
    public record Line(Row row, double nanoseconds, double spread, double speedup, int forks, Histogram invocations,
            List<String> failures) {

        /// Of one parameter.
        public double nanosecondsPerParameter() {
            return nanoseconds / row.work().parameters();
        }

        /// Bytes moved per nanosecond, which is GB/s.
        public double gigabytesPerSecond() {
            return (row.work().bytesRead() + row.work().bytesWritten()) / nanosecondsPerParameter();
        }
    }

    /// Reads the folder.
    ///
    /// @throws lanewise.run.RefusedException if it is not the folder of a run
    public static Summary of(RunFolder folder) {
        return of(folder.plan(), folder.measurements());
    }

    static Summary of(Plan plan, List<Measurement> measurements) {
        Map<String, Map<Integer, Double>> medians = new HashMap<>(); // by row, then by round
        Map<String, Histogram> invocations = new HashMap<>();
        Map<String, List<String>> failures = new HashMap<>();
        for (Measurement m : measurements) {
            if (m.succeeded()) {
                medians.computeIfAbsent(m.row(), _ -> new HashMap<>()).put(m.round(), Sample.median(m.nanoseconds()));
                if (m.invocations() != null) {
                    invocations.merge(m.row(), InvocationLog.decode(m), (all, fork) -> {
                        all.add(fork);
                        return all;
                    });
                }
            } else {
                failures.computeIfAbsent(m.row(), _ -> new ArrayList<>()).add(m.failure());
            }
        }
        List<Line> lines = new ArrayList<>();
        for (Row row : plan.rows()) {
            Map<Integer, Double> own = medians.getOrDefault(row.id(), Map.of());
            double[] forks = own.values().stream().mapToDouble(Double::doubleValue).toArray();
            double[] ratios = ratios(medians.getOrDefault(baselineOf(row), Map.of()), own);
            lines.add(new Line(row,
                    forks.length == 0 ? Double.NaN : Sample.median(forks),
                    forks.length == 0 ? Double.NaN : Sample.spread(forks),
                    ratios.length == 0 ? Double.NaN : Sample.median(ratios),
                    forks.length,
                    invocations.getOrDefault(row.id(), new Histogram(1)),
                    failures.getOrDefault(row.id(), List.of())));
        }
        return new Summary(lines);
    }

    private static double[] ratios(Map<Integer, Double> baseline, Map<Integer, Double> own) {
        return own.entrySet().stream()
                .filter(fork -> baseline.containsKey(fork.getKey()))
                .mapToDouble(fork -> baseline.get(fork.getKey()) / fork.getValue())
                .toArray();
    }

    private static String baselineOf(Row row) {
        return row.id().replace(" " + row.parameters().get("variant") + " ", " " + BASELINE + " ");
    }

    /// Rows of which at least one fork succeeded.
    public long measured() {
        return rows.stream().filter(line -> line.forks() > 0).count();
    }

    /// Rows of which at least one fork failed, or none ended.
    public long incomplete() {
        return rows.stream().filter(line -> line.forks() == 0 || !line.failures().isEmpty()).count();
    }
}
