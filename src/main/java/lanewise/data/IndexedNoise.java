package lanewise.data;

/// Pseudo-random floats addressed by index: any element can be computed again without the array it was stored in.
public final class IndexedNoise {

    private IndexedNoise() {}

    /// A float spread evenly over [−1, 1), always the same for one seed and index.
    public static float at(int seed, int index) {
        // The finalizer of MurmurHash3: every bit of the input reaches every bit of the output.
        int h = index * 0x9E3779B9 + seed;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        h ^= h >>> 16;
        return (h >> 8) * 0x1p-23f;
    }
}
