package lanewise.nn;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import lanewise.linalg.Matrix;
import lanewise.linalg.Panels;
import lanewise.optim.Variant;

/// A convolution over two axes of images, with a square kernel, a stride and a border of zeros.
///
///     y[b, i, j, f] ← bias[f] + Σ x[b, i·stride + u − padding, j·stride + v − padding, c] w[u, v, c, f]
///
/// As in every framework the kernel is not turned round. Images lie sample by sample, line by line, channels fastest; so do outputs,
/// with filters for channels, and a dense layer may follow as they lie.
///
/// It is the product of [Patches] with the weights, in the order of summation of [lanewise.linalg.Sgemm]: the scalar and the unrolled
/// variant write the patches down, the SIMD one packs them straight into panels, so that they never stand in memory. The gradient of the
/// weights is the product of the transposed patches with the outputs' gradient, that of the inputs the product of the patches of the
/// outputs' gradient with the weights, filters and channels exchanged.
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, sections 9.1 and 9.5; Chellapilla, Puri and Simard, *High Performance
/// Convolutional Neural Networks for Document Processing*, 2006.
///
/// Parameters: weights by line and place of the kernel, channel and filter, filters fastest; then biases.
public final class Conv2d implements Layer {

    private static final int LINE = 16; // floats of the cache's

    private final int height;
    private final int width;
    private final int channels;
    private final int filters;
    private final int kernel;
    private final int stride;
    private final int padding;
    private final Initializer initializer;

    private final Patches patches;
    private final Panels transposed;
    private final Patches slopes;
    private int bias;
    private float[] parameters;
    private float[] outputValues;
    private float[] exchanged; // the weights, filters for channels
    private float[] room = {}; // for the variants that write patches down
    private Matrix written; // patches; null until such a variant comes
    private Matrix writtenSlopes; // likewise, in the same room
    private Matrix w;
    private Matrix wExchanged;
    private Matrix y;
    private Matrix dy;
    private Matrix dx; // null for the first layer
    private Matrix dw;

    /// @param height   of the inputs' images
    /// @param width    likewise
    /// @param channels likewise
    /// @param filters  channels of the outputs
    /// @param kernel   its side
    /// @param stride   of the grid that it is laid on
    /// @param padding  zeros on each side of the images
    /// @throws IllegalArgumentException if one is out of its range, the kernel is larger than the padded image, or inputs, outputs or
    ///     parameters are more than an array holds
    public Conv2d(int height, int width, int channels, int filters, int kernel, int stride, int padding, Initializer initializer) {
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
        patches = Patches.forward(this);
        transposed = patches.transposed();
        slopes = Patches.backward(this);
    }

    private static boolean fits(int height, int width, int channels, int filters, int kernel, int stride, int padding) {
        long paddedHeight = height + 2L * padding;
        long paddedWidth = width + 2L * padding;
        long lines = (paddedHeight - kernel) / stride + 1;
        long places = (paddedWidth - kernel) / stride + 1;
        return Shapes.fit(height, width, channels) && Shapes.fit(lines, places, filters)
                && Shapes.fit(kernel, kernel, channels + 1L, filters) // biases, and more than them
                && Shapes.fit(paddedHeight, kernel) && Shapes.fit(paddedWidth, kernel); // tables of Patches
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

    /// Lines of the outputs' images.
    public int outputHeight() {
        return (height + 2 * padding - kernel) / stride + 1;
    }

    /// Places in a line of theirs.
    public int outputWidth() {
        return (width + 2 * padding - kernel) / stride + 1;
    }

    /// As tables write it: `convolution 3x3 64→128 at 112x112`, which are the outputs' lines and places.
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
    public long writtenDown(Variant variant) {
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
    public void initialize(float[] parameters, int offset, RandomGenerator random) {
        int area = kernel * kernel;
        initializer.weights(parameters, offset, weights(), area * channels, area * filters, random);
        initializer.biases(parameters, offset + weights(), filters, random);
    }

    @Override
    public void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx) {
        int places = pass.batch() * outputHeight() * outputWidth();
        int taps = kernel * kernel;
        parameters = pass.parameters();
        bias = offset + weights();
        outputValues = y;
        patches.bind(x, pass.batch());
        slopes.bind(dy, pass.batch());
        w = Matrix.of(parameters, offset, taps * channels, filters);
        if (dx != null && exchanged == null) exchanged = new float[weights()];
        wExchanged = dx == null ? null : Matrix.of(exchanged, 0, taps * filters, channels);
        this.y = Matrix.of(y, 0, places, filters);
        this.dy = Matrix.of(dy, 0, places, filters);
        this.dx = dx == null ? null : Matrix.of(dx, 0, pass.batch() * height * width, channels);
        dw = Matrix.of(pass.gradients(), offset, taps * channels, filters);
        written = null;
        if (pass.variant() != Variant.SIMD) makeRoom();
    }

    /// Once a minibatch's size: what patches are written into is many times the images, and the SIMD variant does without.
    private void makeRoom() {
        if (written != null) return;
        int size = patches.rows() * patches.columns();
        if (dx != null) size = Math.max(size, slopes.rows() * slopes.columns());
        if (room.length < size) room = new float[size];
        written = Matrix.of(room, 0, patches.rows(), patches.columns());
        writtenSlopes = dx == null ? null : Matrix.of(room, 0, slopes.rows(), slopes.columns());
    }

    @Override
    public void forward(Pass pass) {
        for (int place = 0; place < y.rows(); place++) System.arraycopy(parameters, bias, outputValues, place * filters, filters);
        if (pass.variant() == Variant.SIMD) {
            pass.multiply(patches, w, 1, y);
        } else {
            makeRoom();
            patches.write(room);
            pass.multiply(written, w, 1, y);
        }
    }

    @Override
    public void backward(Pass pass) {
        boolean packs = pass.variant() == Variant.SIMD;
        if (packs) {
            pass.multiply(transposed, dy, 0, dw);
        } else {
            makeRoom();
            patches.write(room);
            pass.multiply(written.transposed(), dy, 0, dw);
        }
        pass.columnSums(dy, bias);
        if (dx == null) return;
        exchange();
        if (packs) {
            pass.multiply(slopes, wExchanged, 0, dx);
        } else {
            slopes.write(room);
            pass.multiply(writtenSlopes, wExchanged, 0, dx);
        }
    }

    /// Patches meet the place u of the kernel where outputs had been reached through u, so only filters and channels change places.
    /// A line of the cache is written at a time, and as many are read from.
    private void exchange() {
        int from = w.offset();
        for (int tap = 0; tap < kernel * kernel; tap++) {
            for (int begin = 0; begin < channels; begin += LINE) {
                int end = Math.min(begin + LINE, channels);
                for (int f = 0; f < filters; f++) {
                    for (int c = begin; c < end; c++) {
                        exchanged[(tap * filters + f) * channels + c] = parameters[from + (tap * channels + c) * filters + f];
                    }
                }
            }
        }
    }
}
