package lanewise.nn;

import java.util.Locale;
import java.util.random.RandomGenerator;
import lanewise.linalg.Arguments;
import lanewise.linalg.Matrix;

/// A fully connected layer.
///
///     Y ← XW + b                       X: batch x inputs, W: inputs x outputs, Y: batch x outputs
///     dW ← XᵀdY,  db ← 1ᵀdY,  dX ← dYWᵀ
///
/// The products are those of [lanewise.linalg.Sgemm], which adds XW to the bias that Y holds before. Source: Goodfellow, Bengio and Courville, *Deep
/// Learning*, 2016, section 6.5.
///
/// Parameters: W row by row, then b. The forward pass takes batch·inputs·outputs multiply-adds, the backward pass twice as many.
public final class Dense extends Layer {

    private final int inputs;
    private final int outputs;
    private final Initializer initializer;

    private int bias;
    private float[] outputValues;
    private Matrix x;
    private Matrix xTransposed;
    private Matrix w;
    private Matrix wTransposed;
    private Matrix y;
    private Matrix dy;
    private Matrix dx; // null for the first layer
    private Matrix dw; // null in a network for parts

    /// @throws IllegalArgumentException if there are no inputs or no outputs, there are more parameters than an array holds, or the initializer
    ///     is null
    public Dense(int inputs, int outputs, Initializer initializer) {
        Arguments.present("initializer", initializer);
        if (inputs < 1 || outputs < 1 || (inputs + 1L) * outputs > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a dense layer must have at least 1 input and 1 output and fit in an array, was " + inputs + " to " + outputs);
        }
        this.inputs = inputs;
        this.outputs = outputs;
        this.initializer = initializer;
    }

    /// The layer's name in tables: `dense 25,088→4,096`.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "dense %,d→%,d", inputs, outputs);
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public int parameters() {
        return (inputs + 1) * outputs;
    }

    @Override
    public long multiplyAdds() {
        return (long) inputs * outputs;
    }

    @Override
    void initialize(float[] parameters, int offset, RandomGenerator random) {
        initializer.weights(parameters, offset, inputs * outputs, inputs, outputs, random);
        initializer.biases(parameters, offset + inputs * outputs, outputs, random);
    }

    @Override
    void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx) {
        int batch = pass.batch();
        bias = offset + inputs * outputs;
        outputValues = y;
        this.x = Matrix.of(x, 0, batch, inputs);
        xTransposed = this.x.transposed();
        w = Matrix.of(pass.parameters(), offset, inputs, outputs);
        wTransposed = w.transposed();
        this.y = Matrix.of(y, 0, batch, outputs);
        this.dy = Matrix.of(dy, 0, batch, outputs);
        this.dx = dx == null ? null : Matrix.of(dx, 0, batch, inputs);
        dw = offset + parameters() > pass.gradients().length ? null : Matrix.of(pass.gradients(), offset, inputs, outputs);
    }

    @Override
    void forward(Pass pass) {
        for (int sample = 0; sample < pass.batch(); sample++) {
            System.arraycopy(pass.parameters(), bias, outputValues, sample * outputs, outputs);
        }
        pass.multiply(x, w, 1, y);
    }

    @Override
    boolean gradientIsOfParts() {
        return false;
    }

    @Override
    void backward(Pass pass) {
        if (!pass.isPart()) {
            pass.multiply(xTransposed, dy, 0, dw);
            pass.columnSums(dy, bias);
        }
        if (dx != null) pass.multiply(dy, wTransposed, 0, dx);
    }
}
