package lanewise.stats;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Skewness;

/// How far a sample is from a normal one: D'Agostino and Pearson's test of skewness and kurtosis together.
///
/// Sources: D'Agostino, *Transformation to normality of the null distribution of g₁*, 1970; Anscombe and Glynn, *Distribution of the kurtosis
/// statistic b₂ for normal samples*, 1983; D'Agostino and Pearson, *Tests for departure from normality*, 1973.
///
/// @param skewness g₁, the third moment over the deviation cubed; below 0 for a long tail to the left
/// @param kurtosis b₂, the fourth moment over the squared variance; 3 for a normal distribution
/// @param k2       the sum of the squares of both, made normal
/// @param pValue   of k2, by the χ² distribution with two degrees of freedom
public record Normality(double skewness, double kurtosis, double k2, double pValue) {

    private static final int LEAST = 20; // below that the approximations are poor

    /// @throws IllegalArgumentException if there are fewer than 20 values, or all are equal
    public static Normality of(double... values) {
        if (values.length < LEAST) throw new IllegalArgumentException("the test needs at least " + LEAST + " values, had " + values.length);
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        if (!(variance > 0)) throw new IllegalArgumentException("the test needs values that differ");
        double skewness = Skewness.of(values).setBiased(true).getAsDouble();
        double kurtosis = Arrays.stream(values).map(x -> Math.pow(x - mean, 4)).average().orElseThrow() / (variance * variance);
        double k2 = square(normalSkewness(skewness, values.length)) + square(normalKurtosis(kurtosis, values.length));
        return new Normality(skewness, kurtosis, k2, Math.exp(-k2 / 2));
    }

    private static double normalSkewness(double skewness, double n) {
        double y = skewness * Math.sqrt((n + 1) * (n + 3) / (6 * (n - 2)));
        double beta = 3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
        double w2 = Math.sqrt(2 * (beta - 1)) - 1;
        double alpha = Math.sqrt(2 / (w2 - 1));
        double ratio = y / alpha;
        return (Math.log(Math.abs(ratio) + Math.sqrt(ratio * ratio + 1)) * Math.signum(ratio)) / Math.sqrt(0.5 * Math.log(w2));
    }

    private static double normalKurtosis(double kurtosis, double n) {
        double expected = 3 * (n - 1) / (n + 1);
        double variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
        double x = (kurtosis - expected) / Math.sqrt(variance);
        double beta = 6 * (n * n - 5 * n + 2) / ((n + 7) * (n + 9)) * Math.sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)));
        double a = 6 + 8 / beta * (2 / beta + Math.sqrt(1 + 4 / (beta * beta)));
        double denominator = 1 + x * Math.sqrt(2 / (a - 4));
        return (1 - 2 / (9 * a) - Math.signum(denominator) * Math.cbrt((1 - 2 / a) / Math.abs(denominator))) / Math.sqrt(2 / (9 * a));
    }

    private static double square(double value) {
        return value * value;
    }
}
