package lanewise.optim;

import lanewise.linalg.Arguments;
import lanewise.linalg.Dot;

/// What L-BFGS knows of the curvature: the last few steps s and the changes y of the gradient along them, which stand for an
/// approximation H of the inverse Hessian without ever forming it.
///
///     sᵢ = wᵢ₊₁ − wᵢ,  yᵢ = gᵢ₊₁ − gᵢ,  ρᵢ = 1/sᵢ·yᵢ,  γ = s·y/y·y of the newest pair
///
///     q → Hq:   for i from the newest to the oldest:  aᵢ = ρᵢ sᵢ·q,  q ← q − aᵢyᵢ
///               q ← γq
///               for i from the oldest to the newest:  b = ρᵢ yᵢ·q,  q ← q + (aᵢ − b)sᵢ
///
/// Source: Nocedal and Wright, *Numerical Optimization*, 2nd edition, algorithm 7.4 and equation 7.20; Liu and Nocedal, *On the limited
/// memory BFGS method for large scale optimization*, 1989. Scalars are double, and rounded once where they multiply a vector; inner
/// products are summed as [Dot] says, so every variant gives the same bits.
///
/// Traffic of [#multiply] with a history of m pairs, per parameter: m times two inner products (8 bytes read) and two vectors
/// added to another (8 read, 4 written), and one product (4 and 4): 32m + 4 bytes read and 8m + 4 written.
public final class InverseHessian {

    /// Below this cosine between s and y the sign of s·y is noise: one unit of rounding.
    private static final double LEAST_COSINE = 0x1p-24;

    private final float[][] s;
    private final float[][] y;
    private final double[] rho;
    private final double[] a;
    private final int from;
    private final int to;
    private final float[] sums = new float[Dot.SUMS];
    private int pairs;
    private int next;
    private double gamma;

    /// Without pairs: the identity.
    ///
    /// @param s arrays for the steps, as many as pairs are kept
    /// @param y arrays for the changes of the gradient, as many
    /// @throws IllegalArgumentException if there is no pair, the arrays differ in number or length, one stands for two, or the range lies
    ///     outside them
    public InverseHessian(float[][] s, float[][] y, int from, int to) {
        Require.allPresent("s", s);
        Require.allPresent("y", y);
        if (s.length == 0 || y.length != s.length) {
            throw new IllegalArgumentException("there must be as many s as y, at least 1, were " + s.length + " and " + y.length);
        }
        int length = s[0].length;
        for (int i = 0; i < s.length; i++) {
            if (s[i].length != length || y[i].length != length) {
                throw new IllegalArgumentException(
                        "all arrays must be as long as the first, " + length + ", pair " + i + " was " + s[i].length + " and "
                                + y[i].length);
            }
        }
        requireDistinct(s, y);
        Require.range(length, from, to);
        this.s = s;
        this.y = y;
        this.from = from;
        this.to = to;
        rho = new double[s.length];
        a = new double[s.length];
    }

    /// Forgets all pairs.
    void clear() {
        pairs = 0;
        next = 0;
    }

    /// Pairs kept.
    int pairs() {
        return pairs;
    }

    /// Takes the step from `w` to `newW`, in place of the oldest if all arrays are taken. One along which the gradient does not rise is
    /// left out: H must stay positive definite.
    ///
    /// @return whether it was taken
    /// @throws IllegalArgumentException if an array is not as long as the pairs, or is one of them; nothing has been changed then
    public boolean add(Variant variant, float[] w, float[] newW, float[] g, float[] newG) {
        Arguments.present("variant", variant);
        requireFit("w", w);
        requireFit("newW", newW);
        requireFit("g", g);
        requireFit("newG", newG);
        float[] step = s[next];
        float[] change = y[next];
        System.arraycopy(newW, from, step, from, to - from);
        Vectors.axpy(variant, -1, w, step, from, to);
        System.arraycopy(newG, from, change, from, to - from);
        Vectors.axpy(variant, -1, g, change, from, to);
        return take(variant);
    }

    /// Takes the pair that stands where the next one belongs, the first time the first of the arrays that the pairs were given; the
    /// same as [#add] for who has written s and y already.
    ///
    /// @return whether it was taken
    public boolean take(Variant variant) {
        Arguments.present("variant", variant);
        // A pair that is left out has overwritten the oldest one, so that one goes first.
        if (pairs == s.length) pairs--;
        float[] step = s[next];
        float[] change = y[next];
        double sy = dot(variant, step, change);
        double yy = dot(variant, change, change);
        double ss = dot(variant, step, step);
        float scale = (float) (sy / yy);
        if (!(sy > LEAST_COSINE * Math.sqrt(ss) * Math.sqrt(yy)) || !(scale > 0 && scale <= Float.MAX_VALUE)) return false;
        rho[next] = 1 / sy;
        gamma = scale;
        next = (next + 1) % s.length;
        pairs++;
        return true;
    }

    /// d ← −Hg, downhill as long as H is positive definite.
    ///
    /// @throws IllegalArgumentException if g or d is not as long as the pairs or is one of them, or both are one array
    public void direction(Variant variant, float[] g, float[] d) {
        Arguments.present("variant", variant);
        requireFit("g", g);
        requireFit("d", d);
        if (g == d) throw new IllegalArgumentException("d must be an array of its own, was g too");
        Vectors.scale(variant, -1, g, d, from, to);
        multiply(variant, d);
    }

    /// q ← Hq, as above.
    void multiply(Variant variant, float[] q) {
        for (int k = 1; k <= pairs; k++) {
            int i = Math.floorMod(next - k, s.length);
            a[i] = rho[i] * dot(variant, s[i], q);
            Vectors.axpy(variant, -a[i], y[i], q, from, to);
        }
        if (pairs > 0) Vectors.scale(variant, gamma, q, q, from, to);
        for (int k = pairs; k >= 1; k--) {
            int i = Math.floorMod(next - k, s.length);
            double b = rho[i] * dot(variant, y[i], q);
            Vectors.axpy(variant, a[i] - b, s[i], q, from, to);
        }
    }

    private static void requireDistinct(float[][] s, float[][] y) {
        for (int i = 0; i < 2 * s.length; i++) {
            for (int j = 0; j < i; j++) {
                if (array(s, y, i) == array(s, y, j)) {
                    throw new IllegalArgumentException(
                            name(s, i) + " must be an array of its own, was " + name(s, j) + " too");
                }
            }
        }
    }

    /// Counted through s, then y.
    private static float[] array(float[][] s, float[][] y, int i) {
        return i < s.length ? s[i] : y[i - s.length];
    }

    private static String name(float[][] s, int i) {
        return i < s.length ? "s[" + i + "]" : "y[" + (i - s.length) + "]";
    }

    private void requireFit(String name, float[] array) {
        Arguments.present(name, array);
        if (array.length != s[0].length) {
            throw new IllegalArgumentException("all arrays must be as long as the pairs, " + s[0].length + ", one was " + array.length);
        }
        for (int i = 0; i < 2 * s.length; i++) {
            if (array == array(s, y, i)) {
                throw new IllegalArgumentException(name + " must be an array of its own, was " + name(s, i) + " too");
            }
        }
    }

    private double dot(Variant variant, float[] x, float[] z) {
        return Vectors.dot(variant, x, z, from, to, sums);
    }
}
