package lanewise.optim;

/// A number that changes with the step and is computed once a step, in double: a learning rate, a momentum.
///
/// Steps are counted from 1, as in [Optimizer#at]: the first step has the value that the schedule starts from, so a textbook's t that
/// begins at 0 is t − 1 here.
@FunctionalInterface
public interface Schedule {

    /// @param t the step, counted from 1
    /// @throws IllegalArgumentException if t is less than 1
    double at(long t);

    /// The same at every step.
    static Schedule constant(double value) {
        return t -> {
            passed(t);
            return value;
        };
    }

    /// `a = a₀·e^(−k(t − 1))`
    static Schedule exponential(double start, double k) {
        Arguments.size("k", k);
        return t -> start * Math.exp(-k * passed(t));
    }

    /// `a = a₀/(1 + k(t − 1))`
    static Schedule inverseTime(double start, double k) {
        Arguments.size("k", k);
        return t -> start / (1 + k * passed(t));
    }

    /// `a ← factor·a` every so many steps: a factor of 0.5 and the steps of ten epochs halve it every ten epochs.
    static Schedule stepwise(double start, double factor, long every) {
        Arguments.size("factor", factor);
        if (every < 1) throw new IllegalArgumentException("every must be at least 1, was " + every);
        return t -> {
            long times = passed(t) / every;
            return start * Math.pow(factor, times);
        };
    }

    /// `a ← Ka` at every step.
    static Schedule multiplicative(double start, double factor) {
        return stepwise(start, factor, 1);
    }

    /// Rises in equal steps to `peak`, which the step `warmUp` has, then falls along half a cosine to `end`, which the step `total` and all
    /// after it have.
    ///
    /// Sources: Goyal et al., *Accurate, Large Minibatch SGD*, 2017, section 2.2 (arXiv:1706.02677); Loshchilov and Hutter, *SGDR*, 2017,
    /// equation 5, without restarts (arXiv:1608.03983).
    static Schedule warmUpThenCosine(double peak, double end, long warmUp, long total) {
        if (warmUp < 0 || total <= warmUp) {
            throw new IllegalArgumentException(
                    "warmUp must be at least 0 and below total, were " + warmUp + " and " + total);
        }
        return t -> {
            passed(t);
            if (t <= warmUp) return peak * t / warmUp;
            double share = Math.min(1, (double) (t - warmUp) / (total - warmUp));
            return end + (peak - end) * (1 + Math.cos(Math.PI * share)) / 2;
        };
    }

    /// One value for the first steps and another after them, such as a momentum of 0.5 while the rate warms up and 0.9 then.
    static Schedule switching(double before, double after, long steps) {
        if (steps < 0) throw new IllegalArgumentException("steps must be at least 0, was " + steps);
        return t -> passed(t) < steps ? before : after;
    }

    private static long passed(long t) {
        if (t < 1) throw new IllegalArgumentException("step t must be at least 1, was " + t);
        return t - 1;
    }
}
