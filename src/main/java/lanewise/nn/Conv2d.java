package lanewise.nn;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import lanewise.linalg.Arguments;
import lanewise.linalg.Convolution;
import lanewise.linalg.ConvolutionShape;
import lanewise.linalg.Image;
import lanewise.linalg.Matrix;
import lanewise.linalg.WeightGradient;

/// A convolution over two axes of images, with a square kernel, a stride and zeros as padding.
///
///     y[b, i, j, f] ← bias[f] + Σ x[b, i·stride + u − padding, j·stride + v − padding, c] w[u, v, c, f]
///
/// Images lie sample by sample, row by row, channels fastest. Outputs lie likewise, with filters for channels, so a dense layer may follow.
///
/// The sums are those of [Convolution] and [WeightGradient], which say in which order they are added. The gradient of the inputs is itself a
/// convolution: that of the gradient of the outputs, with zeros between its elements where the stride is above 1, and the weights with rows and
/// columns of the kernel in reverse and filters for channels.
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, sections 9.1 and 9.5.
///
/// A [Relu] behind it in the network is computed with it: the outputs of both are one array, which holds the rectified ones.
///
/// Parameters: weights by row and column of the kernel, channel and filter, filters fastest; then biases.
public final class Conv2d extends Layer {

    private static final int CACHE_LINE = 16; // floats

    private final ConvolutionShape shape;
    private final ConvolutionShape gradientShape; // of the convolution that gives the gradient of the inputs
    private final Initializer initializer;
    private final Convolution convolution;
    private final WeightGradient weightGradient;
    private final Convolution inputGradient;

    private boolean rectifies; // in place of the layer behind it
    private float[] x;
    private float[] y;
    private float[] dy;
    private float[] dx; // null for the first layer
    private int biasOffset;
    private Matrix w;
    private Matrix bias;
    private Matrix dw;
    private Matrix outputGradients; // a row for each pixel
    private float[] reversed; // weights with the kernel in reverse, filters and channels transposed
    private Matrix wReversed;
    private Matrix noBias;

    /// @param height   the number of rows of an input image
    /// @param width    the number of pixels in a row of it
    /// @param channels the number of values of a pixel of it
    /// @param filters  the number of channels of an output image
    /// @param kernel   the number of rows, and of columns, of the kernel
    /// @param stride   the distance between two positions of the kernel
    /// @param padding  the number of zeros on each side of the images
    /// @throws IllegalArgumentException if one is out of its range, the kernel is larger than the padded image, inputs, outputs or
    ///     parameters are more than an array holds, or the initializer is null
    public Conv2d(int height, int width, int channels, int filters, int kernel, int stride, int padding, Initializer initializer) {
        Arguments.present("initializer", initializer);
        this.initializer = initializer;
        shape = ConvolutionShape.of(new Image(height, width, channels), filters, kernel, stride, padding);
        gradientShape = shape.ofInputGradient();
        convolution = new Convolution(shape);
        weightGradient = new WeightGradient(shape);
        inputGradient = new Convolution(gradientShape);
    }

    /// The number of rows of an output image.
    public int outputHeight() {
        return shape.output().height();
    }

    /// The number of pixels in a row of an output image.
    public int outputWidth() {
        return shape.output().width();
    }

    private int filters() {
        return shape.output().channels();
    }

