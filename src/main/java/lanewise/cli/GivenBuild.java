package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.run.BenchmarksJar;
import lanewise.run.Builds;
import lanewise.run.Comparison;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;

/// A build that the command line asks for.
///
/// @param text       a commit, or the path of a jar
/// @param repository where commits are looked up
/// @param commit     the whole name of the commit; null for a jar
/// @param name       for the folder
/// @param javaHome   of its forks; empty for the JDK that runs the suite
/// @param flags      for their JVM
record GivenBuild(String text, Path repository, String commit, String name, String javaHome, List<String> flags) {

    private static final String JAR = "benchmarks.jar";
    private static final int SHORT_COMMIT = 7;

    /// @param side  what the options' names begin with
    /// @param jdk   or null
    /// @throws RefusedException if there is no such build, or its JVM cannot run a benchmark
    static GivenBuild of(String text, Path repository, String side, Path jdk, String flags, boolean force) {
        List<String> split = Contestants.split(flags);
        if (jdk != null || !split.isEmpty()) {
            Contestants.check(side, jdk == null ? Path.of(System.getProperty("java.home")) : jdk, split, force);
        }
        String home = jdk == null ? "" : jdk.toAbsolutePath().normalize().toString();
        if (text.endsWith(".jar") || Files.isRegularFile(Path.of(text))) {
            return new GivenBuild(text, repository, null, BenchmarksJar.read(Path.of(text)).name(), home, split);
        }
        String commit = Builds.commit(repository, text);
        Builds.removeLeftOver(repository);
        return new GivenBuild(text, repository, commit, commit.substring(0, SHORT_COMMIT), home, split);
    }

    /// Puts its jar into a folder of the comparison: a copy, so that the file may change while it is measured, and so that the paths of both
    /// builds are of one length.
    ///
    /// @param other the other build's jar if there is one already, else null: the same commit is not built twice
    BenchmarksJar put(Path into, GivenBuild otherBuild, BenchmarksJar other) {
        Path jar = into.resolve(JAR).toAbsolutePath();
        if (commit != null && (other == null || !commit.equals(otherBuild.commit))) {
            System.out.println("building " + text);
            Builds.jar(repository, commit, into);
        } else {
            Path from = commit == null ? Path.of(text) : other.path();
            try {
                Files.createDirectories(into);
                Files.copy(from, jar);
            } catch (IOException e) {
                throw new RefusedException(ExitCode.USAGE, from + " cannot be copied to " + jar + " (" + e.getMessage() + ")");
            }
        }
        return BenchmarksJar.read(jar);
    }

    Comparison.Side side(BenchmarksJar jar) {
        return new Comparison.Side(text, jar.commit() + (jar.dirty() ? "-dirty" : ""), jar.sha256(), javaHome, flags);
    }
}
