package lanewise.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import lanewise.Console;

/// What a command ended with and printed.
record Outcome(int exitCode, String out, String err) {

    /// Runs a command line in this JVM.
    static Outcome execute(String... arguments) {
        return capture(() -> Main.execute(arguments));
    }

    /// Runs one command at a time, as the streams of the system are exchanged meanwhile.
    static Outcome capture(IntSupplier command) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        int exitCode = Console.exchanged(new PrintStream(said, true, StandardCharsets.UTF_8),
                new PrintStream(complained, true, StandardCharsets.UTF_8), command::getAsInt);
        return new Outcome(exitCode, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    }
}
