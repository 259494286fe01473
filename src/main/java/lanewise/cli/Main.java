package lanewise.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import lanewise.data.UnusableFileException;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Entry point of `benchmarks.jar`.
@Command(name = "lanewise", description = "Benchmarks of gradient-descent optimizer updates.", synopsisSubcommandLabel = "COMMAND", subcommands = {
        RunCommand.class, MergeCommand.class, CompareCommand.class, BisectCommand.class, ValidateCommand.class, ExamplesCommand.class,
        TrainCommand.class, ExperimentCommand.class,
        ExplainCommand.class,
        ReportCommand.class,
        EnvCommand.class,
        JmhCommand.class, ReferenceCommand.class, HistoryCommand.class, SiteCommand.class, ReadmeCommand.class,
        CommandLine.HelpCommand.class})
public final class Main implements Callable<Integer> {

    private static final String UNFORESEEN = "this should not happen, please report it with the command and the folder";

    /// What a JVM puts where it cannot read a letter.
    private static final char UNKNOWN_LETTER = '\uFFFD';

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /// Runs a command and ends the process with one of [ExitCode].
    public static void main(String[] args) {
        System.exit(guarded(() -> PrivateCopy.isFor(args) ? PrivateCopy.execute(args) : onPlainStreams(args)));
    }

    /// Runs a command.
    static int execute(String... args) {
        return guarded(() -> onPlainStreams(args));
    }

    /// Whatever is thrown ends with another code than 1, which says that something has become slower.
    static int guarded(IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (LinkageError e) { // of a native library that is unpacked where programs may not run, say
            return unexpected(root(e), "a class or a native library cannot be loaded");
        } catch (OutOfMemoryError e) {
            return unexpected(e, "the JVM's memory does not suffice, give it more with JAVA_TOOL_OPTIONS=-Xmx4g");
        } catch (Throwable e) { // an error, or an exception before any command was chosen
            return unexpected(e, UNFORESEEN);
        }
    }

    private static int unexpected(Throwable e, String meaning) {
        StackTraceElement[] trace = e.getStackTrace();
        System.err.println("lanewise: " + meaning + ": " + e.toString().lines().findFirst().orElse("")
                + (trace.length == 0 ? "" : ", at " + trace[0]));
        return ExitCode.INCOMPLETE;
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    /// Whether the JVM can name the folder that it stands in. It cannot where the locale's character set lacks a letter of the name, and
    /// would write into a folder of another name.
    private static boolean canNameItsFolder(String folder) {
        try {
            return folder.indexOf(UNKNOWN_LETTER) < 0 && Files.isDirectory(Path.of(folder));
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /// With streams that no name can send a control character through.
    private static int onPlainStreams(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(new PlainStream(out));
        System.setErr(new PlainStream(err));
        Locale.setDefault(Locale.ROOT); // for libraries that ask for it; this code names its own
        try {
            return run(args);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static int run(String... args) {
        if (!canNameItsFolder(System.getProperty("user.dir"))) {
            System.err.println("lanewise: the name of this folder has letters that the locale's character set "
                    + System.getProperty("sun.jnu.encoding") + " lacks, start the JVM with LC_ALL=C.UTF-8, as scripts/lanewise does");
            return ExitCode.USAGE;
        }
        // Before any command class is loaded: they refer to kernels, which cannot be loaded without the module.
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            System.err.println(
                    "lanewise: the JVM lacks the Vector API, start it with scripts/lanewise or --add-modules=jdk.incubator.vector");
            return ExitCode.USAGE;
        }
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.getSubcommands().get("jmh").setUnmatchedOptionsArePositionalParams(true);
        commandLine.setExecutionExceptionHandler((exception, _, _) -> {
            if (exception instanceof RefusedException refused) {
                System.err.println("lanewise: " + refused.getMessage());
                return refused.exitCode();
            }
            if (exception instanceof UnusableFileException unusable) {
                System.err.println("lanewise: " + unusable.getMessage());
                return ExitCode.USAGE;
            }
            if (exception instanceof IOException || exception instanceof UncheckedIOException) { // a full disk, say; the journal has what was measured
                System.err.println("lanewise: a file cannot be written or read: " + exception);
                return ExitCode.INCOMPLETE;
            }
            return unexpected(exception, UNFORESEEN);
        });
        commandLine.setParameterExceptionHandler((exception, _) -> {
            System.err.println("lanewise: " + exception.getMessage() + " (see: lanewise help "
                    + (exception.getCommandLine().getParent() == null ? "" : exception.getCommandLine().getCommandName()) + ")");
            return ExitCode.USAGE;
        });
        return commandLine.execute(args);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return ExitCode.FINE;
    }
}
