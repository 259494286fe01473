package lanewise.linalg;

/// The refusals that all routines share. Each names the value and its bound, and comes before anything has changed.
public final class Arguments {

    private Arguments() {}

    /// An argument that must be there.
    ///
    /// @throws IllegalArgumentException naming it, if it is null
    public static void present(String name, Object argument) {
        if (argument == null) throw new IllegalArgumentException(name + " must not be null");
    }

    /// One array and a range within it.
    static void range(float[] x, int from, int to) {
        present("x", x);
        if (from < 0 || to < from || to > x.length) {
            throw new IllegalArgumentException("range must lie within 0 to " + x.length + ", was " + from + " to " + to);
        }
    }

    /// Two arrays of one length, which may be one array, and a range within both.
    static void ranges(float[] x, float[] y, int from, int to) {
        present("x", x);
        present("y", y);
        if (y.length != x.length) {
            throw new IllegalArgumentException("y must be as long as x, " + x.length + ", was " + y.length);
        }
        range(x, from, to);
    }
}
