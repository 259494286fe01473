package lanewise.experiment;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The points of a descent, the start first.
public record Track(List<double[]> points) {

    /// What [#firstStep] and [#converged] say of something that did not happen.
    public static final double NEVER = Double.POSITIVE_INFINITY;

    /// The point after so many steps.
    double[] at(int step) {
        return points.get(step);
    }

    double[] end() {
        return points.getLast();
    }

    /// The first step that leaves a point of which this holds, or [#NEVER].
    double firstStep(Predicate<double[]> holds) {
        return IntStream.range(0, points.size()).filter(step -> holds.test(at(step))).mapToDouble(step -> step).findFirst().orElse(NEVER);
    }

    /// The step from which on all points lie within a distance of a place, or [#NEVER].
    double converged(double within, double... place) {
        int step = points.size();
        while (step > 0 && distance(at(step - 1), place) <= within)
            step--;
        return step == points.size() ? NEVER : step;
    }

    static double distance(double[] p, double[] q) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) sum += (p[k] - q[k]) * (p[k] - q[k]);
        return Math.sqrt(sum);
    }
}
