package lanewise.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.build.RecordedCommit;
import lanewise.run.ExitCode;
import lanewise.run.ForkJvm;
import lanewise.run.RefusedException;

/// A build that a command line asks for.
///
/// @param text       a commit, or the path of a jar
/// @param repository where commits are looked up
/// @param commit     the whole name of the commit; null for a jar
/// @param name       for the folder
/// @param jvm        of its forks
public record GivenBuild(String text, Path repository, String commit, String name, ForkJvm jvm) {

    private static final String JAR = "benchmarks.jar";

    /// Looks up a commit or looks into a jar; builds nothing yet.
    ///
    /// @throws RefusedException if there is no such build
    public static GivenBuild of(String text, Path repository, ForkJvm jvm) {
        if (text.endsWith(".jar") || Files.isRegularFile(Path.of(text))) {
            return new GivenBuild(text, repository, null, BenchmarksJar.read(Path.of(text)).name(), jvm);
        }
        String commit = Builds.commit(repository, text);
        Builds.removeLeftOver(repository);
        return new GivenBuild(text, repository, commit, RecordedCommit.shortName(commit), jvm);
    }

    /// Puts its jar into a folder of the comparison: a copy, so that the file may change while it is measured, and so that the paths of both
    /// builds are of one length.
    public Build put(Path into) {
        if (commit == null) return copy(Path.of(text), into);
        System.out.println("building " + text);
        Builds.jar(repository, commit, into);
        return in(into);
    }

    /// The same, where a jar of the other build is there already: the same commit is not built twice.
    public Build put(Path into, GivenBuild other, Build built) {
        return commit != null && commit.equals(other.commit) ? copy(built.jar().path(), into) : put(into);
    }

    private Build copy(Path from, Path into) {
        Path jar = into.resolve(JAR).toAbsolutePath();
        try {
            Files.createDirectories(into);
            Files.copy(from, jar);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, from + " cannot be copied to " + jar + " (" + e.getMessage() + ")");
        }
        return in(into);
    }

    private Build in(Path folder) {
        return Build.of(text, BenchmarksJar.read(folder.resolve(JAR).toAbsolutePath()), jvm);
    }
}
