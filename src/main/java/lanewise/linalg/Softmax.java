package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// The softmax of a few values, the same bits from every variant and on every machine.
///
///     y_i ← e^(x_i − max x)/Σ_j e^(x_j − max x)
///
/// The exponentials are those of [Exp], but in the sum, where they are made in double by the same polynomial and added up in ascending
/// order: a rounding that all of them had in common would count twice. The sum's reciprocal is taken in two floats. So the error is below 2
/// units in the last place of what the differences x − max x, once rounded, make. Source: Goodfellow, Bengio and
/// Courville, *Deep Learning*, 2016, section 4.1.
///
/// x and y may be one array; an empty range is left as it is, and one NaN makes all NaN. All throw IllegalArgumentException if the arrays
/// differ in length or the range lies outside them, and have changed nothing then.
public final class Softmax {

    private static final double LN_2 = 0.6931471805599453;
    private static final double LOG2_E = 1 / LN_2;
    private static final double LEAST = -700;
    private static final int DOUBLE_MANTISSA = 52;

    private Softmax() {}

    /// The specification: the other two must leave the same bits in y.
    public static void scalar(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        float largest = largest(x, from, to);
        for (int i = from; i < to; i++) y[i] = x[i] - largest;
        double inverse = 1 / sum(y, from, to);
        Exp.scalar(y, y, from, to);
        float main = (float) inverse;
        float rest = (float) (inverse - main);
        for (int i = from; i < to; i++) y[i] = Math.fma(y[i], main, y[i] * rest);
    }

    /// Four elements an iteration, spelled out.
    public static void unrolled(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        float largest = largest(x, from, to);
        int i = from;
        for (; i <= to - 4; i += 4) {
            y[i] = x[i] - largest;
            y[i + 1] = x[i + 1] - largest;
            y[i + 2] = x[i + 2] - largest;
            y[i + 3] = x[i + 3] - largest;
        }
        for (; i < to; i++) y[i] = x[i] - largest;
        double inverse = 1 / sum(y, from, to);
        Exp.unrolled(y, y, from, to);
        float main = (float) inverse;
        float rest = (float) (inverse - main);
        i = from;
        for (; i <= to - 4; i += 4) {
            float small0 = y[i] * rest;
            float small1 = y[i + 1] * rest;
            float small2 = y[i + 2] * rest;
            float small3 = y[i + 3] * rest;
            y[i] = Math.fma(main, y[i], small0);
            y[i + 1] = Math.fma(main, y[i + 1], small1);
            y[i + 2] = Math.fma(main, y[i + 2], small2);
            y[i + 3] = Math.fma(main, y[i + 3], small3);
        }
        for (; i < to; i++) y[i] = Math.fma(main, y[i], y[i] * rest);
    }

    /// A vector of elements an iteration; what is left over goes to a loop.
    public static void simd(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        float largest = largest(x, from, to);
        int end = from + SPECIES.loopBound(to - from);
        int i = from;
        for (; i < end; i += LANES) fromArray(SPECIES, x, i).sub(largest).intoArray(y, i);
        for (; i < to; i++) y[i] = x[i] - largest;
        double inverse = 1 / sum(y, from, to);
        Exp.simd(y, y, from, to);
        float main = (float) inverse;
        float rest = (float) (inverse - main);
        for (i = from; i < end; i += LANES) {
            var exponential = fromArray(SPECIES, y, i);
            exponential.fma(broadcast(SPECIES, main), exponential.mul(rest)).intoArray(y, i);
        }
        for (; i < to; i++) y[i] = Math.fma(y[i], main, y[i] * rest);
    }

    private static float largest(float[] x, int from, int to) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) largest = Math.max(largest, x[i]);
        return largest;
    }

    /// Of the exponentials of differences, none above zero. One addition waits for the other: to change that would be another definition.
    private static double sum(float[] differences, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double x = Math.max(differences[i], LEAST);
            double n = Math.rint(x * LOG2_E);
            double r = x - n * LN_2;
            double q = Exp.C0 + r * (Exp.C1 + r * (Exp.C2 + r * (Exp.C3 + r * Exp.C4)));
            double power = Double.longBitsToDouble(((long) n + Double.MAX_EXPONENT) << DOUBLE_MANTISSA);
            sum += power * (1 + (r + r * r * q));
        }
        return sum;
    }
}
