package lanewise.stats;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// What a comparison could have seen. Of a slowdown μ (a difference of logarithms) and a spread σ of the differences, screen and confirmation
/// are both monotone: one draw of their rounds from a normal distribution finds every slowdown above a bound that it fixes. The bound that
/// [#POWER] of the draws keep is the smallest slowdown that is found with this probability.
///
/// The spread is itself an estimate, of few rounds: every draw divides it by an estimate from as many rounds of its own, so that the
/// probability is meant over what the spread may be. Differences with heavier tails than the normal distribution's have a larger spread by their
/// outliers, and then the answer errs on the side of caution; outliers that these rounds did not happen to meet are not in it.
final class Power {

    /// The probability with which a slowdown is to be found.
    static final double POWER = 0.8;

    private static final int DRAWS = 2_000;
    private static final double STEP = 0.1;
    private static final int MOST_STEPS = 200;

    /// @param seen     rounds that the spread was estimated from
    /// @param screened rounds of the screen
    /// @param confirm  rounds of the confirmation
    /// @param level    of its signed ranks
    /// @param winRate  that it asks
    private record Design(int seen, int screened, int confirm, double level, double winRate) {}

    private static final Map<Design, Power> KNOWN = new ConcurrentHashMap<>();

    /// In units of the spread that was seen, one of each draw: how far the slowdown must lie above the margin, and how far above nothing.
    private final double[] aboveMargin = new double[DRAWS];
    private final double[] aboveNothing = new double[DRAWS];

    /// The bound by the margin in steps of the spread.
    private final Map<Integer, Double> bounds = new ConcurrentHashMap<>();

    private Power(Design design) {
        SplittableRandom random = new SplittableRandom(5_4);
        int losses = design.confirm - leastWins(design.confirm, design.winRate);
        for (int draw = 0; draw < DRAWS; draw++) {
            double[] screened = normal(random, design.screened);
            double[] confirmed = normal(random, design.confirm);
            double estimate = deviation(normal(random, design.seen));
            double confirm = Math.min(SignedRank.lowerBound(design.level, confirmed), confirmed[losses]);
            aboveMargin[draw] = -Math.min(Sample.median(screened), confirm) / estimate;
            aboveNothing[draw] = -screened[Suspect.mayDisagree(design.screened)] / estimate;
        }
    }

    /// The smallest slowdown that would be found, as a difference of logarithms.
    ///
    /// @param spread the standard deviation of the differences of `seen` rounds
    static double detectable(double logMargin, double spread, int seen, int screened, int confirm, double level, double winRate) {
        if (spread == 0) return logMargin;
        Power power = KNOWN.computeIfAbsent(new Design(seen, screened, confirm, level, winRate), Power::new);
        int margin = (int) Math.min(MOST_STEPS, logMargin / spread / STEP); // rounded down: a smaller margin asks for more beyond it
        return logMargin + spread * power.bounds.computeIfAbsent(margin, power::bound);
    }

    /// How many rounds must be beyond the margin: as many as the rule asks, and as the sign test does.
    static int leastWins(int rounds, double winRate) {
        return Math.max((int) Math.ceil(winRate * rounds - 1e-9), Signs.least(GateRule.SIGN, rounds));
    }

    /// Of sorted values, which permutations cannot change by a rounding.
    static double deviation(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double mean = Arrays.stream(sorted).sum() / sorted.length;
        double squares = 0;
        for (double value : sorted) squares += (value - mean) * (value - mean);
        return Math.sqrt(squares / (sorted.length - 1));
    }

    private double bound(int margin) {
        double[] bounds = new double[DRAWS];
        Arrays.setAll(bounds, draw -> Math.max(aboveMargin[draw], aboveNothing[draw] - margin * STEP));
        Arrays.sort(bounds);
        return bounds[(int) Math.ceil(POWER * DRAWS) - 1];
    }

    private static double[] normal(SplittableRandom random, int n) {
        double[] values = new double[n];
        Arrays.setAll(values, k -> random.nextGaussian());
        Arrays.sort(values);
        return values;
    }
}
