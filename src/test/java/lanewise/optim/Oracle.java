package lanewise.optim;

/// The updates once more, for one parameter, in double, from the papers and in their order of words. It shares no code with the kernels.
final class Oracle {

    double w;
    private double first;
    private double second;
    private int t;

    Oracle(double w) {
        this.w = w;
    }

    void step(Catalogue rule, double g, double lr) {
        t++;
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
                first = 0.9 * first + 0.1 * g;
                second = 0.999 * second + 0.001 * Math.pow(g, 2);
                double firstCorrected = first / (1 - Math.pow(0.9, t));
                double secondCorrected = second / (1 - Math.pow(0.999, t));
                w = w - lr * firstCorrected / (Math.sqrt(secondCorrected) + 1e-8);
            }
        }
    }
}
