package lanewise.nn;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import lanewise.linalg.Sigmoid;

/// The logistic function, applied to every value.
///
///     y ← σ(x),  dx ← dy·y(1 − y)
///
/// The function is that of [Sigmoid]. Where an output is 1, which it is for x above 17.4, its derivative is zero: a loss computed from logits
/// ([BinaryCrossEntropy#valueAndGradientFromLogits]) does not need this layer and has no such limit.
public final class SigmoidLayer extends Activation {

    /// @param width the number of values of one sample
    /// @throws IllegalArgumentException if the width is below 1
    public SigmoidLayer(int width) {
        super(width);
    }

    @Override
    void forward(Pass pass) {
        int n = pass.batch() * width;
        switch (pass.variant()) {
            case SCALAR -> Sigmoid.scalar(x, y, 0, n);
            case UNROLLED -> Sigmoid.unrolled(x, y, 0, n);
            case SIMD -> Sigmoid.simd(x, y, 0, n);
        }
    }

    @Override
    void backward(Pass pass) {
        if (dx == null) return;
        int n = pass.batch() * width;
        switch (pass.variant()) {
            case SCALAR -> scalar(y, dy, dx, 0, n);
            case UNROLLED -> unrolled(y, dy, dx, n);
            case SIMD -> simd(y, dy, dx, n);
        }
    }

    /// The specification of the gradient: the other two must leave the same bits in dx.
    static void scalar(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (y[i] * (1 - y[i]));
        }
    }

    /// Four values an iteration, spelled out.
    static void unrolled(float[] y, float[] dy, float[] dx, int n) {
        int i = 0;
        for (; i <= n - 4; i += 4) {
            one(y, dy, dx, i);
            one(y, dy, dx, i + 1);
            one(y, dy, dx, i + 2);
            one(y, dy, dx, i + 3);
        }
        for (; i < n; i++) one(y, dy, dx, i);
    }

    private static void one(float[] y, float[] dy, float[] dx, int i) {
        float derivative = y[i] * (1 - y[i]);
        dx[i] = derivative * dy[i];
    }

    /// A vector of values an iteration; what is left over goes to [#scalar].
    static void simd(float[] y, float[] dy, float[] dx, int n) {
        int i = 0;
        for (int end = SPECIES.loopBound(n); i < end; i += LANES) {
            var value = fromArray(SPECIES, y, i);
            var derivative = value.mul(value.neg().add(1f));
            fromArray(SPECIES, dy, i).mul(derivative).intoArray(dx, i);
        }
        scalar(y, dy, dx, i, n);
    }
}
