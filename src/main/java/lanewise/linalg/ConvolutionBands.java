package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LE;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

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
    private final ConvolutionOperands operands; // made once: a convolution allocates nothing
    private final int columns = ConvolutionOperands.columns();

    // Made by the first convolution.
    private float[] copy;
    private float[] packed; // weights, a tile of filters after the other
    private float[] bias; // as many as tiles of filters have columns
    private float[] sums; // of a tile that does not lie in y as it is
    private boolean rectifies;
    private int tableImages; // that the table of offsets is made for

    ConvolutionBands(ConvolutionShape shape, Tile tile) {
        this.shape = shape;
        operands = new ConvolutionOperands(tile);
        copies = shape.padding() > 0 || shape.dilation() > 1 || shape.paddedHeight() > shape.input().height()
                || shape.paddedWidth() > shape.input().width();
        long image = copies ? (long) shape.paddedHeight() * rowElements() : (long) shape.output().height() * shape.output().width();
        int budget = copies ? BAND_ELEMENTS : BAND_PIXELS;
        bandImages = (int) Math.min(budget / image, Integer.MAX_VALUE);
        long row = copies ? (long) rowElements() * shape.stride() : shape.output().width();
        int halo = copies ? rowElements() * Math.max(0, shape.kernel() - shape.stride()) : 0;
        bandRows = bandImages > 0 ? shape.output().height() : Math.clamp((budget - halo) / row, 1, shape.output().height());
    }

    /// Elements of a row of the image with its zeros; of the image, where it is read in place.
    private int rowElements() {
        return (copies ? shape.paddedWidth() : shape.input().width()) * shape.input().channels();
    }

    /// Rows that a band reads of an image.
    private int rowsRead(int outputRows) {
        return (outputRows - 1) * shape.stride() + shape.kernel();
    }

    /// @param rectifies whether sums that are not above 0 become 0
    void convolve(int batch, float[] x, Matrix w, Matrix bias, float[] y, boolean rectifies) {
        this.rectifies = rectifies;
        reserve(Math.min(batch, Math.max(1, bandImages)));
        pack(w, bias);
        int height = shape.output().height();
        int width = shape.output().width();
        int images;
        for (int sample = 0; sample < batch; sample += images) {
            images = Math.min(batch - sample, Math.max(1, bandImages));
            for (int top = 0; top < height; top += bandRows) {
                int bottom = Math.min(top + bandRows, height);
                begin(x, sample, images, top, bottom);
                tiles(y, (sample * height + top) * width, images * (bottom - top) * width);
            }
        }
        operands.x = sums; // the caller's arrays outlive the convolution
        operands.w = sums;
        operands.to = sums;
    }

    /// Makes the arrays, and grows those that depend on the minibatch.
    private void reserve(int images) {
        int filters = Math.ceilDiv(shape.output().channels(), columns) * columns;
        if (sums == null) {
            sums = new float[operands.rows() * columns];
            bias = new float[filters];
            packed = new float[filters == columns && shape.output().channels() == columns ? 0 : filters * shape.taps()];
            operands.count = shape.kernel();
            operands.length = shape.kernel() * shape.input().channels();
            operands.runs = new int[shape.kernel()];
            operands.start = bias;
        }
        if (tableImages < images) {
            if (copies) copy = new float[images * rowsRead(bandRows) * rowElements()]; // whose zeros left and right of the images stay
            operands.offsets = table(images);
            tableImages = images;
        }
    }

    /// Where each pixel of a band begins, counted from the band's first. A shorter band uses the beginning.
    private int[] table(int images) {
        int width = shape.output().width();
        int[] offsets = new int[images * bandRows * width + operands.rows()];
        int imageRows = copies ? rowsRead(bandRows) : shape.input().height();
        int n = 0;
        for (int b = 0; b < images; b++) {
            for (int i = 0; i < bandRows; i++) {
                int row = (b * imageRows + i * shape.stride()) * rowElements();
                for (int j = 0; j < width; j++) offsets[n++] = row + j * shape.stride() * shape.input().channels();
            }
        }
        return offsets;
    }

    /// Packs tiles of filters, one after the other; what is missing from the last is zero. A single whole tile lies in the weights as it is.
    private void pack(Matrix w, Matrix bias) {
        int filters = shape.output().channels();
        System.arraycopy(bias.elements(), bias.offset(), this.bias, 0, filters);
        operands.w = packed.length == 0 ? w.elements() : packed;
        operands.fromW = w.offset();
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

    /// Begins a band: rows of one image, or all of some images. Copies what they read, unless it is read in place.
    private void begin(float[] x, int sample, int images, int top, int bottom) {
        int row = rowElements();
        int begin = copies ? 0 : (sample * shape.input().height() + top * shape.stride()) * row;
        for (int u = 0; u < shape.kernel(); u++) operands.runs[u] = begin + u * row;
        operands.x = copies ? copy : x;
        if (!copies) return;
        int to = 0;
        for (int b = sample; b < sample + images; b++) {
            for (int padded = top * shape.stride(); padded < top * shape.stride() + rowsRead(bottom - top); padded++, to += row) {
                int inside = shape.inside(padded, shape.input().height());
                if (inside == ConvolutionShape.OUTSIDE) Arrays.fill(copy, to, to + row, 0);
                else
                    copyRow(x, b * shape.input().height() + inside, to);
            }
        }
    }

    private void copyRow(float[] x, int row, int to) {
        int channels = shape.input().channels();
        int width = shape.input().width();
        int from = row * width * channels;
        int left = to + shape.padding() * channels;
        int end = to + rowElements();
        if (shape.dilation() == 1) {
            System.arraycopy(x, from, copy, left, Math.min(width * channels, end - left));
            return;
        }
        Arrays.fill(copy, to, end, 0);
        for (int column = 0; column < width; column++, left += shape.dilation() * channels) {
            if (left < end) System.arraycopy(x, from + column * channels, copy, left, channels);
        }
    }

    /// The sums of a band. Where fewer pixels are left than a tile has, it begins before them if it can, and computes some sums again.
    ///
    /// @param first pixel of the band among all of y
    private void tiles(float[] y, int first, int pixels) {
        int rows = operands.rows();
        int filters = shape.output().channels();
        for (int f = 0; f < filters; f += columns) {
            if (packed.length > 0) operands.fromW = f * shape.taps();
            operands.fromStart = f;
            for (int n = 0; n < pixels; n += rows) {
                int from = Math.max(0, Math.min(n, pixels - rows));
                boolean direct = from + rows <= pixels && f + columns <= filters;
                operands.row = from;
                operands.to = direct ? y : sums;
                operands.at = direct ? (first + from) * filters + f : 0;
                operands.stride = direct ? filters : columns;
                operands.sumUp();
                if (rectifies) rectify(operands.to, operands.at, operands.stride, rows);
                if (!direct) put(y, first + from, Math.min(rows, pixels - from), f);
            }
        }
    }

    /// A tile that has just been stored, and is still in the first-level cache: max(sum, 0), NaN for NaN.
    private static void rectify(float[] to, int at, int stride, int rows) {
        int from = at;
        for (int r = 0; r < rows; r++) {
            var left = fromArray(SPECIES, to, from);
            var right = fromArray(SPECIES, to, from + LANES);
            left.blend(0f, left.compare(LE, 0f)).intoArray(to, from);
            right.blend(0f, right.compare(LE, 0f)).intoArray(to, from + LANES);
            from += stride;
        }
    }

    private void put(float[] y, int pixel, int count, int f) {
        int filters = shape.output().channels();
        for (int r = 0; r < count; r++) {
            System.arraycopy(sums, r * columns, y, (pixel + r) * filters + f, Math.min(columns, filters - f));
        }
    }
}
