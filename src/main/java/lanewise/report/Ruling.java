package lanewise.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.run.Comparison;
import lanewise.run.ExitCode;
import lanewise.run.Margins;
import lanewise.run.Pairing;
import lanewise.run.Plan;
import lanewise.run.RunFolder;
import lanewise.stats.Gate;
import lanewise.stats.Judgement;
import lanewise.stats.Outcome;
import lanewise.stats.Pairs;
import lanewise.stats.Sample;

/// What a comparison says: of every row, and of the two builds.
///
/// @param lines       in the order of the plan
/// @param missing     rows that only one of the builds has
/// @param pairing     the pairs that count, and those that do not
/// @param sharedShift the ratio that is common to all rows; 1 if there is none
public record Ruling(List<Line> lines, List<Plan.LeftOut> missing, Pairing pairing, double sharedShift) {

    /// On one row, or on all.
    public enum State {
        /// Slower than the margin allows.
        REGRESSED,
        /// Faster, by the same measure.
        IMPROVED,
        /// Neither a difference nor equality is shown.
        INCONCLUSIVE,
        /// Not measured, or not as often as a verdict takes.
        INCOMPLETE,
        /// Disturbed too often.
        UNFIT,
        /// Shown to be the same.
        SAME
    }

    /// One row.
    ///
    /// @param state     what counts
    /// @param margin    what it may be slower by
    /// @param base      the median of the base's forks that count, in nanoseconds; NaN if there is none
    /// @param head      the head's
    /// @param judgement null if there are not the rounds for one
    /// @param reason    one clause
    public record Line(String row, State state, double margin, double base, double head, Judgement judgement, String reason) {

        /// Whether it is so noisy that it decides nothing.
        public boolean isAdvisory() {
            return margin >= Margins.MOST;
        }
    }

    /// Reads the folder.
    ///
    /// @throws lanewise.run.RefusedException if it is not the folder of a comparison
    public static Ruling of(RunFolder folder) {
        Comparison comparison = folder.comparison();
        Pairing pairing = Pairing.of(folder.plan(), comparison, folder.measurements());
        Outcome outcome = Gate.judge(comparison.rule(), pairing.screened(), pairing.confirmed());
        Map<String, Judgement> judgements = outcome.judgements().stream().collect(Collectors.toMap(Judgement::row, one -> one));
        Map<String, Pairs> times = new HashMap<>(); // those that the verdict rests on
        Stream.of(pairing.screened(), pairing.confirmed()).flatMap(Collection::stream).forEach(pairs -> times.put(pairs.row(), pairs));
        List<Line> lines = new ArrayList<>();
        comparison.margins().forEach((row, margin) -> {
            Judgement judgement = judgements.get(row);
            State state;
            String reason;
            if (pairing.incomplete().containsKey(row)) {
                state = State.INCOMPLETE;
                reason = pairing.incomplete().get(row);
            } else if (pairing.unfit().containsKey(row)) {
                state = State.UNFIT;
                reason = pairing.unfit().get(row);
            } else if (pairing.isUnfit()) {
                state = State.UNFIT;
                reason = "so is the whole comparison";
            } else {
                state = State.valueOf(judgement.verdict().name());
                reason = judgement.reason();
            }
            Pairs pairs = times.get(row);
            lines.add(new Line(row, state, margin, pairs == null ? Double.NaN : nanoseconds(pairs.base()),
                    pairs == null ? Double.NaN : nanoseconds(pairs.head()), judgement, reason));
        });
        return new Ruling(lines, comparison.missing(), pairing, outcome.sharedShift());
    }

    private static double nanoseconds(double... logarithms) {
        return Math.exp(Sample.median(logarithms));
    }

    /// The rows of which this is the verdict.
    public List<Line> of(State state) {
        return lines.stream().filter(line -> line.state == state).toList();
    }

    /// The verdict on the two builds. What is certain comes first: a row that has become slower is not excused by one that was not measured.
    public State state() {
        if (pairing.isUnfit()) return State.UNFIT;
        if (sharedShift > 1) return State.REGRESSED; // rows are then held against what they share
        if (decides(State.REGRESSED)) return State.REGRESSED;
        if (!missing.isEmpty() || !of(State.INCOMPLETE).isEmpty()) return State.INCOMPLETE;
        if (decides(State.UNFIT)) return State.UNFIT;
        if (decides(State.INCONCLUSIVE)) return State.INCONCLUSIVE;
        return of(State.IMPROVED).isEmpty() ? State.SAME : State.IMPROVED;
    }

    private boolean decides(State state) {
        return of(state).stream().anyMatch(line -> !line.isAdvisory());
    }

    /// How the command ends.
    ///
    /// @param strict whether a row that is left undecided is a fault
    public int exitCode(boolean strict) {
        return switch (state()) {
            case REGRESSED -> ExitCode.FAILED;
            case INCOMPLETE -> ExitCode.INCOMPLETE;
            case UNFIT -> ExitCode.UNFIT;
            case INCONCLUSIVE -> strict ? ExitCode.INCONCLUSIVE : ExitCode.FINE;
            case IMPROVED, SAME -> ExitCode.FINE;
        };
    }

    /// The verdict in one line.
    public String headline() {
        String rows = Stream.of(State.values()).filter(state -> !of(state).isEmpty())
                .map(state -> of(state).size() + " " + state.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
        String verdict = switch (state()) {
            case REGRESSED -> "REGRESSED";
            case INCOMPLETE -> "INCOMPLETE";
            case UNFIT -> "UNFIT";
            case INCONCLUSIVE -> of(State.SAME).isEmpty() && of(State.IMPROVED).isEmpty() ? "UNDECIDED" : "No regression";
            case IMPROVED, SAME -> "No regression";
        };
        String shift = sharedShift == 1 || pairing.isUnfit()
                ? ""
                : String.format(Locale.ROOT, "all rows %.1f %% %s; ", 100 * Math.abs(sharedShift - 1),
                        sharedShift > 1 ? "slower" : "faster");
        return verdict + ": " + shift + "of " + lines.size() + (lines.size() == 1 ? " row " : " rows ") + rows
                + (missing.isEmpty() ? "" : "; " + missing.size() + " more are in one build only");
    }
}
