package lanewise.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Entry point of `benchmarks.jar`.
@Command(name = "lanewise", description = "Benchmarks of gradient-descent optimizer updates.", synopsisSubcommandLabel = "COMMAND", subcommands = {
        RunCommand.class, MergeCommand.class, CompareCommand.class, BisectCommand.class, ValidateCommand.class, ExamplesCommand.class,
        ExplainCommand.class,
        ReportCommand.class,
        EnvCommand.class,
        JmhCommand.class, ReferenceCommand.class, HistoryCommand.class,
        CommandLine.HelpCommand.class})
public final class Main implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /// Runs a command and ends the process with one of [ExitCode].
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(new PlainStream(out));
        System.setErr(new PlainStream(err));
        Locale.setDefault(Locale.ROOT); // for libraries that ask for it; this code names its own
        try {
            return plain(args);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static int plain(String... args) {
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
            if (exception instanceof IOException) { // a full disk, say; the journal has what was measured
                System.err.println("lanewise: a file cannot be written or read: " + exception);
                return ExitCode.INCOMPLETE;
            }
            System.err.println("lanewise: " + exception + " at " + exception.getStackTrace()[0]
                    + ", which should not happen: please report it with the command and the folder");
            return ExitCode.INCOMPLETE; // and not 1, which says that something has become slower
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
