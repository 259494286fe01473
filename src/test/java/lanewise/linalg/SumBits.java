package lanewise.linalg;

import java.util.Arrays;

/// A number made of the bits of many results, for comparison with a JVM that has other vectors or another compiler.
public final class SumBits {

    private SumBits() {}

    /// @param most the largest size, since interpreted vectors are slow
    public static String hash(int most) {
        long hash = 0;
        for (int kind : Samples.kinds().toArray()) {
            for (int size : Samples.SIZES) {
                if (size > most) continue;
                float[] x = Samples.of(kind, size + 23, 1);
                float[] y = Samples.of(kind, size + 23, 2);
                hash = 31 * hash + Double.doubleToLongBits(Dot.simd(x, y, 23, size + 23));
                Axpy.simd(0.3f, x, y, 23, size + 23);
                hash = 31 * hash + Arrays.hashCode(y);
                Exp.simd(x, y, 0, x.length);
                hash = 31 * hash + Arrays.hashCode(y);
                Sigmoid.simd(x, y, 0, x.length);
                hash = 31 * hash + Arrays.hashCode(y);
                Tanh.simd(x, y, 0, x.length);
                hash = 31 * hash + Arrays.hashCode(y);
            }
            int[][] shapes = {{5, 50, 30}, {9, 17, 300}, {12, 100, 7}, {9, 600, 20}};
            for (int[] shape : shapes) {
                float[] c = new float[shape[0] * shape[1]];
                new Sgemm().simd(Matrix.of(Samples.of(kind, shape[0] * shape[2], 3), 0, shape[0], shape[2]),
                        Matrix.of(Samples.of(kind, shape[2] * shape[1], 4), 0, shape[2], shape[1]), 0, Matrix.of(c, 0, shape[0], shape[1]));
                hash = 31 * hash + Arrays.hashCode(c);
                new Sgemm().simd(Matrix.of(Samples.of(kind, shape[0] * shape[2], 3), 0, shape[2], shape[0]).transposed(),
                        Matrix.of(Samples.of(kind, shape[2] * shape[1], 4), 0, shape[1], shape[2]).transposed(), 1,
                        Matrix.of(c, 0, shape[0], shape[1]));
                hash = 31 * hash + Arrays.hashCode(c);
                float[] sums = new float[shape[1]];
                ColumnSums.simd(Matrix.of(c, 0, shape[0], shape[1]), sums, 0);
                hash = 31 * hash + Arrays.hashCode(sums);
            }
        }
        return "sums " + Long.toHexString(hash);
    }
}
