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
import java.util.Set;
import java.util.TreeSet;
import lanewise.report.History;
import lanewise.run.Plan;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;

/// The runs in folders, each once: a reference is a copy of its run, and a shard that lies next to the run it was merged into is a part of it.
///
/// @param whole   those that can be read, in the order of their paths
/// @param leftOut a sentence for each that cannot
record RunsBelow(List<RunFolder> whole, List<String> leftOut) {

    /// A run has at least one of these.
    private static final Set<String> FILES = Set.of("plan.json", "environment.json", "journal.jsonl", "journal.jsonl.gz");

    /// A shard, by what it has in common with the run that it was merged into. Folders of different runs may have one name.
    private record JoinedShard(String folder, int shard, long seed) {}

    /// Looks into folders, each a run's or one that holds such folders at any depth.
    static RunsBelow of(List<Path> folders) throws IOException {
        List<RunFolder> whole = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        List<String> leftOut = new ArrayList<>();
        for (Path folder : folders) {
            for (RunFolder run : runs(folder, leftOut)) {
                try {
                    if (!counted.add(run.digest())) continue;
                    History.of(List.of(run));
                    whole.add(run);
                } catch (RefusedException e) {
                    leftOut.add(e.getMessage());
                }
            }
        }
        Set<JoinedShard> joined = new HashSet<>();
        for (RunFolder run : whole) {
            Plan plan = run.plan();
            plan.joined().forEach(part -> joined.add(new JoinedShard(part.folder(), part.shard(), plan.seed())));
        }
        whole.removeIf(run -> {
            Plan plan = run.plan();
            return plan.shard() != null && joined.contains(new JoinedShard(name(run.path()), plan.shard().number(), plan.seed()));
        });
        return new RunsBelow(whole, leftOut);
    }

    /// Whether a folder has a file of a run, and not only folders of runs below.
    static boolean isRun(Path folder) {
        return FILES.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
    }

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
