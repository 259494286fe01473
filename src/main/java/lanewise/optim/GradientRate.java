package lanewise.optim;

import lanewise.linalg.Arguments;

/// A learning rate that follows the size of the gradient. For a vector that size is the mean of the absolute values of its elements, which
/// the caller computes and passes, once a step.
///
/// These forms are met in teaching material, for one parameter. An instance is a number or two between steps: it belongs to one training
/// run and one thread, and a checkpoint must hold its [#memory].
public final class GradientRate {

    /// How the learning rate follows.
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

    /// @param start a₀, the learning rate that all forms start from
    /// @param c     how strongly the gradient acts; in the two means what keeps the learning rate finite while gradients are zero
    /// @throws IllegalArgumentException if one of them is negative or beyond the range of floats, or the start is below it
    public GradientRate(Form form, double start, double c) {
        Arguments.present("form", form);
        Require.size("start", start);
        Require.number("c", c);
        this.form = form;
        this.start = start;
        this.c = c;
        this.memory = form == Form.CUMULATIVE ? start : 0;
    }

    /// The learning rate of the next step; 0 where a float could not hold it.
    ///
    /// @param size of this step's gradient: |g|, or the mean absolute value
    /// @throws IllegalArgumentException if it is negative or not finite, or if the learning rate is beyond the range of floats, as one of the
    ///     two means may be where all gradients are zero or c is too small; nothing has been changed then
    public double next(double size) {
        Require.number("size", size);
        double remembered = switch (form) {
            case CUMULATIVE -> memory / (1 + c * Math.sqrt(size));
            case MEMORYLESS -> memory;
            case MEAN -> memory + size;
            case ROOT_MEAN_SQUARE -> memory + size * size;
        };
        double rate = switch (form) {
            case CUMULATIVE -> remembered;
            case MEMORYLESS -> start / (1 + c * Math.sqrt(size));
            case MEAN -> start / (remembered / (steps + 1) + c);
            case ROOT_MEAN_SQUARE -> start / (Math.sqrt(remembered / (steps + 1)) + c);
        };
        if (start == 0) rate = 0; // zero by zero is no number
        Require.number("learning rate", rate);
        memory = remembered;
        steps++;
        return Require.flushed(rate);
    }

    /// What lives between steps: the learning rate so far, or the sum of sizes or of their squares; 0 for the memoryless form.
    public double memory() {
        return memory;
    }
}
