package lanewise.nn;

/// The refusals that layers and losses share.
final class Shapes {

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

    /// Of arrays of the network's, which keep the size of the largest minibatch.
    static void require(String name, int length, int batch, int width) {
        if (batch < 1 || width < 1) {
            throw new IllegalArgumentException("a minibatch must have at least 1 sample of 1 value, had " + batch + " of " + width);
        }
        if (length < (long) batch * width) refuse(name, length, batch, width);
    }

    /// Of what a caller brings for this minibatch.
    static void requireExactly(String name, int length, int batch, int width) {
        require(name, length, batch, width);
        if (length > (long) batch * width) refuse(name, length, batch, width);
    }

    private static void refuse(String name, int length, int batch, int width) {
        throw new IllegalArgumentException(
                name + " must be " + batch + " samples of " + width + ", " + (long) batch * width + " values, were " + length);
    }
}
