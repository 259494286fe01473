package lanewise.stats;

import java.util.SplittableRandom;

/// What a shared runner does to the forks that it runs one after another: it drifts, slowly by a few percent and quickly by one; noisy neighbours
/// come and go; single forks are hit. All numbers are invented, and harsher than a quiet machine's.
final class SimulatedHost {

    private static final double SLOW_DRIFT = 0.03;
    private static final double SLOW_FORKS = 1_500; // that it takes to forget
    private static final double FAST_DRIFT = 0.01;
    private static final double FAST_FORKS = 10;
    private static final double EPISODE_STARTS = 1 / 200.0;
    private static final double EPISODE_ENDS = 1 / 30.0;
    private static final double SPIKE = 0.03;
    private static final double FORK_NOISE = 0.015;

    private final SplittableRandom random;
    private double slow;
    private double fast;
    private double episode;

    SimulatedHost(SplittableRandom random) {
        this.random = random;
        slow = SLOW_DRIFT * random.nextGaussian();
        fast = FAST_DRIFT * random.nextGaussian();
    }

    /// By how much the next fork is slower, as a logarithm.
    double next() {
        slow = drift(slow, SLOW_DRIFT, SLOW_FORKS);
        fast = drift(fast, FAST_DRIFT, FAST_FORKS);
        if (random.nextDouble() < (episode > 0 ? EPISODE_ENDS : EPISODE_STARTS)) episode = episode > 0 ? 0 : disturbance();
        double spike = random.nextDouble() < SPIKE ? disturbance() : 0;
        return slow + fast + episode + spike + FORK_NOISE * random.nextGaussian();
    }

    /// From 10 % to 50 %.
    private double disturbance() {
        return Math.log(1.1 + 0.4 * random.nextDouble());
    }

    /// An autoregressive process of the first order.
    private double drift(double now, double deviation, double forks) {
        double kept = Math.exp(-1 / forks);
        return kept * now + deviation * Math.sqrt(1 - kept * kept) * random.nextGaussian();
    }
}
