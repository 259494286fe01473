package lanewise.stats;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

/// The sign test: exact for a median of any distribution, symmetric or not.
final class Signs {

    private Signs() {}

    /// The probability of `above` or more of `n` values above their median.
    static double pValue(int above, int n) {
        return n == 0 ? 1 : BinomialTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN).test(n, above, 0.5).getPValue();
    }

    /// How many of n values must lie above a bound for the median's lower bound at this level to do so; n + 1 if n are too few.
    static int least(double level, int n) {
        int above = n + 1;
        while (above > 0 && pValue(above - 1, n) <= level)
            above--;
        return above;
    }
}
