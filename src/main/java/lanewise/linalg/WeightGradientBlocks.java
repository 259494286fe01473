package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.Arrays;

/// The loops around the micro-kernels of [WeightGradient#simd].
///
/// For each block of rows, what they read of the images is copied channel by channel, each a plane with the zeros around it, so that all that one
/// tap reads of a row lies in one piece. A row of a tile is one tap and channel, and a run is one row of the outputs. With a stride above 1, a row
/// of a plane holds every stride-th column first, then those behind them, and so on.
final class WeightGradientBlocks {

    private final ConvolutionShape shape;
    private final int blockRows;
    private final int phaseWidth; // columns of a row of a plane that are a stride apart
    private final int planeRows; // at most
    private final ConvolutionOperands operands;
    private final int columns = ConvolutionOperands.columns();

    // Made by the first minibatch.
    private float[] planes;
    private float[] eight; // pixels that are being transposed
    private float[] packed; // the gradient of the outputs, a tile of filters after the other
    private float[] sums;
    private int[] taps; // rows of dw, in the order in which tiles take them

    // The block under way: its rows, counted over all images.
    private int begin;
    private int end;

    WeightGradientBlocks(ConvolutionShape shape, int blockRows, Tile tile) {
        this.shape = shape;
        operands = new ConvolutionOperands(tile);
        this.blockRows = blockRows;
        phaseWidth = Math.ceilDiv(shape.paddedWidth(), shape.stride());
        int images = (blockRows - 2) / shape.output().height() + 2; // that a block may reach into
        planeRows = blockRows * shape.stride() + images * Math.max(0, shape.kernel() - shape.stride());
    }

    void sumUp(int batch, float[] x, float[] dy, Matrix dw) {
        reserve();
        int rows = batch * shape.output().height();
        for (begin = 0; begin < rows; begin += blockRows) {
            end = Math.min(begin + blockRows, rows);
            copyPlanes(x);
            pack(dy);
            tiles(dy, dw);
        }
        operands.x = sums; // the caller's arrays outlive the sums
        operands.w = sums;
    }

    private int planeElements() {
        return planeRows * shape.stride() * phaseWidth;
    }

    private void reserve() {
        if (sums != null) return;
        int filters = shape.output().channels();
        sums = new float[operands.rows() * columns];
        planes = new float[shape.input().channels() * planeElements()];
        eight = new float[8 * shape.input().channels()];
        packed = new float[filters == columns ? 0 : blockRows * shape.output().width() * Math.ceilDiv(filters, columns) * columns];
        operands.runs = new int[blockRows];
        operands.length = shape.output().width();
        operands.x = planes;
        operands.to = sums;
        operands.stride = columns;
        operands.start = new float[columns];
        tables();
    }

    /// The order of the taps: as many channels as a tile has rows, through all taps of the kernel, then the next. So tiles read the same planes
    /// again while they are in the first-level cache.
    private void tables() {
        int channels = shape.input().channels();
        int kernel = shape.kernel();
        int rows = operands.rows();
        taps = new int[shape.taps()];
        operands.offsets = new int[shape.taps() + rows];
        int n = 0;
        for (int first = 0; first < channels; first += rows) {
            for (int tap = 0; tap < kernel * kernel; tap++) {
                for (int c = first; c < Math.min(first + rows, channels); c++, n++) {
                    int v = tap % kernel;
                    taps[n] = tap * channels + c;
                    operands.offsets[n] = c * planeElements() + (tap / kernel * shape.stride() + v % shape.stride()) * phaseWidth
                            + v / shape.stride();
                }
            }
        }
        Arrays.fill(operands.offsets, n, n + rows, operands.offsets[n - 1]); // the last tile's missing rows
    }

