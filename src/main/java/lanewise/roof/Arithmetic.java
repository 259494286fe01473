package lanewise.roof;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// The operations that bind an update in cache, over arrays that stay in the first-level cache. Divider and root share a unit on most
/// machines and are not pipelined: with d divides and s roots per parameter an update takes at least d·t_div + s·t_sqrt.
///
/// Lengths of ranges are multiples of [lanewise.simd.Lanes#LANES].
public final class Arithmetic {

    private Arithmetic() {}

    /// `y ← 1 / x`
    public static void divide(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            broadcast(SPECIES, 1).div(fromArray(SPECIES, x, i)).intoArray(y, i);
        }
    }

    /// `y ← √x`
    public static void root(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            fromArray(SPECIES, x, i).sqrt().intoArray(y, i);
        }
    }

    /// `y ← x / √x`, to see whether the two times add up.
    public static void divideByRoot(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            var xi = fromArray(SPECIES, x, i);
            xi.div(xi.sqrt()).intoArray(y, i);
        }
    }

    /// Chains of [#multiplyAdd]: enough to fill two units of four cycles.
    public static final int CHAINS = 8;

    /// Multiply-adds on [#CHAINS] independent chains of vectors, `chain ← chain · x + y`, each as long as the range.
    public static void multiplyAdd(float[] x, float[] y, float[] sums, int from, int to) {
        var a = fromArray(SPECIES, sums, from);
        var b = a;
        var c = a;
        var d = a;
        var e = a;
        var f = a;
        var g = a;
        var h = a;
        var factor = fromArray(SPECIES, x, from);
        var term = fromArray(SPECIES, y, from);
        for (int i = from; i < to; i++) {
            a = a.fma(factor, term);
            b = b.fma(factor, term);
            c = c.fma(factor, term);
            d = d.fma(factor, term);
            e = e.fma(factor, term);
            f = f.fma(factor, term);
            g = g.fma(factor, term);
            h = h.fma(factor, term);
        }
        a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h))).intoArray(sums, from);
    }
}
