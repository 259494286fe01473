package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lanewise.report.History;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "history", description = "Find where rows changed over many runs, and between which commits.")
final class HistoryCommand implements Callable<Integer> {

    /// In schema 1 the fields of a change had other names.
    private static final int SCHEMA = 2;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "a run's folder, or one that holds such folders at any depth")
    private List<Path> folders;

    @Option(names = "--output", defaultValue = "history.json", paramLabel = "FILE", description = "takes all series and changes (default: ${DEFAULT-VALUE})")
    private Path output;

    @Option(names = "--page", paramLabel = "FILE", description = "takes the page that draws them, which opens without a network")
    private Path page;

    @Override
    public Integer call() throws IOException {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new RefusedException(ExitCode.USAGE, folder + " is not a folder, expected that of a run or one that holds runs");
            }
        }
        RunsBelow runs = RunsBelow.of(folders);
        runs.leftOut().forEach(reason -> System.err.println("lanewise: left out: " + reason));
        if (runs.whole().isEmpty() && runs.leftOut().isEmpty()) {
            System.out.println("There is no run yet: the history begins with the first one.");
            return ExitCode.FINE;
        }
        History history = History.of(runs.whole());
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        String content = json.writeValueAsString(Map.of("schema", SCHEMA, "changes", history.changes(), "series", history.series()));
        try {
            Files.writeString(output, content + "\n");
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, "--output: " + output + " cannot be written (" + e + ")");
        }
        if (page != null) ReportCommand.write("--page", page, history.page());
        System.out.print(history.toText());
        return runs.leftOut().isEmpty() ? ExitCode.FINE : ExitCode.INCOMPLETE;
    }
}
