package lanewise.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where the arrays of a step lie. In cache it is worth up to a factor of two: a vector that straddles two cache lines costs two accesses,
/// and a load waits for an earlier store of another stream whose address agrees with it in the last twelve bits.
///
/// Left to itself the JVM puts arrays at multiples of eight bytes, one after the other, so both are a lottery of sizes and of the fork.
final class Placement {

    private static final String SEED = "lanewise.placement";
    private static final int LINE = 64;
    private static final int PAGE = 4_096;
    private static final int ATTEMPTS = 20;

    private final float[][] arrays;
    private final int from;

    private Placement(float[][] arrays, int from) {
        this.arrays = arrays;
        this.from = from;
    }

    /// As an application gets it: one `new` after the other, ranges from index 0.
    static Placement unaligned(int arrays, int size) {
        return new Placement(new float[arrays][size], 0);
    }

    /// Ranges that start at a cache line, with the streams spread evenly over a page, in an order that the runner seeds.
    static Placement aligned(int arrays, int size) {
        int base = Addresses.base(float[].class);
        int from = (LINE - base % LINE) % LINE / Float.BYTES;
        int apart = PAGE / LINE / arrays * LINE;
        long bytes = base + (long) Float.BYTES * (from + size);
        int length = from + size + Math.floorMod(apart - bytes, PAGE) / Float.BYTES; // the next array starts that much later
        List<Integer> order = order(arrays, Long.getLong(SEED, 0));
        Placement placement;
        int attempt = 0;
        do { // where an allocation buffer is full, the next array starts elsewhere
            placement = new Placement(new float[arrays][], from);
            for (int k : order) placement.arrays[k] = new float[length];
        } while (!placement.isApart() && ++attempt < ATTEMPTS);
        return placement;
    }

    /// In which order the arrays are made. The seeds of rounds follow each other, and [java.util.Random] begins alike for such.
    static List<Integer> order(int arrays, long seed) {
        List<Integer> order = IntStream.range(0, arrays).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new SplittableRandom(seed));
        return order;
    }

    float[] array(int k) {
        return arrays[k];
    }

    /// The index at which all ranges start.
    int from() {
        return from;
    }

    /// Whether no two ranges start at the same address modulo 4096; true where addresses cannot be read.
    private boolean isApart() {
        return !Addresses.areReadable() || Arrays.stream(offsets(PAGE)).distinct().count() == arrays.length;
    }

    /// Where the ranges start modulo `bytes`.
    private long[] offsets(int bytes) {
        long first = Addresses.base(float[].class) + (long) Float.BYTES * from;
        return Arrays.stream(arrays).mapToLong(array -> (Addresses.of(array) + first) % bytes).toArray();
    }

    /// As it is when the fork ends, in the order in which the arrays were asked for; nothing where addresses cannot be read.
    void tell(Facts facts) {
        if (!Addresses.areReadable()) return;
        facts.put("offsetsModulo64", offsets(LINE));
        facts.put("offsetsModulo4096", offsets(PAGE));
        if (from > 0) facts.put("placedApart", isApart() && Arrays.stream(offsets(LINE)).allMatch(offset -> offset == 0));
    }
}
