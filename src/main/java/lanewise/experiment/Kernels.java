package lanewise.experiment;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import lanewise.optim.GradientRate;
import lanewise.optim.Optimizer;
import lanewise.optim.Schedule;
import lanewise.optim.Variant;

/// Descents through the kernels, in float. Gradients are computed in double at the float parameters and rounded once.
final class Kernels {

    private final Descent descent;
    private final FloatPoint point;
    private double rate;
    private double[] previous; // gradient

    private Kernels(Descent descent, Optimizer optimizer, Variant variant) {
        this.descent = descent;
        this.point = new FloatPoint(optimizer, variant, descent.startPoint());
        this.previous = new double[descent.start().size()];
    }

    /// The descent by each variant.
    static Map<Variant, Track> run(Descent descent) {
        return run(descent, descent.rule().optimizer(descent.momentum()));
    }

    /// The same with another optimizer in the place of the rule's own.
    static Map<Variant, Track> run(Descent descent, Optimizer optimizer) {
        Map<Variant, Track> tracks = new EnumMap<>(Variant.class);
        for (Variant variant : Variant.values()) tracks.put(variant, new Kernels(descent, optimizer, variant).track());
        return tracks;
    }

    private Track track() {
        ToDoubleFunction<double[]> rates = rates();
        List<double[]> points = new ArrayList<>();
        points.add(descent.startPoint());
        for (int t = 1; t <= descent.steps(); t++) {
            double[] g = gradient();
            rate = rates.applyAsDouble(g);
            if (descent.rule() == Rule.PREVIOUS_GRADIENT) point.setState(0, previous);
            point.step(t, rate, g);
            previous = g;
            points.add(descent.rule() == Rule.NESTEROV ? behind() : point.parameters());
        }
        return new Track(points);
    }

    /// The learning rate of the next step from its gradient, by the schedules of the suite.
    private ToDoubleFunction<double[]> rates() {
        return switch (descent.rate()) {
            case Rate.Constant constant -> _ -> constant.rate();
            case Rate.Shrinking shrinking -> {
                Schedule schedule = Schedule.multiplicative(shrinking.start() * shrinking.factor(), shrinking.factor());
                long[] steps = new long[1];
                yield _ -> schedule.at(++steps[0]);
            }
            case Rate.Controlled controlled -> {
                GradientRate control = new GradientRate(controlled.form(), controlled.start(), controlled.c());
                yield g -> Double.isFinite(g[0]) ? control.next(Math.abs(g[0])) : 0; // a kernel gone wrong shows in its figure
            }
        };
    }

    private double[] gradient() {
        double[] w = point.parameters();
        return descent.rule() == Rule.NESTEROV_BY_AXIS ? byAxis(w) : descent.landscape().gradient(w);
    }

    /// Momentum's velocity is −ηb, so that the point ahead is w − ημb.
    private double[] byAxis(double[] w) {
        double[] b = point.state(0);
        double[] g = new double[w.length];
        for (int k = 0; k < w.length; k++) {
            double[] ahead = w.clone();
            ahead[k] -= rate * descent.momentum() * b[k];
            g[k] = descent.landscape().gradient(ahead)[k];
        }
        return g;
    }

    /// From the point ahead, which Nesterov's kernel keeps, back to the point itself: w + ημb.
    private double[] behind() {
        double[] x = point.parameters();
        double[] b = point.state(0);
        for (int k = 0; k < x.length; k++) x[k] += rate * descent.momentum() * b[k];
        return x;
    }
}
