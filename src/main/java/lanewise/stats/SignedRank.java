package lanewise.stats;

import java.util.Arrays;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/// Wilcoxon's signed ranks of a few paired differences: exact, and indifferent to how far out an outlier lies. They assume that differences
/// are symmetric about their median, which logarithms of ratios within a round are if both contestants meet the same weather.
///
/// Source: Hollander, Wolfe and Chicken, *Nonparametric Statistical Methods*, 2014, sections 3.1 to 3.3.
public final class SignedRank {

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
        return WilcoxonSignedRankTest.withDefaults().with(AlternativeHypothesis.LESS_THAN).withMu(bound).test(differences).getPValue();
    }

    /// Holm's adjustment: each may be held against the level as if it were the only one, and the chance of a single false alarm among all
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
