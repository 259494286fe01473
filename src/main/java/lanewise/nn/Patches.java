package lanewise.nn;

import lanewise.linalg.Panels;
import lanewise.linalg.Sgemm;

/// The matrix whose rows are the patches of images that a kernel is laid on: a convolution is its product with the kernel's weights.
///
/// Row i is a sample and a place of the grid, sample by sample and line by line; column p is a place of the kernel and a channel,
/// channels fastest. Where a patch leaves the image its elements are zero. Images lie sample by sample, line by line, channels fastest.
///
/// Which line of the image belongs to a line of the grid and one of the kernel stands in a table, so that one class serves a convolution
/// and the gradient of its inputs, whose grid is the image and whose image is the grid.
final class Patches implements Panels {

    static final int OUTSIDE = -1;

    private final int gridHeight;
    private final int gridWidth;
    private final int kernel;
    private final int imageHeight;
    private final int imageWidth;
    private final int channels;
    private final int[] lines; // of the image, by line of the grid and of the kernel
    private final int[] places; // in a line, likewise
    private float[] images;
    private int batch;

    private Patches(int gridHeight, int gridWidth, int kernel, int imageHeight, int imageWidth, int channels, int[] lines, int[] places) {
        this.gridHeight = gridHeight;
        this.gridWidth = gridWidth;
        this.kernel = kernel;
        this.imageHeight = imageHeight;
        this.imageWidth = imageWidth;
        this.channels = channels;
        this.lines = lines;
        this.places = places;
    }

    /// Of the inputs of a convolution, for its outputs.
    static Patches forward(Conv2d shape) {
        return new Patches(shape.outputHeight(), shape.outputWidth(), shape.kernel(), shape.height(), shape.width(), shape.channels(),
                below(shape.outputHeight(), shape.height(), shape), below(shape.outputWidth(), shape.width(), shape));
    }

    /// Of the gradients by its outputs, for those by its inputs.
    static Patches backward(Conv2d shape) {
        return new Patches(shape.height(), shape.width(), shape.kernel(), shape.outputHeight(), shape.outputWidth(), shape.filters(),
                above(shape.height(), shape.outputHeight(), shape), above(shape.width(), shape.outputWidth(), shape));
    }

    /// Inputs under an output.
    private static int[] below(int outputs, int inputs, Conv2d shape) {
        int[] table = new int[outputs * shape.kernel()];
        for (int out = 0; out < outputs; out++) {
            for (int k = 0; k < shape.kernel(); k++) {
                int in = out * shape.stride() + k - shape.padding();
                table[out * shape.kernel() + k] = in >= 0 && in < inputs ? in : OUTSIDE;
            }
        }
        return table;
    }

    /// Outputs over an input.
    private static int[] above(int inputs, int outputs, Conv2d shape) {
        int[] table = new int[inputs * shape.kernel()];
        for (int in = 0; in < inputs; in++) {
            for (int k = 0; k < shape.kernel(); k++) {
                int out = in + shape.padding() - k;
                boolean met = out >= 0 && out % shape.stride() == 0 && out / shape.stride() < outputs;
                table[in * shape.kernel() + k] = met ? out / shape.stride() : OUTSIDE;
            }
        }
        return table;
    }

    /// The images of the minibatches to come.
    void bind(float[] images, int batch) {
        this.images = images;
        this.batch = batch;
    }

    @Override
    public int rows() {
        return batch * gridHeight * gridWidth;
    }

    @Override
    public int columns() {
        return kernel * kernel * channels;
    }

    /// Where the channels begin that the place (u, v) of the kernel meets in the patch of (sample, line, inLine), or OUTSIDE.
    private int at(int sample, int line, int inLine, int u, int v) {
        int y = lines[line * kernel + u];
        int x = places[inLine * kernel + v];
        return y == OUTSIDE || x == OUTSIDE ? OUTSIDE : ((sample * imageHeight + y) * imageWidth + x) * channels;
    }

    /// The whole matrix, row by row.
    void write(float[] matrix) {
        int to = 0;
        for (int sample = 0; sample < batch; sample++) {
            for (int line = 0; line < gridHeight; line++) {
                for (int inLine = 0; inLine < gridWidth; inLine++) {
                    for (int place = 0; place < kernel * kernel; place++, to += channels) {
                        int at = at(sample, line, inLine, place / kernel, place % kernel);
                        for (int c = 0; c < channels; c++) matrix[to + c] = at == OUTSIDE ? 0 : images[at + c];
                    }
                }
            }
        }
    }

