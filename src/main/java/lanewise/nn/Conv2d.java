package lanewise.nn;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import lanewise.linalg.Arguments;
import lanewise.linalg.Matrix;
import lanewise.linalg.Panels;
import lanewise.optim.Variant;

/// A convolution over two axes of images, with a square kernel, a stride and zeros as padding.
///
///     y[b, i, j, f] ← bias[f] + Σ x[b, i·stride + u − padding, j·stride + v − padding, c] w[u, v, c, f]
///
/// As in every framework the kernel is not flipped, so strictly this is a cross-correlation. Images lie sample by sample, row by row, channels
/// fastest. Outputs lie likewise, with filters for channels, so a dense layer may follow.
///
/// The convolution is computed as the product of the im2col matrix of the inputs ([Im2Col]) with the weights, in the order of summation of
/// [lanewise.linalg.Sgemm]. The scalar and the unrolled variant materialize that matrix in a workspace; the SIMD variant packs it straight into
/// the panels of the product and needs no workspace. The gradient of the weights is the product of the transposed matrix with the gradient of
/// the outputs. The gradient of the inputs is the product of the im2col matrix of the outputs' gradient with the weights, whose filters and
/// channels are transposed.
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, sections 9.1 and 9.5; Chellapilla, Puri and Simard, *High Performance
/// Convolutional Neural Networks for Document Processing*, 2006.
///
/// Parameters: weights by row and column of the kernel, channel and filter, filters fastest; then biases.
public final class Conv2d extends Layer {

    private static final int CACHE_LINE = 16; // floats

    private final int height;
    private final int width;
    private final int channels;
    private final int filters;
    private final int kernel;
    private final int stride;
    private final int padding;
    private final Initializer initializer;

