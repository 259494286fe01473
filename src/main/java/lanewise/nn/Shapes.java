package lanewise.nn;

/// The refusals that losses share.
final class Shapes {

    private Shapes() {}

    static void require(String name, int length, int batch, int width) {
        if (batch < 1 || width < 1) {
            throw new IllegalArgumentException("a minibatch must have at least 1 sample of 1 value, had " + batch + " of " + width);
        }
        if (length < (long) batch * width) {
            throw new IllegalArgumentException(
                    name + " must be " + batch + " samples of " + width + ", " + (long) batch * width + " values, were " + length);
        }
    }
}
