package lanewise.stats;

/// One row's times of two builds, paired by round: logarithms of nanoseconds per operation, each the median of a fork. Rounds that were
/// unfit to measure are left out by whoever makes this, on both sides.
///
/// @param margin the smallest change worth a word, such as 0.02
/// @param base   of each round
/// @param head   of the same round
public record Pairs(String row, double margin, double[] base, double[] head) {

    /// How much slower the head was in every round: differences of logarithms.
    public double[] differences() {
        double[] differences = new double[base.length];
        java.util.Arrays.setAll(differences, k -> head[k] - base[k]);
        return differences;
    }
}
