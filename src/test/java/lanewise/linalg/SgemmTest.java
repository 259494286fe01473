package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lanewise.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class SgemmTest {

    private static final float CANARY = 12345.678f;

    private interface Routine {
        void multiply(Matrix a, Matrix b, float beta, Matrix c);
    }

    private final List<Routine> variants = List.of(Sgemm::scalar, Sgemm::unrolled, new Sgemm(Tile.EIGHT_BY_TWO)::simd,
            new Sgemm(Tile.FOUR_BY_THREE)::simd); // of each test: they run side by side, and an instance serves one thread

    /// A matrix of the kind's values at an odd place, with rows that lie apart or columns that do.
    private static Matrix matrix(int kind, int rows, int columns, boolean transposed, int seed) {
        int stored = transposed ? columns : rows;
        int width = transposed ? rows : columns;
        int stride = width + 3;
        float[] elements = Samples.of(kind, 5 + stored * stride + 2, seed);
        Matrix matrix = new Matrix(elements, 5, stored, width, stride, 1);
        return transposed ? matrix.transposed() : matrix;
    }

    /// The definition, element by element.
    private static float defined(Matrix a, Matrix b, float beta, float before, int i, int j) {
        float result = beta * before;
        for (int begin = 0; begin < a.columns(); begin += 256) {
            float sum = 0;
            for (int p = begin; p < Math.min(begin + 256, a.columns()); p++) {
                sum = Math.fma(a.elements()[a.at(i, p)], b.elements()[b.at(p, j)], sum);
            }
            result = beta == 0 && begin == 0 ? sum : result + sum;
        }
        return beta == 0 && a.columns() == 0 ? 0 : result;
    }

    @ParameterizedTest
    @CsvSource({"0, 3, 4", "3, 0, 4", "3, 4, 0", "1, 1, 1", "1, 100, 7", "3, 5, 255", "4, 48, 256", "5, 49, 257", "8, 24, 3", "7, 13, 513",
            "64, 50, 100", "195, 97, 20", "20, 200, 300", "33, 12, 1000", "20, 600, 300", "200, 600, 40"})
    void everyVariantKeepsTheDefinedOrder(int m, int n, int k) {
        for (int kind : new int[]{0, 3}) {
            for (int layout = 0; layout < 8; layout++) {
                for (float beta : new float[]{0, 1, -0.3f}) {
                    Matrix a = matrix(kind, m, k, (layout & 1) != 0, 1);
                    Matrix b = matrix(kind, k, n, (layout & 2) != 0, 2);
                    Matrix before = matrix(kind, m, n, (layout & 4) != 0, 3);
                    float[] expected = before.elements().clone();
                    for (int i = 0; i < m; i++) {
                        for (int j = 0; j < n; j++) {
                            int at = before.at(i, j);
                            expected[at] = defined(a, b, beta, expected[at], i, j);
                        }
                    }
                    for (Routine variant : variants) {
                        Matrix c = new Matrix(before.elements().clone(), before.offset(), m, n, before.rowStride(), before.columnStride());
                        variant.multiply(a, b, beta, c);
                        int mismatch = Arrays.mismatch(expected, c.elements());
                        assertThat(mismatch).as("variant %d, kind %d, layout %d, beta %s", variants.indexOf(variant), kind, layout, beta)
                                .isEqualTo(-1);
                    }
                }
            }
        }
    }

    /// Several blocks of A beside several of B, of which each is wider than those that a single one of A meets.
    @ParameterizedTest
    @EnumSource
    void blocksFollowOneAnotherBothWays(Tile tile) {
        int n = 64 * tile.columns() + 5;
        Matrix a = matrix(0, 200, 3, false, 1);
        Matrix b = matrix(0, 3, n, false, 2);
        float[] expected = Samples.of(0, 200 * n, 3);
        float[] actual = expected.clone();
        Sgemm.scalar(a, b, 1, Matrix.of(expected, 0, 200, n));
        new Sgemm(tile).simd(a, b, 1, Matrix.of(actual, 0, 200, n));
        assertThat(Arrays.mismatch(expected, actual)).isEqualTo(-1);
    }

    /// Around tiles, panels and vectors of both kinds, with few rows and with so many that the right factor is packed.
    @ParameterizedTest
    @EnumSource
    void everyEdgeOfATile(Tile tile) {
        Sgemm sgemm = new Sgemm(tile);
        for (int m : IntStream.concat(IntStream.rangeClosed(1, 17), IntStream.of(49, 66, 67, 104)).toArray()) {
            for (int n = 1; n <= 2 * tile.columns() + 1; n++) {
                for (int layout = 0; layout < 4; layout++) {
                    int k = 1 + (m * 7 + n) % 37;
                    Matrix a = matrix(0, m, k, (layout & 1) != 0, 1);
                    Matrix b = matrix(0, k, n, (layout & 2) != 0, 2);
                    Matrix before = matrix(0, m, n, false, 3);
                    float beta = n % 2;
                    Matrix expected = new Matrix(before.elements().clone(), before.offset(), m, n, before.rowStride(), 1);
                    Sgemm.scalar(a, b, beta, expected);
                    sgemm.simd(a, b, beta, before);
                    assertThat(Arrays.mismatch(expected.elements(), before.elements())).as("%d x %d x %d, layout %d", m, n, k, layout)
                            .isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void whatWasThereDoesNotMatterWhenBetaIsZero() {
        for (Routine variant : variants) {
            float[] c = {Float.NaN, Float.POSITIVE_INFINITY};
            variant.multiply(Matrix.of(new float[]{2}, 0, 1, 1), Matrix.of(new float[]{3, 4}, 0, 1, 2), 0, Matrix.of(c, 0, 1, 2));
            assertThat(c).containsExactly(6, 8);
            variant.multiply(Matrix.of(new float[0], 0, 1, 0), Matrix.of(new float[0], 0, 0, 2), 0, Matrix.of(c, 0, 1, 2));
            assertThat(c).containsExactly(0, 0);
        }
    }

    @Test
    void theErrorIsThatOfABlockedSum() {
        SplittableRandom random = new SplittableRandom(1);
        int k = 5_000;
        float[] x = new float[k];
        float[] y = new float[k];
        double exact = 0;
        double size = 0;
        for (int p = 0; p < k; p++) {
            x[p] = (float) random.nextGaussian();
            y[p] = (float) random.nextGaussian();
            exact += (double) x[p] * y[p];
            size += Math.abs((double) x[p] * y[p]);
        }
        for (Routine variant : variants) {
            float[] c = {CANARY};
            variant.multiply(Matrix.of(x, 0, 1, k), Matrix.of(y, 0, k, 1), 0, Matrix.of(c, 0, 1, 1));
            assertThat(Math.abs(c[0] - exact)).isLessThan((256 + k / 256) * 0x1p-24 * size);
        }
    }

    @ParameterizedTest
    @MethodSource("lanewise.linalg.Samples#kinds")
    void anInstanceServesProductsOfAnySizeOneAfterTheOther(int kind) {
        Sgemm sgemm = new Sgemm();
        for (int n : new int[]{200, 3, 97, 300, 1}) {
            Matrix a = matrix(kind, n, 40, false, n);
            Matrix b = matrix(kind, 40, n, true, n + 1);
            float[] expected = new float[n * n];
            float[] actual = new float[n * n];
            Sgemm.scalar(a, b, 0, Matrix.of(expected, 0, n, n));
            sgemm.simd(a, b, 0, Matrix.of(actual, 0, n, n));
            assertThat(actual).isEqualTo(expected);
        }
    }

    /// Tiles go along its rows, a few columns of them at a time.
    @ParameterizedTest
    @EnumSource
    void aProductLargerThanTheCacheHasTheSameBits(Tile tile) {
        for (int k : new int[]{3, 20, 300}) {
            Matrix a = matrix(0, 203, k, false, 1);
            Matrix b = matrix(0, k, 5_210, false, 2);
            float[] expected = new float[203 * 5_210];
            float[] actual = new float[203 * 5_210];
            Sgemm.scalar(a, b, 0, Matrix.of(expected, 0, 203, 5_210));
            new Sgemm(tile).simd(a, b, 0, Matrix.of(actual, 0, 203, 5_210));
            assertThat(actual).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAllocatedOnceThePanelsAreThere(Tile tile) {
        AllocatedBytes.assertBelow(1, 100, ProductBits.products(tile));
        Matrix a = matrix(0, 70, 100, false, 1);
        Matrix b = matrix(0, 100, 60, true, 2);
        Matrix c = matrix(0, 70, 60, false, 3);
        AllocatedBytes.assertBelow(1, 500, () -> Sgemm.unrolled(a, b, 1, c));
    }

    @Test
    void anUnknownTileIsRefusedByTheSimdKernelAlone() throws Exception {
        ChildJvm child = ChildJvm.runBriefly(List.of(ChildJvm.VECTOR, "-D" + Tile.PROPERTY + "=9x9", ProductBits.class.getName()));
        assertThat(child.output()).contains("the system property lanewise.tile must name a tile, one of 8x2, 4x3, was '9x9'");
        assertThat(child.exitCode()).isEqualTo(2);
    }

    @Test
    void theSystemPropertyNamesTheTile() throws Exception {
        Tile other = Tile.chosen() == Tile.EIGHT_BY_TWO ? Tile.FOUR_BY_THREE : Tile.EIGHT_BY_TWO;
        ChildJvm child = ChildJvm.runBriefly(List.of(ChildJvm.VECTOR, "-D" + Tile.PROPERTY + "=" + other, ProductBits.class.getName()));
        assertThat(child.output()).contains("tile " + other);
    }

    @Test
    void shapesThatDoNotFitAreRefusedBeforeAnythingChanges() {
        float[] c = {CANARY, CANARY};
        for (Routine variant : variants) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> variant.multiply(Matrix.of(new float[6], 0, 2, 3), Matrix.of(new float[4], 0, 2, 2), 0,
                            Matrix.of(new float[4], 0, 2, 2)))
                    .withMessage("shapes must fit as m x k times k x n makes m x n, were 2 x 3 times 2 x 2 for 2 x 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> variant.multiply(Matrix.of(c, 0, 1, 2), Matrix.of(new float[4], 0, 2, 2), 0, Matrix.of(c, 0, 1, 2)))
                    .withMessage("the product must lie in an array of its own, was in that of a factor");
        }
        assertThat(c).containsOnly(CANARY);
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.of(new float[5], 0, 2, 3))
                .withMessage("a matrix of 2 x 3 at 0 must lie within the 5 elements of its array, ends at 6");
        assertThatIllegalArgumentException().isThrownBy(() -> new Matrix(new float[9], 0, 2, 3, 2, 1))
                .withMessage(
                        "a matrix of 2 x 3 must have strides of at least its columns and 1, or 1 and at least its rows, had 2 and 1");
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.of(new float[5], 0, -1, 3))
                .withMessage("a matrix must have at least 0 rows and columns, was -1 x 3");
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.of(new float[5], -1, 1, 1))
                .withMessage("a matrix of 1 x 1 at -1 must lie within the 5 elements of its array, ends at 0");
    }
}
