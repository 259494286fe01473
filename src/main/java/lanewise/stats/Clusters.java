package lanewise.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/// Forks of one row that fall into a fast and a slow cluster. A median of such forks flips with their shares, so that the shares and the
/// fast forks are compared instead.
///
/// @param bound forks above are the slow ones
record Clusters(Pairs pairs, double bound) {

    /// Clusters lie further apart than 15 %: no interference slows forks down so evenly.
    private static final double LEAST_GAP = Math.log(1.15);

    /// One or two forks may be spikes.
    private static final int LEAST_FORKS = 2;

    /// The largest gap between the forks of both builds, if it divides them into clusters of the same code. One of the builds must itself have
    /// been fast and slow, otherwise the builds differ and nothing else; and the two must have differed within rounds, otherwise it was
    /// interference that slowed both of a round down.
    static Optional<Clusters> of(Pairs pairs) {
        double[] forks = new double[2 * pairs.rounds()];
        System.arraycopy(pairs.base(), 0, forks, 0, pairs.rounds());
        System.arraycopy(pairs.head(), 0, forks, pairs.rounds(), pairs.rounds());
        Arrays.sort(forks);
        int widest = -1;
        for (int k = LEAST_FORKS; k <= forks.length - LEAST_FORKS; k++) {
            if (widest < 0 || forks[k] - forks[k - 1] > forks[widest] - forks[widest - 1]) widest = k;
        }
        if (widest < 0 || forks[widest] - forks[widest - 1] <= LEAST_GAP) return Optional.empty();
        Clusters clusters = new Clusters(pairs, (forks[widest] + forks[widest - 1]) / 2);
        boolean ofOneBuild = clusters.both(pairs.base()) || clusters.both(pairs.head());
        long apart = IntStream.range(0, pairs.rounds()).filter(k -> clusters.slow(pairs.base()[k]) != clusters.slow(pairs.head()[k]))
                .count();
        return ofOneBuild && apart >= LEAST_FORKS ? Optional.of(clusters) : Optional.empty();
    }

    int slowForks(double[] side) {
        return (int) Arrays.stream(side).filter(this::slow).count();
    }

    double[] fastForks(double[] side) {
        return Arrays.stream(side).filter(time -> !slow(time)).toArray();
    }

    /// The rounds in which both forks were fast.
    double[] fastDifferences() {
        return IntStream.range(0, pairs.rounds()).filter(k -> !slow(pairs.base()[k]) && !slow(pairs.head()[k]))
                .mapToDouble(k -> pairs.head()[k] - pairs.base()[k]).toArray();
    }

    /// Fisher's exact test of the two shares of slow forks; `GREATER_THAN` is that the head's is the larger one.
    double sharePValue(AlternativeHypothesis alternative) {
        int slowHead = slowForks(pairs.head());
        int slowBase = slowForks(pairs.base());
        int[][] table = {{slowHead, pairs.rounds() - slowHead}, {slowBase, pairs.rounds() - slowBase}};
        return FisherExactTest.withDefaults().with(alternative).test(table).getPValue();
    }

    Modes modes() {
        return new Modes(median(false, pairs.base()), median(true, pairs.base()), median(false, pairs.head()), median(true, pairs.head()),
                slowForks(pairs.base()), slowForks(pairs.head()), sharePValue(AlternativeHypothesis.TWO_SIDED));
    }

    private boolean slow(double time) {
        return time > bound;
    }

    private boolean both(double[] side) {
        int slow = slowForks(side);
        return slow >= LEAST_FORKS && side.length - slow >= LEAST_FORKS;
    }

    private double median(boolean slow, double[] side) {
        double[] forks = Arrays.stream(side).filter(time -> slow(time) == slow).toArray();
        return forks.length == 0 ? Double.NaN : Math.exp(Sample.median(forks));
    }
}
