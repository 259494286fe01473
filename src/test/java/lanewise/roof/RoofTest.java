package lanewise.roof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import lanewise.simd.Lanes;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Roofs are worth nothing if they do less than they say.
class RoofTest {

    private static final int[] SIZES = {0, 1, 7, 16, 33, 100, 1_000};

    private final SplittableRandom random = new SplittableRandom(5);

    private float[] some(int length) {
        float[] a = new float[length];
        for (int i = 0; i < length; i++) a[i] = 0.5f + 0.4f * random.nextFloat();
        return a;
    }

    @Test
    void streamsAddTheGradientToEveryArrayTheyWrite() {
        for (int size : SIZES) {
            float[] g = some(size + 2);
            float[][] before = {some(size + 2), some(size + 2), some(size + 2), some(size + 2)};
            for (int arrays = 1; arrays <= 4; arrays++) {
                float[][] scalar = copy(before);
                float[][] simd = copy(before);
                float[][] paced = copy(before);
                switch (arrays) {
                    case 1 -> {
                        Streams.scalar(g, scalar[0], 1, size + 1);
                        Streams.simd(g, simd[0], 1, size + 1);
                        Streams.paced(1, g, paced[0], 1, size + 1);
                    }
                    case 2 -> {
                        Streams.scalar(g, scalar[0], scalar[1], 1, size + 1);
                        Streams.simd(g, simd[0], simd[1], 1, size + 1);
                        Streams.paced(1, g, paced[0], paced[1], 1, size + 1);
                    }
                    case 3 -> {
                        Streams.scalar(g, scalar[0], scalar[1], scalar[2], 1, size + 1);
                        Streams.simd(g, simd[0], simd[1], simd[2], 1, size + 1);
                        Streams.paced(1, g, paced[0], paced[1], paced[2], 1, size + 1);
                    }
                    default -> {
                        Streams.scalar(g, scalar[0], scalar[1], scalar[2], scalar[3], 1, size + 1);
                        Streams.simd(g, simd[0], simd[1], simd[2], simd[3], 1, size + 1);
                        Streams.paced(1, g, paced[0], paced[1], paced[2], paced[3], 1, size + 1);
                    }
                }
                for (int k = 0; k < 4; k++) {
                    float[] expected = before[k].clone();
                    if (k < arrays) for (int i = 1; i <= size; i++) expected[i] += g[i];
                    assertThat(scalar[k]).as("scalar, %d arrays, size %d", arrays, size).isEqualTo(expected);
                    assertThat(simd[k]).as("SIMD, %d arrays, size %d", arrays, size).isEqualTo(expected);
                    assertThat(paced[k]).as("paced, %d arrays, size %d", arrays, size).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void theOtherPassesReadAndWriteEveryElement() {
        for (int size : SIZES) {
            float[] x = some(size + 2);
            float[] y = some(size + 2);
            double sum = 0;
            for (int i = 1; i <= size; i++) sum += x[i] + y[i];
            assertThat((double) Streams.sum(x, y, 1, size + 1)).isCloseTo(sum, Offset.offset(1e-6 * size));
            float[] expected = y.clone();
            for (int i = 1; i <= size; i++) expected[i] = 2 * x[i];
            Streams.twice(x, y, 1, size + 1);
            assertThat(y).isEqualTo(expected);
        }
    }

    private static float[][] copy(float[][] arrays) {
        return Arrays.stream(arrays).map(float[]::clone).toArray(float[][]::new);
    }

    @Test
    void arithmeticIsDoneOnEveryElement() {
        float[] x = some(1_024);
        float[] y = new float[1_024];
        Arithmetic.divide(x, y, 0, 1_024);
        for (int i = 0; i < x.length; i++) assertThat(y[i]).isEqualTo(1 / x[i]);
        Arithmetic.root(x, y, 0, 1_024);
        for (int i = 0; i < x.length; i++) assertThat(y[i]).isEqualTo((float) Math.sqrt(x[i]));
        Arithmetic.divideByRoot(x, y, 0, 1_024);
        for (int i = 0; i < x.length; i++) assertThat(y[i]).isEqualTo(x[i] / (float) Math.sqrt(x[i]));
    }

    @Test
    void multiplyAddsRunOnEveryChain() {
        float[] factors = some(Lanes.LANES);
        float[] terms = some(Lanes.LANES);
        float[] sums = some(Lanes.LANES);
        float[] expected = sums.clone();
        for (int lane = 0; lane < Lanes.LANES; lane++) {
            float chain = sums[lane];
            for (int i = 0; i < factors.length; i++) chain = Math.fma(chain, factors[lane], terms[lane]);
            expected[lane] = (chain + chain + (chain + chain)) + (chain + chain + (chain + chain));
        }
        Arithmetic.multiplyAdd(factors, terms, sums, 0, Lanes.LANES);
        assertThat(sums).isEqualTo(expected);
    }
}
