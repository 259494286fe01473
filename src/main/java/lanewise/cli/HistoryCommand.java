package lanewise.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import lanewise.report.History;
import lanewise.run.ExitCode;
import lanewise.run.Plan;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "history", description = "Find where rows changed over many runs, and between which commits.")
final class HistoryCommand implements Callable<Integer> {

    /// In schema 1 the fields of a change had other names.
    private static final int SCHEMA = 2;

    /// A run has at least one of these.
    private static final Set<String> FILES = Set.of("plan.json", "environment.json", "journal.jsonl", "journal.jsonl.gz");

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
            List<String> unreadable = new ArrayList<>();
            for (RunFolder run : runs(folder, unreadable)) {
                try {
                    if (!counted.add(run.digest())) continue; // a reference is a copy of its run
                    History.of(List.of(run));
                    whole.add(run);
                } catch (RefusedException e) {
                    unreadable.add(e.getMessage());
                }
            }
            unreadable.forEach(reason -> System.err.println("lanewise: left out: " + reason));
            damaged += unreadable.size();
        }
        if (whole.isEmpty() && damaged == 0) {
            System.out.println("There is no run yet: the history begins with the first one.");
            return ExitCode.FINE;
        }
        Set<JoinedShard> joined = new HashSet<>(); // shards that lie next to the run they were merged into
        for (RunFolder run : whole) {
            Plan plan = run.plan();
            plan.joined().forEach(part -> joined.add(new JoinedShard(part.folder(), part.shard(), plan.seed())));
        }
        whole.removeIf(run -> {
            Plan plan = run.plan();
            return plan.shard() != null && joined.contains(new JoinedShard(name(run.path()), plan.shard().number(), plan.seed()));
        });
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

    /// A shard, by what it has in common with the run that it was merged into. Folders of different runs may have one name.
    private record JoinedShard(String folder, int shard, long seed) {}

    private static String name(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /// Folders with a file of a run, damaged ones as well.
    ///
    /// @param unreadable takes a sentence for each path that cannot be looked into
    private static List<RunFolder> runs(Path folder, List<String> unreadable) throws IOException {
        Set<Path> runs = new TreeSet<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (FILES.contains(file.getFileName().toString())) runs.add(file.toAbsolutePath().getParent());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                unreadable.add(file + " cannot be read (" + e.getClass().getSimpleName() + ")");
                return FileVisitResult.CONTINUE;
            }
        });
        return runs.stream().map(RunFolder::new).filter(run -> !run.isComparison()).toList();
    }
}
