package lanewise.experiment;

import java.util.ArrayList;
import java.util.List;
import lanewise.optim.Adadelta;
import lanewise.optim.Adagrad;
import lanewise.optim.RmsProp;

/// The rules as a textbook writes them, in double. Nothing of the kernels or schedules of the suite is used but their default constants.
final class Textbook {

    private final Descent descent;
    private final double[] x;
    private final double[] v; // velocity, or sum or average of squared gradients
    private final double[] u; // Adadelta's average of squared steps, or the previous gradient
    private double rate;

    private Textbook(Descent descent) {
        this.descent = descent;
        this.x = descent.startPoint();
        this.v = new double[x.length];
        this.u = new double[x.length];
        this.rate = switch (descent.rate()) {
            case Rate.Constant constant -> constant.rate();
            case Rate.Shrinking shrinking -> shrinking.start();
            case Rate.Controlled controlled -> controlled.start();
        };
    }

    static Track run(Descent descent) {
        Textbook book = new Textbook(descent);
        List<double[]> points = new ArrayList<>();
        points.add(book.point());
        for (int t = 1; t <= descent.steps(); t++) {
            book.step();
            points.add(book.point());
        }
        return new Track(points);
    }

    private double[] point() {
        return descent.rule() == Rule.NESTEROV_AHEAD ? ahead() : x.clone();
    }

    private void step() {
        double[] g = gradient();
        follow(g);
        for (int k = 0; k < x.length; k++) move(k, g[k]);
    }

    private double[] gradient() {
        return switch (descent.rule()) {
            case NESTEROV, NESTEROV_AHEAD -> descent.landscape().gradient(ahead());
            case NESTEROV_BY_AXIS -> byAxis();
            default -> descent.landscape().gradient(x);
        };
    }

    private double[] ahead() {
        double[] ahead = x.clone();
        for (int k = 0; k < x.length; k++) ahead[k] += descent.momentum() * v[k];
        return ahead;
    }

    private double[] byAxis() {
        double[] g = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            double[] ahead = x.clone();
            ahead[k] += descent.momentum() * v[k];
            g[k] = descent.landscape().gradient(ahead)[k];
        }
        return g;
    }

    private void follow(double[] g) {
        switch (descent.rate()) {
            case Rate.Constant _ -> {
            }
            case Rate.Shrinking shrinking -> rate *= shrinking.factor();
            case Rate.Controlled controlled -> {
                double divisor = 1 + controlled.c() * Math.sqrt(Math.abs(g[0]));
                rate = switch (controlled.form()) {
                    case CUMULATIVE -> rate / divisor;
                    case MEMORYLESS -> controlled.start() / divisor;
                    case MEAN, ROOT_MEAN_SQUARE -> throw new IllegalArgumentException("no example has " + controlled.form());
                };
            }
        }
    }

    private void move(int k, double g) {
        switch (descent.rule()) {
            case GRADIENT_DESCENT -> x[k] -= rate * g;
            case MOMENTUM, NESTEROV, NESTEROV_AHEAD, NESTEROV_BY_AXIS -> {
                v[k] = descent.momentum() * v[k] - rate * g;
                x[k] += v[k];
            }
            case PREVIOUS_GRADIENT -> {
                x[k] -= rate * (g + descent.momentum() * u[k]);
                u[k] = g;
            }
            case ADAGRAD -> {
                v[k] += g * g;
                x[k] -= rate * g / (Math.sqrt(v[k]) + Adagrad.DEFAULT.outsideRoot());
            }
            case RMSPROP -> {
                double rho = RmsProp.DEFAULT.rho();
                v[k] = rho * v[k] + (1 - rho) * g * g;
                x[k] -= rate * g / (Math.sqrt(v[k]) + RmsProp.DEFAULT.outsideRoot());
            }
            case ADADELTA -> {
                double rho = Adadelta.DEFAULT.rho();
                double epsilon = Adadelta.DEFAULT.epsilon();
                v[k] = rho * v[k] + (1 - rho) * g * g;
                double step = Math.sqrt(u[k] + epsilon) / Math.sqrt(v[k] + epsilon) * g;
                u[k] = rho * u[k] + (1 - rho) * step * step;
                x[k] -= rate * step;
            }
        }
    }
}
