package lanewise.stats;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/// Mann and Whitney's ranks of two samples that are not paired.
final class RankSum {

    private RankSum() {}

    private record Ranked(double value, boolean ofHead) {}

    /// The probability of a head this far above `base + bound` if it lies no further. Exact; of equal values the head's counts as the lower.
    static double pValueAbove(double bound, double[] base, double[] head) {
        if (base.length == 0 || head.length == 0) return 1;
        Ranked[] all = new Ranked[base.length + head.length];
        for (int k = 0; k < base.length; k++) all[k] = new Ranked(base[k] + bound, false);
        for (int k = 0; k < head.length; k++) all[base.length + k] = new Ranked(head[k], true);
        Arrays.sort(all, Comparator.comparingDouble(Ranked::value).thenComparing(Ranked::ofHead, Comparator.reverseOrder()));
        double[] ranksOfBase = new double[base.length];
        double[] ranksOfHead = new double[head.length];
        int bases = 0;
        int heads = 0;
        for (int rank = 0; rank < all.length; rank++) {
            if (all[rank].ofHead()) ranksOfHead[heads++] = rank;
            else
                ranksOfBase[bases++] = rank;
        }
        return MannWhitneyUTest.withDefaults().with(PValueMethod.EXACT).with(AlternativeHypothesis.GREATER_THAN)
                .test(ranksOfHead, ranksOfBase).getPValue();
    }

    /// How often a value of the head lies above `base + bound`, over all couples.
    static double winRate(double bound, double[] base, double[] head) {
        long wins = 0;
        for (double mine : head) {
            for (double other : base) if (mine > other + bound) wins++;
        }
        return (double) wins / Math.max(1, base.length * head.length);
    }
}
