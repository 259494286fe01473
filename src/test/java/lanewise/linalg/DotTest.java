package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.check.Allocation;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class DotTest {

    private interface Routine {
        double of(float[] x, float[] y, int from, int to);
    }

    private static final List<Routine> VARIANTS = List.of(Dot::scalar, Dot::unrolled, Dot::simd);

    /// Longer than it must be.
    private final float[] sums = new float[Dot.SUMS + 1];
    private final List<Routine> inPlace = List.of(
            (x, y, from, to) -> Dot.scalar(x, y, from, to, sums),
            (x, y, from, to) -> Dot.unrolled(x, y, from, to, sums),
            (x, y, from, to) -> Dot.simd(x, y, from, to, sums));

    /// The defined order, each sum on its own: partial sums by residue, the folding as a recursion.
    private static double defined(float[] x, float[] y, int from, int to) {
        double total = 0;
        for (int block = from; block < to; block += 4096) {
            total += (double) folded(x, y, block, Math.min(to, block + 4096), 0, 1);
        }
        boolean kept = Double.isFinite(total) && Math.abs(total) >= (to - from) * 0x1p-126;
        return kept ? total : foldedInDouble(x, y, from, to, 0, 1);
    }

    /// Sum j of eight after all folds but those into fewer than `sums` sums.
    private static double foldedInDouble(float[] x, float[] y, int from, int to, int j, int sums) {
        if (sums < 8) return foldedInDouble(x, y, from, to, j, 2 * sums) + foldedInDouble(x, y, from, to, j + sums, 2 * sums);
        double sum = 0;
        for (int i = from + j; i < to; i += 8) sum += (double) x[i] * (double) y[i];
        return sum;
    }

    /// Sum j after all folds but those into fewer than `sums` sums.
    private static float folded(float[] x, float[] y, int from, int to, int j, int sums) {
        if (sums < 64) return folded(x, y, from, to, j, 2 * sums) + folded(x, y, from, to, j + sums, 2 * sums);
        float sum = 0;
        for (int i = from + j; i < to; i += 64) {
            float product = x[i] * y[i];
            sum = sum + product;
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("lanewise.linalg.Samples#kinds")
    void everyVariantKeepsTheDefinedOrder(int kind) {
        for (int size : Samples.SIZES) {
            for (int from : Samples.STARTS) {
                float[] x = Samples.of(kind, from + size + Samples.BEHIND, 1);
                float[] y = Samples.of(kind, from + size + Samples.BEHIND, 2);
                double expected = defined(x, y, from, from + size);
                for (int k = 0; k < VARIANTS.size(); k++) {
                    double actual = VARIANTS.get(k).of(x, y, from, from + size);
                    assertThat(Double.doubleToLongBits(actual)).as("variant %d, size %d from %d: expected %s, was %s", k, size, from,
                            expected, actual).isEqualTo(Double.doubleToLongBits(expected));
                }
            }
        }
    }

    @Test
    void theHardValuesAreHard() {
        float[] x = Samples.of(3, 12_345, 1);
        for (float value : new float[]{Float.NaN, Float.POSITIVE_INFINITY, -0f}) {
            assertThat(IntStream.range(0, x.length).anyMatch(i -> Float.compare(x[i], value) == 0)).as("%s", value).isTrue();
        }
        float[] tiny = Samples.of(1, 1_000, 1);
        assertThat(tiny[0] * tiny[0]).isBetween(0f, Float.MIN_NORMAL);
        float[] huge = Samples.of(2, 1_000, 1);
        float sum = 0;
        for (float value : huge) sum += value * value;
        assertThat(sum).isInfinite();
    }

    /// Sums of squares, and of products of either sign, over all magnitudes that a float has.
    @Test
    void nothingThatADoubleHoldsOverflowsOrVanishes() {
        for (int exponent = -149; exponent <= 120; exponent++) {
            for (int size : new int[]{1, 7, 64, 1_000, 10_000}) {
                float[] x = Samples.of(0, size, 1);
                float[] y = Samples.of(0, size, 2);
                for (int i = 0; i < size; i++) {
                    x[i] = Math.scalb(x[i], exponent);
                    y[i] = Math.scalb(y[i], exponent);
                }
                for (float[] other : List.of(x, y)) {
                    double exact = 0;
                    double magnitudes = 0;
                    for (int i = 0; i < size; i++) {
                        exact += (double) x[i] * other[i];
                        magnitudes += Math.abs((double) x[i] * other[i]);
                    }
                    for (Routine variant : VARIANTS) {
                        assertThat(variant.of(x, other, 0, size)).as("2^%d, size %d", exponent, size)
                                .isCloseTo(exact, Offset.offset(72 * 0x1p-24 * magnitudes));
                    }
                    assertThat(Dot.precise(x, other, 0, size)).isCloseTo(exact, Offset.offset(0x1p-40 * magnitudes));
                }
            }
        }
        assertThat(Dot.simd(new float[]{1e20f, 1}, new float[]{1e20f, 1}, 0, 2)).isEqualTo((double) 1e20f * 1e20f + 1);
        assertThat(Dot.simd(new float[]{1e-23f}, new float[]{1e-23f}, 0, 1)).isEqualTo((double) 1e-23f * 1e-23f);
        assertThat(Dot.simd(new float[]{1e30f, -1e30f}, new float[]{1e30f, 1e30f}, 0, 2)).isZero();
        assertThat(Dot.simd(new float[]{Float.POSITIVE_INFINITY, 1}, new float[]{1, 1}, 0, 2)).isInfinite();
    }

    /// Recursive summation may be wrong by a unit of rounding a link, of the sum of magnitudes; here a chain has 1 + 64 + 6 links.
    @Test
    void theErrorDoesNotGrowWithTheLength() {
        for (int size : new int[]{100, 10_000, 1_000_000}) {
            float[] x = Samples.of(0, size, 1);
            float[] y = Samples.of(0, size, 2);
            double exact = 0;
            double magnitudes = 0;
            for (int i = 0; i < size; i++) {
                exact += (double) x[i] * y[i];
                magnitudes += Math.abs((double) x[i] * y[i]);
            }
            assertThat(Dot.simd(x, y, 0, size)).isCloseTo(exact, Offset.offset(71 * 0x1p-24 * magnitudes));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        float[] x = new float[10];
        for (Routine variant : List.<Routine>of(Dot::scalar, Dot::unrolled, Dot::simd, Dot::precise)) {
            refuse(() -> variant.of(x, new float[9], 0, 9), "y must be as long as x, 10, was 9");
            refuse(() -> variant.of(x, x, -1, 10), "range must lie within 0 to 10, was -1 to 10");
            refuse(() -> variant.of(x, x, 0, 11), "range must lie within 0 to 10, was 0 to 11");
            refuse(() -> variant.of(x, x, 6, 5), "range must lie within 0 to 10, was 6 to 5");
            assertThat(variant.of(x, x, 10, 10)).isZero();
        }
        String message = "sums must be an array of its own of at least 64, ";
        float[] long64 = new float[64];
        refuse(() -> Dot.scalar(x, x, 0, 10, new float[63]), message + "were 63");
        refuse(() -> Dot.unrolled(long64, new float[64], 0, 10, long64), message + "was x or y");
        refuse(() -> Dot.simd(new float[64], long64, 0, 10, long64), message + "was x or y");
    }

    private static void refuse(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

    /// The array of partial sums is all a call may allocate: a vector that C2 left on the heap would show.
    @Test
    void aCallAllocatesItsPartialSumsOrNothing() {
        assumeThat(Allocation.isMeaningful()).isTrue();
        float[] x = Samples.of(0, 10_007, 1);
        sums[0] = Float.NaN; // of another call
        for (Routine variant : inPlace) {
            assertThat(variant.of(x, x, 3, x.length)).isEqualTo(Dot.scalar(x, x, 3, x.length));
            AllocatedBytes.assertBelow(Allocation.UPDATE_BOUND, 300, () -> variant.of(x, x, 0, x.length));
        }
        for (Routine variant : VARIANTS) {
            AllocatedBytes.assertBelow(16 + 64 * 4 + 16 + 1, 300, () -> variant.of(x, x, 0, x.length));
        }
    }
}
