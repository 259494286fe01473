package lanewise;

import java.io.PrintStream;

/// The streams of the test's JVM, one user at a time: tests that run side by side share them.
public final class Console {

    private Console() {}

    /// Prints a line that is not meant for a test that has exchanged the streams.
    public static synchronized void say(String line) {
        System.out.println(line);
    }

    /// What is done meanwhile.
    @FunctionalInterface
    public interface Call<T, E extends Exception> {
        T call() throws E;
    }

    /// Calls with other streams in place of the system's.
    public static synchronized <T, E extends Exception> T exchanged(PrintStream out, PrintStream err, Call<T, E> call) throws E {
        PrintStream usualOut = System.out;
        PrintStream usualErr = System.err;
        System.setOut(out);
        System.setErr(err);
        try {
            return call.call();
        } finally {
            System.setOut(usualOut);
            System.setErr(usualErr);
        }
    }
}
