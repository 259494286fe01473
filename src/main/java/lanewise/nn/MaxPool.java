package lanewise.nn;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.EQ;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The largest value of every square of an image, channel by channel; squares do not overlap, and what is left over at the right and at
/// the bottom is dropped.
///
///     y ← max x,  dx ← dy where x is the first of the largest, else 0
///
/// NaN stays NaN, and takes no gradient. Images lie sample by sample, line by line, channels fastest.
public final class MaxPool implements Layer {

    private final int height;
    private final int width;
    private final int channels;
    private final int side;
    private float[] x;
    private float[] y;
    private float[] dy;
    private float[] dx;

    /// @param side of a square
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
    }

    /// Lines of the outputs' images.
    public int outputHeight() {
        return height / side;
    }

    /// Places in a line of theirs.
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
    public void initialize(float[] parameters, int offset, RandomGenerator random) {}

    @Override
    public void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx) {
        this.x = x;
        this.y = y;
        this.dy = dy;
        this.dx = dx;
    }

    @Override
    public void forward(Pass pass) {
        int line = width * channels;
        for (int out = 0; out < pass.batch() * outputHeight() * outputWidth(); out++) {
            int from = first(out);
            switch (pass.variant()) {
                case SCALAR -> scalar(x, from, y, out * channels, line, side, channels, 0);
                case UNROLLED -> unrolled(x, from, y, out * channels, line, side, channels);
                case SIMD -> simd(x, from, y, out * channels, line, side, channels);
            }
        }
    }

    @Override
    public void backward(Pass pass) {
        if (dx == null) return;
        Arrays.fill(dx, 0, pass.batch() * inputs(), 0);
        int line = width * channels;
        for (int out = 0; out < pass.batch() * outputHeight() * outputWidth(); out++) {
            int from = first(out);
            switch (pass.variant()) {
                case SCALAR -> backScalar(x, dx, from, y, dy, out * channels, line, side, channels, 0);
                case UNROLLED -> backUnrolled(x, dx, from, y, dy, out * channels, line, side, channels);
                case SIMD -> backSimd(x, dx, from, y, dy, out * channels, line, side, channels);
            }
        }
    }

    /// Where the square of an output begins.
    private int first(int out) {
        int sample = out / (outputHeight() * outputWidth());
        int i = out / outputWidth() % outputHeight();
        int j = out % outputWidth();
        return ((sample * height + i * side) * width + j * side) * channels;
    }

    /// The specification, from channel `begin` on: the other two must leave the same bits in y.
    static void scalar(float[] x, int from, float[] y, int to, int line, int side, int channels, int begin) {
        for (int c = begin; c < channels; c++) {
            float largest = x[from + c];
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) largest = Math.max(largest, x[from + u * line + v * channels + c]);
            }
            y[to + c] = largest;
        }
    }

    /// Four channels at a time, spelled out.
    static void unrolled(float[] x, int from, float[] y, int to, int line, int side, int channels) {
        int c = 0;
        for (; c <= channels - 4; c += 4) {
            float c0 = x[from + c];
            float c1 = x[from + c + 1];
            float c2 = x[from + c + 2];
            float c3 = x[from + c + 3];
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) {
                    int at = from + u * line + v * channels + c;
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
        scalar(x, from, y, to, line, side, channels, c);
    }

    /// A vector of channels at a time; what is left over goes to [#scalar].
    static void simd(float[] x, int from, float[] y, int to, int line, int side, int channels) {
        int c = 0;
        for (int end = SPECIES.loopBound(channels); c < end; c += LANES) {
            var largest = fromArray(SPECIES, x, from + c);
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) largest = largest.max(fromArray(SPECIES, x, from + u * line + v * channels + c));
            }
            largest.intoArray(y, to + c);
        }
        scalar(x, from, y, to, line, side, channels, c);
    }

    /// The specification of the gradient: the other two must leave the same bits in dx, which is zero before.
    static void backScalar(float[] x, float[] dx, int from, float[] y, float[] dy, int to, int line, int side, int channels, int begin) {
        for (int c = begin; c < channels; c++) {
            boolean found = false;
            for (int k = 0; k < side * side && !found; k++) {
                int at = from + k / side * line + k % side * channels + c;
                found = x[at] == y[to + c];
                if (found) dx[at] = dy[to + c];
            }
        }
    }

    /// Four channels at a time, spelled out.
    static void backUnrolled(float[] x, float[] dx, int from, float[] y, float[] dy, int to, int line, int side, int channels) {
        int c = 0;
        for (; c <= channels - 4; c += 4) {
            backOne(x, dx, from + c, y[to + c], dy[to + c], line, side, channels);
            backOne(x, dx, from + c + 1, y[to + c + 1], dy[to + c + 1], line, side, channels);
            backOne(x, dx, from + c + 2, y[to + c + 2], dy[to + c + 2], line, side, channels);
            backOne(x, dx, from + c + 3, y[to + c + 3], dy[to + c + 3], line, side, channels);
        }
        for (; c < channels; c++) backOne(x, dx, from + c, y[to + c], dy[to + c], line, side, channels);
    }

    private static void backOne(float[] x, float[] dx, int from, float largest, float gradient, int line, int side, int channels) {
        for (int u = 0; u < side; u++) {
            for (int v = 0; v < side; v++) {
                int at = from + u * line + v * channels;
                if (x[at] == largest) {
                    dx[at] = gradient;
                    return;
                }
            }
        }
    }

    /// A vector of channels at a time; what is left over goes to [#backScalar].
    static void backSimd(float[] x, float[] dx, int from, float[] y, float[] dy, int to, int line, int side, int channels) {
        int c = 0;
        for (int end = SPECIES.loopBound(channels); c < end; c += LANES) {
            var largest = fromArray(SPECIES, y, to + c);
            var gradient = fromArray(SPECIES, dy, to + c);
            var waiting = SPECIES.maskAll(true);
            for (int u = 0; u < side; u++) {
                for (int v = 0; v < side; v++) {
                    int at = from + u * line + v * channels + c;
                    var found = fromArray(SPECIES, x, at).compare(EQ, largest).and(waiting);
                    fromArray(SPECIES, dx, at).blend(gradient, found).intoArray(dx, at);
                    waiting = waiting.andNot(found);
                }
            }
        }
        backScalar(x, dx, from, y, dy, to, line, side, channels, c);
    }
}
