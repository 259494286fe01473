package lanewise.stats;

import java.util.Arrays;

/// Takes out of a series what it shares with another that the machine alone moves.
///
///     t − b(s − s̄),  b = Cov(Δt, Δs)/Var(Δs)
///
/// The coefficient is of the differences from one value to the next: a step of either series, which is what is looked for in t, counts in
/// them once. Source: Lavenberg and Welch, *A Perspective on the Use of Control Variables to Increase the Efficiency of Monte Carlo
/// Simulations*, 1981.
public final class ControlVariate {

    /// Pairs from which on the coefficient is worth estimating.
    public static final int LEAST_VALUES = 30;

    private ControlVariate() {}

    /// The coefficient; 0 if there are too few values, if one is not finite, or if s explains nothing of t.
    public static double coefficient(double[] t, double[] s) {
        if (t.length < LEAST_VALUES || !Arrays.stream(t).allMatch(Double::isFinite) || !Arrays.stream(s).allMatch(Double::isFinite))
            return 0;
        double together = 0;
        double squares = 0;
        for (int i = 1; i < t.length; i++) {
            together += (t[i] - t[i - 1]) * (s[i] - s[i - 1]);
            squares += (s[i] - s[i - 1]) * (s[i] - s[i - 1]);
        }
        double b = squares == 0 ? 0 : together / squares;
        return b > 0 ? b : 0; // no machine makes a row slower by making its roof faster
    }

    /// t without what it shares with s.
    ///
    /// @throws IllegalArgumentException if the series differ in length
    public static double[] adjusted(double[] t, double[] s) {
        if (t.length != s.length) throw new IllegalArgumentException("series must be equally long, were " + t.length + " and " + s.length);
        double b = coefficient(t, s);
        if (b == 0) return t.clone();
        double mean = Arrays.stream(s).average().orElseThrow();
        double[] adjusted = new double[t.length];
        for (int i = 0; i < t.length; i++) adjusted[i] = t[i] - b * (s[i] - mean);
        return adjusted;
    }
}
