package lanewise.optim;

/// A line search for the strong Wolfe conditions: a step t that lowers the value enough and leaves the slope flat enough.
///
///     φ(t) ≤ φ(0) + c₁tφ′(0)   and   |φ′(t)| ≤ c₂|φ′(0)|        c₁ = 1e-4,  c₂ = 0.9
///
/// Source: Nocedal and Wright, *Numerical Optimization*, 2nd edition, algorithms 3.5 (steps that double until two of them hold such a
/// point between them) and 3.6 (the interval shrinks around it), cubic interpolation by equation 3.59. A step that the cubic
/// puts outside the interval or within a tenth of its ends is moved to that tenth; where there is no cubic, the interval is halved.
///
/// A point without a finite value and slope lies too far. If the second condition cannot be had within thirty evaluations, as may happen
/// where neighbouring floats are all there is between the ends, the lowest point that satisfies the first one is taken.
final class StrongWolfe {

    private static final double LEAST_DECREASE = 1e-4;
    private static final double MOST_SLOPE = 0.9;
    private static final int EVALUATIONS = 30;
    private static final double GROWTH = 2;
    private static final double MARGIN = 0.1;

    /// The function along the direction.
    interface Line {

        /// φ(t), NaN or infinite where there is none.
        double value(double t);

        /// φ′ where the value was last asked for.
        double slope();
    }

    private double valueAtZero;
    private double slopeAtZero;
    /// The end of the interval that satisfies the first condition with the lowest value so far.
    private double low;
    private double lowValue;
    private double lowSlope;
    /// The other end, which may lie to the left of it.
    private double high;
    private double highValue;
    private double highSlope;

    /// @param value φ(0)
    /// @param slope φ′(0), below zero
    /// @param first the step to try first
    /// @return the step, at which `line` was evaluated last; 0 if there is none
    double search(Line line, double value, double slope, double first) {
        valueAtZero = value;
        slopeAtZero = slope;
        setLow(0, value, slope);
        double t = first;
        for (int left = EVALUATIONS - 1; left >= 0; left--) {
            double v = line.value(t);
            double d = line.slope();
            if (!lowers(t, v, d)) {
                setHigh(t, v, d);
                return zoom(line, left);
            }
            if (isFlat(d)) return t;
            if (d >= 0) {
                setHigh(low, lowValue, lowSlope);
                setLow(t, v, d);
                return zoom(line, left);
            }
            setLow(t, v, d);
            t *= GROWTH;
        }
        return low;
    }

    private double zoom(Line line, int evaluations) {
        for (int left = evaluations; left > 0; left--) {
            double t = between();
            double v = line.value(t);
            double d = line.slope();
            if (!lowers(t, v, d)) {
                setHigh(t, v, d);
            } else {
                if (isFlat(d)) return t;
                if (d * (high - low) >= 0) setHigh(low, lowValue, lowSlope);
                setLow(t, v, d);
            }
        }
        if (low > 0) line.value(low);
        return low;
    }

    /// The first condition, and below all others that satisfied it.
    private boolean lowers(double t, double value, double slope) {
        return Double.isFinite(value) && Double.isFinite(slope)
                && value <= valueAtZero + LEAST_DECREASE * t * slopeAtZero && value < lowValue;
    }

    private boolean isFlat(double slope) {
        return Math.abs(slope) <= -MOST_SLOPE * slopeAtZero;
    }

    /// Where the cubic through both ends has its minimum.
    private double between() {
        double width = high - low;
        double c = lowSlope + highSlope - 3 * (highValue - lowValue) / width;
        double root = Math.copySign(Math.sqrt(c * c - lowSlope * highSlope), width);
        double part = 1 - (highSlope + root - c) / (highSlope - lowSlope + 2 * root);
        return low + width * (Double.isFinite(part) ? Math.clamp(part, MARGIN, 1 - MARGIN) : 0.5);
    }

    private void setLow(double t, double value, double slope) {
        low = t;
        lowValue = value;
        lowSlope = slope;
    }

    private void setHigh(double t, double value, double slope) {
        high = t;
        highValue = value;
        highSlope = slope;
    }
}
