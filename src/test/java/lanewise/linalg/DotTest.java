package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.ChildJvm;
import lanewise.check.Allocation;
import lanewise.simd.Lanes;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DotTest {

    private interface Routine {
        double of(float[] x, float[] y, int from, int to);
    }

    private static final List<Routine> VARIANTS = List.of(Dot::scalar, Dot::unrolled, Dot::simd);

    /// Longer than it must be.
    private static final float[] SUMS = new float[Dot.SUMS + 1];
    private static final List<Routine> IN_PLACE = List.of(
            (x, y, from, to) -> Dot.scalar(x, y, from, to, SUMS),
            (x, y, from, to) -> Dot.unrolled(x, y, from, to, SUMS),
            (x, y, from, to) -> Dot.simd(x, y, from, to, SUMS));

    /// The defined order, each sum on its own: partial sums by residue, the folding as a recursion.
    private static double defined(float[] x, float[] y, int from, int to) {
        double total = 0;
        for (int block = from; block < to; block += 4096) {
            total += (double) folded(x, y, block, Math.min(to, block + 4096), 0, 1);
        }
        return total;
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
        double tiny = Dot.simd(Samples.of(1, 1_000, 1), Samples.of(1, 1_000, 2), 0, 1_000);
        assertThat(tiny).isNotZero().isBetween(-1e-38, 1e-38);
        assertThat(Dot.simd(Samples.of(2, 1_000, 1), Samples.of(2, 1_000, 1), 0, 1_000)).isInfinite();
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
        for (Routine variant : VARIANTS) {
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
        SUMS[0] = Float.NaN; // of another call
        for (Routine variant : IN_PLACE) {
            assertThat(variant.of(x, x, 3, x.length)).isEqualTo(Dot.scalar(x, x, 3, x.length));
            double bytes = AllocatedBytes.perCall(300, Allocation.UPDATE_BOUND / 2, () -> variant.of(x, x, 0, x.length));
            assertThat(bytes).isLessThan(Allocation.UPDATE_BOUND);
        }
        for (Routine variant : VARIANTS) {
            double bound = 16 + 64 * 4 + 16;
            assertThat(AllocatedBytes.perCall(300, bound, () -> variant.of(x, x, 0, x.length))).isLessThanOrEqualTo(bound);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"-XX:MaxVectorSize=32, 8", "-XX:MaxVectorSize=16, 4", "-XX:UseAVX=2, 8", "-Xint, 0"})
    void theSumsAreTheSameInJvmsWithOtherVectors(String flag, int most) throws Exception {
        assumeThat(flag.contains("UseAVX") && !System.getProperty("os.arch").equals("amd64")).isFalse();
        ChildJvm child = ChildJvm.run(List.of(flag, ChildJvm.VECTOR, "-Xshare:auto", SumsMain.class.getName()));
        assertThat(child.output()).contains((most == 0 ? Lanes.LANES : Math.min(most, Lanes.LANES)) + " lanes")
                .contains(SumsMain.sums());
    }
}
