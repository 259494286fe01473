package lanewise.nn;

import lanewise.linalg.Panels;
import lanewise.linalg.Sgemm;

/// The im2col matrix of a minibatch of images: its product with the weights is the convolution.
///
/// Row i holds what the kernel covers of the image at one position of the grid, for one sample; rows go sample by sample, then row
/// by row of the grid. Column p is one tap of the kernel and one channel, channels fastest. Elements outside the image are zero. Images lie
/// sample by sample, row by row, channels fastest.
///
/// Tables give the image's row for each row of the grid and of the kernel, and the same for columns. So one class serves both the forward
/// pass of a convolution, whose grid is the output and whose image is the input, and the gradient of its inputs, where it is the other way
/// round.
final class Im2Col implements Panels {

    static final int OUTSIDE = -1;

    private final int gridHeight;
    private final int gridWidth;
    private final int kernel;
    private final int imageHeight;
    private final int imageWidth;
    private final int channels;
    private final int[] imageRows; // by row of the grid and of the kernel, or OUTSIDE
    private final int[] imageColumns; // by column of the grid and of the kernel, or OUTSIDE
    private float[] images;
    private int batch;

    private Im2Col(int gridHeight, int gridWidth, int kernel, int imageHeight, int imageWidth, int channels, int[] imageRows,
            int[] imageColumns) {
        this.gridHeight = gridHeight;
        this.gridWidth = gridWidth;
        this.kernel = kernel;
        this.imageHeight = imageHeight;
        this.imageWidth = imageWidth;
        this.channels = channels;
        this.imageRows = imageRows;
        this.imageColumns = imageColumns;
    }

    /// The matrix of a convolution's inputs, from which its outputs are computed.
    static Im2Col ofInputs(Conv2d shape) {
        return new Im2Col(shape.outputHeight(), shape.outputWidth(), shape.kernel(), shape.height(), shape.width(), shape.channels(),
                inputsOfOutputs(shape.outputHeight(), shape.height(), shape), inputsOfOutputs(shape.outputWidth(), shape.width(), shape));
    }

    /// The matrix of the gradient of a convolution's outputs, from which the gradient of its inputs is computed.
    static Im2Col ofOutputGradients(Conv2d shape) {
        return new Im2Col(shape.height(), shape.width(), shape.kernel(), shape.outputHeight(), shape.outputWidth(), shape.filters(),
                outputsOfInputs(shape.height(), shape.outputHeight(), shape), outputsOfInputs(shape.width(), shape.outputWidth(), shape));
    }

    /// Along one axis, the input that each output reads through each tap of the kernel.
    private static int[] inputsOfOutputs(int outputs, int inputs, Conv2d shape) {
        int[] table = new int[outputs * shape.kernel()];
        for (int out = 0; out < outputs; out++) {
            for (int k = 0; k < shape.kernel(); k++) {
                int in = out * shape.stride() + k - shape.padding();
                table[out * shape.kernel() + k] = in >= 0 && in < inputs ? in : OUTSIDE;
            }
        }
        return table;
    }

    /// Along one axis, the output that reads each input through each tap of the kernel.
    private static int[] outputsOfInputs(int inputs, int outputs, Conv2d shape) {
        int[] table = new int[inputs * shape.kernel()];
        for (int in = 0; in < inputs; in++) {
            for (int k = 0; k < shape.kernel(); k++) {
                int out = in + shape.padding() - k;
                boolean read = out >= 0 && out % shape.stride() == 0 && out / shape.stride() < outputs;
                table[in * shape.kernel() + k] = read ? out / shape.stride() : OUTSIDE;
            }
        }
        return table;
    }

    /// Names the images of the next minibatches.
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

    /// The index of the first channel of the pixel that the tap (u, v) of the kernel covers at a position of the grid, or OUTSIDE.
    private int pixel(int sample, int gridRow, int gridColumn, int u, int v) {
        int row = imageRows[gridRow * kernel + u];
        int column = imageColumns[gridColumn * kernel + v];
        return row == OUTSIDE || column == OUTSIDE ? OUTSIDE : ((sample * imageHeight + row) * imageWidth + column) * channels;
    }

