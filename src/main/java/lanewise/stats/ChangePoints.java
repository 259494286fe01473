package lanewise.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Where a series changes its distribution: E-divisive, hierarchical divisive estimation by the energy statistic.
///
///     Ê(X, Y) = 2/(mn) ΣΣ|x_i − y_j| − (n choose 2)⁻¹ Σ|x_i − x_k| − (m choose 2)⁻¹ Σ|y_j − y_k|
///     Q̂(X, Y) = mn/(m + n) Ê(X, Y)
///
/// A segment is cut where Q̂ of what lies before and a stretch that lies behind is largest, if fewer than a fraction of all orders of the
/// segment's values would make one as large; then both parts are treated likewise. Segments are at least three long: a single spike is
/// nobody's change.
///
/// Source: Matteson and James, *A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data*, 2014, sections 2 and 3, with
/// α = 1.
public final class ChangePoints {

    /// Values in a segment, at the least.
    public static final int LEAST_SEGMENT = 3;

    private static final int PERMUTATIONS = 1_999;
    private static final long SEED = 20_140_101;

    private ChangePoints() {}

    /// A cut.
    ///
    /// @param index  of the first value behind it
    /// @param pValue the fraction of orders of the segment it lies in, its own among them, that make as large a statistic
    public record Change(int index, double pValue) {}

    /// All changes, in order.
    ///
    /// @param level of one cut: so many of the series without a change are cut
    /// @param series in order of time
    public static List<Change> of(double level, double... series) {
        List<Change> changes = new ArrayList<>();
        divide(level, series, 0, series.length, new SplittableRandom(SEED), changes);
        changes.sort((a, b) -> Integer.compare(a.index, b.index));
        return changes;
    }

    private static void divide(double level, double[] series, int from, int to, SplittableRandom random, List<Change> changes) {
        if (to - from < 2 * LEAST_SEGMENT) return;
        double[] segment = Arrays.copyOfRange(series, from, to);
        Cut best = bestCut(segment);
        int asLarge = 1;
        for (int k = 0; k < PERMUTATIONS; k++) {
            shuffle(segment, random);
            if (bestCut(segment).statistic >= best.statistic) asLarge++;
            if (asLarge > level * (PERMUTATIONS + 1)) return; // no order that is still to come can undo this
        }
        changes.add(new Change(from + best.index, (double) asLarge / (PERMUTATIONS + 1)));
        divide(level, series, from, from + best.index, random, changes);
        divide(level, series, from + best.index, to, random, changes);
    }

    private static void shuffle(double[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    /// @param index     of the first value behind the cut
    /// @param statistic Q̂
    record Cut(int index, double statistic) {}

    /// The largest statistic over all cuts and all ends of the stretch behind.
    static Cut bestCut(double... values) {
        int n = values.length;
        double[][] sums = new double[n + 1][n + 1]; // of distances within the first i times the first j values
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sums[i + 1][j + 1] = sums[i][j + 1] + sums[i + 1][j] - sums[i][j] + Math.abs(values[i] - values[j]);
            }
        }
        Cut best = new Cut(LEAST_SEGMENT, Double.NEGATIVE_INFINITY);
        for (int cut = LEAST_SEGMENT; cut <= n - LEAST_SEGMENT; cut++) {
            for (int end = cut + LEAST_SEGMENT; end <= n; end++) {
                double before = cut;
                double behind = end - cut;
                double between = sums[cut][end] - sums[cut][cut];
                double withinBefore = sums[cut][cut] / 2;
                double withinBehind = (sums[end][end] - 2 * sums[cut][end] + sums[cut][cut]) / 2;
                double energy = 2 * between / (before * behind) - withinBefore / (before * (before - 1) / 2)
                        - withinBehind / (behind * (behind - 1) / 2);
                double statistic = before * behind / (before + behind) * energy;
                if (statistic > best.statistic) best = new Cut(cut, statistic);
            }
        }
        return best;
    }
}
