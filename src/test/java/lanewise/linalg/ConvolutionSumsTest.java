package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import lanewise.linalg.ConvolutionBits.Left;
import lanewise.linalg.ConvolutionBits.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The sums of convolutions in all variants, by every tile. `nn` compares them with sums in double precision.
class ConvolutionSumsTest {

    private static final List<Variant> VARIANTS = Stream.concat(Stream.of(ConvolutionBits.UNROLLED),
            Stream.of(Tile.values()).map(ConvolutionBits::simd)).toList();

    static Stream<ConvolutionShape> shapes() {
        return ConvolutionBits.SHAPES.stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void variantsAndTilesLeaveTheSameBits(ConvolutionShape shape) {
        for (int kind : Samples.kinds().toArray()) {
            for (int batch : new int[]{1, 3}) {
                Left expected = ConvolutionBits.left(ConvolutionBits.SCALAR, shape, batch, kind);
                for (Variant variant : VARIANTS) {
                    Left left = ConvolutionBits.left(variant, shape, batch, kind);
                    assertThat(left.y()).isEqualTo(expected.y());
                    assertThat(left.dw()).isEqualTo(expected.dw());
                    assertThat(left.dx()).isEqualTo(expected.dx());
                }
            }
        }
    }

    /// Rows that are too many for one band, images that share a band, blocks of rows that reach over images.
    @Test
    void bandsAndBlocksMayEndAnywhere() {
        for (ConvolutionShape shape : List.of(ConvolutionShape.of(new Image(50, 70, 40), 4, 3, 1, 1),
                ConvolutionShape.of(new Image(13, 11, 8), 32, 3, 1, 1), ConvolutionShape.of(new Image(50, 40, 3), 8, 2, 1, 0),
                ConvolutionShape.of(new Image(54, 64, 40), 4, 5, 2, 2))) {
            int batch = shape.input().height() > 13 ? 2 : 21;
            Left expected = ConvolutionBits.left(ConvolutionBits.SCALAR, shape, batch, 0);
            for (Tile tile : Tile.values()) {
                Left left = ConvolutionBits.left(ConvolutionBits.simd(tile), shape, batch, 0);
                assertThat(left.y()).isEqualTo(expected.y());
                assertThat(left.dw()).isEqualTo(expected.dw());
                assertThat(left.dx()).isEqualTo(expected.dx());
            }
        }
    }

    /// The order of summation, spelled once more.
    @Test
    void sumsAreAddedInTheirOrder() {
        ConvolutionShape shape = ConvolutionShape.of(new Image(20, 30, 2), 3, 2, 1, 1);
        float[] x = Samples.of(0, 2 * shape.input().values(), 1);
        float[] dy = Samples.of(0, 2 * shape.output().values(), 2);
        float[] w = Samples.of(0, shape.weights(), 3);
        float[] bias = Samples.of(0, 3, 4);
        float[] y = new float[dy.length];
        float[] dw = new float[w.length];
        Convolution.scalar(shape, 2, x, Matrix.of(w, 0, 8, 3), Matrix.of(bias, 0, 1, 3), y);
        new WeightGradient(shape).scalar(2, x, dy, Matrix.of(dw, 0, 8, 3));
        int height = 21;
        int width = 31;
        float sum = bias[1]; // of the second image, filter 1 at (4, 5)
        for (int t = 0; t < 8; t++) sum = Math.fma(x[((20 + 4 + t / 4 - 1) * 30 + 5 + t / 2 % 2 - 1) * 2 + t % 2], w[3 * t + 1], sum);
        assertThat(y[((height + 4) * width + 5) * 3 + 1]).isEqualTo(sum);
        float total = 0; // of channel 1 and filter 2 through tap (1, 0)
        for (int begin = 0; begin < 2 * height; begin += 17) { // ⌈512 / 31⌉ rows
            float block = 0;
            for (int row = begin; row < Math.min(begin + 17, 2 * height); row++) {
                for (int j = 0; j < width; j++) {
                    int i = row % height;
                    boolean inside = i < 20 && j > 0;
                    float a = inside ? x[((row / height * 20 + i) * 30 + j - 1) * 2 + 1] : 0;
                    block = Math.fma(a, dy[(row * width + j) * 3 + 2], block);
                }
            }
            total += block;
        }
        assertThat(dw[(2 * 2 + 1) * 3 + 2]).isEqualTo(total);
    }

    @ParameterizedTest
    @EnumSource
    void aRectifiedConvolutionIsTheMaximumOfItsSumsAndZero(Tile tile) {
        for (int kind : Samples.kinds().toArray()) {
            ConvolutionShape shape = ConvolutionBits.SHAPES.get(1);
            float[] x = Samples.of(kind, 2 * shape.input().values(), 1);
            Matrix w = Matrix.of(Samples.of(kind, shape.weights(), 3), 0, shape.taps(), 37);
            Matrix bias = Matrix.of(Samples.of(kind, 37, 4), 0, 1, 37);
            float[] expected = new float[2 * shape.output().values()];
            float[] y = new float[expected.length];
            Convolution.scalar(shape, 2, x, w, bias, expected);
            for (int i = 0; i < y.length; i++) expected[i] = Math.max(expected[i], 0);
            new Convolution(shape, tile).simdRectified(2, x, w, bias, y);
            assertThat(y).isEqualTo(expected);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingChanges() {
        ConvolutionShape shape = ConvolutionShape.of(new Image(3, 3, 2), 4, 3, 1, 1);
        float[] x = new float[18];
        float[] y = new float[36];
        Matrix w = Matrix.of(new float[72], 0, 18, 4);
        Matrix bias = Matrix.of(new float[4], 0, 1, 4);
        y[0] = 7;
        record Refused(String message, Runnable call) {}
        Convolution convolution = new Convolution(shape);
        WeightGradient gradient = new WeightGradient(shape);
        for (Refused refused : List.of(
                new Refused("shape must not be null", () -> new Convolution(null)),
                new Refused("shape must not be null", () -> new WeightGradient(null)),
                new Refused("input must not be null", () -> ConvolutionShape.of(null, 1, 1, 1, 0)),
                new Refused("the dilation must be 1, was 2",
                        () -> new WeightGradient(ConvolutionShape.of(new Image(5, 5, 1), 1, 3, 2, 1).ofInputGradient())),
                new Refused("x must not be null", () -> convolution.simd(1, null, w, bias, y)),
                new Refused("w must not be null", () -> Convolution.scalar(shape, 1, x, null, bias, y)),
                new Refused("bias must not be null", () -> Convolution.unrolled(shape, 1, x, w, null, y)),
                new Refused("dw must not be null", () -> gradient.simd(1, x, y, null)),
                new Refused("x must hold at least 1 image of 3 x 3 x 2, had 18 elements for 2", () -> convolution.simd(2, x, w, bias, y)),
                new Refused("x must hold at least 1 image of 3 x 3 x 2, had 18 elements for 0", () -> convolution.simd(0, x, w, bias, y)),
                new Refused("y must hold at least 1 image of 3 x 3 x 4, had 35 elements for 1",
                        () -> convolution.simd(1, x, w, bias, new float[35])),
                new Refused("w must be 18 x 4, row after row with nothing between them, was 4 x 18 with strides 1 and 4",
                        () -> convolution.simd(1, x, w.transposed(), bias, y)),
                new Refused("the sums must lie in an array of their own, were in that of x, w or bias",
                        () -> convolution.simd(1, y, w, bias, y)),
                new Refused("the gradient must lie in an array of its own, was in that of x or dy",
                        () -> gradient.simd(1, x, w.elements(), w)))) {
            assertThatIllegalArgumentException().isThrownBy(refused.call::run).withMessage(refused.message);
        }
        assertThat(y[0]).isEqualTo(7);
    }
}
