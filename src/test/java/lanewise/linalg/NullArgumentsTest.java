package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/// An argument that is missing is refused by its name.
class NullArgumentsTest {

    private interface Routine {
        void apply(float[] x, float[] y);
    }

    @Test
    void ofARoutine() {
        for (Routine routine : List.<Routine>of((x, y) -> Axpy.scalar(1, x, y, 0, 1), (x, y) -> Axpy.unrolled(1, x, y, 0, 1),
                (x, y) -> Axpy.simd(1, x, y, 0, 1), (x, y) -> Scale.scalar(1, x, y, 0, 1), (x, y) -> Scale.unrolled(1, x, y, 0, 1),
                (x, y) -> Scale.simd(1, x, y, 0, 1), (x, y) -> Dot.scalar(x, y, 0, 1), (x, y) -> Dot.unrolled(x, y, 0, 1),
                (x, y) -> Dot.simd(x, y, 0, 1), (x, y) -> Exp.scalar(x, y, 0, 1), (x, y) -> Exp.unrolled(x, y, 0, 1),
                (x, y) -> Exp.simd(x, y, 0, 1), (x, y) -> Sigmoid.scalar(x, y, 0, 1), (x, y) -> Sigmoid.unrolled(x, y, 0, 1),
                (x, y) -> Sigmoid.simd(x, y, 0, 1), (x, y) -> Tanh.scalar(x, y, 0, 1), (x, y) -> Tanh.unrolled(x, y, 0, 1),
                (x, y) -> Tanh.simd(x, y, 0, 1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> routine.apply(null, new float[1])).withMessage("x must not be null");
            assertThatIllegalArgumentException().isThrownBy(() -> routine.apply(new float[1], null)).withMessage("y must not be null");
        }
    }

    @Test
    void ofSums() {
        float[] x = {1};
        assertThatIllegalArgumentException().isThrownBy(() -> Dot.simd(x, x, 0, 1, null)).withMessage("sums must not be null");
        Matrix matrix = Matrix.of(x, 0, 1, 1);
        for (Routine routine : List.<Routine>of((a, y) -> ColumnSums.scalar(a == null ? null : matrix, y, 0),
                (a, y) -> ColumnSums.unrolled(a == null ? null : matrix, y, 0),
                (a, y) -> ColumnSums.simd(a == null ? null : matrix, y, 0))) {
            assertThatIllegalArgumentException().isThrownBy(() -> routine.apply(null, new float[1])).withMessage("x must not be null");
            assertThatIllegalArgumentException().isThrownBy(() -> routine.apply(x, null)).withMessage("y must not be null");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Matrix.of(null, 0, 1, 1)).withMessage("elements must not be null");
    }

    private interface Product {
        void apply(Matrix a, Matrix b, Matrix c);
    }

    @Test
    void ofAProduct() {
        Matrix a = Matrix.of(new float[1], 0, 1, 1);
        Matrix b = Matrix.of(new float[1], 0, 1, 1);
        float[] product = {7};
        Matrix c = Matrix.of(product, 0, 1, 1);
        Sgemm sgemm = new Sgemm();
        for (Product routine : List.<Product>of((x, y, z) -> Sgemm.scalar(x, y, 0, z), (x, y, z) -> Sgemm.unrolled(x, y, 0, z),
                (x, y, z) -> sgemm.simd(x, y, 0, z))) {
            assertThatIllegalArgumentException().isThrownBy(() -> routine.apply(null, b, c)).withMessage("a must not be null");
            assertThatIllegalArgumentException().isThrownBy(() -> routine.apply(a, null, c)).withMessage("b must not be null");
            assertThatIllegalArgumentException().isThrownBy(() -> routine.apply(a, b, null)).withMessage("c must not be null");
        }
        assertThat(product).containsExactly(7);
    }
}
