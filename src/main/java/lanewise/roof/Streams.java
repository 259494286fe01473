package lanewise.roof;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Streams in place that read and write as many arrays as an update with none to three state arrays, and add once per write.
///
///     x ← x + g        for every array x that is written
///
/// Traffic per element: 8 bytes read and 4 written with one array x, 12 and 8 with two, 16 and 12 with three,
/// 20 and 16 with four.
///
/// In addition there are a stream that only reads, [#sum], and one that reads and writes once, [#twice]: with them and the first of the
/// others an optimizer that goes over its arrays many times is imitated pass by pass.
///
/// There is no form made of `System.arraycopy`. It reads one array and writes another, which no update in place does, and past a few
/// megabytes the JDK's stub may write around the cache: 8 bytes an element, not the 12 of the nearest stream.
public final class Streams {

    private Streams() {}

    /// Two arrays read, one written.
    public static void scalar(float[] g, float[] w, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] += g[i];
        }
    }

    /// Three arrays read, two written.
    public static void scalar(float[] g, float[] w, float[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i];
            w[i] += gi;
            a[i] += gi;
        }
    }

    /// Four arrays read, three written.
    public static void scalar(float[] g, float[] w, float[] a, float[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i];
            w[i] += gi;
            a[i] += gi;
            b[i] += gi;
        }
    }

    /// Five arrays read, four written.
    public static void scalar(float[] g, float[] w, float[] a, float[] b, float[] c, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i];
            w[i] += gi;
            a[i] += gi;
            b[i] += gi;
            c[i] += gi;
        }
    }

    /// Two arrays read, one written, a vector at a time.
    public static void simd(float[] g, float[] w, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            fromArray(SPECIES, w, i).add(fromArray(SPECIES, g, i)).intoArray(w, i);
        }
        scalar(g, w, i, to);
    }

    /// Three arrays read, two written, a vector at a time.
    public static void simd(float[] g, float[] w, float[] a, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gi = fromArray(SPECIES, g, i);
            fromArray(SPECIES, w, i).add(gi).intoArray(w, i);
            fromArray(SPECIES, a, i).add(gi).intoArray(a, i);
        }
        scalar(g, w, a, i, to);
    }

    /// Four arrays read, three written, a vector at a time.
    public static void simd(float[] g, float[] w, float[] a, float[] b, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gi = fromArray(SPECIES, g, i);
            fromArray(SPECIES, w, i).add(gi).intoArray(w, i);
            fromArray(SPECIES, a, i).add(gi).intoArray(a, i);
            fromArray(SPECIES, b, i).add(gi).intoArray(b, i);
        }
        scalar(g, w, a, b, i, to);
    }

    /// Five arrays read, four written, a vector at a time.
    public static void simd(float[] g, float[] w, float[] a, float[] b, float[] c, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gi = fromArray(SPECIES, g, i);
            fromArray(SPECIES, w, i).add(gi).intoArray(w, i);
            fromArray(SPECIES, a, i).add(gi).intoArray(a, i);
            fromArray(SPECIES, b, i).add(gi).intoArray(b, i);
            fromArray(SPECIES, c, i).add(gi).intoArray(c, i);
        }
        scalar(g, w, a, b, c, i, to);
    }

    /// Two arrays read, none written, a vector at a time. Without the sum nothing would have to be read.
    public static float sum(float[] x, float[] y, int from, int to) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = FloatVector.zero(SPECIES);
        FloatVector c = FloatVector.zero(SPECIES);
        FloatVector d = FloatVector.zero(SPECIES);
        int i = from;
        for (; i <= to - 4 * LANES; i += 4 * LANES) {
            a = a.add(fromArray(SPECIES, x, i)).add(fromArray(SPECIES, y, i));
            b = b.add(fromArray(SPECIES, x, i + LANES)).add(fromArray(SPECIES, y, i + LANES));
            c = c.add(fromArray(SPECIES, x, i + 2 * LANES)).add(fromArray(SPECIES, y, i + 2 * LANES));
            d = d.add(fromArray(SPECIES, x, i + 3 * LANES)).add(fromArray(SPECIES, y, i + 3 * LANES));
        }
        float rest = 0;
        for (; i < to; i++) rest += x[i] + y[i];
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD) + rest; // no result that has to be the same everywhere
    }

    /// One array read, one written, a vector at a time: y ← x + x. They may be one array.
    public static void twice(float[] x, float[] y, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var xi = fromArray(SPECIES, x, i);
            xi.add(xi).intoArray(y, i);
        }
        for (; i < to; i++) y[i] = x[i] + x[i];
    }

    /// As [#simd], with three divides a vector of `g` by `one`: on some machines memory delivers more to loops that do not ask for
    /// it as fast as they can, and an update that divides and takes roots is such a loop. Where that is so this is the roof.
    public static void paced(float one, float[] g, float[] w, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gi = fromArray(SPECIES, g, i).div(one).div(one).div(one);
            fromArray(SPECIES, w, i).add(gi).intoArray(w, i);
        }
        scalar(g, w, i, to);
    }

    /// Three arrays read, two written, paced.
    public static void paced(float one, float[] g, float[] w, float[] a, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gi = fromArray(SPECIES, g, i).div(one).div(one).div(one);
            fromArray(SPECIES, w, i).add(gi).intoArray(w, i);
            fromArray(SPECIES, a, i).add(gi).intoArray(a, i);
        }
        scalar(g, w, a, i, to);
    }

    /// Four arrays read, three written, paced.
    public static void paced(float one, float[] g, float[] w, float[] a, float[] b, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gi = fromArray(SPECIES, g, i).div(one).div(one).div(one);
            fromArray(SPECIES, w, i).add(gi).intoArray(w, i);
            fromArray(SPECIES, a, i).add(gi).intoArray(a, i);
            fromArray(SPECIES, b, i).add(gi).intoArray(b, i);
        }
        scalar(g, w, a, b, i, to);
    }

    /// Five arrays read, four written, paced.
    public static void paced(float one, float[] g, float[] w, float[] a, float[] b, float[] c, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var gi = fromArray(SPECIES, g, i).div(one).div(one).div(one);
            fromArray(SPECIES, w, i).add(gi).intoArray(w, i);
            fromArray(SPECIES, a, i).add(gi).intoArray(a, i);
            fromArray(SPECIES, b, i).add(gi).intoArray(b, i);
            fromArray(SPECIES, c, i).add(gi).intoArray(c, i);
        }
        scalar(g, w, a, b, c, i, to);
    }
}
