package lanewise.nn;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import lanewise.linalg.Image;

/// Max pooling: the largest value of every square of an image, channel by channel. Squares do not overlap; rows and columns that are left over
/// at the bottom and at the right are dropped.
///
///     y ← max x,  dx ← dy where x is the first of the largest, else 0
///
/// NaN stays NaN, and takes no gradient. Images lie sample by sample, row by row, channels fastest.
public final class MaxPool extends Layer {

    private final int height;
    private final int width;
    private final int channels;
    private final int side;
    private final int[] corners; // where the square of each output pixel begins in its image
    private float[] x;
    private float[] y;
    private float[] dy;
    private float[] dx;

    /// @param height   the number of rows of an input image
    /// @param width    the number of pixels in a row of it
    /// @param channels the number of values of a pixel
    /// @param side     the number of rows, and of columns, of a square
    /// @throws IllegalArgumentException if a size is below 1, the square is larger than the image, or the image than an array
    public MaxPool(int height, int width, int channels, int side) {
        if (channels < 1 || side < 1 || side > height || side > width || !Shapes.fit(height, width, channels)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "pooling must have at least 1 channel, squares within the image and an image that fits in an array, "
                            + "was %d x %d x %d with squares of %d",
                    height, width, channels, side));
        }
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.side = side;
        corners = new int[outputHeight() * outputWidth()];
        for (int k = 0; k < corners.length; k++) {
            corners[k] = (k / outputWidth() * side * width + k % outputWidth() * side) * channels;
        }
    }

    /// The number of rows of an output image.
    public int outputHeight() {
        return height / side;
    }

    /// The number of pixels in a row of an output image.
    public int outputWidth() {
        return width / side;
    }

    @Override
    public int inputs() {
        return height * width * channels;
    }

    @Override
    public int outputs() {
        return outputHeight() * outputWidth() * channels;
    }

    @Override
    public Optional<Image> inputImage() {
        return Optional.of(new Image(height, width, channels));
    }

    @Override
    public Optional<Image> outputImage() {
        return Optional.of(new Image(outputHeight(), outputWidth(), channels));
    }

    @Override
    public int parameters() {
        return 0;
    }

    @Override
    public long multiplyAdds() {
        return 0;
    }

    @Override
    void initialize(float[] parameters, int offset, RandomGenerator random) {}

    @Override
    void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx) {
        this.x = x;
        this.y = y;
        this.dy = dy;
        this.dx = dx;
    }

    @Override
    void forward(Pass pass) {
        int row = width * channels;
        int to = 0;
        for (int sample = 0; sample < pass.batch(); sample++) {
            for (int corner : corners) {
                int from = sample * inputs() + corner;
                switch (pass.variant()) {
                    case SCALAR -> scalar(x, from, y, to, row, side, channels, 0);
                    case UNROLLED -> unrolled(x, from, y, to, row, side, channels);
                    case SIMD -> simd(x, from, y, to, row, side, channels);
                }
                to += channels;
            }
        }
    }

    @Override
    void backward(Pass pass) {
        if (dx == null) return;
        Arrays.fill(dx, 0, pass.batch() * inputs(), 0);
        int row = width * channels;
        int to = 0;
        for (int sample = 0; sample < pass.batch(); sample++) {
            for (int corner : corners) {
                int from = sample * inputs() + corner;
                switch (pass.variant()) {
                    case SCALAR -> backScalar(x, dx, from, y, dy, to, row, side, channels, 0);
                    case UNROLLED -> backUnrolled(x, dx, from, y, dy, to, row, side, channels);
                    case SIMD -> backSimd(x, dx, from, y, dy, to, row, side, channels);
                }
                to += channels;
            }
        }
    }

    /// The specification, for the channels from `begin` on: the other two must leave the same bits in y.
    static void scalar(float[] x, int from, float[] y, int to, int row, int side, int channels, int begin) {
        for (int c = begin; c < channels; c++) {
            float largest = x[from + c];
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) largest = Math.max(largest, x[from + u * row + v * channels + c]);
            }
            y[to + c] = largest;
        }
    }

    /// Four channels at a time, spelled out.
    static void unrolled(float[] x, int from, float[] y, int to, int row, int side, int channels) {
        int c = 0;
        for (; c <= channels - 4; c += 4) {
            float c0 = x[from + c];
            float c1 = x[from + c + 1];
            float c2 = x[from + c + 2];
            float c3 = x[from + c + 3];
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) {
                    int at = from + u * row + v * channels + c;
                    c0 = Math.max(x[at], c0);
                    c1 = Math.max(x[at + 1], c1);
                    c2 = Math.max(x[at + 2], c2);
                    c3 = Math.max(x[at + 3], c3);
                }
            }
            y[to + c] = c0;
            y[to + c + 1] = c1;
            y[to + c + 2] = c2;
            y[to + c + 3] = c3;
        }
        scalar(x, from, y, to, row, side, channels, c);
    }

    /// A vector of channels at a time; what is left over goes to [#scalar].
    static void simd(float[] x, int from, float[] y, int to, int row, int side, int channels) {
        int c = 0;
        for (int end = SPECIES.loopBound(channels); c < end; c += LANES) {
            var largest = fromArray(SPECIES, x, from + c);
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) largest = largest.max(fromArray(SPECIES, x, from + u * row + v * channels + c));
            }
            largest.intoArray(y, to + c);
        }
        scalar(x, from, y, to, row, side, channels, c);
    }

    /// The specification of the gradient: the other two must leave the same bits in dx, which is zero before.
    static void backScalar(float[] x, float[] dx, int from, float[] y, float[] dy, int to, int row, int side, int channels, int begin) {
        for (int c = begin; c < channels; c++) {
            boolean found = false;
            for (int k = 0; k < side * side && !found; k++) {
                int at = from + k / side * row + k % side * channels + c;
                found = x[at] == y[to + c];
                if (found) dx[at] = dy[to + c];
            }
        }
    }

    /// Four channels at a time, spelled out.
    static void backUnrolled(float[] x, float[] dx, int from, float[] y, float[] dy, int to, int row, int side, int channels) {
        int c = 0;
        for (; c <= channels - 4; c += 4) {
            backOne(x, dx, from + c, y[to + c], dy[to + c], row, side, channels);
            backOne(x, dx, from + c + 1, y[to + c + 1], dy[to + c + 1], row, side, channels);
            backOne(x, dx, from + c + 2, y[to + c + 2], dy[to + c + 2], row, side, channels);
            backOne(x, dx, from + c + 3, y[to + c + 3], dy[to + c + 3], row, side, channels);
        }
        for (; c < channels; c++) backOne(x, dx, from + c, y[to + c], dy[to + c], row, side, channels);
    }

    private static void backOne(float[] x, float[] dx, int from, float largest, float gradient, int row, int side, int channels) {
        for (int u = 0; u < side; u++) {
            for (int v = 0; v < side; v++) {
                int at = from + u * row + v * channels;
                if (x[at] == largest) {
                    dx[at] = gradient;
                    return;
                }
            }
        }
    }

    /// A vector of channels at a time; what is left over goes to [#backScalar].
    static void backSimd(float[] x, float[] dx, int from, float[] y, float[] dy, int to, int row, int side, int channels) {
        int c = 0;
        for (int end = SPECIES.loopBound(channels); c < end; c += LANES) {
            var largest = fromArray(SPECIES, y, to + c);
            var gradient = fromArray(SPECIES, dy, to + c);
            var open = SPECIES.maskAll(true);
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) {
                    int at = from + u * row + v * channels + c;
                    var found = fromArray(SPECIES, x, at).compare(EQ, largest).and(open);
                    fromArray(SPECIES, dx, at).blend(gradient, found).intoArray(dx, at);
                    open = open.andNot(found);
                }
            }
        }
        backScalar(x, dx, from, y, dy, to, row, side, channels, c);
    }
}
