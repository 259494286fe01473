package lanewise.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Commits made into jars, each in a work tree of its own that is gone afterwards: the user's files are not touched.
public final class Builds {

    private static final String JAR = "benchmarks.jar";

    /// Tests and form are not what is measured, and cost a minute. Older commits record the commit by a plugin that takes that of the
    /// user's own tree.
    private static final List<String> PACKAGE = List.of("mvn", "-q", "-B", "-Dstyle.color=never", "-DskipTests", "-Dmaven.test.skip=true",
            "-Dformatter.skip=true",
            "-Dmaven.gitcommitid.skip=true", "-Dlanewise.skip", "package");

    /// What a terminal takes to change it.
    private static final String COLOUR = "\u001b\\[[0-9;]*m";

    private Builds() {}

    /// A commit that is there and cannot be measured.
    public static final class UnbuildableException extends RefusedException {

        private static final long serialVersionUID = 1;

        public UnbuildableException(String message) {
            super(ExitCode.USAGE, message);
        }
    }

    private record Said(int exitCode, List<String> lines) {

        String line() {
            return lines.isEmpty() ? "" : lines.getFirst();
        }
    }

    /// The whole name of the commit that `ref` stands for.
    ///
    /// @throws RefusedException if it stands for none
    public static String commit(Path repository, String ref) {
        Said said = git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}");
        if (said.exitCode != 0) {
            throw new RefusedException(ExitCode.USAGE, "\"" + ref + "\" is neither a benchmarks.jar nor a commit of "
                    + repository.toAbsolutePath().normalize() + (said.line().isEmpty() ? "" : " (" + said.line() + ")"));
        }
        return said.line();
    }

    /// The commits after `good` up to `bad`, oldest first, where a merge counts as one.
    ///
    /// @throws RefusedException if `bad` does not come after `good`
    public static List<String> between(Path repository, String good, String bad) {
        String from = commit(repository, good);
        String to = commit(repository, bad);
        if (git(repository, "merge-base", "--is-ancestor", from, to).exitCode != 0) {
            throw new RefusedException(ExitCode.USAGE, good + " is not an ancestor of " + bad + ": there are no commits between them");
        }
        Said commits = git(repository, "rev-list", "--first-parent", "--reverse", from + ".." + to);
        if (commits.lines.isEmpty()) throw new RefusedException(ExitCode.USAGE, good + " and " + bad + " are the same commit");
        return commits.lines;
    }

    /// The short name and the first line of a commit's message.
    public static String describe(Path repository, String commit) {
        return git(repository, "log", "-1", "--abbrev=7", "--format=%h %s", commit).line();
    }

    /// Builds a commit.
    ///
    /// @param into a folder, made if there is none, in which `benchmarks.jar` is written
    /// @return     the jar
    /// @throws RefusedException if there is no such commit, or it does not build
    public static Path jar(Path repository, String ref, Path into) {
        return jar(repository, ref, into, PACKAGE);
    }

    /// @param build makes `target/benchmarks.jar` in the folder it is started in
    static Path jar(Path repository, String ref, Path into, List<String> build) {
        String commit = commit(repository, ref);
        Path tree = into.resolve("source").toAbsolutePath();
        try (Interruption _ = Interruption.during("interrupted while " + ref + " was built", () -> {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            remove(repository, tree);
        })) {
            Files.createDirectories(into);
            remove(repository, tree); // of a build that was killed
            Said added = git(repository, "worktree", "add", "--detach", "--force", tree.toString(), commit);
            if (added.exitCode != 0) {
                throw new RefusedException(ExitCode.USAGE, ref + " cannot be checked out into " + tree + ": " + added.lines.getLast());
            }
            Path record = Files.createDirectories(tree.resolve("target/classes/lanewise")).resolve("git.properties");
            Files.writeString(record, "git.commit.id=" + commit + "\ngit.dirty=false\n");
            Said built = run(tree, build);
            if (built.exitCode != 0) throw new UnbuildableException(ref + " does not build: " + error(built.lines, tree));
            Path jar = tree.resolve("target").resolve(JAR);
            if (!Files.exists(jar)) throw new UnbuildableException(ref + " makes no target/" + JAR);
            return Files.move(jar, into.resolve(JAR), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, ref + " cannot be built in " + into + " (" + e + ")");
        } finally {
            remove(repository, tree);
        }
    }

    /// The first of Maven's lines that says what is wrong, not that something is, with paths as they are in the repository.
    private static String error(List<String> lines, Path tree) {
        return lines.stream().map(line -> line.replaceAll(COLOUR, ""))
                .filter(line -> line.startsWith("[ERROR]") || line.startsWith("[FATAL]"))
                .map(line -> line.replaceAll("^(\\[[A-Z]+\\] *)+", "").strip()).filter(line -> !line.isEmpty() && !line.endsWith(":"))
                .findFirst().or(() -> lines.stream().findFirst()).orElse("Maven says nothing").replace(tree + "/", "");
    }

    private static void remove(Path repository, Path tree) {
        if (!Files.exists(tree)) return;
        git(repository, "worktree", "remove", "--force", "--force", tree.toString());
        try {
            if (Files.exists(tree)) delete(tree); // git did not know it
            git(repository, "worktree", "prune");
        } catch (IOException e) {
            throw new UncheckedIOException("the work tree " + tree + " cannot be removed", e);
        }
    }

    /// Deletes a folder with all that is in it.
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private static Said git(Path repository, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            return run(repository, command);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, "git cannot be run in " + repository.toAbsolutePath() + " (" + e.getMessage() + ")");
        }
    }

    private static Said run(Path folder, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)")); // set inside git's hooks
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return new Said(process.waitFor(), lines);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
