package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import lanewise.check.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class AxpyTest {

    private interface Routine {
        void apply(float a, float[] x, float[] y, int from, int to);
    }

    private static final List<Routine> VARIANTS = List.of(Axpy::scalar, Axpy::unrolled, Axpy::simd);
    private static final float[] FACTORS = {0.3f, -1f, 0f, 1e20f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};

    @ParameterizedTest
    @MethodSource("lanewise.linalg.Samples#kinds")
    void everyVariantAddsTheMultipleWithinItsRangeOnly(int kind) {
        for (int size : Samples.SIZES) {
            for (int from : Samples.STARTS) {
                for (float a : FACTORS) {
                    float[] x = Samples.of(kind, from + size + Samples.BEHIND, 1);
                    float[] y = Samples.of(kind, from + size + Samples.BEHIND, 2);
                    float[] expected = y.clone();
                    for (int i = from; i < from + size; i++) {
                        float product = a * x[i];
                        expected[i] = expected[i] + product;
                    }
                    for (int k = 0; k < VARIANTS.size(); k++) {
                        float[] actual = y.clone();
                        VARIANTS.get(k).apply(a, x, actual, from, from + size);
                        assertThat(Arrays.mismatch(expected, actual)).as("variant %d, size %d from %d, a %s", k, size, from, a)
                                .isEqualTo(-1);
                    }
                }
            }
        }
    }

    @Test
    void bothVectorsMayBeOneArray() {
        for (Routine variant : VARIANTS) {
            float[] x = Samples.of(0, 100, 1);
            float[] expected = x.clone();
            for (int i = 0; i < 100; i++) expected[i] += 0.5f * x[i];
            variant.apply(0.5f, x, x, 0, 100);
            assertThat(x).isEqualTo(expected);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingChanges() {
        float[] y = new float[10];
        float[] x = new float[10];
        Arrays.fill(x, 1);
        for (Routine variant : VARIANTS) {
            refuse(() -> variant.apply(1, new float[9], y, 0, 9), "y must be as long as x, 9, was 10");
            refuse(() -> variant.apply(1, x, y, -1, 10), "range must lie within 0 to 10, was -1 to 10");
            refuse(() -> variant.apply(1, x, y, 0, 11), "range must lie within 0 to 10, was 0 to 11");
            refuse(() -> variant.apply(1, x, y, 6, 5), "range must lie within 0 to 10, was 6 to 5");
        }
        assertThat(y).containsOnly(0);
    }

    private static void refuse(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

    @Test
    void nothingIsAllocated() {
        assumeThat(Allocation.isMeaningful()).isTrue();
        float[] x = Samples.of(0, 10_007, 1);
        float[] y = x.clone();
        for (Routine variant : VARIANTS) {
            AllocatedBytes.assertBelow(Allocation.UPDATE_BOUND, 300, () -> variant.apply(1e-9f, x, y, 0, x.length));
        }
    }
}
