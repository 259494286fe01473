package lanewise.optim;

import lanewise.linalg.Arguments;
import lanewise.linalg.Axpy;
import lanewise.linalg.Dot;
import lanewise.linalg.Scale;

/// The dense routines by variant, one switch a call. What they refuse is what these do: [Dot], [Axpy] and [Scale].
public final class Vectors {

    private Vectors() {}

    /// x·y in the order of [Dot].
    public static double dot(Variant variant, float[] x, float[] y, int from, int to, float[] sums) {
        Arguments.present("variant", variant);
        return switch (variant) {
            case SCALAR -> Dot.scalar(x, y, from, to, sums);
            case UNROLLED -> Dot.unrolled(x, y, from, to, sums);
            case SIMD -> Dot.simd(x, y, from, to, sums);
        };
    }

    /// y ← y + a·x, a rounded once.
    public static void axpy(Variant variant, double a, float[] x, float[] y, int from, int to) {
        Arguments.present("variant", variant);
        switch (variant) {
            case SCALAR -> Axpy.scalar((float) a, x, y, from, to);
            case UNROLLED -> Axpy.unrolled((float) a, x, y, from, to);
            case SIMD -> Axpy.simd((float) a, x, y, from, to);
        }
    }

    /// y ← a·x, a rounded once.
    public static void scale(Variant variant, double a, float[] x, float[] y, int from, int to) {
        Arguments.present("variant", variant);
        switch (variant) {
            case SCALAR -> Scale.scalar((float) a, x, y, from, to);
            case UNROLLED -> Scale.unrolled((float) a, x, y, from, to);
            case SIMD -> Scale.simd((float) a, x, y, from, to);
        }
    }
}
