package lanewise.experiment;

import lanewise.optim.Adadelta;
import lanewise.optim.Adagrad;
import lanewise.optim.Momentum;
import lanewise.optim.Nesterov;
import lanewise.optim.Optimizer;
import lanewise.optim.RmsProp;
import lanewise.optim.Sgd;

/// What a descent does with a gradient, and the optimizer of the suite that does the same.
public enum Rule {

    GRADIENT_DESCENT("SGD"),

    MOMENTUM("momentum"),

    /// The gradient is taken where the velocity leads, `x + μv`, and the point is `x`. The kernel keeps the point ahead, `w = x + μv`; with
    /// its learning rate outside, v = −ηb, the point itself is `x = w + ημb`.
    NESTEROV("Nesterov"),

    /// The same steps, of which the point ahead is taken, `x + μv`: the kernel's own parameters.
    NESTEROV_AHEAD("Nesterov, point ahead"),

    /// Looks ahead along one axis at a time: the derivative by x at (x + μvₓ, y), that by y at (x, y + μv_y). The kernel is that of
    /// momentum, which takes gradients from wherever the caller has taken them.
    NESTEROV_BY_AXIS("Nesterov, an axis at a time"),

    /// Momentum that remembers the previous gradient instead of the velocity, `x ← x − η(g + μg₋₁)`: the kernel of momentum, with its state
    /// set to the previous gradient before every step.
    PREVIOUS_GRADIENT("previous gradient"),

    ADAGRAD("Adagrad"),

    ADADELTA("Adadelta"),

    RMSPROP("RMSprop");

    private final String title;

    Rule(String title) {
        this.title = title;
    }

    /// The name for a reader.
    public String title() {
        return title;
    }

    /// The optimizer whose kernels run this rule; those without a momentum have the defaults of the suite.
    Optimizer optimizer(double momentum) {
        return switch (this) {
            case GRADIENT_DESCENT -> Sgd.DEFAULT;
            case MOMENTUM, NESTEROV_BY_AXIS, PREVIOUS_GRADIENT -> new Momentum(momentum, false);
            case NESTEROV, NESTEROV_AHEAD -> new Nesterov(momentum, false);
            case ADAGRAD -> Adagrad.DEFAULT;
            case ADADELTA -> Adadelta.DEFAULT;
            case RMSPROP -> RmsProp.DEFAULT;
        };
    }
}
