package lanewise.stats;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/// Wilcoxon's signed ranks of a few paired differences: exact, and indifferent to how far out an outlier lies. They assume that differences
/// are symmetric about their median, which logarithms of ratios within a round are if both builds meet the same interference.
///
/// Source: Hollander, Wolfe and Chicken, *Nonparametric Statistical Methods*, 2014, sections 3.1 to 3.3.
public final class SignedRank {

    private static final int MOST_EXACT = 200;

    private SignedRank() {}

    /// Bounds of a median; infinite where there are too few values to bound it.
    public record Interval(double low, double high) {}

    /// The two-sided interval of the median of differences, by Walsh averages.
    ///
    /// @param level of confidence, such as 0.95
    public static Interval interval(double level, double... differences) {
        int n = differences.length;
        double[] averages = walshAverages(differences);
        int excluded = excluded((1 - level) / 2, n);
        if (excluded == 0) return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        return new Interval(averages[excluded - 1], averages[averages.length - excluded]);
    }

    /// The Hodges-Lehmann estimate of the median: the median of the Walsh averages.
    ///
    /// @throws IllegalArgumentException if there is no value
    public static double estimate(double... differences) {
        return Sample.median(walshAverages(differences));
    }

    /// The probability of differences at least this far below `bound` if their median is `bound` or more.
    public static double pValueBelow(double bound, double... differences) {
        return pValueAbove(-bound, Arrays.stream(differences).map(difference -> -difference).toArray());
    }

    /// The probability of differences at least this far above `bound` if their median is `bound` or less; 1 if there is none.
    ///
    /// Exact to 200 differences, which is far beyond any number of rounds, and by the normal distribution from there on. Among differences equally far from the bound those above it take the lower ranks, and one at the bound counts as below: what ties could
    /// have been is decided against the claim, so that the probability is never too small.
    public static double pValueAbove(double bound, double... differences) {
        if (differences.length == 0) return 1;
        double[] signedRanks = Arrays.stream(differences).map(difference -> difference - bound).boxed()
                .sorted(Comparator.<Double>comparingDouble(Math::abs).thenComparing(Comparator.reverseOrder()))
                .mapToDouble(distance -> distance > 0 ? 1 : -1).toArray();
        for (int k = 0; k < signedRanks.length; k++) signedRanks[k] *= k + 1;
        PValueMethod method = differences.length <= MOST_EXACT ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC;
        return WilcoxonSignedRankTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN).with(method).test(signedRanks).getPValue();
    }

    /// What [#pValueAbove] would reject at this level is every bound below this one; minus infinity where there are too few values.
    static double lowerBound(double level, double... differences) {
        int excluded = excluded(level, differences.length);
        return excluded == 0 ? Double.NEGATIVE_INFINITY : walshAverages(differences)[excluded - 1];
    }

    /// Holm's adjustment: each may be compared with the level as if it were the only one, and the chance of a single false alarm among all
    /// stays below it.
    public static double[] holm(double... pValues) {
        Integer[] order = new Integer[pValues.length];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, (a, b) -> Double.compare(pValues[a], pValues[b]));
        double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            largest = Math.max(largest, Math.min(1, (order.length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }

    private static double[] walshAverages(double[] values) {
        double[] averages = new double[values.length * (values.length + 1) / 2];
        int k = 0;
        for (int i = 0; i < values.length; i++) {
            for (int j = i; j < values.length; j++) averages[k++] = (values[i] + values[j]) / 2;
        }
        Arrays.sort(averages);
        return averages;
    }

    /// How many rank sums from the smallest up are together no more probable than `tail`: that many Walsh averages lie outside.
    private static int excluded(double tail, int n) {
        double[] probability = new double[n * (n + 1) / 2 + 1]; // of every sum of a random subset of 1..n
        probability[0] = 1;
        for (int rank = 1; rank <= n; rank++) {
            for (int sum = probability.length - 1; sum >= 0; sum--) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }
        int excluded = 0;
        for (double sum = probability[0]; sum <= tail; sum += probability[excluded]) excluded++;
        return excluded;
    }
}
