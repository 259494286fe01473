package lanewise.optim;

/// A learning rate that follows the size of the gradient. For a vector that size is the mean of the absolute values of its elements, which
/// the caller computes and passes, once a step.
///
/// These forms are met in teaching material, for one parameter. An instance is a number or two between steps: it belongs to one training
/// run and one thread, and a checkpoint must hold its [#memory].
public final class GradientRate {

    /// How the rate follows.
    public enum Form {
        /// `a ← a/(1 + c·√|g|)`: falls for good at every step.
        CUMULATIVE,
        /// `a = a₀/(1 + c·√|g|)`: depends on this step's gradient alone.
        MEMORYLESS,
        /// `a = a₀/(mean of all |g| so far + c)`
        MEAN,
        /// `a = a₀/(√(mean of all g² so far) + c)`
        ROOT_MEAN_SQUARE
    }

    private final Form form;
    private final double start;
    private final double c;
    private double memory;
    private long steps;

    /// @param start a₀, the rate that all forms start from
    /// @param c     how strongly the gradient acts; in the two means what keeps the rate finite while gradients are zero
    /// @throws IllegalArgumentException if one of them is negative or not finite
    public GradientRate(Form form, double start, double c) {
        Arguments.size("start", start);
        Arguments.size("c", c);
        this.form = form;
        this.start = start;
        this.c = c;
        this.memory = form == Form.CUMULATIVE ? start : 0;
    }

    /// The rate of the next step.
    ///
    /// @param size of this step's gradient: |g|, or the mean absolute value
    /// @throws IllegalArgumentException if it is negative or not finite
    public double next(double size) {
        Arguments.size("size", size);
        steps++;
        return switch (form) {
            case CUMULATIVE -> memory = memory / (1 + c * Math.sqrt(size));
            case MEMORYLESS -> start / (1 + c * Math.sqrt(size));
            case MEAN -> {
                memory += size;
                yield start / (memory / steps + c);
            }
            case ROOT_MEAN_SQUARE -> {
                memory += size * size;
                yield start / (Math.sqrt(memory / steps) + c);
            }
        };
    }

    /// What lives between steps: the rate so far, or the sum of sizes or of their squares; 0 for the memoryless form.
    public double memory() {
        return memory;
    }
}
