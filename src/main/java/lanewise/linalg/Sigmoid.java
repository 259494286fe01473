package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GE;
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

/// The logistic function, the same bits from every variant and on every machine.
///
///     y ← 1/(1 + e⁻ˣ)        as 1/(1 + e) and e/(1 + e) with e = e^(−|x|), which never overflows
///
/// The exponential is that of [Exp]. What rounding the denominator and the quotient has lost is put back into the quotient. The error is below 2 units in the last place, in the subnormals too; NaN stays NaN.
///
/// x and y may be one array. All throw IllegalArgumentException if the arrays differ in length or the range lies outside them, and have
/// changed nothing then.
public final class Sigmoid {

    /// Below this e is 0.
    private static final float LEAST = -104;

    private Sigmoid() {}

    /// The specification: the other two must leave the same bits in y.
    public static void scalar(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        for (int i = from; i < to; i++) {
            float xi = Math.max(-Math.abs(x[i]), LEAST);
            float t = Math.fma(xi, LOG2_E, ROUNDING);
            float n = t - ROUNDING;
            float r = Math.fma(n, -LN_2_REST, Math.fma(n, -LN_2, xi));
            float q = Math.fma(r, Math.fma(r, Math.fma(r, Math.fma(r, C4, C3), C2), C1), C0);
            float p = Math.fma(r * r, q, r);
            int power = Float.floatToRawIntBits(t) - ROUNDING_BITS;
            int half = power >> 1;
            float scale = Float.intBitsToFloat((half + BIAS) << MANTISSA);
            float e = Math.fma(scale, p, scale) * Float.intBitsToFloat((power - half + BIAS) << MANTISSA);
            float d = 1 + e;
            float lost = e - (d - 1); // in rounding d
            float above = x[i] >= 0 ? 1 : e;
            float inverse = 1 / d;
            float quotient = above * inverse;
            y[i] = Math.fma(Math.fma(-quotient, lost, Math.fma(-quotient, d, above)), inverse, quotient);
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
        float value = -Math.abs(x[i]);
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
        float first = Float.intBitsToFloat(((exponent >> 1) + BIAS) << MANTISSA);
        float second = Float.intBitsToFloat((exponent - (exponent >> 1) + BIAS) << MANTISSA);
        float decayed = second * Math.fma(lessOne, first, first);
        float numerator = decayed;
        if (x[i] >= 0) numerator = 1;
        float denominator = decayed + 1;
        float rounding = decayed - (denominator - 1);
        float reciprocal = 1 / denominator;
        float ratio = numerator * reciprocal;
        float remainder = Math.fma(-ratio, denominator, numerator);
        remainder = Math.fma(-ratio, rounding, remainder);
        y[i] = Math.fma(remainder, reciprocal, ratio);
    }

    /// A vector of elements an iteration; what is left over goes to [#scalar].
    public static void simd(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var all = fromArray(SPECIES, x, i);
            var value = all.abs().neg();
            value = value.blend(LEAST, value.compare(LT, LEAST));
            var rounded = value.fma(LOG2_E, ROUNDING);
            var whole = rounded.sub(ROUNDING);
            var rest = whole.fma(broadcast(SPECIES, -LN_2_REST), whole.fma(broadcast(SPECIES, -LN_2), value));
            var series = rest.fma(broadcast(SPECIES, C4), broadcast(SPECIES, C3)).fma(rest, broadcast(SPECIES, C2))
                    .fma(rest, broadcast(SPECIES, C1)).fma(rest, broadcast(SPECIES, C0));
            var lessOne = rest.mul(rest).fma(series, rest);
            var exponent = rounded.reinterpretAsInts().sub(ROUNDING_BITS);
            var half = exponent.lanewise(ASHR, 1);
            var first = half.add(BIAS).lanewise(LSHL, MANTISSA).reinterpretAsFloats();
            var second = exponent.sub(half).add(BIAS).lanewise(LSHL, MANTISSA).reinterpretAsFloats();
            var decayed = first.fma(lessOne, first).mul(second);
            var denominator = decayed.add(1f);
            var rounding = decayed.sub(denominator.sub(1f));
            var numerator = decayed.blend(1f, all.compare(GE, 0f));
            var reciprocal = broadcast(SPECIES, 1f).div(denominator);
            var ratio = numerator.mul(reciprocal);
            var remainder = ratio.neg().fma(rounding, ratio.neg().fma(denominator, numerator));
            remainder.fma(reciprocal, ratio).intoArray(y, i);
        }
        scalar(x, y, i, to);
    }
}
