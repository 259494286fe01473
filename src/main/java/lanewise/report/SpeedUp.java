package lanewise.report;

import lanewise.stats.SignedRank;
import lanewise.stats.SignedRank.Interval;

/// A row's speed over that of another.
///
/// @param over      what tables call the other
/// @param logRatios in each round in which both were measured: the logarithm of the other's time divided by this row's
record SpeedUp(String over, double[] logRatios) {

    private static final double LEVEL = 0.95;

    /// How much faster this row is, as Hodges and Lehmann estimate it; below 1 it is the slower one.
    double ratio() {
        return logRatios.length == 0 ? Double.NaN : Math.exp(SignedRank.estimate(logRatios));
    }

    /// The 95 % interval of [#ratio].
    Interval interval() {
        Interval logs = SignedRank.interval(LEVEL, logRatios);
        return new Interval(Math.exp(logs.low()), Math.exp(logs.high()));
    }

    /// The probability of such rounds if this row had at least `bound` times the other's speed.
    double pValueBelow(double bound) {
        return logRatios.length == 0 ? 1 : SignedRank.pValueBelow(Math.log(bound), logRatios);
    }

    @Override
    public String toString() {
        String interval = Double.isInfinite(interval().high())
                ? ""
                : Format.number(" (%.2f", interval().low()) + Format.number(" to %.2f)", interval().high());
        return Format.number("%.2f", ratio()) + interval;
    }
}
