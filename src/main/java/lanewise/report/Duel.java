package lanewise.report;

import lanewise.stats.SignedRank;

/// A SIMD row against the best other kernel of its optimizer and size: the one with the least median time.
///
/// @param opponent  the other's variant
/// @param logRatios in each round in which both were measured: the logarithm of the opponent's time divided by SIMD's
record Duel(String opponent, double[] logRatios) {

    private static final double LEVEL = 0.95;

    /// How much faster SIMD is; below 1 it is the slower one.
    double ratio() {
        return logRatios.length == 0 ? Double.NaN : Math.exp(SignedRank.estimate(logRatios));
    }

    /// The 95 % interval of [#ratio].
    SignedRank.Interval interval() {
        SignedRank.Interval logs = SignedRank.interval(LEVEL, logRatios);
        return new SignedRank.Interval(Math.exp(logs.low()), Math.exp(logs.high()));
    }

    /// The probability of such rounds if SIMD had at least `bound` times the opponent's speed.
    double pValueBelow(double bound) {
        return logRatios.length == 0 ? 1 : SignedRank.pValueBelow(Math.log(bound), logRatios);
    }
}
