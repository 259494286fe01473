package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class ClippingTest {

    private static final float CANARY = 12345.678f;

    private static float[] gradients(int size) {
        SplittableRandom random = new SplittableRandom(size);
        float[] g = new float[size + 7];
        Arrays.fill(g, CANARY);
        for (int i = 0; i < size; i++) g[3 + i] = random.nextInt(9) == 0 ? -0f : (float) random.nextGaussian();
        return g;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 15, 16, 17, 33, 63, 64, 65, 207, 4095, 4096, 4099, 10_000})
    void variantsAreEqualToTheBit(int size) {
        float[] scalar = gradients(size);
        double norm = Clipping.byGlobalNorm(Variant.SCALAR, scalar, 0.7, 3, 3 + size);
        float[] clamped = gradients(size);
        Clipping.byValue(Variant.SCALAR, clamped, 0.7, 3, 3 + size);
        for (Variant variant : Variant.values()) {
            float[] g = gradients(size);
            assertThat(Clipping.byGlobalNorm(variant, g, 0.7, 3, 3 + size)).isEqualTo(norm);
            assertThat(g).isEqualTo(scalar);
            g = gradients(size);
            Clipping.byValue(variant, g, 0.7, 3, 3 + size);
            assertThat(g).isEqualTo(clamped);
            assertThat(Arrays.copyOf(g, 3)).containsOnly(CANARY);
            assertThat(Arrays.copyOfRange(g, 3 + size, g.length)).containsOnly(CANARY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreLimitedOnBothSidesAndNaNStays(Variant variant) {
        float[] hostile = {2, -2, 0.5f, -0.5f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, 1, -1};
        float[] expected = {1, -1, 0.5f, -0.5f, Float.NaN, 1, -1, -0f, Float.MIN_VALUE, 1, -1};
        float[] g = new float[hostile.length * 10];
        for (int i = 0; i < g.length; i++) g[i] = hostile[i % hostile.length];
        Clipping.byValue(variant, g, 1, 0, g.length);
        for (int i = 0; i < g.length; i++) assertThat(g[i]).as("g[%d]", i).isEqualTo((Float) expected[i % expected.length]);
    }

    @ParameterizedTest
    @EnumSource
    void aNormThatIsTooLargeIsBroughtDown(Variant variant) {
        float[] g = {3, 0, -4};
        assertThat(Clipping.byGlobalNorm(variant, g, 10, 0, 3)).isEqualTo(5);
        assertThat(g).containsExactly(3, 0, -4);
        assertThat(Clipping.byGlobalNorm(variant, g, 1, 0, 3)).isEqualTo(5);
        assertThat(g).usingComparatorWithPrecision(1e-6f).containsExactly(0.6f, 0, -0.8f);
        assertThat(Clipping.byGlobalNorm(variant, g, 1, 0, 3)).isCloseTo(1, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void aNormThatIsNoNumberScalesNothing(Variant variant) {
        for (float bad : new float[]{Float.NaN, Float.NEGATIVE_INFINITY}) {
            float[] g = {1, bad, 2};
            assertThat(Clipping.byGlobalNorm(variant, g, 1, 0, 3)).isNotFinite();
            assertThat(g).containsExactly(1, bad, 2);
        }
    }

    private static double exactNorm(float[] g) {
        double squares = 0;
        for (float gi : g) squares += (double) gi * gi;
        return Math.sqrt(squares);
    }

    @ParameterizedTest
    @EnumSource
    void squaresNeitherOverflowNorVanish(Variant variant) {
        float[] big = {1e20f, 1};
        assertThat(Clipping.byGlobalNorm(variant, big, 1, 0, 2)).isEqualTo((double) 1e20f);
        assertThat(big[0]).isCloseTo(1, within(1e-6f)).isLessThanOrEqualTo(1);
        float[] small = {1e-23f};
        assertThat(Clipping.byGlobalNorm(variant, small, 1e-24, 0, 1)).isEqualTo((double) 1e-23f);
        assertThat(small[0]).isLessThan(1e-24f);
        float[] largest = {Float.MAX_VALUE, -Float.MAX_VALUE, 1};
        assertThat(Clipping.byGlobalNorm(variant, largest, 1, 0, 3)).isCloseTo(Math.sqrt(2) * Float.MAX_VALUE, within(1e30));
        assertThat(largest).usingComparatorWithPrecision(1e-6f).containsExactly((float) Math.sqrt(0.5), -(float) Math.sqrt(0.5), 0);
        float[] low = {Float.MAX_VALUE}; // the factor, 3e-59, is no float
        Clipping.byGlobalNorm(variant, low, 1e-20, 0, 1);
        assertThat(low[0]).isCloseTo(1e-20f, within(1e-26f)).isLessThanOrEqualTo(1e-20f);
    }

    /// Norms from subnormals to the largest floats and limits over as many magnitudes, in arithmetic that has no such bounds.
    @ParameterizedTest
    @EnumSource
    void theNormIsAtMostTheLimitAlsoAfterRounding(Variant variant) {
        SplittableRandom random = new SplittableRandom(7);
        for (int exponent = -140; exponent <= 120; exponent += 4) {
            for (int limit = -148; limit <= 126; limit += 3) {
                float[] g = new float[1 + random.nextInt(300)];
                for (int i = 0; i < g.length; i++) g[i] = Math.scalb((float) random.nextGaussian(), exponent);
                double largest = Math.scalb(1 + random.nextDouble() / 2, limit);
                double before = exactNorm(g);
                double norm = Clipping.byGlobalNorm(variant, g, largest, 0, g.length);
                assertThat(norm).isCloseTo(before, within(1e-12 * before));
                assertThat(exactNorm(g)).as("2^%d to 2^%d", exponent, limit).isLessThanOrEqualTo(largest);
                if (norm > largest && norm > 1e3 && limit > -90)
                    assertThat(exactNorm(g)).isCloseTo(largest, within(1e-6 * largest + 1e-6 / norm));
            }
        }
    }
}
