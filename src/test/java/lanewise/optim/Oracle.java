package lanewise.optim;

/// The updates once more, for one parameter, in double, from the papers and in their order of words. It shares no code with the kernels.
final class Oracle {

    double w;
    private double first;
    private double second;
    private double third;
    private int t;

    private final double coupled;
    private final double decoupled;

    /// @param coupled   the weight decay that joins the gradient
    /// @param decoupled the weight decay that shortens the parameter by the rate, before everything else
    Oracle(double w, double coupled, double decoupled) {
        this.w = w;
        this.coupled = coupled;
        this.decoupled = decoupled;
    }

    void step(Catalogue rule, double raw, double lr) {
        t++;
        double g = raw + coupled * w;
        w = w - lr * decoupled * w;
        switch (rule) {
            case SGD -> w = w - lr * g;
            case MOMENTUM -> {
                first = 0.9 * first + g;
                w = w - lr * first;
            }
            case NESTEROV -> {
                first = 0.9 * first + g;
                w = w - lr * (g + 0.9 * first);
            }
            case ADAGRAD -> {
                first = first + Math.pow(g, 2);
                w = w - lr / (Math.sqrt(first) + 1e-10) * g;
            }
            case ADADELTA -> {
                first = 0.9 * first + 0.1 * Math.pow(g, 2);
                double change = -Math.sqrt(second + 1e-6) / Math.sqrt(first + 1e-6) * g;
                second = 0.9 * second + 0.1 * Math.pow(change, 2);
                w = w + lr * change;
            }
            case RMSPROP -> {
                first = 0.99 * first + 0.01 * Math.pow(g, 2);
                w = w - lr * g / (Math.sqrt(first) + 1e-8);
            }
            case ADAM -> {
                adamMoments(g);
                double firstCorrected = first / (1 - Math.pow(0.9, t));
                double secondCorrected = second / (1 - Math.pow(0.999, t));
                w = w - lr * firstCorrected / (Math.sqrt(secondCorrected) + 1e-8);
            }
            case ADAMW -> {
                adamMoments(g);
                w = w - lr * first / (1 - Math.pow(0.9, t)) / (Math.sqrt(second / (1 - Math.pow(0.999, t))) + 1e-8);
            }
            case AMSGRAD -> {
                adamMoments(g);
                third = Math.max(third, second);
                w = w - lr * first / (1 - Math.pow(0.9, t)) / (Math.sqrt(third / (1 - Math.pow(0.999, t))) + 1e-8);
            }
            case ADAMAX -> {
                first = 0.9 * first + 0.1 * g;
                second = Math.max(0.999 * second, Math.abs(g) + 1e-8);
                w = w - lr / (1 - Math.pow(0.9, t)) * first / second;
            }
            case NADAM -> {
                double now = 0.9 * (1 - 0.5 * Math.pow(0.96, t * 0.004));
                double next = 0.9 * (1 - 0.5 * Math.pow(0.96, (t + 1) * 0.004));
                third = t == 1 ? now : third * now;
                adamMoments(g);
                double scale = Math.sqrt(second / (1 - Math.pow(0.999, t))) + 1e-8;
                w = w - lr * (1 - now) / (1 - third) * g / scale;
                w = w - lr * next / (1 - third * next) * first / scale;
            }
            case RADAM -> {
                adamMoments(g);
                double corrected = first / (1 - Math.pow(0.9, t));
                double most = 2 / (1 - 0.999) - 1;
                double length = most - 2 * t * Math.pow(0.999, t) / (1 - Math.pow(0.999, t));
                if (length > 5) {
                    double r = Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length));
                    w = w - lr * r * corrected * Math.sqrt(1 - Math.pow(0.999, t)) / (Math.sqrt(second) + 1e-8);
                } else {
                    w = w - lr * corrected;
                }
            }
            case ADABOUND -> {
                adamMoments(g);
                double last = 0.1 * lr / 1e-3;
                double rate = lr * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t)) / (Math.sqrt(second) + 1e-8);
                w = w - Math.clamp(rate, last * (1 - 1 / (1e-3 * t + 1)), last * (1 + 1 / (1e-3 * t))) * first;
            }
            case ASGD -> {
                double rate = lr / Math.pow(1 + 1e-4 * lr * (t - 1), 0.75);
                w = w - 1e-4 * rate * w - rate * g;
            }
            case RPROP -> {
                if (t == 1) second = lr;
                double factor = g * first > 0 ? 1.2 : g * first < 0 ? 0.5 : 1;
                second = Math.clamp(second * factor, 1e-6, 50);
                first = factor == 0.5 ? 0 : g;
                w = w - second * Math.signum(first);
            }
            case LION -> {
                w = w - lr * Math.signum(0.9 * first + 0.1 * g);
                first = 0.99 * first + 0.01 * g;
            }
            case NESTEROV_LOOK_AHEAD -> { // of x, which w is ahead of
                double x = w - 0.9 * first;
                first = 0.9 * first - lr * g;
                x = x + first;
                w = x + 0.9 * first;
            }
            case RMSPROP_MOMENTUM -> {
                first = 0.99 * first + 0.01 * Math.pow(g, 2);
                second = 0.9 * second + g / (Math.sqrt(first) + 1e-8);
                w = w - lr * second;
            }
            case RMSPROP_CENTERED -> w = w - lr * centered(g);
            case RMSPROP_CENTERED_MOMENTUM -> {
                third = 0.9 * third + centered(g);
                w = w - lr * third;
            }
            case RMSPROP_NESTEROV -> {
                double x = w - 0.9 * second;
                first = 0.99 * first + 0.01 * Math.pow(g, 2);
                second = 0.9 * second - lr / (Math.sqrt(first) + 1e-8) * g;
                x = x + second;
                w = x + 0.9 * second;
            }
        }
    }

    private double centered(double g) {
        first = 0.99 * first + 0.01 * Math.pow(g, 2);
        second = 0.99 * second + 0.01 * g;
        return g / (Math.sqrt(first - Math.pow(second, 2)) + 1e-8);
    }

    private void adamMoments(double g) {
        first = 0.9 * first + 0.1 * g;
        second = 0.999 * second + 0.001 * Math.pow(g, 2);
    }
}
