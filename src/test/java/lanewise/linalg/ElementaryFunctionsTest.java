package lanewise.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Exp, Sigmoid and Tanh over the whole range of floats.
@Execution(ExecutionMode.CONCURRENT)
class ElementaryFunctionsTest {

    private interface Routine {
        void apply(float[] x, float[] y, int from, int to);
    }

    private enum Function {
        EXP(1.1, Math::exp, Exp::scalar, Exp::unrolled, Exp::simd), SIGMOID(2,
                x -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)), Sigmoid::scalar, Sigmoid::unrolled,
                Sigmoid::simd), TANH(2, Math::tanh, Tanh::scalar, Tanh::unrolled, Tanh::simd);

        private final double units;
        private final DoubleUnaryOperator exact;
        private final Routine scalar;
        private final Routine unrolled;
        private final Routine simd;

        Function(double units, DoubleUnaryOperator exact, Routine scalar, Routine unrolled, Routine simd) {
            this.units = units;
            this.exact = exact;
            this.scalar = scalar;
            this.unrolled = unrolled;
            this.simd = simd;
        }
    }

    private static final int BATCH = 1 << 16;

    /// One of so many floats, of every exponent and sign, NaN among them.
    private static final int STRIDE = 331;

    /// The scalar kernel's error in units in the last place of the result.
    private static double error(Function function, float x, float y) {
        double exact = function.exact.applyAsDouble(x);
        if (Double.isNaN(exact)) return Float.isNaN(y) ? 0 : Double.POSITIVE_INFINITY;
        if (Float.isNaN(y)) return Double.POSITIVE_INFINITY; // a difference that is NaN would be above no other
        if (Math.abs(exact) >= (double) Float.MAX_VALUE + Math.ulp(Float.MAX_VALUE) / 2) {
            return y == Float.POSITIVE_INFINITY ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(y - exact) / Math.ulp((float) exact);
    }

    @ParameterizedTest
    @EnumSource
    void variantsAreEqualAndTheErrorIsBoundedOverTheWholeRange(Function function) {
        float[] x = new float[BATCH];
        float[] scalar = new float[BATCH];
        float[] unrolled = new float[BATCH];
        float[] simd = new float[BATCH];
        double worst = 0;
        float at = 0;
        long bits = Integer.MIN_VALUE;
        while (bits <= Integer.MAX_VALUE) {
            for (int i = 0; i < BATCH; i++, bits += STRIDE) x[i] = Float.intBitsToFloat((int) Math.min(bits, Integer.MAX_VALUE));
            function.scalar.apply(x, scalar, 0, BATCH);
            function.unrolled.apply(x, unrolled, 0, BATCH);
            function.simd.apply(x, simd, 0, BATCH);
            assertThat(Arrays.mismatch(scalar, unrolled)).isEqualTo(-1);
            assertThat(Arrays.mismatch(scalar, simd)).isEqualTo(-1);
            for (int i = 0; i < BATCH; i++) {
                double error = error(function, x[i], scalar[i]);
                if (error > worst) {
                    worst = error;
                    at = x[i];
                }
            }
        }
        assertThat(worst).as("units in the last place at %s", at).isLessThan(function.units);
    }

    @Test
    void whatEveryoneKnows() {
        float[] x = {0, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        float[] y = new float[4];
        Exp.scalar(x, y, 0, 4);
        assertThat(y).containsExactly(1, 1, Float.POSITIVE_INFINITY, 0);
        Sigmoid.scalar(x, y, 0, 4);
        assertThat(y).containsExactly(0.5f, 0.5f, 1, 0);
        Tanh.scalar(x, y, 0, 4);
        assertThat(y).containsExactly(0, -0f, 1, -1);
    }

    @ParameterizedTest
    @EnumSource
    void rangesAreKeptAndOneArrayMayServeAsBoth(Function function) {
        for (int size : new int[]{0, 1, 15, 16, 17, 33, 100}) {
            float[] x = Samples.of(3, size + 9, 4);
            float[] expected = x.clone();
            for (int i = 4; i < size + 4; i++) {
                float[] alone = {x[i]};
                function.scalar.apply(alone, alone, 0, 1);
                expected[i] = alone[0];
            }
            for (Routine variant : new Routine[]{function.scalar, function.unrolled, function.simd}) {
                float[] y = x.clone();
                variant.apply(y, y, 4, size + 4);
                assertThat(y).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void kernelsAllocateNothing(Function function) {
        float[] x = Samples.of(0, 207, 4);
        float[] y = new float[207];
        for (Routine variant : new Routine[]{function.scalar, function.unrolled, function.simd}) {
            AllocatedBytes.assertBelow(1, 10_000, () -> variant.apply(x, y, 0, 207));
        }
    }

    @Test
    void rangesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Exp.simd(new float[3], new float[4], 0, 3))
                .withMessage("y must be as long as x, 3, was 4");
        assertThatIllegalArgumentException().isThrownBy(() -> Tanh.simd(new float[3], new float[3], 0, 4))
                .withMessage("range must lie within 0 to 3, was 0 to 4");
    }
}
