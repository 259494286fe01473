package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnSumsTest {

    private interface Routine {
        void sum(Matrix x, float[] y, int at);
    }

    private static final List<Routine> VARIANTS = List.of(ColumnSums::scalar, ColumnSums::unrolled, ColumnSums::simd);

    @ParameterizedTest
    @MethodSource("lanewise.linalg.Samples#kinds")
    void areTheProductOfOnesInItsOrder(int kind) {
        for (int rows : new int[]{0, 1, 7, 256, 257, 600}) {
            for (int columns : new int[]{0, 1, 3, 15, 16, 17, 50, 64, 100, 131}) {
                Matrix x = new Matrix(Samples.of(kind, 3 + rows * (columns + 2), 1), 3, rows, columns, columns + 2, 1);
                float[] ones = new float[rows];
                Arrays.fill(ones, 1);
                float[] expected = new float[columns + 9];
                Arrays.fill(expected, 5);
                Sgemm.scalar(Matrix.of(ones, 0, 1, rows), x, 0, Matrix.of(expected, 4, 1, columns));
                for (Routine variant : VARIANTS) {
                    float[] actual = new float[columns + 9];
                    Arrays.fill(actual, 5);
                    variant.sum(x, actual, 4);
                    for (int j = 0; j < actual.length; j++) {
                        assertThat(Float.valueOf(actual[j] + 0f))
                                .as("variant %d, %d x %d, [%d]", VARIANTS.indexOf(variant), rows, columns, j)
                                .isEqualTo(Float.valueOf(expected[j] + 0f));
                    }
                }
            }
        }
    }

    @Test
    void nothingIsAllocated() {
        Matrix x = Matrix.of(Samples.of(0, 70 * 131, 1), 0, 70, 131);
        float[] y = new float[131];
        AllocatedBytes.assertBelow(1, 500, () -> ColumnSums.simd(x, y, 0));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Matrix x = Matrix.of(new float[6], 0, 2, 3);
        for (Routine variant : VARIANTS) {
            assertThatIllegalArgumentException().isThrownBy(() -> variant.sum(x, new float[4], 2))
                    .withMessage("the sums of 3 columns at 2 must lie within the 4 elements of their array");
            assertThatIllegalArgumentException().isThrownBy(() -> variant.sum(x.transposed(), new float[4], 0))
                    .withMessage("the matrix must lie row by row, lay column by column");
            assertThatIllegalArgumentException().isThrownBy(() -> variant.sum(x, x.elements(), 0))
                    .withMessage("the sums must lie in an array of their own, were in the matrix's");
        }
    }
}
