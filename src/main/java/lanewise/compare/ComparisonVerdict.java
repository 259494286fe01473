package lanewise.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.RunFolder;
import lanewise.stats.Gate;
import lanewise.stats.RowVerdict;
import lanewise.stats.Pairs;
import lanewise.stats.Sample;
import lanewise.stats.Verdict;
import lanewise.stats.Verdicts;

/// What a comparison says: of every row, and of the two builds.
///
/// @param lines       in the order of the plan
/// @param missing     rows that only one of the builds has
/// @param pairing     the pairs that count, and those that do not
/// @param sharedShift the ratio that is common to all rows; 1 if there is none
public record ComparisonVerdict(List<RowLine> lines, List<Plan.LeftOut> missing, Pairing pairing, double sharedShift) {

    /// One row.
    ///
    /// @param verdict   what counts
    /// @param margin    what it may be slower by
    /// @param base      the median of the base's forks that count, in nanoseconds; NaN if there is none
    /// @param head      the head's
    /// @param numbers   what the verdict rests on; null if there are not the rounds for one
    /// @param reason    one clause
    public record RowLine(String row, Verdict verdict, double margin, double base, double head, RowVerdict numbers, String reason) {

        /// Whether it is so noisy that it decides nothing.
        public boolean isAdvisory() {
            return margin >= Margins.MOST;
        }
    }

    /// Reads the folder.
    ///
    /// @throws lanewise.run.RefusedException if it is not the folder of a comparison
    public static ComparisonVerdict of(RunFolder folder) {
        Plan plan = folder.plan();
        return of(plan, Comparison.read(folder, plan), folder.measurements(plan));
    }

    /// On what has been read from a folder.
    public static ComparisonVerdict of(Plan plan, Comparison comparison, List<Measurement> measurements) {
        Pairing pairing = Pairing.of(plan, comparison, measurements);
        Verdicts verdicts = Gate.judge(comparison.rule(), pairing.screened(), pairing.confirmed());
        Map<String, RowVerdict> byRow = verdicts.rows().stream().collect(Collectors.toMap(RowVerdict::row, one -> one));
        Map<String, Pairs> times = new HashMap<>(); // those that the verdict rests on
        Stream.of(pairing.screened(), pairing.confirmed()).flatMap(Collection::stream).forEach(pairs -> times.put(pairs.row(), pairs));
        List<RowLine> lines = new ArrayList<>();
        comparison.margins().forEach((row, margin) -> {
            RowVerdict numbers = byRow.get(row);
            Verdict verdict;
            String reason;
            if (pairing.incomplete().containsKey(row)) {
                verdict = Verdict.INCOMPLETE;
                reason = pairing.incomplete().get(row);
            } else if (pairing.unfit().containsKey(row)) {
                verdict = Verdict.UNFIT;
                reason = pairing.unfit().get(row);
            } else if (pairing.isUnfit()) {
                verdict = Verdict.UNFIT;
                reason = "so is the whole comparison";
            } else {
                verdict = numbers.verdict();
                reason = numbers.reason();
            }
            Pairs pairs = times.get(row);
            lines.add(new RowLine(row, verdict, margin, pairs == null ? Double.NaN : nanoseconds(pairs.base()),
                    pairs == null ? Double.NaN : nanoseconds(pairs.head()), numbers, reason));
        });
        return new ComparisonVerdict(lines, comparison.missing(), pairing, verdicts.sharedShift());
    }

    private static double nanoseconds(double... logarithms) {
        return Math.exp(Sample.median(logarithms));
    }

    /// The rows of which this is the verdict.
    public List<RowLine> of(Verdict verdict) {
        return lines.stream().filter(line -> line.verdict == verdict).toList();
    }

    /// The verdict on the two builds. What is certain comes first: a row that has become slower is not excused by one that was not measured.
    public Verdict verdict() {
        if (pairing.isUnfit()) return Verdict.UNFIT;
        if (sharedShift > 1) return Verdict.REGRESSED; // rows are then compared with what they share
        if (decides(Verdict.REGRESSED)) return Verdict.REGRESSED;
        if (!missing.isEmpty() || !of(Verdict.INCOMPLETE).isEmpty()) return Verdict.INCOMPLETE;
        if (decides(Verdict.UNFIT)) return Verdict.UNFIT;
        if (decides(Verdict.INCONCLUSIVE)) return Verdict.INCONCLUSIVE;
        return of(Verdict.IMPROVED).isEmpty() ? Verdict.SAME : Verdict.IMPROVED;
    }

    private boolean decides(Verdict verdict) {
        return of(verdict).stream().anyMatch(line -> !line.isAdvisory());
    }

    /// The verdict in one line.
    public String headline() {
        String rows = Stream.of(Verdict.values()).filter(one -> !of(one).isEmpty())
                .map(one -> of(one).size() + " " + one.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
        String name = switch (verdict()) {
            case REGRESSED -> "REGRESSED";
            case INCOMPLETE -> "INCOMPLETE";
            case UNFIT -> "UNFIT";
            case INCONCLUSIVE -> of(Verdict.SAME).isEmpty() && of(Verdict.IMPROVED).isEmpty() ? "UNDECIDED" : "No regression";
            case IMPROVED, SAME -> "No regression";
        };
        String shift = sharedShift == 1 || pairing.isUnfit()
                ? ""
                : String.format(Locale.ROOT, "all rows %.1f %% %s; ", 100 * Math.abs(sharedShift - 1),
                        sharedShift > 1 ? "slower" : "faster");
        return name + ": " + shift + "of " + lines.size() + (lines.size() == 1 ? " row " : " rows ") + rows
                + (missing.isEmpty() ? "" : "; " + missing.size() + " more are in one build only");
    }
}
