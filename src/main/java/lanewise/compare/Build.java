package lanewise.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.run.ExitCode;
import lanewise.run.Folders;
import lanewise.run.ForkJvm;
import lanewise.run.Measurement;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.RunFolder;

/// One of the two builds of a comparison, whose jar lies in the comparison's folder while it is measured.
///
/// @param side what the comparison remembers of it
/// @param jar  that its forks run
public record Build(Comparison.Side side, BenchmarksJar jar) {

    /// @param given how it was asked for
    static Build of(String given, BenchmarksJar jar, ForkJvm jvm) {
        String commit = jar.commit() + (jar.dirty() ? "-dirty" : "");
        return new Build(new Comparison.Side(given, commit, jar.sha256(), jvm.javaHome(), jvm.flags()), jar);
    }

    /// The row as a fork of this build measures it.
    ///
    /// @param name [Comparison#BASE] or [Comparison#HEAD]
    Row row(Row row, String name) {
        return row.in(name, side.javaHome(), side.flags()).on(jar.path().toString());
    }

    /// Whether the jars are still in the folder: then there is more to measure.
    public static boolean areIn(RunFolder folder) {
        return Files.exists(folder.path().resolve(Comparison.BASE));
    }

    /// Deletes the jars, which are large, when all is measured. They stay if a fork failed, which may be measured again.
    public static void deleteIfMeasured(RunFolder folder) throws IOException {
        if (!folder.measurements().stream().allMatch(Measurement::succeeded)) return;
        for (String name : List.of(Comparison.HEAD, Comparison.BASE)) { // the base's last, because `areIn` asks for it
            Folders.delete(folder.path().resolve(name));
        }
    }

    /// @throws RefusedException if a jar in the folder is not the one that the comparison began with
    public static void requireUnchanged(RunFolder folder) {
        Comparison comparison = Comparison.read(folder);
        List<Row> rows = folder.plan().rows();
        requireUnchanged(rows, Comparison.BASE, comparison.base());
        requireUnchanged(rows, Comparison.HEAD, comparison.head());
    }

    private static void requireUnchanged(List<Row> rows, String name, Comparison.Side side) {
        Row any = rows.stream().filter(row -> row.jvm().configuration().equals(name)).findFirst().orElseThrow(); // one jar has them all
        BenchmarksJar jar = BenchmarksJar.read(Path.of(any.jvm().classPath()));
        if (!jar.sha256().equals(side.sha256())) {
            throw new RefusedException(ExitCode.USAGE, jar.path() + " is not the jar that this comparison began with: start a new one");
        }
    }
}