    private final Im2Col inputColumns;
    private final Panels inputColumnsTransposed;
    private final Im2Col gradientColumns; // of the outputs' gradient
    private int bias;
    private float[] parameters;
    private float[] outputValues;
    private float[] transposedWeights; // filters and channels transposed
    private float[] workspace = {}; // of the variants that materialize the im2col matrix
    private Matrix materialized; // that of the inputs; null until such a variant is asked for
    private Matrix materializedGradients; // that of the outputs' gradient, in the same workspace
    private Matrix w;
    private Matrix wTransposed;
    private Matrix y;
    private Matrix dy;
    private Matrix dx; // null for the first layer
    private Matrix dw;

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
        if (height < 1 || width < 1 || channels < 1 || filters < 1 || kernel < 1 || stride < 1 || padding < 0 || padding >= kernel
                || kernel > height + 2L * padding || kernel > width + 2L * padding
                || !fits(height, width, channels, filters, kernel, stride, padding)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "a convolution must have sizes of at least 1, a padding below the kernel and a kernel within the padded image, "
                            + "and fit in arrays, was %d x %d x %d to %d filters with kernel %d, stride %d, padding %d",
                    height, width, channels, filters, kernel, stride, padding));
        }
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.filters = filters;
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
        this.initializer = initializer;
        inputColumns = Im2Col.ofInputs(this);
        inputColumnsTransposed = inputColumns.transposed();
        gradientColumns = Im2Col.ofOutputGradients(this);
    }

    private static boolean fits(int height, int width, int channels, int filters, int kernel, int stride, int padding) {
        long paddedHeight = height + 2L * padding;
        long paddedWidth = width + 2L * padding;
        long outputHeight = (paddedHeight - kernel) / stride + 1;
        long outputWidth = (paddedWidth - kernel) / stride + 1;
        return Shapes.fit(height, width, channels) && Shapes.fit(outputHeight, outputWidth, filters)
                && Shapes.fit(kernel, kernel, channels + 1L, filters) // biases, and more than them
                && Shapes.fit(paddedHeight, kernel) && Shapes.fit(paddedWidth, kernel); // tables of Im2Col
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int channels() {
        return channels;
    }

    int filters() {
        return filters;
    }

    int kernel() {
        return kernel;
    }

    int stride() {
        return stride;
    }

    int padding() {
        return padding;
    }

    /// The number of rows of an output image.
    public int outputHeight() {
        return (height + 2 * padding - kernel) / stride + 1;
    }

    /// The number of pixels in a row of an output image.
    public int outputWidth() {
        return (width + 2 * padding - kernel) / stride + 1;
    }

    /// The layer's name in tables: `convolution 3x3 64→128 at 112x112`, where the last two are the rows and columns of the outputs.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "convolution %dx%d %d→%d at %dx%d", kernel, kernel, channels, filters, outputHeight(),
                outputWidth());
    }

    @Override
    public int inputs() {
        return height * width * channels;
    }

    @Override
    public int outputs() {
        return outputHeight() * outputWidth() * filters;
    }

    @Override
    public long workspace(Variant variant) {
        Arguments.present("variant", variant);
        long forward = (long) outputHeight() * outputWidth() * kernel * kernel * channels;
        long backward = (long) height * width * kernel * kernel * filters;
        return variant == Variant.SIMD ? 0 : Math.max(forward, backward);
    }

    private int weights() {
        return kernel * kernel * channels * filters;
    }

    @Override
    public Optional<Image> inputImage() {
        return Optional.of(new Image(height, width, channels));
    }

    @Override
    public Optional<Image> outputImage() {
        return Optional.of(new Image(outputHeight(), outputWidth(), filters));
    }

    @Override
    public int parameters() {
        return weights() + filters;
    }

    @Override
    public long multiplyAdds() {
        return (long) outputHeight() * outputWidth() * weights();
    }

    @Override
    void initialize(float[] parameters, int offset, RandomGenerator random) {
        int area = kernel * kernel;
        initializer.weights(parameters, offset, weights(), area * channels, area * filters, random);
        initializer.biases(parameters, offset + weights(), filters, random);
    }

    @Override
    void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx) {
        int positions = pass.batch() * outputHeight() * outputWidth();
        int taps = kernel * kernel;
        parameters = pass.parameters();
        bias = offset + weights();
        outputValues = y;
        inputColumns.bind(x, pass.batch());
        gradientColumns.bind(dy, pass.batch());
        w = Matrix.of(parameters, offset, taps * channels, filters);
        if (dx != null && transposedWeights == null) transposedWeights = new float[weights()];
        wTransposed = dx == null ? null : Matrix.of(transposedWeights, 0, taps * filters, channels);
        this.y = Matrix.of(y, 0, positions, filters);
        this.dy = Matrix.of(dy, 0, positions, filters);
        this.dx = dx == null ? null : Matrix.of(dx, 0, pass.batch() * height * width, channels);
        dw = Matrix.of(pass.gradients(), offset, taps * channels, filters);
        materialized = null;
        if (pass.variant() != Variant.SIMD) makeWorkspace();
    }

    /// Makes the workspace once for each size of the minibatch. It is many times larger than the images, and the SIMD variant needs none.
    private void makeWorkspace() {
        if (materialized != null) return;
        int size = inputColumns.rows() * inputColumns.columns();
        if (dx != null) size = Math.max(size, gradientColumns.rows() * gradientColumns.columns());
        if (workspace.length < size) workspace = new float[size];
        materialized = Matrix.of(workspace, 0, inputColumns.rows(), inputColumns.columns());
        materializedGradients = dx == null ? null : Matrix.of(workspace, 0, gradientColumns.rows(), gradientColumns.columns());
    }

    @Override
    void forward(Pass pass) {
        for (int position = 0; position < y.rows(); position++) {
            System.arraycopy(parameters, bias, outputValues, position * filters, filters);
        }
        if (pass.variant() == Variant.SIMD) {
            pass.multiply(inputColumns, w, 1, y);
        } else {
            makeWorkspace();
            inputColumns.materialize(workspace);
            pass.multiply(materialized, w, 1, y);
        }
    }

    @Override
    void backward(Pass pass) {
        boolean packs = pass.variant() == Variant.SIMD;
        if (packs) {
            pass.multiply(inputColumnsTransposed, dy, 0, dw);
        } else {
            makeWorkspace();
            inputColumns.materialize(workspace);
            pass.multiply(materialized.transposed(), dy, 0, dw);
        }
        pass.columnSums(dy, bias);
        if (dx == null) return;
        transposeWeights();
        if (packs) {
            pass.multiply(gradientColumns, wTransposed, 0, dx);
        } else {
            gradientColumns.materialize(workspace);
            pass.multiply(materializedGradients, wTransposed, 0, dx);
        }
    }

    /// Transposes filters and channels of each tap. Taps keep their order, because the im2col matrix of the outputs' gradient has for tap u the
    /// output that reads the input through u. Both sides go through memory a cache line at a time.
    private void transposeWeights() {
        int from = w.offset();
        for (int tap = 0; tap < kernel * kernel; tap++) {
            for (int begin = 0; begin < channels; begin += CACHE_LINE) {
                int end = Math.min(begin + CACHE_LINE, channels);
                for (int f = 0; f < filters; f++) {
                    for (int c = begin; c < end; c++) {
                        transposedWeights[(tap * filters + f) * channels + c] = parameters[from + (tap * channels + c) * filters + f];
                    }
                }
            }
        }
    }
}
