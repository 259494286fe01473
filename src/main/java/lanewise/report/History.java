package lanewise.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.Measurement;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;
import lanewise.stats.ChangePoints;
import lanewise.stats.ControlVariate;
import lanewise.stats.Sample;
import lanewise.stats.Unpaired;

/// Many runs in order of time: a series for every row, kind of machine and JDK, without what it shares with its roof, and where it changed.
///
/// @param series  in the order in which they were first met
/// @param changes of all series, the largest first
public record History(List<Series> series, List<Change> changes) {

    /// Of one series; a thousand series without a change have about five, if their runs are independent of each other. A machine that is slow for
    /// some nights and then is not makes changes of its own, which is what the roof is taken out for.
    private static final double ERROR_RATE = 0.005;
    private static final double LEAST_MAGNITUDE = 0.02;

    /// A row's time in one run.
    ///
    /// @param started ISO 8601, UTC
    /// @param commit  its first digits
    /// @param nanoseconds of one operation
    /// @param roof    what the roof that binds took, or NaN
    public record Point(String started, String commit, double nanoseconds, double roof) {}

    /// @param coefficient of the roof in it, see [ControlVariate]; 0 if there is none
    public record Series(String machine, String jdk, String row, double coefficient, List<Point> points) {}

    /// A change between two runs.
    ///
    /// @param lastBefore   the last commit before it
    /// @param firstAfter   the first commit after it
    /// @param started      when the first run after it began
    /// @param medianBefore the median time, of one operation, of the runs since the previous change
    /// @param medianAfter  of those until the next change
    /// @param ratio        of the two, without what is the roof's
    public record Change(String machine, String jdk, String row, String lastBefore, String firstAfter, String started,
            double medianBefore, double medianAfter, double ratio, double pValue, Unpaired unpaired) {

        /// One line.
        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                    "%s: %.1f %% %s between %s and %s (%s), %.4g to %.4g ns; E-divisive p %.4f, U test p %.4f, t-test p %.1e, Cohen's d %.1f; %s, %s",
                    row, 100 * Math.abs(ratio - 1), ratio > 1 ? "slower" : "faster", lastBefore, firstAfter, started, medianBefore,
                    medianAfter, pValue,
                    unpaired.mannWhitney(), unpaired.welch(), unpaired.cohensD(), machine, jdk);
        }
    }

    private record Key(String machine, String jdk, String row) {}

    /// Reads the runs.
    ///
    /// @throws RefusedException if one is damaged
    public static History of(List<RunFolder> runs) {
        Map<Key, List<Point>> points = new LinkedHashMap<>();
        for (RunFolder run : runs) {
            List<Measurement> measurements = run.measurements();
            if (measurements.isEmpty()) throw new RefusedException(ExitCode.INCOMPLETE, run.path() + " has no measurement");
            String started = measurements.stream().map(Measurement::started).min(Comparator.comparing(Instant::parse)).orElseThrow();
            Environment environment = run.environment();
            for (Line line : Summary.of(run).lines()) {
                if (line.forks() == 0 || Sections.isRoof(line)) continue;
                points.computeIfAbsent(new Key(environment.machine(), environment.jdk(), line.row().id()), _ -> new ArrayList<>())
                        .add(new Point(started, environment.commitName(), line.nanoseconds(), line.share() * line.nanoseconds()));
            }
        }
        List<Series> series = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        points.forEach((key, unsorted) -> {
            List<Point> sorted = unsorted.stream().sorted(Comparator.comparing(point -> Instant.parse(point.started))).toList();
            double[] t = sorted.stream().mapToDouble(point -> Math.log(point.nanoseconds)).toArray();
            double[] s = sorted.stream().mapToDouble(point -> Math.log(point.roof)).toArray();
            series.add(new Series(key.machine, key.jdk, key.row, ControlVariate.coefficient(t, s), sorted));
            changes.addAll(changes(key, sorted, ControlVariate.adjusted(t, s)));
        });
        changes.sort(Comparator.comparingDouble((Change change) -> Math.abs(Math.log(change.ratio))).reversed());
        return new History(series, changes);
    }

    private static List<Change> changes(Key key, List<Point> points, double[] adjusted) {
        List<ChangePoints.Change> cuts = ChangePoints.of(ERROR_RATE, adjusted);
        List<Change> changes = new ArrayList<>();
        for (int k = 0; k < cuts.size(); k++) {
            int cut = cuts.get(k).index();
            int from = k == 0 ? 0 : cuts.get(k - 1).index();
            int to = k == cuts.size() - 1 ? adjusted.length : cuts.get(k + 1).index();
            double[] before = Arrays.copyOfRange(adjusted, from, cut);
            double[] after = Arrays.copyOfRange(adjusted, cut, to);
            double difference = Sample.median(after) - Sample.median(before);
            if (Math.abs(difference) < Math.log1p(LEAST_MAGNITUDE)) continue;
            changes.add(new Change(key.machine, key.jdk, key.row, points.get(cut - 1).commit, points.get(cut).commit,
                    points.get(cut).started, median(points, from, cut), median(points, cut, to), Math.exp(difference),
                    cuts.get(k).pValue(), Unpaired.of(before, after)));
        }
        return changes;
    }

    private static double median(List<Point> points, int from, int to) {
        return Sample.median(IntStream.range(from, to).mapToDouble(k -> points.get(k).nanoseconds).toArray());
    }

    /// The page of it.
    public String page() {
        return Page.html("Lanewise, history", HistoryModel.of(this, LEAST_MAGNITUDE));
    }

    /// The changes, a line each.
    public String toText() {
        int runs = series.stream().mapToInt(one -> one.points.size()).max().orElse(0);
        String kinds = series.stream().map(one -> one.machine + ", " + one.jdk).distinct().collect(Collectors.joining("; "));
        return String.format(Locale.ROOT, "%d series of up to %d runs (%s): %s%n", series.size(), runs, kinds,
                changes.isEmpty() ? "no change of " + Math.round(100 * LEAST_MAGNITUDE) + " % or more" : changes.size() + " changes")
                + changes.stream().map(change -> change + "\n").collect(Collectors.joining());
    }
}
