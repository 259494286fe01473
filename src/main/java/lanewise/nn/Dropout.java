package lanewise.nn;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.XOR;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Sets each value of a training minibatch to zero with a fixed probability, and scales the others so that their expected value stays the same.
///
///     y ← x·m,  dx ← dy·m        m = 0 with probability p, else 1/(1 − p)
///
/// The probability is rounded to a multiple of 2⁻²⁴, for the mask and for the scale.
/// When the minibatch is not used for training, values pass unchanged. The mask m follows from the seed, the number of the network's training
/// minibatch and the index of the value, so every variant and every machine draws the same one, and repeating the layer for the same minibatch
/// repeats its mask.
///
/// Source: Srivastava et al., *Dropout: A Simple Way to Prevent Neural Networks from Overfitting*, 2014, section 10 for the scaling while
/// training. The indices are mixed as in Wellons' *lowbias32*, <https://github.com/skeeto/hash-prospector>, with the constants found there.
public final class Dropout extends Activation {

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());

    private static final int STEP = 0x9E3779B9;
    private static final int FIRST = 0x21F0AAAD;
    private static final int SECOND = 0x735A2D97;
    private static final int BITS = 24;
    private static final int VALUES = 1 << BITS;

    private final int threshold; // of the mixed index's upper bits, below which a value is dropped
    private final float scale;
    private final long first; // what the seed gives the network's first training minibatch for a number
    private float[] mask = {};

    /// @param width       the number of values of one sample
    /// @param probability the probability p that a value is set to zero
    /// @param seed        of the masks; two layers of a network need two seeds
    /// @throws IllegalArgumentException if the width is below 1, or the probability is not at least 0 and below 1, rounded to 24 bits: a
    ///     probability above 0 that becomes 0, or one below 1 that becomes 1, is refused
    public Dropout(int width, double probability, long seed) {
        super(width);
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("the probability of dropout must lie within 0 to 1, 1 excluded, was " + probability);
        }
        threshold = (int) Math.round(probability * VALUES);
        if (threshold == VALUES || (threshold == 0 && probability > 0)) {
            throw new IllegalArgumentException("the probability of dropout must not become " + threshold / VALUES
                    + " when it is rounded to " + BITS + " bits, was " + probability);
        }
        scale = (float) VALUES / (VALUES - threshold); // of the probability with which the mask drops
        first = mixed(seed); // by itself: neighbouring seeds would have each other's masks a minibatch later
    }

    @Override
    void forward(Pass pass) {
        int n = pass.batch() * width;
        if (!pass.isTraining()) {
            System.arraycopy(x, 0, y, 0, n);
            return;
        }
        if (mask.length < n) mask = new float[n];
        int key = (int) (mixed(first + pass.number() - 1) >>> Integer.SIZE);
        key += pass.firstSample() * width * STEP; // as if the index counted from the first sample of the whole minibatch
        switch (pass.variant()) {
            case SCALAR -> {
                maskScalar(key, threshold, scale, mask, 0, n);
                scalar(x, mask, y, 0, n);
            }
            case UNROLLED -> {
                maskUnrolled(key, threshold, scale, mask, n);
                unrolled(x, mask, y, n);
            }
            case SIMD -> {
                maskSimd(key, threshold, scale, mask, n);
                simd(x, mask, y, n);
            }
        }
    }

    @Override
    void backward(Pass pass) {
        if (dx == null) return;
        int n = pass.batch() * width;
        if (!pass.isTraining()) {
            System.arraycopy(dy, 0, dx, 0, n);
            return;
        }
        switch (pass.variant()) {
            case SCALAR -> scalar(dy, mask, dx, 0, n);
            case UNROLLED -> unrolled(dy, mask, dx, n);
            case SIMD -> simd(dy, mask, dx, n);
        }
    }

    /// The finalizer of SplitMix64, which makes each bit of the result depend on each bit of the value.
    private static long mixed(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// The specification: the other two must leave the same mask.
    static void maskScalar(int key, int threshold, float scale, float[] mask, int from, int to) {
        for (int i = from; i < to; i++) {
            int h = key + i * STEP;
            h = (h ^ (h >>> 16)) * FIRST;
            h = (h ^ (h >>> 15)) * SECOND;
            h ^= h >>> 15;
            mask[i] = (h >>> (Integer.SIZE - BITS)) < threshold ? 0 : scale;
        }
    }

    static void maskUnrolled(int key, int threshold, float scale, float[] mask, int n) {
        int i = 0;
        for (; i <= n - 4; i += 4) {
            maskOne(key, threshold, scale, mask, i);
            maskOne(key, threshold, scale, mask, i + 1);
            maskOne(key, threshold, scale, mask, i + 2);
            maskOne(key, threshold, scale, mask, i + 3);
        }
        for (; i < n; i++) maskOne(key, threshold, scale, mask, i);
    }

    private static void maskOne(int key, int threshold, float scale, float[] mask, int i) {
        int mixed = i * STEP + key;
        mixed ^= mixed >>> 16;
        mixed *= FIRST;
        mixed ^= mixed >>> 15;
        mixed *= SECOND;
        mixed ^= mixed >>> 15;
        float factor = scale;
        if ((mixed >>> (Integer.SIZE - BITS)) < threshold) factor = 0;
        mask[i] = factor;
    }

    static void maskSimd(int key, int threshold, float scale, float[] mask, int n) {
        var indices = IntVector.zero(INTS).addIndex(1);
        int i = 0;
        for (int end = SPECIES.loopBound(n); i < end; i += LANES) {
            var mixed = indices.add(i).mul(STEP).add(key);
            mixed = mixed.lanewise(XOR, mixed.lanewise(LSHR, 16)).mul(FIRST);
            mixed = mixed.lanewise(XOR, mixed.lanewise(LSHR, 15)).mul(SECOND);
            mixed = mixed.lanewise(XOR, mixed.lanewise(LSHR, 15));
            var dropped = mixed.lanewise(LSHR, Integer.SIZE - BITS).compare(LT, threshold).cast(SPECIES);
            broadcast(SPECIES, scale).blend(zero(SPECIES), dropped).intoArray(mask, i);
        }
        maskScalar(key, threshold, scale, mask, i, n);
    }

    /// The specification: the other two must leave the same bits in y.
    static void scalar(float[] x, float[] mask, float[] y, int from, int to) {
        for (int i = from; i < to; i++) y[i] = x[i] * mask[i];
    }

    static void unrolled(float[] x, float[] mask, float[] y, int n) {
        int i = 0;
        for (; i <= n - 4; i += 4) {
            y[i] = mask[i] * x[i];
            y[i + 1] = mask[i + 1] * x[i + 1];
            y[i + 2] = mask[i + 2] * x[i + 2];
            y[i + 3] = mask[i + 3] * x[i + 3];
        }
        for (; i < n; i++) y[i] = mask[i] * x[i];
    }

    static void simd(float[] x, float[] mask, float[] y, int n) {
        int i = 0;
        for (int end = SPECIES.loopBound(n); i < end; i += LANES) {
            fromArray(SPECIES, x, i).mul(fromArray(SPECIES, mask, i)).intoArray(y, i);
        }
        scalar(x, mask, y, i, n);
    }
}
