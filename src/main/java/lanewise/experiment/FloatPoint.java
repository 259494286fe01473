package lanewise.experiment;

import lanewise.optim.Optimizer;
import lanewise.optim.Variant;

/// A point that a kernel moves. Its coordinates are repeated along the arrays so often that vectors, unrolled code and both tails take
/// their part; a coordinate whose copies differ by a bit reads as NaN.
final class FloatPoint {

    /// Odd, and with one coordinate three more than four vectors of 16.
    private static final int COPIES = 67;

    private final Optimizer optimizer;
    private final Variant variant;
    private final int dimensions;
    private final float[] w;
    private final float[] g;
    private final float[][] state;

    FloatPoint(Optimizer optimizer, Variant variant, double... start) {
        this.optimizer = optimizer;
        this.variant = variant;
        this.dimensions = start.length;
        this.w = new float[COPIES * dimensions];
        this.g = new float[w.length];
        this.state = new float[optimizer.stateArrays()][w.length];
        spread(start, w);
    }

    private void spread(double[] values, float[] array) {
        for (int i = 0; i < array.length; i++) array[i] = (float) values[i % dimensions];
    }

    private double[] collect(float[] array) {
        double[] values = new double[dimensions];
        for (int k = 0; k < dimensions; k++) values[k] = array[k];
        for (int i = dimensions; i < array.length; i++) {
            if (Float.compare(array[i], array[i % dimensions]) != 0) values[i % dimensions] = Double.NaN;
        }
        return values;
    }

    /// One step with this gradient, rounded to float.
    void step(long t, double rate, double... gradient) {
        spread(gradient, g);
        optimizer.at(t, rate).apply(variant, w, g, state, 0, w.length);
    }

    /// The parameters.
    double[] parameters() {
        return collect(w);
    }

    void setParameters(double... values) {
        spread(values, w);
    }

    /// One of the optimizer's state arrays.
    double[] state(int index) {
        return collect(state[index]);
    }

    void setState(int index, double... values) {
        spread(values, state[index]);
    }
}
