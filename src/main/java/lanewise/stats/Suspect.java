package lanewise.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.inference.AlternativeHypothesis;

/// A row on its way from the screen to its verdict.
///
/// @param screened  its first rounds
/// @param direction 1 if the head seems slower, −1 if faster
/// @param excess    over the margin
/// @param fresh     its rounds of the confirmation; none before it
/// @param evidence  what these say
/// @param pValue    of the evidence, adjusted for all suspects
record Suspect(Pairs screened, int direction, double excess, Pairs fresh, Evidence evidence, double pValue) {

    /// What a suspect's fresh rounds say, in its direction.
    ///
    /// @param pValue one-sided, not adjusted
    /// @param agrees whether signs and win rate do
    /// @param clause what was seen
    record Evidence(double pValue, boolean agrees, String clause) {
        static final Evidence NONE = new Evidence(1, false, "");
    }

    static Suspect of(Pairs screened, int direction, double excess) {
        Pairs none = new Pairs(screened.row(), screened.margin(), new double[0], new double[0]);
        return new Suspect(screened, direction, excess, none, Evidence.NONE, 1);
    }

    String row() {
        return screened.row();
    }

    /// With its fresh rounds, if there are any.
    Suspect confirmed(GateRule rule, Pairs rounds, double shift) {
        if (rounds == null) return this;
        Evidence found = rounds.rounds() < rule.leastConfirmRounds()
                ? Evidence.NONE
                : evidence(rule, rounds, direction, threshold(screened, direction, shift));
        return new Suspect(screened, direction, excess, rounds, found, 1);
    }

    Suspect adjusted(double p) {
        return new Suspect(screened, direction, excess, fresh, evidence, p);
    }

    /// The suspects, worst first.
    static List<Suspect> of(List<Pairs> screened, double shift) {
        return screened.stream().filter(pairs -> pairs.rounds() >= GateRule.LEAST_ROUNDS).map(pairs -> suspect(pairs, shift))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(Suspect::direction).thenComparingDouble(Suspect::excess).reversed()
                        .thenComparing(Suspect::row))
                .toList();
    }

    private static Optional<Suspect> suspect(Pairs pairs, double shift) {
        double[] d = pairs.differences();
        Arrays.sort(d);
        Optional<Clusters> clusters = Clusters.of(pairs);
        for (int direction : new int[]{1, -1}) {
            double threshold = threshold(pairs, direction, shift);
            double beyondShift = threshold - pairs.logMargin();
            double median = direction * Sample.median(d);
            long disagree = Arrays.stream(d).filter(difference -> direction * difference <= beyondShift).count();
            if (median > threshold && disagree <= mayDisagree(d.length))
                return Optional.of(of(pairs, direction, median - threshold));
            double mean = direction * Arrays.stream(d).average().orElseThrow();
            int slower = clusters.map(found -> direction * (found.slowForks(pairs.head()) - found.slowForks(pairs.base()))).orElse(0);
            // a median does not see it: in half of the rounds the head alone fell into the slow code
            if (2 * slower >= d.length && mean > threshold) return Optional.of(of(pairs, direction, mean - threshold));
        }
        return Optional.empty();
    }

    /// How many rounds of a screen may point the other way.
    static int mayDisagree(int rounds) {
        return rounds / 6;
    }

    /// What a difference must be beyond to be this row's own, and not the shift common to all rows.
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

    static double[] towards(int direction, double... values) {
        return Arrays.stream(values).map(value -> direction * value).toArray();
    }

    static int above(double bound, double... values) {
        return (int) Arrays.stream(values).filter(value -> value > bound).count();
    }

    private static String beyond(int wins, int rounds, Pairs pairs) {
        return "beyond " + percent(pairs.margin()) + " in " + wins + " of " + rounds + " fresh rounds";
    }

    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.3g", 100 * fraction).replaceFirst("\\.?0+$", "") + " %";
    }
}
