package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lanewise.report.History;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "history", description = "Find where rows changed over many runs, and between which commits.")
final class HistoryCommand implements Callable<Integer> {

    private static final int SCHEMA = 1;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "a run's folder, or one that holds such folders at any depth")
    private List<Path> folders;

    @Option(names = "--output", defaultValue = "history.json", paramLabel = "FILE", description = "takes all series and changes (default: ${DEFAULT-VALUE})")
    private Path output;

    @Override
    public Integer call() throws IOException {
        List<RunFolder> whole = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        int damaged = 0;
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new RefusedException(ExitCode.USAGE, folder + " is not a folder, expected that of a run or one that holds runs");
            }
            for (RunFolder run : runs(folder)) {
                if (!counted.add(run.path().toAbsolutePath().normalize().getFileName().toString())) continue; // a reference is a copy of its run
                try {
                    History.of(List.of(run));
                    whole.add(run);
                } catch (RefusedException e) {
                    System.err.println("lanewise: left out: " + e.getMessage());
                    damaged++;
                }
            }
        }
        if (whole.isEmpty() && damaged == 0) {
            System.out.println("There is no run yet: the history begins with the first one.");
            return ExitCode.FINE;
        }
        Set<String> joined = new HashSet<>(); // shards that stand beside the run they were merged into
        whole.forEach(run -> run.plan().joined().forEach(part -> joined.add(part.folder())));
        whole.removeIf(run -> joined.contains(run.path().toAbsolutePath().normalize().getFileName().toString()));
        History history = History.of(whole);
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        String content = json.writeValueAsString(Map.of("schema", SCHEMA, "changes", history.changes(), "series", history.series()));
        try {
            Files.writeString(output, content + "\n");
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, "--output: " + output + " cannot be written (" + e + ")");
        }
        System.out.print(history.toText());
        return damaged == 0 ? ExitCode.FINE : ExitCode.INCOMPLETE;
    }

    private static List<RunFolder> runs(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().equals("plan.json")).map(path -> new RunFolder(path.getParent()))
                    .filter(run -> !run.isComparison()).sorted((a, b) -> a.path().compareTo(b.path())).toList();
        }
    }
}
