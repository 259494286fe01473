package lanewise.stats;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.ContinuityCorrection;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.TTest;

/// Two groups of independent runs, compared as reports of experiments do: Student's t of equal variances, Mann and Whitney's U by the normal
/// approximation with correction for continuity, Cohen's d with the pooled deviation. Differences are the second group less the first.
///
/// Sources as of [Unpaired], with Student, *The probable error of a mean*, 1908.
///
/// @param mean1         of the first group
/// @param standardError1 of that mean: s/√n
/// @param mean2         of the second group
/// @param standardError2 of that mean
/// @param t             Student's, with n₁ + n₂ − 2 degrees of freedom
/// @param tTest         its two-sided p-value
/// @param u             the smaller of the two numbers of couples in which one group exceeds the other
/// @param uOneSided     p-value of the difference in the direction that was seen
/// @param uTwoSided     p-value in either direction
/// @param cohensD       the difference over the pooled deviation
public record TwoMeans(double mean1, double standardError1, double mean2, double standardError2, double t, double tTest, double u,
        double uOneSided, double uTwoSided, double cohensD) {

    /// @throws IllegalArgumentException if a group has fewer than two values, one that is not finite, or neither has any spread
    public static TwoMeans of(double[] first, double[] second) {
        for (double[] group : new double[][]{first, second}) {
            if (group.length < 2 || !Arrays.stream(group).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("a group needs two or more values, all finite, was " + Arrays.toString(group));
            }
        }
        double mean1 = mean(first);
        double mean2 = mean(second);
        double squares1 = squares(first, mean1);
        double squares2 = squares(second, mean2);
        double pooled = Math.sqrt((squares1 + squares2) / (first.length + second.length - 2));
        if (pooled == 0) throw new IllegalArgumentException("one of two groups must have different values");
        TTest.Result student = TTest.withDefaults().with(DataDispersion.HOMOSCEDASTIC).test(second, first);
        MannWhitneyUTest ranks = MannWhitneyUTest.withDefaults().with(PValueMethod.ASYMPTOTIC).with(ContinuityCorrection.ENABLED);
        double above = ranks.statistic(second, first);
        double below = (double) first.length * second.length - above;
        double oneSided = ranks.with(above >= below ? AlternativeHypothesis.GREATER_THAN : AlternativeHypothesis.LESS_THAN)
                .test(second, first).getPValue();
        return new TwoMeans(mean1, error(squares1, first.length), mean2, error(squares2, second.length), student.getStatistic(),
                student.getPValue(), Math.min(above, below), oneSided,
                ranks.with(AlternativeHypothesis.TWO_SIDED).test(second, first).getPValue(), (mean2 - mean1) / pooled);
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElseThrow();
    }

    private static double squares(double[] values, double mean) {
        return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    }

    private static double error(double squares, int count) {
        return Math.sqrt(squares / (count - 1) / count);
    }

    /// The mean of runs and its standard error, which is NaN of a single run.
    public static double[] meanAndError(double... values) {
        double mean = mean(values);
        return new double[]{mean, error(squares(values, mean), values.length)};
    }
}