    // Rows and columns are taken apart into their places once and counted on from there: a division takes longer than ten elements.

    @Override
    public void pack(float[] panel, int top, int bottom, int begin, int end) {
        int depth = end - begin;
        int firstU = begin / channels / kernel;
        int firstV = begin / channels % kernel;
        int firstChannel = begin % channels;
        int inLine = top % gridWidth;
        int line = top / gridWidth % gridHeight;
        int sample = top / gridWidth / gridHeight;
        for (int row = 0; row < bottom - top; row++) {
            int to = (row & -Sgemm.MR) * depth + (row & (Sgemm.MR - 1));
            int u = firstU;
            int v = firstV;
            int channel = firstChannel;
            for (int left = depth; left > 0;) {
                int count = Math.min(channels - channel, left);
                int at = at(sample, line, inLine, u, v);
                if (at == OUTSIDE) {
                    for (int c = 0; c < count; c++) panel[to + Sgemm.MR * c] = 0;
                } else {
                    for (int c = 0; c < count; c++) panel[to + Sgemm.MR * c] = images[at + channel + c];
                }
                to += Sgemm.MR * count;
                left -= count;
                channel = 0;
                if (++v == kernel) {
                    v = 0;
                    u++;
                }
            }
            if (++inLine == gridWidth) {
                inLine = 0;
                if (++line == gridHeight) {
                    line = 0;
                    sample++;
                }
            }
        }
        zeroMissingRows(panel, bottom - top, depth);
    }

    private static void zeroMissingRows(float[] panel, int rows, int depth) {
        int last = (rows & -Sgemm.MR) * depth;
        for (int r = rows & (Sgemm.MR - 1); r > 0 && r < Sgemm.MR; r++) {
            for (int p = 0; p < depth; p++) panel[last + Sgemm.MR * p + r] = 0;
        }
    }

    /// The same with rows and columns exchanged, for the gradient of the weights.
    Panels transposed() {
        return new Panels() {
            @Override
            public int rows() {
                return Patches.this.columns();
            }

            @Override
            public int columns() {
                return Patches.this.rows();
            }

            @Override
            public void pack(float[] panel, int top, int bottom, int begin, int end) {
                packTransposed(panel, top, bottom, begin, end);
            }
        };
    }

    private void packTransposed(float[] panel, int top, int bottom, int begin, int end) {
        int depth = end - begin;
        int firstU = top / channels / kernel;
        int firstV = top / channels % kernel;
        int firstChannel = top % channels;
        int inLine = begin % gridWidth;
        int line = begin / gridWidth % gridHeight;
        int sample = begin / gridWidth / gridHeight;
        for (int column = 0; column < depth; column++) {
            int u = firstU;
            int v = firstV;
            int channel = firstChannel;
            for (int row = 0; row < bottom - top;) {
                int count = Math.min(channels - channel, bottom - top - row);
                int at = at(sample, line, inLine, u, v);
                if (at == OUTSIDE) zeros(panel, row, count, depth, column);
                else
                    values(at + channel, panel, row, count, depth, column);
                row += count;
                channel = 0;
                if (++v == kernel) {
                    v = 0;
                    u++;
                }
            }
            if (++inLine == gridWidth) {
                inLine = 0;
                if (++line == gridHeight) {
                    line = 0;
                    sample++;
                }
            }
        }
        zeroMissingRows(panel, bottom - top, depth);
    }

    private static void zeros(float[] panel, int row, int count, int depth, int column) {
        for (int r = row; r < row + count; r++) {
            panel[(r & -Sgemm.MR) * depth + Sgemm.MR * column + (r & (Sgemm.MR - 1))] = 0;
        }
    }

    /// Whole tiles at a time if the first value begins one.
    private void values(int from, float[] panel, int row, int count, int depth, int column) {
        int c = 0;
        if ((row & (Sgemm.MR - 1)) == 0) {
            for (; c <= count - Sgemm.MR; c += Sgemm.MR) {
                int to = (row + c) * depth + Sgemm.MR * column;
                for (int r = 0; r < Sgemm.MR; r++) panel[to + r] = images[from + c + r];
            }
        }
        for (; c < count; c++) {
            int r = row + c;
            panel[(r & -Sgemm.MR) * depth + Sgemm.MR * column + (r & (Sgemm.MR - 1))] = images[from + c];
        }
    }
}
