package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// The exponential function, the same bits from every variant and on every machine.
///
///     y ← eˣ = 2ⁿ·eʳ        n = round(x / ln 2),  r = x − n ln 2
///
/// Source: the reduction of Cody and Waite, *Software Manual for the Elementary Functions*, 1980; the coefficients are a minimax fit of our own. Steps
/// are + − × and fma, so they are exactly rounded: `Math.exp` and the vectors' own exponential are not, and differ from each other.
/// The error is below 1.1 units in the last place, in the subnormals too; overflow gives infinity, NaN stays NaN.
///
/// x and y may be one array. All throw IllegalArgumentException if the arrays differ in length or the range lies outside them, and have
/// changed nothing then.
public final class Exp {

    static final float LOG2_E = 1.442695f;
    static final float LN_2 = 0x1.63p-1f; // of so few bits that n times it is exact
    static final float LN_2_REST = -2.1219444e-4f; // ln 2 = LN_2 + LN_2_REST

    /// Adding it rounds to a whole number, which then stands in the lowest bits.
    static final float ROUNDING = 0x1.8p23f;
    static final int ROUNDING_BITS = Float.floatToRawIntBits(ROUNDING);

    /// eʳ − 1 ≈ r + r²(C0 + C1·r + C2·r² + C3·r³ + C4·r⁴) for |r| ≤ ½ ln 2, with a relative error of eʳ below 3.8e-9.
    static final float C0 = 0.49999994f;
    static final float C1 = 0.16666521f;
    static final float C2 = 0.041668344f;
    static final float C3 = 0.008368675f;
    static final float C4 = 0.00138168f;

    static final int BIAS = 127;
    static final int MANTISSA = 23;
    /// Beyond these eˣ is 0 and infinity.
    private static final float LEAST = -104;
    private static final float MOST = 89;

    private Exp() {}

    /// The specification: the other two must leave the same bits in y.
    public static void scalar(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        for (int i = from; i < to; i++) {
            float xi = Math.min(Math.max(x[i], LEAST), MOST);
            float t = Math.fma(xi, LOG2_E, ROUNDING);
            float n = t - ROUNDING;
            float r = Math.fma(n, -LN_2_REST, Math.fma(n, -LN_2, xi));
            float q = Math.fma(r, Math.fma(r, Math.fma(r, Math.fma(r, C4, C3), C2), C1), C0);
            float p = Math.fma(r * r, q, r);
            int power = Float.floatToRawIntBits(t) - ROUNDING_BITS;
            int half = power >> 1; // 2ⁿ in two factors, each a normal number
            float scale = Float.intBitsToFloat((half + BIAS) << MANTISSA);
            y[i] = Math.fma(scale, p, scale) * Float.intBitsToFloat((power - half + BIAS) << MANTISSA);
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
        float value = x[i];
        if (value < LEAST) value = LEAST;
        if (value > MOST) value = MOST;
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
        y[i] = second * Math.fma(lessOne, first, first);
    }

    /// A vector of elements an iteration; what is left over goes to [#scalar].
    public static void simd(float[] x, float[] y, int from, int to) {
        Arguments.ranges(x, y, from, to);
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var value = fromArray(SPECIES, x, i);
            value = value.blend(LEAST, value.compare(LT, LEAST)).blend(MOST, value.compare(GT, MOST));
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
            first.fma(lessOne, first).mul(second).intoArray(y, i);
        }
        scalar(x, y, i, to);
    }
}
