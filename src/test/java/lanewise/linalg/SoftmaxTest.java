package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxTest {

    private interface Routine {
        void apply(float[] x, float[] y, int from, int to);
    }

    private static final List<Routine> VARIANTS = List.of(Softmax::scalar, Softmax::unrolled, Softmax::simd);

    private static float[] noise(int length, double size) {
        SplittableRandom random = new SplittableRandom(length);
        float[] x = new float[length];
        for (int i = 0; i < length; i++) x[i] = (float) (size * random.nextGaussian());
        return x;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 15, 16, 17, 33, 100, 1000, 4099})
    void variantsAreEqualAndTheErrorIsBounded(int n) {
        for (double size : new double[]{0.1, 1, 5, 40}) {
            float[] x = noise(n + 9, size);
            float[] expected = x.clone();
            Softmax.scalar(x, expected, 5, 5 + n);
            for (Routine variant : VARIANTS) {
                float[] y = x.clone();
                variant.apply(y, y, 5, 5 + n);
                assertThat(y).as("variant %d", VARIANTS.indexOf(variant)).isEqualTo(expected);
            }
            float largest = Float.NEGATIVE_INFINITY;
            for (int i = 5; i < 5 + n; i++) largest = Math.max(largest, x[i]);
            double sum = 0;
            for (int i = 5; i < 5 + n; i++) sum += Math.exp(x[i] - largest);
            for (int i = 5; i < 5 + n; i++) {
                double exact = Math.exp(x[i] - largest) / sum; // of the rounded difference
                assertThat(Math.abs(expected[i] - exact) / Math.ulp((float) exact)).as("[%d] of %d, size %s", i, n, size).isLessThan(2);
            }
        }
    }

    /// Where all values but one are equal, what is rounded in one exponential is rounded in all, and in their sum.
    @Test
    void equalLogitsDoNotAddUpTheirErrors() {
        SplittableRandom random = new SplittableRandom(8);
        for (int t = 0; t < 20_000; t++) {
            float[] x = new float[1 + random.nextInt(1_000)];
            float low = (float) (-12 * random.nextDouble());
            Arrays.fill(x, low);
            x[0] = 0;
            x[x.length - 1] = (float) (-12 * random.nextDouble());
            double sum = 0;
            for (float value : x) sum += Math.exp(value);
            float[] y = x.clone();
            Softmax.scalar(y, y, 0, y.length);
            for (int i : new int[]{0, x.length / 2, x.length - 1}) {
                double exact = Math.exp(x[i]) / sum;
                assertThat(Math.abs(y[i] - exact) / Math.ulp((float) exact)).as("%s of %d times %s", x[i], x.length, low).isLessThan(2);
            }
        }
    }

    @Test
    void extremesAreWhatTheFormulaSays() {
        for (Routine variant : VARIANTS) {
            float[] y = new float[20];
            Arrays.fill(y, 3e38f);
            variant.apply(y, y, 0, 20);
            assertThat(y).containsOnly(0.05f);
            float[] far = new float[20];
            far[7] = 1e6f;
            variant.apply(far, far, 0, 20);
            float[] one = new float[20];
            one[7] = 1;
            assertThat(far).isEqualTo(one);
            float[] none = new float[20];
            none[19] = Float.NaN;
            variant.apply(none, none, 0, 20);
            assertThat(none).containsOnly(Float.NaN);
            assertThatIllegalArgumentException().isThrownBy(() -> variant.apply(new float[3], new float[3], 0, 4))
                    .withMessage("range must lie within 0 to 3, was 0 to 4");
        }
    }

    @Test
    void nothingIsAllocated() {
        float[] x = noise(1000, 1);
        float[] y = new float[1000];
        assertThat(AllocatedBytes.perCall(500, 1, () -> Softmax.simd(x, y, 0, 1000))).isLessThan(1);
    }
}
