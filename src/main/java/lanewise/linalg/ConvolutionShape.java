package lanewise.linalg;

import java.util.Locale;

/// The sizes of a convolution with a square kernel.
///
/// Along each axis, output i reads through tap u of the kernel the input `(i·stride + u − padding) / dilation`, which is zero where that is no
/// whole number or lies outside the image.
///
/// @param input    the images that are read; their channels are summed up
/// @param output   the images that are written; their channels are the filters
/// @param kernel   the number of rows, and of columns, of the kernel
/// @param stride   the distance between two positions of the kernel
/// @param padding  the number of zeros before the first row and the first column
/// @param dilation the distance between two elements of the input: 1, or more where zeros lie between them
public record ConvolutionShape(Image input, Image output, int kernel, int stride, int padding, int dilation) {

    /// What [#pixel] gives where a tap reads a zero.
    static final int OUTSIDE = -1;

    /// The convolution of images, with as many zeros on each side.
    ///
    /// @throws IllegalArgumentException if a size is out of its range, the kernel is larger than the padded image, or inputs, outputs or weights
    ///     are more than an array holds
    public static ConvolutionShape of(Image input, int filters, int kernel, int stride, int padding) {
        Arguments.present("input", input);
        int height = input.height();
        int width = input.width();
        int channels = input.channels();
        if (height < 1 || width < 1 || channels < 1 || filters < 1 || kernel < 1 || stride < 1 || padding < 0 || padding >= kernel
                || kernel > height + 2L * padding || kernel > width + 2L * padding
                || !fits(input, filters, kernel, stride, padding)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "a convolution must have sizes of at least 1, a padding below the kernel and a kernel within the padded image, "
                            + "and fit in arrays, was %s to %d filters with kernel %d, stride %d, padding %d",
                    input, filters, kernel, stride, padding));
        }
        Image output = new Image((int) outputs(height, kernel, stride, padding), (int) outputs(width, kernel, stride, padding), filters);
        return new ConvolutionShape(input, output, kernel, stride, padding, 1);
    }

    private static long outputs(int inputs, int kernel, int stride, int padding) {
        return (inputs + 2L * padding - kernel) / stride + 1;
    }

    private static boolean fits(Image input, int filters, int kernel, int stride, int padding) {
        long paddedHeight = input.height() + 2L * padding;
        long paddedWidth = input.width() + 2L * padding;
        return fit(paddedHeight, paddedWidth, input.channels())
                && fit(outputs(input.height(), kernel, stride, padding), outputs(input.width(), kernel, stride, padding), filters)
                && fit(kernel, kernel, input.channels() + 1L, filters); // biases, and more than them
    }

    private static boolean fit(long... sizes) {
        long product = 1;
        for (long size : sizes) {
            product *= size;
            if (product > Integer.MAX_VALUE) return false;
        }
        return true;
    }

    /// The convolution that gives the gradient of the inputs, from the gradient of the outputs and the weights with rows and columns of the kernel
    /// in reverse, and filters for channels.
    public ConvolutionShape ofInputGradient() {
        return new ConvolutionShape(output, input, kernel, 1, kernel - 1 - padding, stride);
    }

    /// Channels and filters of all taps.
    public int weights() {
        return taps() * output.channels();
    }

    /// Elements that are summed up for one output: rows and columns of the kernel and channels.
    int taps() {
        return kernel * kernel * input.channels();
    }

    /// Rows of an image with its zeros, as far as they are read.
    int paddedHeight() {
        return (output.height() - 1) * stride + kernel;
    }

    /// Pixels in a row of an image with its zeros, as far as they are read.
    int paddedWidth() {
        return (output.width() - 1) * stride + kernel;
    }

    /// The row or column of the image that a row or column of the padded image is, or [#OUTSIDE].
    int inside(int padded, int size) {
        int at = padded - padding;
        return at < 0 || at % dilation != 0 || at / dilation >= size ? OUTSIDE : at / dilation;
    }

    /// The index of the first channel of the pixel that output (i, j) reads through tap (u, v), or [#OUTSIDE].
    int pixel(int sample, int i, int j, int u, int v) {
        int row = inside(i * stride + u, input.height());
        int column = inside(j * stride + v, input.width());
        if (row == OUTSIDE || column == OUTSIDE) return OUTSIDE;
        return ((sample * input.height() + row) * input.width() + column) * input.channels();
    }
}
