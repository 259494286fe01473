package lanewise.optim;

/// A line search for the strong Wolfe conditions: a step t that lowers the value enough and leaves the slope flat enough.
///
///     φ(t) ≤ φ(0) + c₁tφ′(0)   and   |φ′(t)| ≤ c₂|φ′(0)|        c₁ = 1e-4,  c₂ = 0.9
///
/// Source: Nocedal and Wright, *Numerical Optimization*, 2nd edition, algorithms 3.5 (steps that grow until two of them hold such a
/// point between them) and 3.6 (the interval shrinks around it), cubic interpolation by equation 3.59. Steps grow by a factor that doubles
/// itself, 2, 4, 8 and so on, so that some twenty of them span the range of floats. A step that the cubic
/// puts outside the interval or within a tenth of its ends is moved to that tenth; where there is no cubic, the interval is halved.
///
/// A step may be too short for the value to show it: the parameters round to where they were, or the decrease to zero. While the value
/// is the same but for the last bits and the slope still leads down, the step grows too; what cannot be seen in the value is then
/// judged by the slope. Such a point is taken in the end only if its value is no higher and its slope is flat enough.
///
/// A point without a finite value and slope lies too far. If the second condition cannot be had within thirty evaluations between the ends, as
/// may happen where neighbouring floats are all there is between them, the lowest point that satisfies the first one is taken.
final class StrongWolfe {

    private static final double LEAST_DECREASE = 1e-4;
    private static final double MOST_SLOPE = 0.9;
    private static final int EVALUATIONS = 30;
    /// Of the value at zero: a difference as small as this may be rounding alone.
    private static final double NOISE = 0x1p-50;
    /// The largest step, a float: the direction is multiplied by one.
    private static final double FARTHEST = Float.MAX_VALUE;
    private static final double GROWTH = 2;
    private static final double MARGIN = 0.1;

    /// The function along the direction.
    interface LineFunction {

        /// φ(t), NaN or infinite where there is none.
        double value(double t);

        /// φ′ where the value was last asked for.
        double slope();

        /// Whether the point where the value was last asked for is beyond the range of floats.
        default boolean overflowed() {
            return false;
        }
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
    /// Whether the low end is lower than the start, as the first condition asks, and not only hidden.
    private boolean isLower;
    private boolean fellWithoutEnd;
    private boolean stayedLevel;

    /// Whether the value fell as far as the last search could go: to the largest step, or to where value, slope or parameters overflow.
    boolean fellWithoutEnd() {
        return fellWithoutEnd;
    }

    /// Whether the last search went to the largest step and saw the value nowhere but where it was.
    boolean stayedLevel() {
        return stayedLevel;
    }

    /// @param value φ(0)
    /// @param slope φ′(0), below zero
    /// @param first the step to try first
    /// @return the step, at which `line` was evaluated last; 0 if there is none
    double search(LineFunction line, double value, double slope, double first) {
        valueAtZero = value;
        slopeAtZero = slope;
        isLower = false;
        fellWithoutEnd = false;
        stayedLevel = false;
        setLow(0, value, slope);
        double growth = GROWTH;
        for (double t = Math.min(first, FARTHEST);; t = Math.min(t * growth, FARTHEST), growth *= GROWTH) {
            double v = line.value(t);
            double d = line.slope();
            boolean lower = lowers(t, v, d);
            boolean hidden = !isLower && isHidden(v, d);
            if (isFlat(d) && (lower || (hidden && v <= valueAtZero))) return t;
            if (!lower && !(hidden && d < 0)) {
                fellWithoutEnd = isLower && overflows(line, v, d);
                setHigh(t, v, d);
                return fellWithoutEnd ? lowest(line) : zoom(line);
            }
            if (d >= 0) {
                setHigh(low, lowValue, lowSlope);
                setLow(t, v, d);
                isLower = true;
                return zoom(line);
            }
            setLow(t, v, d);
            isLower |= lower;
            if (t == FARTHEST) {
                fellWithoutEnd = isLower;
                stayedLevel = !isLower;
                return isLower ? t : 0;
            }
        }
    }

    private double zoom(LineFunction line) {
        for (int left = EVALUATIONS; left > 0; left--) {
            double t = between();
            double v = line.value(t);
            double d = line.slope();
            boolean lower = lowers(t, v, d);
            boolean hidden = !isLower && isHidden(v, d);
            if (isFlat(d) && (lower || (hidden && v <= valueAtZero))) return t;
            if (lower || hidden) {
                if (d * (high - low) >= 0) setHigh(low, lowValue, lowSlope);
                setLow(t, v, d);
                isLower |= lower;
            } else {
                setHigh(t, v, d);
            }
        }
        return lowest(line);
    }

    /// The lowest point of all, evaluated once more; 0 if none was lower.
    private double lowest(LineFunction line) {
        if (!isLower) return 0;
        line.value(low);
        return low;
    }

    /// Still falling where numbers end.
    private boolean overflows(LineFunction line, double value, double slope) {
        return value == Double.NEGATIVE_INFINITY || (value < lowValue && slope == Double.NEGATIVE_INFINITY) || line.overflowed();
    }

    /// The first condition, and below all others that satisfied it.
    private boolean lowers(double t, double value, double slope) {
        return Double.isFinite(value) && Double.isFinite(slope)
                && value <= valueAtZero + LEAST_DECREASE * t * slopeAtZero && value < lowValue;
    }

    /// Whether the value cannot tell this point from the start.
    private boolean isHidden(double value, double slope) {
        return Math.abs(value - valueAtZero) <= NOISE * Math.abs(valueAtZero) && Double.isFinite(slope);
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
