package lanewise.linalg;

import java.util.Arrays;

/// The loops around the micro-kernels of [Convolution#simd].
///
/// A band is a few rows of the output images, or a few whole images where they are small. What it reads of the inputs is copied once, with the zeros
/// around it, into an array that stays in the second-level cache; where there are no zeros, inputs are read where they lie. Then each tile of
/// filters walks over the band's pixels. A table says where each pixel's first element lies, so that a tile may cross rows and images.
final class ConvolutionBands {

    /// Elements of the copied inputs of a band: half a megabyte.
    private static final int BAND_ELEMENTS = 1 << 17;
    /// Pixels of a band, where inputs are read in place: what the table should not outgrow.
    private static final int BAND_PIXELS = 1_024;

    private final ConvolutionShape shape;
    private final boolean copies;
    private final int bandRows; // of one image, if it does not fit as a whole
    private final int bandImages; // 0 if a single image does not fit
    private final ConvolutionOperands operands = new ConvolutionOperands(); // made once: a convolution allocates nothing
    private final int columns = ConvolutionOperands.columns();

    // Made by the first convolution.
    private float[] copy;
    private int[] offsets;
    private float[] packed; // weights, a tile of filters after the other
    private float[] bias; // as many as tiles of filters have columns
    private float[] sums; // of a tile that does not lie in y as it is

    // The band under way: the pixels of its offsets, and how much of the copy is in use.
    private int pixels;
    private int used;

    ConvolutionBands(ConvolutionShape shape) {
        this.shape = shape;
        copies = shape.padding() > 0 || shape.dilation() > 1 || shape.paddedHeight() > shape.input().height()
                || shape.paddedWidth() > shape.input().width();
        long image = copies ? (long) shape.paddedHeight() * rowElements() : (long) shape.output().height() * shape.output().width();
        int budget = copies ? BAND_ELEMENTS : BAND_PIXELS;
        bandImages = (int) Math.min(budget / image, Integer.MAX_VALUE);
        long row = copies ? (long) rowElements() * shape.stride() : shape.output().width();
        int halo = copies ? rowElements() * Math.max(0, shape.kernel() - shape.stride()) : 0;
        bandRows = Math.clamp((budget - halo) / row, 1, shape.output().height());
    }

    /// Elements of a row of the image with its zeros; of the image, where it is read in place.
    private int rowElements() {
        return (copies ? shape.paddedWidth() : shape.input().width()) * shape.input().channels();
    }

    void convolve(int batch, float[] x, Matrix w, Matrix bias, float[] y) {
        reserve(batch);
        pack(w, bias);
        int height = shape.output().height();
        int rows = bandImages > 0 ? height : bandRows;
        int first = 0; // pixel of the band
        for (int sample = 0; sample < batch;) {
            int images = Math.clamp(batch - sample, 1, Math.max(1, bandImages));
            for (int i = 0; i < height; i += rows) {
                pixels = 0;
                used = 0;
                for (int b = sample; b < sample + images; b++) read(x, b, i, Math.min(i + rows, height));
                tiles(x, w, y, first);
                first += pixels;
            }
            sample += images;
        }
        operands.x = sums; // the caller's arrays outlive the convolution
        operands.w = sums;
        operands.to = sums;
    }

    private void reserve(int batch) {
        int filters = Math.ceilDiv(shape.output().channels(), columns) * columns;
        int images = Math.min(batch, Math.max(1, bandImages));
        int rows = bandImages > 0 ? shape.output().height() : bandRows;
        int elements = copies ? images * ((rows - 1) * shape.stride() + shape.kernel()) * rowElements() : 0;
        int table = images * rows * shape.output().width() + operands.rows();
        if (sums == null) {
            sums = new float[operands.rows() * columns];
            bias = new float[filters];
            packed = new float[filters == columns && shape.output().channels() == columns ? 0 : filters * shape.taps()];
            copy = new float[0];
            offsets = new int[0];
            operands.count = shape.kernel();
            operands.length = shape.kernel() * shape.input().channels();
            operands.runs = new int[shape.kernel()];
            for (int u = 0; u < shape.kernel(); u++) operands.runs[u] = u * rowElements();
        }
        if (copy.length < elements) copy = new float[elements];
        if (offsets.length < table) offsets = new int[table];
    }

