package lanewise.linalg;

/// The convolution of images with a square kernel, in single precision.
///
///     y[b, i, j, f] ← bias[f] + Σ x[b, i·stride + u − padding, j·stride + v − padding, c] w[u, v, c, f]
///
/// Images lie sample by sample, row by row, channels fastest; weights by row and column of the kernel and channel, filters fastest. As in every
/// framework the kernel is not flipped, so strictly this is a cross-correlation.
///
/// The order of summation is part of the definition, so that all variants leave the same bits on every machine and at every vector width: a sum
/// begins with the bias, and one product after the other is added, in ascending order of u, then v, then c, each by a fused multiply-add. Elements
/// outside the image are zeros like others: their products are added too.
///
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 9.1. How [#simd] goes about it is described by Zhang, Franchetti and
/// Low, *High Performance Zero-Memory Overhead Direct Convolutions*, 2018, for another layout of the images.
///
/// An instance holds the arrays of [#simd], and serves one thread at a time. All variants throw IllegalArgumentException, and have changed nothing
/// then, if an argument is null or does not have the sizes of the shape.
public final class Convolution {

    private final ConvolutionShape shape;
    private final ConvolutionBands bands;

    /// For one shape. A tile is eight pixels by two vectors of filters where [#simd] has 32 vector registers or the system property `lanewise.tile` is
    /// `8x2`, six by two otherwise.
    ///
    /// @throws IllegalArgumentException if the shape is null or the property names no tile
    public Convolution(ConvolutionShape shape) {
        this(shape, Tile.chosen());
    }

    Convolution(ConvolutionShape shape, Tile tile) {
        Arguments.present("shape", shape);
        this.shape = shape;
        bands = new ConvolutionBands(shape, tile);
    }

    /// The specification: the other two must leave the same bits in y.
    ///
    /// @param x    the images
    /// @param w    the weights: a row for each element of a sum, a column for each filter
    /// @param bias what the sums begin with: one row
    /// @param y    takes the images' sums
    public static void scalar(ConvolutionShape shape, int batch, float[] x, Matrix w, Matrix bias, float[] y) {
        check(shape, batch, x, w, bias, y);
        int filters = shape.output().channels();
        int to = 0;
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < shape.output().height(); i++) {
                for (int j = 0; j < shape.output().width(); j++, to += filters) {
                    System.arraycopy(bias.elements(), bias.offset(), y, to, filters);
                    for (int u = 0; u < shape.kernel(); u++) {
                        for (int v = 0; v < shape.kernel(); v++) add(shape, x, shape.pixel(b, i, j, u, v), w, u, v, y, to);
                    }
                }
            }
        }
    }

    /// The products of one pixel, through one tap, with all filters.
    private static void add(ConvolutionShape shape, float[] x, int pixel, Matrix w, int u, int v, float[] y, int to) {
        int channels = shape.input().channels();
        int filters = shape.output().channels();
        float[] weights = w.elements();
        int from = w.at((u * shape.kernel() + v) * channels, 0);
        for (int c = 0; c < channels; c++, from += filters) {
            float a = pixel == ConvolutionShape.OUTSIDE ? 0 : x[pixel + c];
            for (int f = 0; f < filters; f++) y[to + f] = Math.fma(a, weights[from + f], y[to + f]);
        }
    }

    /// Four filters at a time, spelled out.
    public static void unrolled(ConvolutionShape shape, int batch, float[] x, Matrix w, Matrix bias, float[] y) {
        check(shape, batch, x, w, bias, y);
        int filters = shape.output().channels();
        int pixels = shape.output().height() * shape.output().width();
        for (int n = 0; n < batch * pixels; n++) {
            int f = 0;
            for (; f <= filters - 4; f += 4) four(shape, x, w, bias, y, n, f);
            for (; f < filters; f++) one(shape, x, w, bias, y, n, f);
        }
    }

    private static void four(ConvolutionShape shape, float[] x, Matrix w, Matrix bias, float[] y, int n, int f) {
        int width = shape.output().width();
        int height = shape.output().height();
        int channels = shape.input().channels();
        float[] weights = w.elements();
        int row = w.rowStride();
        int at = bias.at(0, f);
        float s0 = bias.elements()[at];
        float s1 = bias.elements()[at + 1];
        float s2 = bias.elements()[at + 2];
        float s3 = bias.elements()[at + 3];
        int from = w.at(0, f);
        for (int tap = 0; tap < shape.kernel() * shape.kernel(); tap++) {
            int pixel = shape.pixel(n / width / height, n / width % height, n % width, tap / shape.kernel(), tap % shape.kernel());
            for (int c = 0; c < channels; c++) {
                float a = pixel == ConvolutionShape.OUTSIDE ? 0 : x[pixel + c];
                s0 = Math.fma(a, weights[from], s0);
                s1 = Math.fma(a, weights[from + 1], s1);
                s2 = Math.fma(a, weights[from + 2], s2);
                s3 = Math.fma(a, weights[from + 3], s3);
                from += row;
            }
        }
        int to = n * shape.output().channels() + f;
        y[to] = s0;
        y[to + 1] = s1;
        y[to + 2] = s2;
        y[to + 3] = s3;
    }

    private static void one(ConvolutionShape shape, float[] x, Matrix w, Matrix bias, float[] y, int n, int f) {
        int width = shape.output().width();
        int height = shape.output().height();
        float sum = bias.elements()[bias.at(0, f)];
        int from = w.at(0, f);
        for (int tap = 0; tap < shape.kernel() * shape.kernel(); tap++) {
            int pixel = shape.pixel(n / width / height, n / width % height, n % width, tap / shape.kernel(), tap % shape.kernel());
            for (int c = 0; c < shape.input().channels(); c++) {
                sum = Math.fma(pixel == ConvolutionShape.OUTSIDE ? 0 : x[pixel + c], w.elements()[from], sum);
                from += w.rowStride();
            }
        }
        y[n * shape.output().channels() + f] = sum;
    }

    /// A tile of pixels and filters at a time, whose sums stay in registers over all taps.
    public void simd(int batch, float[] x, Matrix w, Matrix bias, float[] y) {
        check(shape, batch, x, w, bias, y);
        bands.convolve(batch, x, w, bias, y, false);
    }

    /// The same, and then y ← max(y, 0) of each tile while it is in the cache. NaN stays NaN, and −0 becomes 0.
    public void simdRectified(int batch, float[] x, Matrix w, Matrix bias, float[] y) {
        check(shape, batch, x, w, bias, y);
        bands.convolve(batch, x, w, bias, y, true);
    }

    private static void check(ConvolutionShape shape, int batch, float[] x, Matrix w, Matrix bias, float[] y) {
        Arguments.present("shape", shape);
        Arguments.present("w", w);
        Arguments.present("bias", bias);
        images("x", x, batch, shape.input());
        images("y", y, batch, shape.output());
        matrix("w", w, shape.taps(), shape.output().channels());
        matrix("bias", bias, 1, shape.output().channels());
        if (y == x || y == w.elements() || y == bias.elements()) {
            throw new IllegalArgumentException("the sums must lie in an array of their own, were in that of x, w or bias");
        }
    }

    /// An array that holds a minibatch of images, or more.
    static void images(String name, float[] array, int batch, Image image) {
        Arguments.present(name, array);
        long size = (long) batch * image.height() * image.width() * image.channels();
        if (batch < 1 || array.length < size) {
            throw new IllegalArgumentException(
                    name + " must hold at least 1 image of " + image + ", had " + array.length + " elements for " + batch);
        }
    }

    /// A matrix that lies row by row, with nothing between the rows.
    static void matrix(String name, Matrix matrix, int rows, int columns) {
        boolean dense = matrix.columnStride() == 1 && (rows == 1 || matrix.rowStride() == columns);
        if (matrix.rows() != rows || matrix.columns() != columns || !dense) {
            throw new IllegalArgumentException(name + " must be " + rows + " x " + columns
                    + ", row after row with nothing between them, was "
                    + matrix.rows() + " x " + matrix.columns() + " with strides " + matrix.rowStride() + " and " + matrix.columnStride());
        }
    }
}