    /// The layer's name in tables: `convolution 3x3 64→128 at 112x112`, where the last two are the rows and columns of the outputs.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "convolution %dx%d %d→%d at %dx%d", shape.kernel(), shape.kernel(), shape.input().channels(),
                filters(), outputHeight(), outputWidth());
    }

    @Override
    public int inputs() {
        return shape.input().values();
    }

    @Override
    public int outputs() {
        return shape.output().values();
    }

    @Override
    public Optional<Image> inputImage() {
        return Optional.of(shape.input());
    }

    @Override
    public Optional<Image> outputImage() {
        return Optional.of(shape.output());
    }

    @Override
    public int parameters() {
        return shape.weights() + filters();
    }

    @Override
    public long multiplyAdds() {
        return (long) outputHeight() * outputWidth() * shape.weights();
    }

    /// A rectifier: its maximum is taken while a tile of outputs is in the cache.
    @Override
    boolean takesOver(Layer next) {
        rectifies = next instanceof Relu;
        return rectifies;
    }

    @Override
    void initialize(float[] parameters, int offset, RandomGenerator random) {
        int area = shape.kernel() * shape.kernel();
        initializer.weights(parameters, offset, shape.weights(), area * shape.input().channels(), area * filters(), random);
        initializer.biases(parameters, offset + shape.weights(), filters(), random);
    }

    @Override
    void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx) {
        int channels = shape.input().channels();
        int taps = shape.kernel() * shape.kernel();
        this.x = x;
        this.y = y;
        this.dy = dy;
        this.dx = dx;
        biasOffset = offset + shape.weights();
        w = Matrix.of(pass.parameters(), offset, taps * channels, filters());
        bias = Matrix.of(pass.parameters(), biasOffset, 1, filters());
        dw = Matrix.of(pass.gradients(), offset, taps * channels, filters());
        outputGradients = Matrix.of(dy, 0, pass.batch() * outputHeight() * outputWidth(), filters());
        if (dx == null || reversed != null) return;
        reversed = new float[shape.weights()];
        wReversed = Matrix.of(reversed, 0, taps * filters(), channels);
        noBias = Matrix.of(new float[channels], 0, 1, channels);
    }

    @Override
    void forward(Pass pass) {
        switch (pass.variant()) {
            case SCALAR -> {
                Convolution.scalar(shape, pass.batch(), x, w, bias, y);
                if (rectifies) Relu.forwardScalar(y, y, 0, pass.batch() * outputs());
            }
            case UNROLLED -> {
                Convolution.unrolled(shape, pass.batch(), x, w, bias, y);
                if (rectifies) Relu.forwardUnrolled(y, y, pass.batch() * outputs());
            }
            case SIMD -> {
                if (rectifies) convolution.simdRectified(pass.batch(), x, w, bias, y);
                else
                    convolution.simd(pass.batch(), x, w, bias, y);
            }
        }
    }

    @Override
    void backward(Pass pass) {
        switch (pass.variant()) {
            case SCALAR -> weightGradient.scalar(pass.batch(), x, dy, dw);
            case UNROLLED -> weightGradient.unrolled(pass.batch(), x, dy, dw);
            case SIMD -> weightGradient.simd(pass.batch(), x, dy, dw);
        }
        pass.columnSums(outputGradients, biasOffset);
        if (dx == null) return;
        reverseWeights();
        switch (pass.variant()) {
            case SCALAR -> Convolution.scalar(gradientShape, pass.batch(), dy, wReversed, noBias, dx);
            case UNROLLED -> Convolution.unrolled(gradientShape, pass.batch(), dy, wReversed, noBias, dx);
            case SIMD -> inputGradient.simd(pass.batch(), dy, wReversed, noBias, dx);
        }
    }

    /// Transposes filters and channels of each tap, the last tap first. Both sides go through memory a cache line at a time.
    private void reverseWeights() {
        int channels = shape.input().channels();
        int last = shape.kernel() * shape.kernel() - 1;
        float[] weights = w.elements();
        for (int tap = 0; tap <= last; tap++) {
            for (int begin = 0; begin < channels; begin += CACHE_LINE) {
                int end = Math.min(begin + CACHE_LINE, channels);
                for (int f = 0; f < filters(); f++) {
                    int to = ((last - tap) * filters() + f) * channels;
                    for (int c = begin; c < end; c++) reversed[to + c] = weights[w.offset() + (tap * channels + c) * filters() + f];
                }
            }
        }
    }
}
