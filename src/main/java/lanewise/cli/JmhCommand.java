package lanewise.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// JMH's own entry point ends every failure with 1, which here is a verdict.
@Command(name = "jmh", description = "Pass the arguments straight to JMH.")
final class JmhCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "ARGS", description = "as JMH takes them: -h lists them")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException {
        try {
            CommandLineOptions options = new CommandLineOptions(arguments.toArray(String[]::new));
            Runner runner = new Runner(options);
            if (options.shouldHelp()) options.showHelp();
            else if (options.shouldList()) runner.list();
            else if (options.shouldListWithParams()) runner.listWithParams(options);
            else if (options.shouldListProfilers()) options.listProfilers();
            else if (options.shouldListResultFormats()) options.listResultFormats();
            else
                runner.run();
            return ExitCode.FINE;
        } catch (CommandLineOptionException e) {
            throw new RefusedException(ExitCode.USAGE, "JMH does not take these arguments: " + e.getMessage());
        } catch (NoBenchmarksException e) {
            throw new RefusedException(ExitCode.USAGE, "JMH finds no benchmark of this name (jmh -l lists them)");
        } catch (RunnerException e) {
            throw new RefusedException(ExitCode.INCOMPLETE, "JMH does not end its run: " + e.getMessage());
        }
    }
}
