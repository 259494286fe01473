package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static lanewise.linalg.Exp.BIAS;
import static lanewise.linalg.Exp.C0;
import static lanewise.linalg.Exp.C1;
import static lanewise.linalg.Exp.C2;
import static lanewise.linalg.Exp.C3;
import static lanewise.linalg.Exp.C4;
import static lanewise.linalg.Exp.LN_2;
import static lanewise.linalg.Exp.LN_2_REST;
import static lanewise.linalg.Exp.LOG2_E;
import static lanewise.linalg.Exp.MANTISSA;
import static lanewise.linalg.Exp.ROUNDING;
import static lanewise.linalg.Exp.ROUNDING_BITS;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// The hyperbolic tangent, the same bits from every variant and on every machine.
///
///     y ← −m/(2 + m)        m = e^(−2|x|) − 1, with the sign of x
///
/// The exponential is that of [Exp], whose subtraction of 1 is fused with its last step. What rounding the denominator and
/// the quotient has lost is put back into the quotient. The error is below 2 units in the last place;
/// NaN stays NaN.
///
/// x and y may be one array. All throw IllegalArgumentException if the arrays differ in length or the range lies outside them, and have
/// changed nothing then.
public final class Tanh {

    /// Below this m is −1.
    private static final float LEAST = -40;

    /// Up to here x is nearer to tanh x than any other float.
    private static final float SMALL = 0x1p-12f;

    private Tanh() {}

    /// The specification: the other two must leave the same bits in y.
    public static void scalar(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        for (int i = from; i < to; i++) {
            float size = Math.abs(x[i]);
            float xi = Math.max(-2 * size, LEAST);
            float t = Math.fma(xi, LOG2_E, ROUNDING);
            float n = t - ROUNDING;
            float r = Math.fma(n, -LN_2_REST, Math.fma(n, -LN_2, xi));
            float q = Math.fma(r, Math.fma(r, Math.fma(r, Math.fma(r, C4, C3), C2), C1), C0);
            float p = Math.fma(r * r, q, r);
            float scale = Float.intBitsToFloat((Float.floatToRawIntBits(t) - ROUNDING_BITS + BIAS) << MANTISSA);
            float m = Math.fma(scale, p, scale - 1);
            float d = 2 + m;
            float lost = m - (d - 2); // in rounding d
            float inverse = 1 / d;
            float quotient = m * inverse;
            float tanh = Math.fma(Math.fma(-quotient, lost, Math.fma(-quotient, d, m)), inverse, quotient);
            y[i] = size < SMALL ? x[i] : x[i] > 0 ? -tanh : tanh;
        }
    }

    /// Four elements an iteration, spelled out.
    public static void unrolled(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(x, y, i);
            one(x, y, i + 1);
            one(x, y, i + 2);
            one(x, y, i + 3);
        }
        for (; i < to; i++) one(x, y, i);
    }

    private static void one(float[] x, float[] y, int i) {
        float all = x[i];
        float value = Math.abs(all) * -2;
        if (value < LEAST) value = LEAST;
        float rounded = Math.fma(value, LOG2_E, ROUNDING);
        float whole = rounded - ROUNDING;
        float rest = Math.fma(whole, -LN_2, value);
        rest = Math.fma(whole, -LN_2_REST, rest);
        float series = Math.fma(C4, rest, C3);
        series = Math.fma(series, rest, C2);
        series = Math.fma(series, rest, C1);
        series = Math.fma(series, rest, C0);
        float lessOne = Math.fma(series, rest * rest, rest);
        int exponent = Float.floatToRawIntBits(rounded) - ROUNDING_BITS;
        float scale = Float.intBitsToFloat((exponent + BIAS) << MANTISSA);
        float decayed = Math.fma(lessOne, scale, scale - 1);
        float denominator = decayed + 2;
        float rounding = decayed - (denominator - 2);
        float reciprocal = 1 / denominator;
        float tangent = decayed * reciprocal;
        float remainder = Math.fma(-tangent, denominator, decayed);
        remainder = Math.fma(-tangent, rounding, remainder);
        tangent = Math.fma(remainder, reciprocal, tangent);
        if (all > 0) tangent = -tangent;
        if (Math.abs(all) < SMALL) tangent = all;
        y[i] = tangent;
    }

    /// A vector of elements an iteration; what is left over goes to [#scalar].
    public static void simd(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var all = fromArray(SPECIES, x, i);
            var size = all.abs();
            var value = size.mul(-2f);
            value = value.blend(LEAST, value.compare(LT, LEAST));
            var rounded = value.fma(LOG2_E, ROUNDING);
            var whole = rounded.sub(ROUNDING);
            var rest = whole.fma(broadcast(SPECIES, -LN_2_REST), whole.fma(broadcast(SPECIES, -LN_2), value));
            var series = rest.fma(broadcast(SPECIES, C4), broadcast(SPECIES, C3)).fma(rest, broadcast(SPECIES, C2))
                    .fma(rest, broadcast(SPECIES, C1)).fma(rest, broadcast(SPECIES, C0));
            var lessOne = rest.mul(rest).fma(series, rest);
            var scale = rounded.reinterpretAsInts().sub(ROUNDING_BITS).add(BIAS).lanewise(LSHL, MANTISSA).reinterpretAsFloats();
            var decayed = scale.fma(lessOne, scale.sub(1f));
            var denominator = decayed.add(2f);
            var rounding = decayed.sub(denominator.sub(2f));
            var reciprocal = broadcast(SPECIES, 1f).div(denominator);
            var ratio = decayed.mul(reciprocal);
            var remainder = ratio.neg().fma(rounding, ratio.neg().fma(denominator, decayed));
            var tangent = remainder.fma(reciprocal, ratio);
            tangent.blend(tangent.neg(), all.compare(GT, 0f)).blend(all, size.compare(LT, SMALL)).intoArray(y, i);
        }
        scalar(x, y, i, to);
    }
}
