package lanewise.optim;

/// A number that changes with the step and is computed once a step, in double: a learning rate, a momentum.
///
/// Steps are counted from 1, as in [Optimizer#at]: the first step has the value that the schedule starts from, so a textbook's t that
/// begins at 0 is t − 1 here. Every schedule takes steps up to [Long#MAX_VALUE].
///
/// Kernels see floats. What a schedule is made of must be a float's size, not negative; a value that has fallen below the smallest float is 0;
/// and a step whose value has risen beyond the largest is refused. The methods below throw IllegalArgumentException for such numbers.
@FunctionalInterface
public interface Schedule {

    /// @param t the step, counted from 1
    /// @throws IllegalArgumentException if t is less than 1, or the value is beyond the range of floats
    double at(long t);

    /// The same at every step.
    static Schedule constant(double value) {
        Require.size("value", value);
        return t -> {
            passed(t);
            return value;
        };
    }

    /// `a = a₀·e^(−k(t − 1))`: step 1 has a₀, step 2 a₀/eᵏ.
    static Schedule exponential(double start, double k) {
        Require.size("start", start);
        Require.number("k", k);
        return t -> Require.flushed(start * Math.exp(-k * passed(t)));
    }

    /// `a = a₀/(1 + k(t − 1))`: step 1 has a₀, step 2 a₀/(1 + k).
    static Schedule inverseTime(double start, double k) {
        Require.size("start", start);
        Require.number("k", k);
        return t -> Require.flushed(start / (1 + k * passed(t)));
    }

    /// `a ← factor·a` every so many steps: a factor of 0.5 and the steps of ten epochs halve it every ten epochs. The steps 1 to `every` have
    /// a₀, as many after them factor·a₀.
    static Schedule stepwise(double start, double factor, long every) {
        Require.size("start", start);
        Require.number("factor", factor);
        if (every < 1) throw new IllegalArgumentException("every must be at least 1, was " + every);
        return t -> {
            long times = passed(t) / every;
            double value = start == 0 ? 0 : start * Math.pow(factor, times); // zero times infinity is no number
            if (value > Float.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "the value at step " + t + " must be at most " + Float.MAX_VALUE + ", was " + value + ": the factor is above 1");
            }
            return Require.flushed(value);
        };
    }

    /// `a ← factor·a` at every step: step 1 has a₀, step 2 factor·a₀.
    static Schedule multiplicative(double start, double factor) {
        return stepwise(start, factor, 1);
    }

    /// `a ← a − amount` at every step, and 0 when it has come there: step 1 has a₀, step 2 a₀ − amount.
    static Schedule subtractive(double start, double amount) {
        Require.size("start", start);
        Require.number("amount", amount);
        return t -> Require.flushed(Math.max(0, start - amount * passed(t)));
    }

    /// Rises in equal steps to `peak`, then falls along half a cosine to `end`.
    ///
    /// The steps 1 to `warmUp` have peak·t/warmUp, so the last of them has the peak. The first step after the warm-up has the peak as well: the
    /// cosine starts there. The step `total` and all after it have `end`; where total is warmUp + 1, that one step has the peak and `end`
    /// comes after it.
    ///
    /// Sources: Goyal et al., *Accurate, Large Minibatch SGD*, 2017, section 2.2 (arXiv:1706.02677); Loshchilov and Hutter, *SGDR*, 2017,
    /// equation 5, without restarts (arXiv:1608.03983).
    static Schedule warmUpThenCosine(double peak, double end, long warmUp, long total) {
        Require.size("peak", peak);
        Require.size("end", end);
        if (warmUp < 0 || total <= warmUp) {
            throw new IllegalArgumentException(
                    "warmUp must be at least 0 and below total, were " + warmUp + " and " + total);
        }
        long first = warmUp + 1;
        return t -> {
            passed(t);
            if (t <= warmUp) return Require.flushed(peak * ((double) t / warmUp));
            if (t == first) return peak;
            if (t >= total) return end;
            double share = (double) (t - first) / (total - first);
            return Require.flushed(peak - (peak - end) * (1 - Math.cos(Math.PI * share)) / 2);
        };
    }

    /// One value for the steps 1 to `steps` and another after them, such as a momentum of 0.5 while the learning rate warms up and 0.9 then.
    static Schedule switching(double before, double after, long steps) {
        Require.size("before", before);
        Require.size("after", after);
        if (steps < 0) throw new IllegalArgumentException("steps must be at least 0, was " + steps);
        return t -> passed(t) < steps ? before : after;
    }

    private static long passed(long t) {
        if (t < 1) throw new IllegalArgumentException("step t must be at least 1, was " + t);
        return t - 1;
    }
}
