package lanewise.linalg;

import java.util.Arrays;

/// The gradient of the weights of a [Convolution].
///
///     dw[u, v, c, f] ← Σ x[b, i·stride + u − padding, j·stride + v − padding, c] dy[b, i, j, f]
///
/// The order of summation is part of the definition, so that all variants leave the same bits on every machine and at every vector width:
/// 1. The rows of the output images, image by image, are cut into blocks of as many rows as have 512 pixels or a few more; the last block may be
///    shorter.
/// 2. In a block, from 0, one product after the other is added, row by row and pixel by pixel, each by a fused multiply-add. Elements outside the
///    image are zeros like others.
/// 3. The blocks' sums are added in ascending order to 0.
///
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 9.5.
///
/// An instance holds the arrays that the variants work in, and serves one thread at a time. All variants throw IllegalArgumentException, and have
/// changed nothing then, if an argument is null or does not have the sizes of the shape.
public final class WeightGradient {

    private static final int BLOCK_PIXELS = 512;

    private final ConvolutionShape shape;
    private final WeightGradientBlocks blocks;
    private float[] sums = {}; // of the scalar variant: one for each filter

    /// For one shape, which must not be dilated, and the tile of [Convolution].
    ///
    /// @throws IllegalArgumentException if the shape is null or dilated, or the system property names no tile
    public WeightGradient(ConvolutionShape shape) {
        this(shape, Tile.chosen());
    }

    WeightGradient(ConvolutionShape shape, Tile tile) {
        Arguments.present("shape", shape);
        if (shape.dilation() != 1) throw new IllegalArgumentException("the dilation must be 1, was " + shape.dilation());
        this.shape = shape;
        blocks = new WeightGradientBlocks(shape, blockRows(shape), tile);
    }

    private static int blockRows(ConvolutionShape shape) {
        return Math.ceilDiv(BLOCK_PIXELS, shape.output().width());
    }

    /// The specification: the other two must leave the same bits in dw.
    ///
    /// @param x  the images
    /// @param dy the gradient of the outputs
    /// @param dw takes the gradient of the weights: a row for each element of a convolution's sum, a column for each filter
    public void scalar(int batch, float[] x, float[] dy, Matrix dw) {
        check(batch, x, dy, dw);
        int kernel = shape.kernel();
        int channels = shape.input().channels();
        int filters = shape.output().channels();
        if (sums.length == 0) sums = new float[filters];
        fillZero(dw);
        int rows = batch * shape.output().height();
        for (int begin = 0; begin < rows; begin += blockRows(shape)) {
            int end = Math.min(begin + blockRows(shape), rows);
            for (int t = 0; t < shape.taps(); t++) {
                Arrays.fill(sums, 0);
                for (int row = begin; row < end; row++) addRow(x, dy, row, t / channels / kernel, t / channels % kernel, t % channels);
                int to = dw.at(t, 0);
                for (int f = 0; f < filters; f++) dw.elements()[to + f] += sums[f];
            }
        }
    }

    /// The products of one row of the outputs with what it reads of channel c through tap (u, v).
    private void addRow(float[] x, float[] dy, int row, int u, int v, int c) {
        int width = shape.output().width();
        int filters = shape.output().channels();
        for (int j = 0; j < width; j++) {
            int pixel = shape.pixel(row / shape.output().height(), row % shape.output().height(), j, u, v);
            float a = pixel == ConvolutionShape.OUTSIDE ? 0 : x[pixel + c];
            int from = (row * width + j) * filters;
            for (int f = 0; f < filters; f++) sums[f] = Math.fma(a, dy[from + f], sums[f]);
        }
    }

    /// Four filters at a time, spelled out.
    public void unrolled(int batch, float[] x, float[] dy, Matrix dw) {
        check(batch, x, dy, dw);
        int filters = shape.output().channels();
        fillZero(dw);
        int rows = batch * shape.output().height();
        for (int begin = 0; begin < rows; begin += blockRows(shape)) {
            int end = Math.min(begin + blockRows(shape), rows);
            for (int t = 0; t < shape.taps(); t++) {
                int f = 0;
                for (; f <= filters - 4; f += 4) four(x, dy, dw, begin, end, t, f);
                for (; f < filters; f++) one(x, dy, dw, begin, end, t, f);
            }
        }
    }

    private void four(float[] x, float[] dy, Matrix dw, int begin, int end, int t, int f) {
        int channels = shape.input().channels();
        int width = shape.output().width();
        int height = shape.output().height();
        int filters = shape.output().channels();
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int from = begin * width * filters + f;
        for (int n = begin * width; n < end * width; n++) {
            int pixel = shape.pixel(n / width / height, n / width % height, n % width, t / channels / shape.kernel(),
                    t / channels % shape.kernel());
            float a = pixel == ConvolutionShape.OUTSIDE ? 0 : x[pixel + t % channels];
            s0 = Math.fma(a, dy[from], s0);
            s1 = Math.fma(a, dy[from + 1], s1);
            s2 = Math.fma(a, dy[from + 2], s2);
            s3 = Math.fma(a, dy[from + 3], s3);
            from += filters;
        }
        int to = dw.at(t, f);
        dw.elements()[to] += s0;
        dw.elements()[to + 1] += s1;
        dw.elements()[to + 2] += s2;
        dw.elements()[to + 3] += s3;
    }

    private void one(float[] x, float[] dy, Matrix dw, int begin, int end, int t, int f) {
        int channels = shape.input().channels();
        int width = shape.output().width();
        int height = shape.output().height();
        float sum = 0;
        for (int n = begin * width; n < end * width; n++) {
            int pixel = shape.pixel(n / width / height, n / width % height, n % width, t / channels / shape.kernel(),
                    t / channels % shape.kernel());
            sum = Math.fma(pixel == ConvolutionShape.OUTSIDE ? 0 : x[pixel + t % channels], dy[n * shape.output().channels() + f], sum);
        }
        dw.elements()[dw.at(t, f)] += sum;
    }

    /// A tile of channels and filters at a time, whose sums stay in registers over all pixels of a block.
    public void simd(int batch, float[] x, float[] dy, Matrix dw) {
        check(batch, x, dy, dw);
        fillZero(dw);
        blocks.sumUp(batch, x, dy, dw);
    }

    private static void fillZero(Matrix dw) {
        Arrays.fill(dw.elements(), dw.offset(), dw.offset() + dw.rows() * dw.columns(), 0);
    }

    private void check(int batch, float[] x, float[] dy, Matrix dw) {
        Arguments.present("dw", dw);
        Convolution.images("x", x, batch, shape.input());
        Convolution.images("dy", dy, batch, shape.output());
        Convolution.matrix("dw", dw, shape.taps(), shape.output().channels());
        if (dw.elements() == x || dw.elements() == dy) {
            throw new IllegalArgumentException("the gradient must lie in an array of its own, was in that of x or dy");
        }
    }
}
