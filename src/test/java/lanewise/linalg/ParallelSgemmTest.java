package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a lost thread is waited for without heed to interruptions
class ParallelSgemmTest {

    private static Matrix noise(int seed, int rows, int columns) {
        return Matrix.of(Samples.of(0, rows * columns, seed), 0, rows, columns);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void leavesTheBitsOfOneThread(int threads) {
        int[][] shapes = {{1, 1, 1}, {5, 300, 40}, {300, 5, 40}, {64, 100, 196}, {200, 97, 300}, {97, 200, 513}, {8, 48, 10}, {0, 5, 5}};
        try (ParallelSgemm parallel = new ParallelSgemm(threads, 1)) {
            for (int[] shape : shapes) {
                int m = shape[0];
                int n = shape[1];
                int k = shape[2];
                for (int layout = 0; layout < 8; layout++) {
                    Matrix a = (layout & 1) == 0 ? noise(1, m, k) : noise(1, k, m).transposed();
                    Matrix b = (layout & 2) == 0 ? noise(2, k, n) : noise(2, n, k).transposed();
                    for (float beta : new float[]{0, 1}) {
                        float[] expected = Samples.of(0, m * n, 3);
                        float[] actual = expected.clone();
                        Sgemm.scalar(a, b, beta, product(expected, m, n, layout));
                        parallel.multiply(a, b, beta, product(actual, m, n, layout));
                        assertThat(actual).as("%d x %d x %d, layout %d, beta %s", m, n, k, layout, beta).isEqualTo(expected);
                    }
                }
            }
        }
    }

    private static Matrix product(float[] elements, int m, int n, int layout) {
        return (layout & 4) == 0 ? Matrix.of(elements, 0, m, n) : Matrix.of(elements, 0, n, m).transposed();
    }

    @Test
    void nothingIsAllocated() {
        Matrix a = noise(1, 70, 100);
        Matrix b = noise(2, 60, 100).transposed();
        Matrix c = noise(3, 70, 60);
        try (ParallelSgemm parallel = new ParallelSgemm(2, 1)) {
            assertThat(AllocatedBytes.perCall(500, 1, () -> parallel.multiply(a, b, 1, c))).isLessThan(1);
        }
    }

    @Test
    void badInputIsRefusedAndAClosedPoolSaysSo() {
        ParallelSgemm parallel = new ParallelSgemm(2, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> parallel.multiply(noise(1, 2, 3), noise(2, 2, 2), 0, noise(3, 2, 2)))
                .withMessageStartingWith("shapes must fit");
        parallel.close();
        parallel.close();
        assertThatThrownBy(() -> parallel.multiply(noise(1, 20, 30), noise(2, 30, 20), 0, noise(3, 20, 20)))
                .isInstanceOf(IllegalStateException.class).hasMessage("this team of threads is closed");
        assertThatIllegalArgumentException().isThrownBy(() -> new ParallelSgemm(0)).withMessage("threads must be at least 1, were 0");
    }
}
