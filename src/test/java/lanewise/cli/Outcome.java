package lanewise.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/// What a command ended with and printed.
record Outcome(int exitCode, String out, String err) {

    /// Runs a command line in this JVM.
    static Outcome execute(String... arguments) {
        return capture(() -> Main.execute(arguments));
    }

    /// Runs one command at a time, as the streams of the system are exchanged meanwhile.
    static synchronized Outcome capture(IntSupplier command) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            int exitCode = command.getAsInt();
            return new Outcome(exitCode, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
