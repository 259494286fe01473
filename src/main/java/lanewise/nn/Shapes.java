package lanewise.nn;

import java.util.Set;

/// The refusals that layers and losses share.
final class Shapes {

    /// What a caller brings for one minibatch; the network's own arrays keep the size of the largest.
    private static final Set<String> EXACT = Set.of("targets", "labels");

    private Shapes() {}

    /// Whether an array holds as many values as the product of the sizes, each of at least 1.
    static boolean fit(long... sizes) {
        long product = 1;
        for (long size : sizes) {
            product *= size;
            if (product > Integer.MAX_VALUE) return false;
        }
        return true;
    }

    static void require(String name, int length, int batch, int width) {
        if (batch < 1 || width < 1) {
            throw new IllegalArgumentException("a minibatch must have at least 1 sample of 1 value, had " + batch + " of " + width);
        }
        long needed = (long) batch * width;
        if (length < needed || length > needed && EXACT.contains(name)) {
            throw new IllegalArgumentException(
                    name + " must be " + batch + " samples of " + width + ", " + needed + " values, were " + length);
        }
    }
}
