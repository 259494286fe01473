package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import lanewise.linalg.Arguments;
import lanewise.linalg.Dot;

/// Keeps gradients from being too large, before the update and apart from it.
///
///     by value:        g ← min(max(g, −c), c)
///     by global norm:  g ← g · c/(‖g‖ + 1e-6)     if that factor is below 1; a little less, so that rounding keeps ‖g‖ ≤ c
///
/// Source: Pascanu, Mikolov and Bengio, *On the difficulty of training recurrent neural networks*, 2013, Algorithm 1 (arXiv:1211.5063),
/// with the 1e-6 of `torch.nn.utils.clip_grad_norm_`.
///
/// The norm is the root of g·g as [Dot#precise] sums it, counted from `from`, so all variants and machines scale by the same factor, and
/// by the right one: a norm that a double can hold neither overflows nor vanishes, and its error is far below that of a float.
public final class Clipping {

    private static final double AWAY_FROM_ZERO = 1e-6;

    /// Four roundings of float, more than factor and products can add to the norm.
    private static final double ROUNDING = 0x1p-22;

    /// What rounding can add to a product that is subnormal, where the relative bound fails.
    private static final double SUBNORMAL_ROUNDING = Float.MIN_VALUE;

    /// A power of two that goes first where the factor would be subnormal and lack digits.
    private static final float DOWN = 0x1p-100f;

    private Clipping() {}

    /// Limits every gradient to [−limit, limit], in place. NaN stays NaN. Traffic: 4 bytes read and 4 written per gradient.
    ///
    /// @param limit above 0
    /// @throws IllegalArgumentException if the limit is out of its range or the range lies outside the array
    public static void byValue(Variant variant, float[] g, double limit, int from, int to) {
        Arguments.present("variant", variant);
        Arguments.present("gradients", g);
        Require.positive("limit", limit);
        Require.range(g.length, from, to);
        float c = (float) limit;
        switch (variant) {
            case SCALAR -> clampScalar(c, g, from, to);
            case UNROLLED -> clampUnrolled(c, g, from, to);
            case SIMD -> clampSimd(c, g, from, to);
        }
    }

    /// Scales the gradients of the range, in place, so that their norm is at most `largest`, also after rounding. A norm that is infinite or
    /// NaN, because a gradient is, scales nothing: the caller sees it in what is returned and drops the step.
    /// Traffic: 4 bytes read per gradient, and 4 read and 4 written again if they are scaled.
    ///
    /// @param largest norm allowed, above 0
    /// @return the norm before
    /// @throws IllegalArgumentException if `largest` is out of its range or the range lies outside the array
    public static double byGlobalNorm(Variant variant, float[] g, double largest, int from, int to) {
        Arguments.present("variant", variant);
        Arguments.present("gradients", g);
        Require.positive("largest", largest);
        Require.range(g.length, from, to);
        double norm = Math.sqrt(Dot.precise(g, g, from, to));
        if (largest / (norm + AWAY_FROM_ZERO) < 1 && norm < Double.POSITIVE_INFINITY) {
            double target = largest * (1 - ROUNDING) - SUBNORMAL_ROUNDING * Math.sqrt(to - from);
            double factor = Math.max(0, target / (norm + AWAY_FROM_ZERO));
            for (; factor > 0 && factor < Float.MIN_NORMAL; factor /= DOWN) scale(variant, DOWN, g, from, to);
            scale(variant, (float) factor, g, from, to);
        }
        return norm;
    }

    private static void scale(Variant variant, float factor, float[] g, int from, int to) {
        switch (variant) {
            case SCALAR -> scaleScalar(factor, g, from, to);
            case UNROLLED -> scaleUnrolled(factor, g, from, to);
            case SIMD -> scaleSimd(factor, g, from, to);
        }
    }

    static void clampScalar(float c, float[] g, int from, int to) {
        for (int i = from; i < to; i++) g[i] = Math.min(Math.max(g[i], -c), c);
    }

    static void clampUnrolled(float c, float[] g, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            clamp(c, g, i);
            clamp(c, g, i + 1);
            clamp(c, g, i + 2);
            clamp(c, g, i + 3);
        }
        for (; i < to; i++) clamp(c, g, i);
    }

    private static void clamp(float c, float[] g, int i) {
        float gradient = g[i];
        if (gradient > c) gradient = c;
        if (gradient < -c) gradient = -c;
        g[i] = gradient; // also where it stays: what is written is what is claimed
    }

    static void clampSimd(float c, float[] g, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gradient = fromArray(SPECIES, g, i);
            gradient.blend(c, gradient.compare(GT, c)).blend(-c, gradient.compare(LT, -c)).intoArray(g, i);
        }
        clampScalar(c, g, i, to);
    }

    static void scaleScalar(float factor, float[] g, int from, int to) {
        for (int i = from; i < to; i++) g[i] *= factor;
    }

    static void scaleUnrolled(float factor, float[] g, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            g[i] = factor * g[i];
            g[i + 1] = factor * g[i + 1];
            g[i + 2] = factor * g[i + 2];
            g[i + 3] = factor * g[i + 3];
        }
        for (; i < to; i++) g[i] = factor * g[i];
    }

    static void scaleSimd(float factor, float[] g, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            fromArray(SPECIES, g, i).mul(factor).intoArray(g, i);
        }
        scaleScalar(factor, g, i, to);
    }
}
