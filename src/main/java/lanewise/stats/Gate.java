package lanewise.stats;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.stats.SignedRank.Interval;

/// Decides a paired comparison of two builds, in two stages.
///
/// The **screen** is lenient and looks at every row: one whose median difference is beyond the margin and whose rounds all but agree (all but
/// one in six) is a suspect, whichever the direction. The **confirmation** looks at fresh rounds of the suspects alone, so that what the
/// screen selected by chance does not speak for itself. There the head REGRESSED if
/// - Wilcoxon's exact signed-rank test rejects that its median slowdown is the margin or less, by Holm over all suspects;
/// - the sign test's lower bound of the median is above the margin, at 2.5 %, whatever the shape of the differences;
/// - and it was beyond the margin in as many rounds as the rule asks.
///
/// IMPROVED is the same with the roles of base and head changed, in the same family of tests: 99 % of the rule's false alarms are the suspects'.
/// The other 1 % is for the shift common to all rows, tested by the signs of their medians in the screen; rows are then compared with the
/// shift and the margin. SAME are rows of which two one-sided signed-rank tests at 5 % each reject that they are beyond the margin: for each row by itself,
/// since nothing depends on all of them together. A row that falls into two clusters of forks is tested by its share of
/// slow forks and by its fast forks, and the smaller p-value counts twice.
///
/// What the promise rests on: the signed ranks are exact if differences are symmetric about their median and rounds independent of each other. A
/// random order within each round makes differences of equal builds symmetric, whatever the host does; of builds that do differ, unequal
/// tails can bend the level a little, which is what the sign test is there for. An episode of the host that outlasts a round meets both
/// sides. Where code and data lie in memory differs between two builds and in every round alike: no number of rounds removes it, and the margin
/// is for that. Slow forks that become slower, while their share and the fast ones stay, are not seen.
public final class Gate {

    private static final double LEVEL = 0.95;

    private Gate() {}

    /// The rows that deserve fresh rounds: slower ones first, then faster ones, each by how far they are beyond their margin.
    ///
    /// @throws IllegalArgumentException if a row comes twice
    public static Screen screen(GateRule rule, List<Pairs> screened) {
        return cut(rule, Suspect.of(screened, sharedShift(rule, screened)));
    }

    private static Screen cut(GateRule rule, List<Suspect> all) {
        return new Screen(all.stream().limit(rule.mostSuspects()).map(Suspect::row).toList(),
                Math.max(0, all.size() - rule.mostSuspects()));
    }

    /// The verdicts.
    ///
    /// @param screened  the first rounds, of every row
    /// @param confirmed fresh rounds, of the suspects alone; a suspect without is UNFIT
    /// @throws IllegalArgumentException if a row comes twice, or one was confirmed that is no suspect of the screened rounds
    public static Verdicts judge(GateRule rule, List<Pairs> screened, List<Pairs> confirmed) {
        double shift = sharedShift(rule, screened);
        List<Suspect> all = Suspect.of(screened, shift);
        Map<String, Pairs> fresh = byRow(confirmed);
        requireFreshRoundsOfSuspects(all.stream().limit(rule.mostSuspects()).toList(), confirmed);
        List<Suspect> suspects = adjusted(rule, all.stream().limit(rule.mostSuspects())
                .map(suspect -> suspect.confirmed(rule, fresh.get(suspect.row()), shift)).toList());
        Map<String, Suspect> byRow = suspects.stream().collect(Collectors.toMap(Suspect::row, Function.identity()));
        Set<String> cut = all.stream().skip(rule.mostSuspects()).map(Suspect::row).collect(Collectors.toSet());
        List<RowVerdict> rows = screened.stream().map(pairs -> byRow.containsKey(pairs.row())
                ? ofSuspect(rule, byRow.get(pairs.row()), suspects.size())
                : ofOther(rule, pairs, cut.contains(pairs.row()), suspects.size(), shift)).toList();
        return new Verdicts(rows, Math.exp(shift), cut(rule, all));
    }

