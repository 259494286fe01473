package lanewise.nn;

import java.util.random.RandomGenerator;

/// A layer that applies one function to each value by itself. It has no parameters.
abstract sealed class Activation extends Layer permits Relu, SigmoidLayer, TanhLayer, Dropout {

    final int width;
    float[] x;
    float[] y;
    float[] dy;
    float[] dx; // null for the first layer

    /// @param width the number of values of one sample
    /// @throws IllegalArgumentException if the width is below 1
    Activation(int width) {
        if (width < 1) throw new IllegalArgumentException("an activation must have at least 1 value a sample, had " + width);
        this.width = width;
    }

    @Override
    public final int inputs() {
        return width;
    }

    @Override
    public final int outputs() {
        return width;
    }

    @Override
    public final int parameters() {
        return 0;
    }

    @Override
    public final long multiplyAdds() {
        return 0;
    }

    @Override
    final void initialize(float[] parameters, int offset, RandomGenerator random) {}

    @Override
    final void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx) {
        this.x = x;
        this.y = y;
        this.dy = dy;
        this.dx = dx;
    }
}
