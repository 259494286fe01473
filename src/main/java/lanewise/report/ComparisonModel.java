package lanewise.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lanewise.compare.Comparison;
import lanewise.compare.ComparisonVerdict;
import lanewise.compare.ComparisonVerdict.RowLine;
import lanewise.compare.Pairing;
import lanewise.run.Measurement;
import lanewise.stats.RowVerdict;
import lanewise.stats.Sample;

/// A comparison as a page draws it. Times are nanoseconds of one call; what does not exist is null.
///
/// @param kind         `comparison`
/// @param screenRounds the first rounds, which choose the rows that are measured again
/// @param facts        what, where and with what, by what it is called
record ComparisonModel(int schema, String kind, String headline, String verdict, String title, List<String> remarks, String command,
        Map<String, String> facts, String howToRead, int screenRounds, List<Line> rows) {

    /// One row.
    ///
    /// @param p          adjusted for all rows
    /// @param detectable the smallest slowdown that the rounds could have seen
    /// @param modes      a sentence, where forks are of two kinds
    /// @param pairs      by round
    record Line(String row, String verdict, boolean advisory, String reason, double margin, Double base, Double head, Double ratio,
            Double low,
            Double high, Double p, Double detectable, Integer rounds, String modes, List<Pair> pairs) {}

    /// Two forks that ran back to back.
    ///
    /// @param excluded why they do not count, or null
    record Pair(int round, Double base, Double head, String excluded) {}

    static ComparisonModel of(ComparisonVerdict verdicts, Comparison comparison, List<Measurement> measurements, String title,
            List<String> remarks, Map<String, String> modes, String command, Map<String, String> facts, String howToRead) {
        Map<String, List<Pair>> pairs = pairs(measurements, verdicts.pairing().excluded());
        List<Line> lines = verdicts.lines().stream()
                .map(line -> line(line, modes.get(line.row()), pairs.getOrDefault(line.row(), List.of()))).toList();
        return new ComparisonModel(1, "comparison", verdicts.headline(), verdicts.verdict().name(), title, remarks, command, facts,
                howToRead,
                comparison.rule().screenRounds(), lines);
    }

    private static Line line(RowLine line, String modes, List<Pair> pairs) {
        RowVerdict numbers = line.numbers();
        boolean known = numbers != null;
        return new Line(line.row(), line.verdict().name(), line.isAdvisory(), line.reason(), line.margin(), RowModel.rounded(line.base()),
                RowModel.rounded(line.head()), known ? RowModel.rounded(numbers.ratio()) : null,
                known && numbers.interval().low() > 0 ? RowModel.rounded(numbers.interval().low()) : null,
                known ? RowModel.rounded(numbers.interval().high()) : null, known ? RowModel.rounded(numbers.pValue()) : null,
                known ? RowModel.rounded(numbers.detectable()) : null, known ? numbers.rounds() : null, modes, pairs);
    }

    private static Map<String, List<Pair>> pairs(List<Measurement> measurements, List<Pairing.Excluded> excluded) {
        Map<String, String> reasons = excluded.stream()
                .collect(Collectors.toMap(one -> one.row() + "\n" + one.round(), Pairing.Excluded::reason, (first, _) -> first));
        Map<String, Double> bases = new HashMap<>();
        Map<String, List<Pair>> pairs = new HashMap<>();
        String base = " [" + Comparison.BASE + "]";
        String head = " [" + Comparison.HEAD + "]";
        for (Measurement fork : measurements) {
            if (fork.succeeded() && fork.row().endsWith(base)) {
                bases.put(without(fork.row(), base) + "\n" + fork.round(), Sample.median(fork.nanoseconds()));
            }
        }
        for (Measurement fork : measurements) {
            if (!fork.succeeded() || !fork.row().endsWith(head)) continue;
            String row = without(fork.row(), head);
            String key = row + "\n" + fork.round();
            if (!bases.containsKey(key)) continue;
            pairs.computeIfAbsent(row, _ -> new ArrayList<>()).add(new Pair(fork.round(), RowModel.rounded(bases.get(key)),
                    RowModel.rounded(Sample.median(fork.nanoseconds())), reasons.get(key)));
        }
        pairs.values().forEach(list -> list.sort(Comparator.comparingInt(Pair::round)));
        return pairs;
    }

    private static String without(String row, String side) {
        return row.substring(0, row.length() - side.length());
    }
}
