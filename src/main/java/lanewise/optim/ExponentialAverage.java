package lanewise.optim;

/// An exponentially weighted average of numbers that come one after the other: `a ← βa + (1 − β)x`, from zero.
///
/// It weighs about the last 1/(1 − β) numbers. From zero it is too small at first, by the factor 1 − βᵗ, which the correction divides out
/// (Kingma and Ba 2015, section 3).
public final class ExponentialAverage {

    private final double beta;
    private double average;
    private double power = 1;

    /// @throws IllegalArgumentException if β is not at least 0 and below 1
    public ExponentialAverage(double beta) {
        Require.share("beta", beta);
        this.beta = beta;
    }

    /// Takes the next number.
    public void add(double x) {
        average = beta * average + (1 - beta) * x;
        power *= beta;
    }

    /// The average as the recurrence has it; 0 before the first number.
    public double plain() {
        return average;
    }

    /// The average without the pull of its start; NaN before the first number.
    public double corrected() {
        return average / (1 - power);
    }
}
