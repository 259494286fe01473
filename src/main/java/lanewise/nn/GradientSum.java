package lanewise.nn;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import lanewise.optim.Variant;

/// The gradients of one part of a minibatch added to those of another.
///
///     g ← g + h
///
/// Traffic: 8 bytes read and 4 written per parameter. The range lies within both arrays, whose lengths may differ.
final class GradientSum {

    private GradientSum() {}

    /// In one of the variants, which leave the same bits.
    static void add(Variant variant, float[] h, float[] g, int from, int to) {
        switch (variant) {
            case SCALAR -> scalar(h, g, from, to);
            case UNROLLED -> unrolled(h, g, from, to);
            case SIMD -> simd(h, g, from, to);
        }
    }

    /// The specification: the other two must leave the same bits in g.
    static void scalar(float[] h, float[] g, int from, int to) {
        for (int i = from; i < to; i++) g[i] += h[i];
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(float[] h, float[] g, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            g[i] = g[i] + h[i];
            g[i + 1] = g[i + 1] + h[i + 1];
            g[i + 2] = g[i + 2] + h[i + 2];
            g[i + 3] = g[i + 3] + h[i + 3];
        }
        for (; i < to; i++) g[i] = g[i] + h[i];
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(float[] h, float[] g, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            fromArray(SPECIES, g, i).add(fromArray(SPECIES, h, i)).intoArray(g, i);
        }
        scalar(h, g, i, to);
    }
}