    /// Copies what the block's rows read, and notes where each row begins.
    private void copyPlanes(float[] x) {
        int height = shape.output().height();
        int to = 0; // row of the planes
        for (int row = begin; row < end;) {
            int sample = row / height;
            int top = row % height;
            int count = Math.min(end - row, height - top);
            for (int i = 0; i < count; i++) operands.runs[row - begin + i] = (to + i * shape.stride()) * shape.stride() * phaseWidth;
            int last = (top + count - 1) * shape.stride() + shape.kernel();
            for (int padded = top * shape.stride(); padded < last; padded++, to++) {
                int inside = shape.inside(padded, shape.input().height());
                copyRow(x, inside == ConvolutionShape.OUTSIDE ? inside : (sample * shape.input().height() + inside), to);
            }
            row += count;
        }
        operands.count = end - begin;
    }

    /// Copies one row of an image, pixel after pixel, into the row `to` of all planes.
    private void copyRow(float[] x, int row, int to) {
        int channels = shape.input().channels();
        int width = Math.min(shape.input().width(), shape.paddedWidth() - shape.padding());
        int plane = planeElements();
        int at = to * shape.stride() * phaseWidth;
        if (row == ConvolutionShape.OUTSIDE || shape.paddedWidth() > width || shape.stride() > 1) {
            for (int c = 0; c < channels; c++) Arrays.fill(planes, at + c * plane, at + c * plane + shape.stride() * phaseWidth, 0);
        }
        if (row == ConvolutionShape.OUTSIDE) return;
        int from = row * shape.input().width() * channels;
        if (shape.stride() == 1) {
            Transposition.rows(x, from, channels, width, channels, planes, at + shape.padding(), plane, eight);
            return;
        }
        for (int column = 0; column < width; column++) {
            int padded = column + shape.padding();
            int phase = at + padded % shape.stride() * phaseWidth + padded / shape.stride();
            for (int c = 0; c < channels; c++) planes[phase + c * plane] = x[from + column * channels + c];
        }
    }

    /// Packs tiles of filters, one after the other; what is missing from the last is zero. A single whole tile lies in dy as it is.
    private void pack(float[] dy) {
        if (packed.length == 0) return;
        int filters = shape.output().channels();
        int width = shape.output().width();
        int pixels = (end - begin) * width;
        for (int f = 0; f < filters; f += columns) {
            int count = Math.min(columns, filters - f);
            int from = begin * width * filters + f;
            int to = f * pixels;
            if (count == columns) {
                copyTiles(dy, from, filters, pixels, packed, to);
            } else {
                for (int n = 0; n < pixels; n++) {
                    System.arraycopy(dy, from + n * filters, packed, to + n * columns, count);
                    Arrays.fill(packed, to + n * columns + count, to + (n + 1) * columns, 0);
                }
            }
        }
    }

    private static void copyTiles(float[] dy, int from, int filters, int pixels, float[] packed, int to) {
        int y = from;
        for (int n = 0; n < pixels; n++) {
            fromArray(SPECIES, dy, y).intoArray(packed, to + 2 * LANES * n);
            fromArray(SPECIES, dy, y + LANES).intoArray(packed, to + 2 * LANES * n + LANES);
            y += filters;
        }
    }

    private void tiles(float[] dy, Matrix dw) {
        int filters = shape.output().channels();
        int pixels = (end - begin) * shape.output().width();
        int rows = operands.rows();
        operands.x = planes;
        operands.w = packed.length == 0 ? dy : packed;
        for (int f = 0; f < filters; f += columns) {
            operands.fromW = packed.length == 0 ? begin * shape.output().width() * filters : f * pixels;
            int count = Math.min(columns, filters - f);
            for (int n = 0; n < taps.length; n += rows) {
                operands.row = n;
                operands.sumUp();
                for (int r = 0; r < Math.min(rows, taps.length - n); r++) add(r * columns, dw.elements(), dw.at(taps[n + r], f), count);
            }
        }
    }

    private void add(int from, float[] dw, int at, int count) {
        int f = 0;
        for (; f <= count - LANES; f += LANES) {
            fromArray(SPECIES, dw, at + f).add(fromArray(SPECIES, sums, from + f)).intoArray(dw, at + f);
        }
        for (; f < count; f++) dw[at + f] += sums[from + f];
    }
}
