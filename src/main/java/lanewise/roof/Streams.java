package lanewise.roof;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// Streams in place that read and write as many arrays as an update with no, one or two state arrays, and add once per write.
///
///     x ← x + g        for every array x that is written
///
/// Traffic per element: 8 bytes read and 4 written with one array x, 12 and 8 with two, 16 and 12 with three.
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
}