    /// Writes the whole matrix, row by row.
    void materialize(float[] matrix) {
        int to = 0;
        for (int sample = 0; sample < batch; sample++) {
            for (int gridRow = 0; gridRow < gridHeight; gridRow++) {
                for (int gridColumn = 0; gridColumn < gridWidth; gridColumn++) {
                    for (int tap = 0; tap < kernel * kernel; tap++, to += channels) {
                        int pixel = pixel(sample, gridRow, gridColumn, tap / kernel, tap % kernel);
                        for (int c = 0; c < channels; c++) matrix[to + c] = pixel == OUTSIDE ? 0 : images[pixel + c];
                    }
                }
            }
        }
    }

    @Override
    public void pack(float[] panel, int top, int bottom, int begin, int end) {
        pack(panel, top, bottom - top, begin, end - begin, false);
    }

    /// The transpose of the matrix, which gives the gradient of the weights.
    Panels transposed() {
        return new Panels() {
            @Override
            public int rows() {
                return Im2Col.this.columns();
            }

            @Override
            public int columns() {
                return Im2Col.this.rows();
            }

            @Override
            public void pack(float[] panel, int top, int bottom, int begin, int end) {
                Im2Col.this.pack(panel, begin, end - begin, top, bottom - top, true);
            }
        };
    }

    /// Packs a part of the matrix or of its transpose into tiles. Position and tap are divided out of the indices once and counted on from there,
    /// because a division takes longer than ten elements. Elements are copied in runs: the channels of one pixel.
    ///
    /// @param firstRow     the first row of this matrix, `rows` their number
    /// @param firstElement the first column of this matrix, `elements` their number
    private void pack(float[] panel, int firstRow, int rows, int firstElement, int elements, boolean transposed) {
        int depth = transposed ? rows : elements; // of a tile
        int firstU = firstElement / channels / kernel;
        int firstV = firstElement / channels % kernel;
        int firstChannel = firstElement % channels;
        int gridColumn = firstRow % gridWidth;
        int gridRow = firstRow / gridWidth % gridHeight;
        int sample = firstRow / gridWidth / gridHeight;
        for (int row = 0; row < rows; row++) {
            int u = firstU;
            int v = firstV;
            int channel = firstChannel;
            for (int element = 0; element < elements;) {
                int count = Math.min(channels - channel, elements - element);
                int pixel = pixel(sample, gridRow, gridColumn, u, v);
                int from = pixel == OUTSIDE ? OUTSIDE : pixel + channel;
                if (transposed) packColumn(from, count, panel, element, row, depth);
                else
                    packRow(from, count, panel, row, element, depth);
                element += count;
                channel = 0;
                if (++v == kernel) {
                    v = 0;
                    u++;
                }
            }
            if (++gridColumn == gridWidth) {
                gridColumn = 0;
                if (++gridRow == gridHeight) {
                    gridRow = 0;
                    sample++;
                }
            }
        }
        zeroMissingRows(panel, transposed ? elements : rows, depth);
    }

    /// Where an element of a panel lies: in tiles of [Sgemm#MR] rows, column by column.
    private static int index(int row, int column, int depth) {
        return (row & -Sgemm.MR) * depth + Sgemm.MR * column + (row & (Sgemm.MR - 1));
    }

    private static void zeroMissingRows(float[] panel, int rows, int depth) {
        for (int row = rows; (row & (Sgemm.MR - 1)) != 0; row++) {
            for (int column = 0; column < depth; column++) panel[index(row, column, depth)] = 0;
        }
    }

    /// Copies a run into one row of a panel, from a column on.
    private void packRow(int from, int count, float[] panel, int row, int column, int depth) {
        int to = index(row, column, depth);
        if (from == OUTSIDE) {
            for (int c = 0; c < count; c++) panel[to + Sgemm.MR * c] = 0;
        } else {
            for (int c = 0; c < count; c++) panel[to + Sgemm.MR * c] = images[from + c];
        }
    }

    /// Copies a run into one column of a panel, from a row on: whole tiles at a time if the first row begins a tile.
    private void packColumn(int from, int count, float[] panel, int row, int column, int depth) {
        if (from == OUTSIDE) {
            for (int c = 0; c < count; c++) panel[index(row + c, column, depth)] = 0;
            return;
        }
        int c = 0;
        if ((row & (Sgemm.MR - 1)) == 0) {
            for (; c <= count - Sgemm.MR; c += Sgemm.MR) {
                int to = (row + c) * depth + Sgemm.MR * column;
                for (int r = 0; r < Sgemm.MR; r++) panel[to + r] = images[from + c + r];
            }
        }
        for (; c < count; c++) panel[index(row + c, column, depth)] = images[from + c];
    }
}
