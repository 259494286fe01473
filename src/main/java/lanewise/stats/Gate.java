package lanewise.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.stats.SignedRank.Interval;
import org.apache.commons.statistics.inference.AlternativeHypothesis;

/// Decides a paired comparison of two builds, in two stages.
///
/// The **screen** is lenient and looks at every row: one whose median difference is beyond the margin and whose rounds all but agree (all but
/// one in six) is a suspect, whichever the direction. The **confirmation** looks at fresh rounds of the suspects alone, so that what the
/// screen selected by chance does not speak for itself. There the head REGRESSED if
/// - Wilcoxon's exact signed-rank test rejects that its median slowdown is the margin or less, by Holm over all suspects;
/// - the sign test's lower bound of the median is above the margin, at 2.5 %, whatever the shape of the differences;
/// - and it was beyond the margin in as many rounds as the rule asks.
///
/// IMPROVED is the same with base and head exchanged, in the same family of tests: 99 of 100 parts of the rule's false alarms are the suspects'.
/// The last part is the shift common to all rows, tested by the signs of their medians in the screen; rows are then held against the
/// shift and the margin. SAME are rows of which two one-sided signed-rank tests at 5 % each reject that they are beyond the margin: for each row by itself,
/// since nothing is hung on the whole of them. A row that falls into two clusters of forks is held against chance by its share of
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

    /// A row under suspicion.
    ///
    /// @param direction 1 if the head seems slower, −1 if faster
    /// @param excess    over the margin
    private record Suspicion(String row, int direction, double excess) {}

    /// A suspect's fresh rounds, in its direction.
    ///
    /// @param pValue   one-sided, not adjusted
    /// @param agrees   whether signs and win rate do
    /// @param evidence one clause
    private record Evidence(double pValue, boolean agrees, String evidence) {
        static final Evidence NONE = new Evidence(1, false, "");
    }

    /// The rows that deserve fresh rounds: slower ones first, then faster ones, each by how far they are beyond their margin.
    ///
    /// @throws IllegalArgumentException if a row comes twice
    public static Screen screen(GateRule rule, List<Pairs> screened) {
        List<Suspicion> all = suspicions(screened, sharedShift(rule, screened));
        return new Screen(all.stream().limit(rule.mostSuspects()).map(Suspicion::row).toList(),
                Math.max(0, all.size() - rule.mostSuspects()));
    }

    /// The verdicts.
    ///
    /// @param screened  the first rounds, of every row
    /// @param confirmed fresh rounds, of the suspects alone; a suspect without is UNFIT
    /// @throws IllegalArgumentException if a row comes twice, or one was confirmed that is no suspect of the screened rounds
    public static Outcome judge(GateRule rule, List<Pairs> screened, List<Pairs> confirmed) {
        double shift = sharedShift(rule, screened);
        List<Suspicion> suspicions = suspicions(screened, shift);
        List<Suspicion> suspects = suspicions.stream().limit(rule.mostSuspects()).toList();
        Map<String, Pairs> fresh = byRow(confirmed);
        Map<String, Pairs> first = byRow(screened);
        for (Pairs pairs : confirmed) {
            if (suspects.stream().noneMatch(suspect -> suspect.row.equals(pairs.row())))
                throw new IllegalArgumentException(
                        "fresh rounds are for suspects of the screen, " + pairs.row() + " is none");
            double margin = first.get(pairs.row()).margin();
            if (pairs.margin() != margin)
                throw new IllegalArgumentException(
                        "a margin holds for a whole comparison, that of " + pairs.row() + " was " + margin + " and became "
                                + pairs.margin());
        }
        List<Evidence> evidence = suspects.stream().map(suspect -> {
            Pairs pairs = fresh.get(suspect.row);
            return pairs == null || pairs.rounds() < rule.leastConfirmRounds()
                    ? Evidence.NONE
                    : evidence(rule, pairs, suspect.direction, threshold(first.get(suspect.row), suspect.direction, shift));
        }).toList();
        double share = rule.suspectAlarms() / rule.falseAlarms();
        double[] adjusted = Arrays.stream(SignedRank.holm(evidence.stream().mapToDouble(Evidence::pValue).toArray()))
                .map(p -> Math.min(1, p / share)).toArray();
        Map<String, Integer> index = IntStream.range(0, suspects.size()).boxed()
                .collect(Collectors.toMap(k -> suspects.get(k).row, k -> k));
        Set<String> suspected = suspicions.stream().map(Suspicion::row).collect(Collectors.toSet());
        List<Judgement> judgements = screened.stream().map(pairs -> {
            Integer k = index.get(pairs.row());
            if (k != null) return ofSuspect(rule, suspects, k, pairs, fresh.get(pairs.row()), evidence.get(k), adjusted[k]);
            return ofOthers(rule, suspects.size(), pairs, suspected.contains(pairs.row()), shift);
        }).toList();
        return new Outcome(judgements, Math.exp(shift),
                new Screen(suspects.stream().map(Suspicion::row).toList(), suspicions.size() - suspects.size()));
    }

    /// How many rounds of a screen may point the other way.
    static int mayDisagree(int rounds) {
        return rounds / 6;
    }

    private static Judgement ofSuspect(GateRule rule, List<Suspicion> suspects, int k, Pairs screened, Pairs fresh, Evidence evidence,
            double p) {
        int rounds = fresh == null ? 0 : fresh.rounds();
        if (rounds < rule.leastConfirmRounds())
            return unfit(fresh == null ? new Pairs(screened.row(), screened.margin(), new double[0], new double[0]) : fresh,
                    "a suspect of which " + rounds + " fresh rounds are fit, and " + rule.leastConfirmRounds()
                            + " is the least that can confirm it");
        int direction = suspects.get(k).direction;
        Verdict verdict;
        String reason;
        if (p <= rule.falseAlarms() && evidence.agrees) {
            verdict = direction > 0 ? Verdict.REGRESSED : Verdict.IMPROVED;
            reason = evidence.evidence;
        } else if (same(fresh)) {
            verdict = Verdict.SAME;
            reason = "a suspect that fresh rounds cleared: within " + percent(fresh.margin()) + " either way";
        } else {
            verdict = Verdict.INCONCLUSIVE;
            reason = "a suspect that fresh rounds neither confirmed nor cleared: " + evidence.evidence;
        }
        return judgement(rule, fresh, screened.rounds(), suspects.size(), verdict, p, reason);
    }

    private static Judgement ofOthers(GateRule rule, int suspects, Pairs pairs, boolean cut, double shift) {
        if (pairs.rounds() < GateRule.LEAST_ROUNDS)
            return unfit(pairs, pairs.rounds() + " rounds are fit, and " + GateRule.LEAST_ROUNDS + " is the least that can decide");
        int family = Math.min(suspects + 1, rule.mostSuspects()); // had it been a suspect as well
        Verdict verdict = Verdict.INCONCLUSIVE;
        String reason;
        if (cut) {
            reason = "a suspect that was not confirmed, since only the worst " + rule.mostSuspects() + " are";
        } else if (same(pairs)) {
            verdict = Verdict.SAME;
            reason = "within " + percent(pairs.margin()) + " either way";
        } else if (shift != 0 && Math.abs(Sample.median(pairs.differences()) - shift) <= pairs.logMargin()) {
            reason = "it moves with the shift common to all rows";
        } else {
            reason = "neither a change beyond " + percent(pairs.margin()) + " nor its absence is shown";
        }
        return judgement(rule, pairs, pairs.rounds(), family, verdict, Double.NaN, reason);
    }

    private static Judgement unfit(Pairs pairs, String reason) {
        double[] d = pairs.differences();
        return new Judgement(pairs.row(), Verdict.UNFIT, d.length, d.length == 0 ? Double.NaN : Math.exp(SignedRank.estimate(d)),
                interval(d), Double.NaN,
                d.length == 0 ? Double.NaN : winRate(pairs), Double.NaN, null, reason);
    }

    private static Judgement judgement(GateRule rule, Pairs pairs, int screenRounds, int family, Verdict verdict, double p, String reason) {
        double[] d = pairs.differences();
        boolean fresh = !Double.isNaN(p);
        double detectable = Power.detectable(pairs.logMargin(), Power.deviation(d), d.length, screenRounds,
                fresh ? d.length : rule.confirmRounds(),
                rule.suspectAlarms() / family, rule.winRate());
        return new Judgement(pairs.row(), verdict, d.length, Math.exp(SignedRank.estimate(d)), interval(d), p, winRate(pairs),
                Math.expm1(detectable),
                Clusters.of(pairs).map(Clusters::modes).orElse(null), reason);
    }

    /// The suspects, worst first.
    private static List<Suspicion> suspicions(List<Pairs> screened, double shift) {
        return screened.stream().filter(pairs -> pairs.rounds() >= GateRule.LEAST_ROUNDS).map(pairs -> suspicion(pairs, shift))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(Suspicion::direction).thenComparingDouble(Suspicion::excess).reversed()
                        .thenComparing(Suspicion::row))
                .toList();
    }

    private static Optional<Suspicion> suspicion(Pairs pairs, double shift) {
        double[] d = pairs.differences();
        Arrays.sort(d);
        Optional<Clusters> clusters = Clusters.of(pairs);
        for (int direction : new int[]{1, -1}) {
            double threshold = threshold(pairs, direction, shift);
            double beyondShift = threshold - pairs.logMargin();
            double median = direction * Sample.median(d);
            long disagree = Arrays.stream(d).filter(difference -> direction * difference <= beyondShift).count();
            if (median > threshold && disagree <= mayDisagree(d.length))
                return Optional.of(new Suspicion(pairs.row(), direction, median - threshold));
            double mean = direction * Arrays.stream(d).average().orElseThrow();
            int slower = clusters.map(found -> direction * (found.slowForks(pairs.head()) - found.slowForks(pairs.base()))).orElse(0);
            // a median does not see it: in half of the rounds the head alone fell into the slow code
            if (2 * slower >= d.length && mean > threshold) return Optional.of(new Suspicion(pairs.row(), direction, mean - threshold));
        }
        return Optional.empty();
    }

    /// What a difference must be beyond to be a finding of this row's own.
    private static double threshold(Pairs pairs, int direction, double shift) {
        return pairs.logMargin() + Math.max(0, direction * shift);
    }

    private static Evidence evidence(GateRule rule, Pairs pairs, int direction, double threshold) {
        return Clusters.of(pairs).map(clusters -> ofClusters(rule, clusters, direction, threshold)).orElseGet(() -> {
            double[] d = towards(direction, pairs.differences());
            int wins = above(threshold, d);
            return new Evidence(SignedRank.pValueAbove(threshold, d), wins >= Power.leastWins(d.length, rule.winRate()),
                    beyond(wins, d.length, pairs));
        });
    }

    /// Two questions of one row, whose smaller p-value counts twice. Fast forks are paired if enough rounds have two, and otherwise pooled.
    private static Evidence ofClusters(GateRule rule, Clusters clusters, int direction, double threshold) {
        Pairs pairs = clusters.pairs();
        double share = clusters.sharePValue(direction > 0 ? AlternativeHypothesis.GREATER_THAN : AlternativeHypothesis.LESS_THAN);
        double[] d = towards(direction, clusters.fastDifferences());
        double[] base = towards(direction, clusters.fastForks(pairs.base()));
        double[] head = towards(direction, clusters.fastForks(pairs.head()));
        boolean paired = d.length >= rule.leastConfirmRounds();
        boolean agrees = paired
                ? above(threshold, d) >= Power.leastWins(d.length, rule.winRate())
                : RankSum.winRate(threshold, base, head) >= rule.winRate();
        double fast = !agrees ? 1 : paired ? SignedRank.pValueAbove(threshold, d) : RankSum.pValueAbove(threshold, base, head);
        String evidence = share <= fast
                ? "slow forks were " + clusters.slowForks(pairs.base()) + " of " + pairs.rounds() + " and are "
                        + clusters.slowForks(pairs.head())
                : "the fast ones of two clusters of forks, " + base.length + " and " + head.length + ", differ";
        return new Evidence(Math.min(1, 2 * Math.min(share, fast)), true, evidence);
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
        return (double) above(pairs.logMargin(), towards(SignedRank.estimate(d) < 0 ? -1 : 1, d)) / d.length;
    }

    private static Interval interval(double... d) {
        Interval logs = SignedRank.interval(LEVEL, d);
        return new Interval(Math.exp(logs.low()), Math.exp(logs.high()));
    }

    private static double[] towards(int direction, double... values) {
        return Arrays.stream(values).map(value -> direction * value).toArray();
    }

    private static int above(double bound, double... values) {
        return (int) Arrays.stream(values).filter(value -> value > bound).count();
    }

    private static Map<String, Pairs> byRow(List<Pairs> rows) {
        Set<String> names = new HashSet<>();
        for (Pairs pairs : rows) {
            if (!names.add(pairs.row())) throw new IllegalArgumentException("a row comes once, " + pairs.row() + " came again");
        }
        return rows.stream().collect(Collectors.toMap(Pairs::row, Function.identity()));
    }

    private static String beyond(int wins, int rounds, Pairs pairs) {
        return "beyond " + percent(pairs.margin()) + " in " + wins + " of " + rounds + " fresh rounds";
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.3g", 100 * fraction).replaceFirst("\\.?0+$", "") + " %";
    }
}
