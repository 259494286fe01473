package lanewise.experiment;

import java.util.List;

/// A run down a landscape: where it starts, by which rule, at which learning rate, for how many steps.
///
/// @param start    one number a coordinate
/// @param momentum μ of the rules that have one, else 0
public record Descent(Landscape landscape, List<Double> start, Rule rule, double momentum, Rate rate, int steps) {

    /// Plain gradient descent at a constant learning rate.
    static Descent plain(Landscape landscape, List<Double> start, double rate, int steps) {
        return new Descent(landscape, start, Rule.GRADIENT_DESCENT, 0, new Rate.Constant(rate), steps);
    }

    /// A rule with momentum at a constant learning rate.
    static Descent of(Rule rule, double momentum, Landscape landscape, List<Double> start, double rate, int steps) {
        return new Descent(landscape, start, rule, momentum, new Rate.Constant(rate), steps);
    }

    double[] startPoint() {
        return start.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