    private static void requireFreshRoundsOfSuspects(List<Suspect> suspects, List<Pairs> confirmed) {
        for (Pairs pairs : confirmed) {
            Suspect suspect = suspects.stream().filter(one -> one.row().equals(pairs.row())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "fresh rounds are for suspects of the screen, " + pairs.row() + " is none"));
            double margin = suspect.screened().margin();
            if (pairs.margin() != margin)
                throw new IllegalArgumentException("a margin holds for a whole comparison, that of " + pairs.row() + " was " + margin
                        + " and became " + pairs.margin());
        }
    }

    /// By Holm, over the suspects' part of the false alarms.
    private static List<Suspect> adjusted(GateRule rule, List<Suspect> suspects) {
        double share = rule.suspectAlarms() / rule.falseAlarms();
        double[] adjusted = SignedRank.holm(suspects.stream().mapToDouble(suspect -> suspect.evidence().pValue()).toArray());
        return IntStream.range(0, suspects.size()).mapToObj(k -> suspects.get(k).adjusted(Math.min(1, adjusted[k] / share))).toList();
    }

    private static RowVerdict ofSuspect(GateRule rule, Suspect suspect, int family) {
        Pairs fresh = suspect.fresh();
        if (fresh.rounds() < rule.leastConfirmRounds())
            return unfit(fresh, "a suspect of which " + fresh.rounds() + " fresh rounds are fit, and " + rule.leastConfirmRounds()
                    + " is the least that can confirm it");
        Verdict verdict;
        String reason;
        if (suspect.pValue() <= rule.falseAlarms() && suspect.evidence().agrees()) {
            verdict = suspect.direction() > 0 ? Verdict.REGRESSED : Verdict.IMPROVED;
            reason = suspect.evidence().clause();
        } else if (same(fresh)) {
            verdict = Verdict.SAME;
            reason = "a suspect that fresh rounds cleared: within " + Suspect.percent(fresh.margin()) + " either way";
        } else {
            verdict = Verdict.INCONCLUSIVE;
            reason = "a suspect that fresh rounds neither confirmed nor cleared: " + suspect.evidence().clause();
        }
        return rowVerdict(rule, fresh, suspect.screened().rounds(), family, verdict, suspect.pValue(), reason);
    }

    private static RowVerdict ofOther(GateRule rule, Pairs pairs, boolean cut, int suspects, double shift) {
        if (pairs.rounds() < GateRule.LEAST_ROUNDS)
            return unfit(pairs, pairs.rounds() + " rounds are fit, and " + GateRule.LEAST_ROUNDS + " is the least that can decide");
        int family = Math.min(suspects + 1, rule.mostSuspects()); // had it been a suspect as well
        Verdict verdict = Verdict.INCONCLUSIVE;
        String reason;
        if (cut) {
            reason = "a suspect that was not confirmed, since only the worst " + rule.mostSuspects() + " are";
        } else if (same(pairs)) {
            verdict = Verdict.SAME;
            reason = "within " + Suspect.percent(pairs.margin()) + " either way";
        } else if (shift != 0 && Math.abs(Sample.median(pairs.differences()) - shift) <= pairs.logMargin()) {
            reason = "it moves with the shift common to all rows";
        } else {
            reason = "neither a change beyond " + Suspect.percent(pairs.margin()) + " nor its absence is shown";
        }
        return rowVerdict(rule, pairs, pairs.rounds(), family, verdict, Double.NaN, reason);
    }

    private static RowVerdict unfit(Pairs pairs, String reason) {
        double[] d = pairs.differences();
        boolean none = d.length == 0;
        return new RowVerdict(pairs.row(), Verdict.UNFIT, d.length, none ? Double.NaN : Math.exp(SignedRank.estimate(d)), interval(d),
                Double.NaN, none ? Double.NaN : winRate(pairs), Double.NaN, null, reason);
    }

    private static RowVerdict rowVerdict(GateRule rule, Pairs pairs, int screenRounds, int family, Verdict verdict, double p,
            String reason) {
        double[] d = pairs.differences();
        boolean fresh = !Double.isNaN(p);
        double detectable = Power.detectable(pairs.logMargin(), Power.deviation(d), d.length, screenRounds,
                fresh ? d.length : rule.confirmRounds(),
                rule.suspectAlarms() / family, rule.winRate());
        return new RowVerdict(pairs.row(), verdict, d.length, Math.exp(SignedRank.estimate(d)), interval(d), p, winRate(pairs),
                Math.expm1(detectable),
                Clusters.of(pairs).map(Clusters::modes).orElse(null), reason);
    }

    /// The shift that rows have in common, as a difference of logarithms; 0 if there is none: most rows, as many as the rule asks of rounds,
    /// are beyond their margins in one direction, and more than chance would bring there if half of them were. This takes rows that are
    /// independent of each other but for the shift, and at least fifteen of them at a rule of 1 %.
    private static double sharedShift(GateRule rule, List<Pairs> screened) {
        byRow(screened);
        List<Pairs> fit = screened.stream().filter(pairs -> pairs.rounds() >= GateRule.LEAST_ROUNDS).toList();
        if (fit.isEmpty()) return 0;
        double[] medians = fit.stream().mapToDouble(pairs -> Sample.median(pairs.differences())).toArray();
        double shift = Sample.median(medians);
        int direction = shift > 0 ? 1 : -1;
        int beyond = (int) IntStream.range(0, medians.length).filter(k -> direction * medians[k] > fit.get(k).logMargin()).count();
        boolean most = beyond >= rule.winRate() * medians.length;
        boolean moreThanChance = 2 * Signs.pValue(beyond, medians.length) <= rule.shiftAlarms(); // twice: either direction could have been
        double margin = Sample.median(fit.stream().mapToDouble(Pairs::logMargin).toArray());
        return most && moreThanChance && Math.abs(shift) > margin ? shift : 0;
    }

    /// Two one-sided tests: neither slower nor faster by the margin.
    private static boolean same(Pairs pairs) {
        double[] d = pairs.differences();
        return Math.abs(Sample.median(d)) < pairs.logMargin()
                && SignedRank.pValueAbove(-pairs.logMargin(), d) <= GateRule.EQUIVALENCE
                && SignedRank.pValueBelow(pairs.logMargin(), d) <= GateRule.EQUIVALENCE;
    }

    private static double winRate(Pairs pairs) {
        double[] d = pairs.differences();
        return (double) Suspect.above(pairs.logMargin(), Suspect.towards(SignedRank.estimate(d) < 0 ? -1 : 1, d)) / d.length;
    }

    private static Interval interval(double... d) {
        Interval logs = SignedRank.interval(LEVEL, d);
        return new Interval(Math.exp(logs.low()), Math.exp(logs.high()));
    }

    private static Map<String, Pairs> byRow(List<Pairs> rows) {
        Set<String> names = new HashSet<>();
        for (Pairs pairs : rows) {
            if (!names.add(pairs.row())) throw new IllegalArgumentException("a row comes once, " + pairs.row() + " came again");
        }
        return rows.stream().collect(Collectors.toMap(Pairs::row, Function.identity()));
    }
}