    /// Packs tiles of filters, one after the other; what is missing from the last is zero. A single whole tile lies in the weights as it is.
    private void pack(Matrix w, Matrix bias) {
        int filters = shape.output().channels();
        System.arraycopy(bias.elements(), bias.offset(), this.bias, 0, filters);
        if (packed.length == 0) return;
        int taps = shape.taps();
        for (int f = 0; f < filters; f += columns) {
            int count = Math.min(columns, filters - f);
            int to = f * taps;
            int from = w.at(0, f);
            for (int t = 0; t < taps; t++) {
                System.arraycopy(w.elements(), from, packed, to, count);
                from += filters;
                to += columns;
            }
        }
    }

    /// Adds rows of an output image to the band: copies what they read, unless it is read in place, and notes where each pixel begins.
    private void read(float[] x, int sample, int top, int bottom) {
        int stride = shape.stride();
        int row = rowElements();
        int channels = shape.input().channels();
        int begin = copies ? used : (sample * shape.input().height() + top * stride) * row;
        for (int i = 0; i < bottom - top; i++) {
            for (int j = 0; j < shape.output().width(); j++) offsets[pixels++] = begin + i * stride * row + j * stride * channels;
        }
        if (!copies) return;
        for (int padded = top * stride; padded < (bottom - 1) * stride + shape.kernel(); padded++, used += row) {
            int inside = shape.inside(padded, shape.input().height());
            if (inside == ConvolutionShape.OUTSIDE) {
                Arrays.fill(copy, used, used + row, 0);
            } else {
                copyRow(x, (sample * shape.input().height() + inside) * shape.input().width() * channels);
            }
        }
    }

    private void copyRow(float[] x, int from) {
        int channels = shape.input().channels();
        int width = shape.input().width();
        int end = used + rowElements();
        int dilation = shape.dilation();
        int left = used + shape.padding() * channels;
        int right = Math.min(end, left + ((width - 1) * dilation + 1) * channels);
        if (dilation == 1) {
            Arrays.fill(copy, used, left, 0);
            System.arraycopy(x, from, copy, left, right - left);
            Arrays.fill(copy, right, end, 0);
            return;
        }
        Arrays.fill(copy, used, end, 0);
        for (int column = 0; column < width; column++) {
            int to = left + column * dilation * channels;
            if (to < end) System.arraycopy(x, from + column * channels, copy, to, channels);
        }
    }

    private void tiles(float[] x, Matrix w, float[] y, int first) {
        int rows = operands.rows();
        int filters = shape.output().channels();
        for (int r = 0; r < rows; r++) offsets[pixels + r] = offsets[pixels - 1]; // the last tile's missing pixels
        operands.x = copies ? copy : x;
        operands.offsets = offsets;
        operands.start = bias;
        operands.w = packed.length == 0 ? w.elements() : packed;
        for (int f = 0; f < filters; f += columns) {
            operands.fromW = packed.length == 0 ? w.offset() : f * shape.taps();
            operands.fromStart = f;
            for (int n = 0; n < pixels; n += rows) {
                boolean direct = n + rows <= pixels && f + columns <= filters;
                operands.row = n;
                operands.to = direct ? y : sums;
                operands.at = direct ? (first + n) * filters + f : 0;
                operands.stride = direct ? filters : columns;
                operands.sumUp();
                if (!direct) put(y, first, n, f);
            }
        }
    }

    private void put(float[] y, int first, int n, int f) {
        int filters = shape.output().channels();
        int count = Math.min(columns, filters - f);
        for (int r = 0; r < Math.min(operands.rows(), pixels - n); r++) {
            System.arraycopy(sums, r * columns, y, (first + n + r) * filters + f, count);
        }
    }
}
