package lanewise.stats;

import java.util.Arrays;

/// One row's times of two builds, paired by round: logarithms of nanoseconds per operation, each the median of a fork. Rounds that were
/// unfit to measure are left out by whoever makes this, on both sides.
///
/// @param margin the smallest change that counts, such as 0.02
/// @param base   of each round
/// @param head   of the same round
public record Pairs(String row, double margin, double[] base, double[] head) {

    /// @throws IllegalArgumentException if the sides differ in length, a time is not finite, or the margin is no fraction
    public Pairs {
        if (!(margin > 0 && margin < 1))
            throw new IllegalArgumentException("the margin of " + row + " must lie between 0 and 1, was " + margin);
        if (base.length != head.length)
            throw new IllegalArgumentException(
                    row + " needs as many rounds of the base as of the head, had " + base.length + " and " + head.length);
        for (double[] side : new double[][]{base, head}) {
            for (double time : side) {
                if (!Double.isFinite(time))
                    throw new IllegalArgumentException("the logarithms of " + row + "'s times must be finite, one was " + time);
            }
        }
    }

    /// How much slower the head was in every round: differences of logarithms.
    public double[] differences() {
        double[] differences = new double[base.length];
        Arrays.setAll(differences, round -> head[round] - base[round]);
        return differences;
    }

    int rounds() {
        return base.length;
    }

    /// The margin as a difference of logarithms.
    double logMargin() {
        return Math.log1p(margin);
    }
}
