package lanewise.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.run.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "jmh", description = "Pass the arguments straight to JMH.")
final class JmhCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "ARGS", description = "as JMH takes them: -h lists them")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new)); // ends the process itself when it fails
        return ExitCode.FINE;
    }
}
