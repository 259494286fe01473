package lanewise.nn;

import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

/// The rectifier, applied to every value.
///
///     y ← max(x, 0),  dx ← dy where y > 0, else 0
///
/// The forward pass keeps NaN. Behind a convolution the layer has the convolution's arrays, where the outputs are rectified already.
public final class Relu extends Activation {

    /// @param width the number of values of one sample
    /// @throws IllegalArgumentException if the width is below 1
    public Relu(int width) {
        super(width);
    }

    @Override
    void forward(Pass pass) {
        if (x == y) return; // the layer before has done it
        int n = pass.batch() * width;
        switch (pass.variant()) {
            case SCALAR -> forwardScalar(x, y, 0, n);
            case UNROLLED -> forwardUnrolled(x, y, n);
            case SIMD -> forwardSimd(x, y, n);
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

    /// The specification: the other two must leave the same bits in y.
    static void forwardScalar(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) y[i] = Math.max(x[i], 0);
    }

    static void forwardUnrolled(float[] x, float[] y, int n) {
        int i = 0;
        for (; i <= n - 4; i += 4) {
            forwardOne(x, y, i);
            forwardOne(x, y, i + 1);
            forwardOne(x, y, i + 2);
            forwardOne(x, y, i + 3);
        }
        for (; i < n; i++) forwardOne(x, y, i);
    }

    private static void forwardOne(float[] x, float[] y, int i) {
        float value = x[i];
        if (value <= 0) value = 0;
        y[i] = value;
    }

    static void forwardSimd(float[] x, float[] y, int n) {
        int i = 0;
        for (int end = SPECIES.loopBound(n); i < end; i += LANES) {
            var value = fromArray(SPECIES, x, i);
            value.blend(0f, value.compare(LE, 0f)).intoArray(y, i);
        }
        forwardScalar(x, y, i, n);
    }

    /// The specification of the gradient: the other two must leave the same bits in dx.
    static void scalar(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = y[i] > 0 ? dy[i] : 0;
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
        float gradient = 0;
        if (y[i] > 0) gradient = dy[i];
        dx[i] = gradient;
    }

    /// A vector of values an iteration; what is left over goes to [#scalar].
    static void simd(float[] y, float[] dy, float[] dx, int n) {
        int i = 0;
        for (int end = SPECIES.loopBound(n); i < end; i += LANES) {
            var passes = fromArray(SPECIES, y, i).compare(GT, 0f);
            zero(SPECIES).blend(fromArray(SPECIES, dy, i), passes).intoArray(dx, i);
        }
        scalar(y, dy, dx, i, n);
    }
}
