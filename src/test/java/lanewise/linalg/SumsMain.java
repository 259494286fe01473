package lanewise.linalg;

import java.util.Arrays;
import lanewise.simd.Lanes;

/// Prints a number made of the bits of many results, for a JVM with other vectors.
final class SumsMain {

    private SumsMain() {}

    public static void main(String[] args) {
        System.out.println(Lanes.LANES + " lanes");
        System.out.println(sums());
    }

    static String sums() {
        long hash = 0;
        for (int kind : Samples.kinds().toArray()) {
            for (int size : Samples.SIZES) {
                float[] x = Samples.of(kind, size + 23, 1);
                float[] y = Samples.of(kind, size + 23, 2);
                hash = 31 * hash + Double.doubleToLongBits(Dot.simd(x, y, 23, size + 23));
                Axpy.simd(0.3f, x, y, 23, size + 23);
                hash = 31 * hash + Arrays.hashCode(y);
            }
        }
        return "hash " + Long.toHexString(hash);
    }
}
