package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The two loops against the matrix that they stand for, formed in double.
class InverseHessianTest {

    private static final int HISTORY = 10;
    private static final int SIZE = 37;
    private static final int FROM = 3;
    private static final int BEHIND = 2;
    private static final int LENGTH = FROM + SIZE + BEHIND;

    private final SplittableRandom random = new SplittableRandom(11);

    private static InverseHessian empty() {
        return new InverseHessian(new float[HISTORY][LENGTH], new float[HISTORY][LENGTH], FROM, FROM + SIZE);
    }

    private float[] some(double scale) {
        float[] a = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) a[i] = (float) (scale * random.nextGaussian());
        return a;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] c = new float[a.length];
        for (int i = 0; i < c.length; i++) c[i] = a[i] + b[i];
        return c;
    }

    /// Gradients of a quadratic whose curvature runs from 0.5 to 5, with some noise.
    private float[] change(float[] step) {
        float[] y = some(0.01);
        for (int i = 0; i < LENGTH; i++) y[i] += step[i] * (0.5f + 4.5f * i / LENGTH);
        return y;
    }

    /// Equation 6.17 of Nocedal and Wright, from γI on.
    private static double[][] update(double[][] h, double[] s, double[] y) {
        double rho = 1 / inner(s, y);
        double[][] left = new double[SIZE][SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) left[i][j] = (i == j ? 1 : 0) - rho * s[i] * y[j];
        }
        double[][] product = new double[SIZE][SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                double sum = rho * s[i] * s[j];
                for (int k = 0; k < SIZE; k++) {
                    for (int l = 0; l < SIZE; l++) sum += left[i][k] * h[k][l] * left[j][l];
                }
                product[i][j] = sum;
            }
        }
        return product;
    }

    private static double inner(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double[] difference(float[] b, float[] a) {
        double[] d = new double[SIZE];
        for (int i = 0; i < SIZE; i++) d[i] = (double) b[FROM + i] - a[FROM + i];
        return d;
    }

    @ParameterizedTest
    @EnumSource
    void theTwoLoopsMultiplyByTheMatrix(Variant variant) {
        for (int pairs : new int[]{0, 1, 5, HISTORY, HISTORY + 4}) {
            InverseHessian inverse = empty();
            float[][] s = new float[pairs][];
            float[][] y = new float[pairs][];
            float[] w = some(1);
            float[] g = some(1);
            for (int k = 0; k < pairs; k++) {
                s[k] = some(1);
                y[k] = change(s[k]);
                assertThat(inverse.add(variant, w, sum(w, s[k]), g, sum(g, y[k]))).isTrue();
            }
            int first = Math.max(0, pairs - HISTORY);
            double[][] h = new double[SIZE][SIZE];
            for (int i = 0; i < SIZE; i++) h[i][i] = 1;
            if (pairs > 0) {
                double[] last = difference(sum(g, y[pairs - 1]), g);
                double gamma = inner(difference(sum(w, s[pairs - 1]), w), last) / inner(last, last);
                for (int i = 0; i < SIZE; i++) h[i][i] = gamma;
            }
            for (int k = first; k < pairs; k++) h = update(h, difference(sum(w, s[k]), w), difference(sum(g, y[k]), g));
            float[] q = some(1);
            float[] product = q.clone();
            inverse.multiply(variant, product);
            double[] in = difference(q, new float[LENGTH]);
            for (int i = 0; i < SIZE; i++) {
                assertThat((double) product[FROM + i]).as("%d pairs, element %d", pairs, i).isCloseTo(inner(h[i], in), Offset.offset(2e-5));
            }
            Arrays.fill(product, FROM, FROM + SIZE, 0);
            Arrays.fill(q, FROM, FROM + SIZE, 0);
            assertThat(product).as("outside the range").isEqualTo(q);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPairAlongWhichTheGradientDoesNotRiseIsLeftOutAndTheOldestForgotten(Variant variant) {
        float[] zero = new float[LENGTH];
        float[] up = some(1);
        float[] down = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) down[i] = -up[i];
        InverseHessian inverse = empty();
        assertThat(inverse.add(variant, zero, up, zero, down)).isFalse();
        assertThat(inverse.add(variant, zero, up, zero, zero)).isFalse();
        assertThat(inverse.add(variant, zero, zero, zero, up)).isFalse();
        float[] nan = up.clone();
        nan[FROM] = Float.NaN;
        assertThat(inverse.add(variant, zero, up, zero, nan)).isFalse();
        float[] across = new float[LENGTH];
        across[FROM + 1] = 1;
        float[] along = new float[LENGTH];
        along[FROM] = 1;
        across[FROM] = 1e-9f; // a cosine that is smaller than one rounding
        assertThat(inverse.add(variant, zero, along, zero, across)).isFalse();
        across[FROM] = 1e-6f;
        assertThat(empty().add(variant, zero, along, zero, across)).isTrue();
        assertThat(inverse.pairs()).isZero();
        float[] q = up.clone();
        inverse.multiply(variant, q);
        assertThat(q).as("times the identity").isEqualTo(up);

        for (int k = 0; k < HISTORY; k++) assertThat(inverse.add(variant, zero, up, zero, up)).isTrue();
        assertThat(inverse.pairs()).isEqualTo(HISTORY);
        assertThat(inverse.add(variant, zero, up, zero, down)).isFalse();
        assertThat(inverse.pairs()).isEqualTo(HISTORY - 1);
        inverse.multiply(variant, q);
        for (int i = 0; i < LENGTH; i++) assertThat(q[i]).isCloseTo(up[i], Offset.offset(1e-5f));
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        float[][] two = new float[2][5];
        refuse(() -> new InverseHessian(new float[0][], new float[0][], 0, 0), "there must be as many s as y, at least 1, were 0 and 0");
        refuse(() -> new InverseHessian(two, new float[1][5], 0, 5), "there must be as many s as y, at least 1, were 2 and 1");
        refuse(() -> new InverseHessian(two, new float[][]{new float[5], new float[4]}, 0, 4),
                "all arrays must be as long as the first, 5, pair 1 was 5 and 4");
        refuse(() -> new InverseHessian(two, two, 0, 5), "y[0] must be an array of its own, was s[0] too");
        refuse(() -> new InverseHessian(two, new float[][]{new float[5], two[1]}, 0, 5),
                "y[1] must be an array of its own, was s[1] too");
        refuse(() -> new InverseHessian(new float[][]{two[0], two[0]}, new float[2][5], 0, 5),
                "s[1] must be an array of its own, was s[0] too");
        refuse(() -> new InverseHessian(two, new float[2][5], 0, 6), "range must lie within 0 to 5, was 0 to 6");
    }

    @Test
    void aRefusedPairLeavesTheOldOnes() {
        InverseHessian inverse = new InverseHessian(new float[1][LENGTH], new float[1][LENGTH], FROM, FROM + SIZE);
        float[] zero = new float[LENGTH];
        float[] step = some(1);
        float[] change = change(step);
        inverse.add(Variant.SCALAR, zero, step, zero, change);
        float[] before = new float[LENGTH];
        inverse.direction(Variant.SCALAR, step, before);
        refuse(() -> inverse.add(Variant.SCALAR, zero, new float[LENGTH + 1], zero, change),
                "all arrays must be as long as the pairs, 42, one was 43");
        float[] after = new float[LENGTH];
        inverse.direction(Variant.SCALAR, step, after);
        assertThat(after).isEqualTo(before);
        refuse(() -> empty().direction(Variant.SCALAR, new float[LENGTH + 1], new float[LENGTH + 1]),
                "all arrays must be as long as the pairs, 42, one was 43");
    }

    @Test
    void anArrayOfThePairsStandsForNothingElse() {
        float[][] s = {some(1), some(1)};
        float[][] y = {change(s[0]), change(s[1])};
        InverseHessian inverse = new InverseHessian(s, y, FROM, FROM + SIZE);
        assertThat(inverse.take(Variant.SCALAR)).isTrue();
        float[] a = some(1);
        float[] b = some(1);
        float[][] before = {s[0].clone(), s[1].clone(), y[0].clone(), y[1].clone(), a.clone()};
        refuse(() -> inverse.add(Variant.SIMD, s[1], a, b, b), "w must be an array of its own, was s[1] too");
        refuse(() -> inverse.add(Variant.SIMD, a, y[0], b, b), "newW must be an array of its own, was y[0] too");
        refuse(() -> inverse.add(Variant.SIMD, a, b, y[1], b), "g must be an array of its own, was y[1] too");
        refuse(() -> inverse.add(Variant.SIMD, a, b, b, s[0]), "newG must be an array of its own, was s[0] too");
        refuse(() -> inverse.direction(Variant.SIMD, s[0], a), "g must be an array of its own, was s[0] too");
        refuse(() -> inverse.direction(Variant.SIMD, a, y[0]), "d must be an array of its own, was y[0] too");
        refuse(() -> inverse.direction(Variant.SIMD, a, a), "d must be an array of its own, was g too");
        assertThat(new float[][]{s[0], s[1], y[0], y[1], a}).isDeepEqualTo(before);
    }

    private static void refuse(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }
}
