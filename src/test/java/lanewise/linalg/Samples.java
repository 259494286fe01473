package lanewise.linalg;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Sizes and values that hurt.
final class Samples {

    /// Around vectors of every width, around the 64 partial sums of a dot product and its blocks of 4,096.
    static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 55, 63, 64, 65, 100, 127, 128, 129, 207, 1_000, 4_095,
            4_096, 4_097, 4_160, 8_191, 8_192, 8_193, 12_345};

    /// Elements before a range.
    static final int[] STARTS = {0, 1, 23};

    /// Elements behind a range.
    static final int BEHIND = 5;

    private static final float[] HOSTILE = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE,
            -Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_NORMAL / 2, 0f, -0f, 1e-30f};

    private Samples() {}

    /// Ordinary values of mixed sign; from kind 1 on smaller ones whose products are subnormal, from kind 2 on large ones whose sums
    /// overflow, from kind 3 on now and then a value of the worst sort.
    static float[] of(int kind, int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 31 + length * 7L + kind);
        float[] a = new float[length];
        for (int i = 0; i < length; i++) {
            float ordinary = (float) random.nextGaussian();
            a[i] = switch (kind) {
                case 0 -> ordinary;
                case 1 -> ordinary * 1e-21f;
                case 2 -> ordinary * 1.5e19f;
                default -> random.nextInt(497) == 0 ? HOSTILE[random.nextInt(HOSTILE.length)] : ordinary;
            };
        }
        return a;
    }

    static IntStream kinds() {
        return IntStream.range(0, 4);
    }
}
