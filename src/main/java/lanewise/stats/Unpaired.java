package lanewise.stats;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.TTest;

/// Two samples that were not measured side by side, such as two old runs: for the eye. None of this gates, because whatever happened to the
/// machine between the two stands in it as well.
///
/// Sources: Mann and Whitney, *On a test of whether one of two random variables is stochastically larger than the other*, 1947; Welch, *The
/// generalization of Student's problem when several different population variances are involved*, 1947; Cohen, *Statistical Power Analysis
/// for the Behavioral Sciences*, 1988, section 2.2; Vargha and Delaney, *A critique and improvement of the CL common language effect size
/// statistics*, 2000.
///
/// @param mannWhitney the two-sided p-value of the U test: exact for samples of fewer than 50 without equal values, otherwise asymptotic
/// @param welch       the two-sided p-value of the t-test that assumes no equal variances
/// @param cohensD     the difference of the means, after less before, over the pooled standard deviation
/// @param a12         how often a value after exceeds one before, equal ones counted half: 0.5 is no difference
public record Unpaired(double mannWhitney, double welch, double cohensD, double a12) {

    /// Where neither sample has any spread, the t-test and Cohen's d take their limits: 1 and 0 of equal means, 0 and infinity of others.
    ///
    /// @throws IllegalArgumentException if a sample has fewer than two values or one that is not finite
    public static Unpaired of(double[] before, double[] after) {
        for (double[] sample : new double[][]{before, after}) {
            if (sample.length < 2 || !Arrays.stream(sample).allMatch(Double::isFinite))
                throw new IllegalArgumentException(
                        "a sample needs two or more values, all finite, was " + Arrays.toString(sample));
        }
        double difference = mean(after) - mean(before);
        double pooled = Math.sqrt((squares(before) + squares(after)) / (before.length + after.length - 2));
        boolean spread = pooled > 0;
        boolean allEqual = !spread && difference == 0;
        MannWhitneyUTest ranks = MannWhitneyUTest.withDefaults();
        return new Unpaired(
                allEqual ? 1 : ranks.test(after, before).getPValue(),
                spread ? TTest.withDefaults().with(DataDispersion.HETEROSCEDASTIC).test(after, before).getPValue() : allEqual ? 1 : 0,
                allEqual ? 0 : difference / pooled,
                ranks.statistic(after, before) / ((double) before.length * after.length));
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElseThrow();
    }

    private static double squares(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    }
}
