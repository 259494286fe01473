package lanewise.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A program that has run to its end. Its answer is kept apart from its remarks: git and the JVM print remarks on their standard
/// error that are no answer.
///
/// @param output its standard output
/// @param errors its standard error
public record Program(int exitCode, String output, String errors) {

    /// The cause of a program that says nothing.
    static final String SILENT = "it does not say why";

    /// What a terminal takes to change colours and titles: a sequence that ends with a letter, or one that ends with a bell.
    private static final Pattern ESCAPES = Pattern
            .compile("\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)|[@-Z\\\\^_])");

    /// Lines that say that something is wrong, or that something is noted, and not what is wrong; the last are of git's trace.
    private static final Pattern NO_CAUSE = Pattern.compile("(NOTE: )?Picked up .*|WARNING: .*|.* VM warning: .*|\\[[^]]*]\\[warning].*"
            + "|Error: Could not create the Java Virtual Machine.*|Error: A fatal exception has occurred.*"
            + "|Error occurred during initialization of .*|A fatal error has been detected by the Java Runtime Environment:|(warning|hint): .*|\\d\\d:\\d\\d:\\d\\d\\.\\d+ .*");

    /// Runs a program without input.
    ///
    /// @param folder      that it runs in
    /// @param limit       after which it is ended
    /// @param environment changes the variables that it is given
    /// @throws IOException if it cannot be started, or does not end in time
    public static Program run(Path folder, Duration limit, Consumer<Map<String, String>> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        environment.accept(builder.environment());
        Process process = builder.start();
        long end = System.nanoTime() + limit.toNanos();
        try {
            process.getOutputStream().close();
            FutureTask<String> output = reader(process.getInputStream());
            FutureTask<String> errors = reader(process.getErrorStream());
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) throw late(command, limit);
            return new Program(process.exitValue(), output.get(end - System.nanoTime(), TimeUnit.NANOSECONDS),
                    errors.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) { // a child of its own has both streams still open
            throw late(command, limit);
        } catch (ExecutionException e) {
            throw new IOException(command.getFirst() + " cannot be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Runs a program where this one runs, with its variables.
    public static Program run(Duration limit, List<String> command) throws IOException {
        return run(Path.of("").toAbsolutePath(), limit, _ -> {}, command);
    }

    private static IOException late(List<String> command, Duration limit) {
        return new IOException(command.getFirst() + " does not end within " + Durations.format(limit.toSeconds()));
    }

    /// Both streams are read at once: a program waits when one of them is full.
    private static FutureTask<String> reader(InputStream stream) {
        FutureTask<String> reader = new FutureTask<>(() -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        Thread.ofPlatform().daemon().start(reader);
        return reader;
    }

    /// The line that names why it failed.
    public String cause() {
        return cause(Stream.of(errors, output));
    }

    /// The first line that names a cause; the first line of all if none does.
    static String cause(Stream<String> texts) {
        List<String> lines = texts.flatMap(text -> plain(text).lines()).map(line -> line.replaceFirst("^# *", "").strip())
                .filter(line -> !line.isEmpty()).toList();
        return lines.stream().filter(line -> line.startsWith("fatal: ")).findFirst() // git's
                .or(() -> lines.stream().filter(line -> !NO_CAUSE.matcher(line).matches()).findFirst())
                .or(() -> lines.stream().findFirst())
                .orElse(SILENT);
    }

    /// A text without what only a terminal understands.
    public static String plain(String text) {
        return ESCAPES.matcher(text).replaceAll("");
    }
}
