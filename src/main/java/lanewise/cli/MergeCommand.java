package lanewise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.run.ExitCode;
import lanewise.run.Merge;
import lanewise.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "merge", description = "Put the shards of a run together into one run folder, and print its table.")
final class MergeCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "the folders of all shards, in any order")
    private List<Path> runs;

    @Option(names = "--results", defaultValue = "jmh-results", paramLabel = "FOLDER", description = "where the run folder is made (default: ${DEFAULT-VALUE})")
    private Path results;

    @Override
    public Integer call() throws IOException {
        RunFolder folder = Merge.join(runs.stream().map(RunFolder::given).toList(), results);
        return ReportCommand.report(folder) ? ExitCode.FINE : ExitCode.INCOMPLETE;
    }
}
