package lanewise.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Many runs as a page draws them.
///
/// @param kind           `history`
/// @param findings       a sentence each
/// @param leastMagnitude the smallest change that is named
record HistoryModel(int schema, String kind, String title, List<String> findings, Map<String, String> facts, String howToRead,
        double leastMagnitude, List<Series> series, List<Change> changes) {

    private static final String HOW_TO_READ = """
            A point is the median of a row's forks in one run. Series of different machines or JDKs are never joined. \
            From 30 runs on, what a series shares with its roof is taken out before changes are looked for, so a change of the machine is none. \
            Changes are found by E-divisive, in segments of three runs at least, at a level of 0.005 a series.""";

    /// Two segments of three runs.
    private static final int LEAST_RUNS = 6;

    /// How many changes are told in sentences.
    private static final int TOLD = 3;

    /// A row's times on one kind of machine and one JDK.
    record Series(String row, String machine, String jdk, List<Point> points) {}

    /// @param roof nanoseconds that the roof took, or null
    record Point(String started, String commit, Double nanoseconds, Double roof) {}

    /// @param started of the first run after it
    record Change(String row, String machine, String jdk, String lastBefore, String firstAfter, String started, Double medianBefore,
            Double medianAfter, Double ratio, Double pValue) {}

    static HistoryModel of(History history, double leastMagnitude) {
        List<Series> series = history.series().stream().map(one -> new Series(one.row(), one.machine(), one.jdk(), one.points().stream()
                .map(point -> new Point(point.started(), point.commit(), RowModel.rounded(point.nanoseconds()),
                        RowModel.rounded(point.roof())))
                .toList())).toList();
        List<Change> changes = history.changes().stream()
                .map(change -> new Change(change.row(), change.machine(), change.jdk(), change.lastBefore(), change.firstAfter(),
                        change.started(), RowModel.rounded(change.medianBefore()), RowModel.rounded(change.medianAfter()),
                        RowModel.rounded(change.ratio()), RowModel.rounded(change.pValue())))
                .toList();
        Map<String, String> facts = new LinkedHashMap<>();
        series.stream().collect(Collectors.groupingBy(one -> one.machine() + ", " + one.jdk(), LinkedHashMap::new, Collectors.toList()))
                .forEach((kind, own) -> facts.put(kind, own.size() + " series of up to "
                        + own.stream().mapToInt(one -> one.points().size()).max().orElse(0) + " runs"));
        return new HistoryModel(1, "history", "Lanewise, history of " + series.size() + " series", findings(history, leastMagnitude), facts,
                HOW_TO_READ, leastMagnitude, series, changes);
    }

    private static List<String> findings(History history, double leastMagnitude) {
        if (history.changes().isEmpty()) {
            int longest = history.series().stream().mapToInt(series -> series.points().size()).max().orElse(0);
            return List.of("No series changed by " + Format.shortPercent(leastMagnitude) + " or more."
                    + (longest < LEAST_RUNS
                            ? " The longest has " + longest + " of the " + LEAST_RUNS + " runs that it takes to find one."
                            : ""));
        }
        long slower = history.changes().stream().filter(change -> change.ratio() > 1).count();
        List<String> largest = history.changes().stream().limit(TOLD).map(change -> String.format(Locale.ROOT,
                "%s became %.1f %% %s between commits %s and %s.", change.row(), 100 * Math.abs(change.ratio() - 1),
                change.ratio() > 1 ? "slower" : "faster", change.lastBefore(), change.firstAfter())).toList();
        String many = history.changes().size() == 1 ? "One change, " : history.changes().size() + " changes, the largest first: ";
        String count = slower + " made a row slower, " + (history.changes().size() - slower) + " faster.";
        return Stream.concat(Stream.of(many + count), largest.stream()).toList();
    }
}
