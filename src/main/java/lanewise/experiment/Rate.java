package lanewise.experiment;

import lanewise.optim.GradientRate;

/// The learning rate of a descent.
public sealed interface Rate {

    /// The same at every step.
    record Constant(double rate) implements Rate {}

    /// Multiplied by a factor before every step, the first one included.
    record Shrinking(double start, double factor) implements Rate {}

    /// Follows the gradient of the step, which comes first: see [GradientRate].
    record Controlled(GradientRate.Form form, double start, double c) implements Rate {}
}
