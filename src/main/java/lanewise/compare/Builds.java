package lanewise.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.run.ExitCode;
import lanewise.run.Folders;
import lanewise.run.Interruption;
import lanewise.run.Program;
import lanewise.run.RefusedException;

/// Commits made into jars, each in a work tree of its own that is gone afterwards: the user's files are not touched.
public final class Builds {

    private static final String JAR = "benchmarks.jar";

    /// Tests and form are not what is measured, and cost a minute. Older commits record the commit by a plugin that takes that of the
    /// user's own tree.
    private static final List<String> PACKAGE = List.of("mvn", "-q", "-B", "-Dstyle.color=never", "-DskipTests", "-Dmaven.test.skip=true",
            "-Dformatter.skip=true",
            "-Dmaven.gitcommitid.skip=true", "-Dlanewise.skip", "package");

    private static final Duration PATIENCE = Duration.ofHours(1);

    /// Set inside git's hooks, for another repository than the one that is asked for.
    private static final String HOOKS_VARIABLES = "GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)";

    /// Why a work tree of ours is locked: the words before the process that builds in it.
    private static final String REASON = "a build of Lanewise by process ";

    private static final Pattern OWNER = Pattern.compile("locked " + REASON + "(?<id>\\d{1,18}) since (?<start>\\d{1,18}) on (?<where>.*)");

    /// A process's start is told by a clock that may be set meanwhile.
    private static final int CLOCK_SECONDS = 10;

    private Builds() {}

    /// A commit that is there and cannot be measured.
    public static final class UnbuildableException extends RefusedException {

        private static final long serialVersionUID = 1;

        public UnbuildableException(String message) {
            super(ExitCode.USAGE, message);
        }
    }

    /// The whole name of the commit that `ref` stands for.
    ///
    /// @throws RefusedException if it stands for none
    public static String commit(Path repository, String ref) {
        Program said = git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}");
        if (said.exitCode() != 0) {
            throw new RefusedException(ExitCode.USAGE, "\"" + ref + "\" is neither a benchmarks.jar nor a commit of "
                    + repository.toAbsolutePath().normalize() + (said.errors().contains("fatal: ") ? " (" + said.cause() + ")" : ""));
        }
        return said.output().strip();
    }

    /// The commits after `good` up to `bad`, oldest first, where a merge counts as one.
    ///
    /// @throws RefusedException if `bad` does not come after `good`
    public static List<String> between(Path repository, String good, String bad) {
        String from = commit(repository, good);
        String to = commit(repository, bad);
        if (git(repository, "merge-base", "--is-ancestor", from, to).exitCode() != 0) {
            throw new RefusedException(ExitCode.USAGE, good + " is not an ancestor of " + bad + ": there are no commits between them");
        }
        List<String> commits = answer(repository, "rev-list", "--first-parent", "--reverse", from + ".." + to).lines().toList();
        if (commits.isEmpty()) throw new RefusedException(ExitCode.USAGE, good + " and " + bad + " are the same commit");
        return commits;
    }

    /// The short name and the first line of a commit's message.
    public static String describe(Path repository, String commit) {
        return answer(repository, "log", "-1", "--no-show-signature", "--abbrev=7", "--format=%h %s", commit).strip();
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
            checkOut(repository, ref, commit, tree);
            Path record = Files.createDirectories(tree.resolve("target/classes/lanewise")).resolve("git.properties");
            Files.writeString(record, "git.commit.id=" + commit + "\ngit.dirty=false\n");
            Program built = run(tree, build);
            if (built.exitCode() != 0) throw new UnbuildableException(ref + " does not build: " + error(built, tree));
            Path jar = tree.resolve("target").resolve(JAR);
            if (!Files.exists(jar)) throw new UnbuildableException(ref + " makes no target/" + JAR);
            return Files.move(jar, into.resolve(JAR), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, ref + " cannot be built in " + into + " (" + e + ")");
        } finally {
            remove(repository, tree);
        }
    }

    /// The tree says whose it is before it is filled, which takes a moment in which this process may be killed.
    private static void checkOut(Path repository, String ref, String commit, Path tree) {
        Program added = git(repository, "worktree", "add", "--no-checkout", "--detach", "--force", tree.toString(), commit);
        if (added.exitCode() == 0) added = git(repository, "worktree", "lock", "--reason", REASON + self(), tree.toString());
        if (added.exitCode() == 0) added = git(tree, "reset", "--hard", "--quiet");
        if (added.exitCode() != 0) {
            throw new RefusedException(ExitCode.USAGE, ref + " cannot be checked out into " + tree + ": " + added.cause());
        }
    }

    /// The first of Maven's lines that says what is wrong, not that something is, with paths as they are in the repository.
    private static String error(Program maven, Path tree) {
        return Program.plain(maven.output()).lines()
                .filter(line -> line.startsWith("[ERROR]") || line.startsWith("[FATAL]"))
                .map(line -> line.replaceAll("^(\\[[A-Z]+\\] *)+", "").strip()).filter(line -> !line.isEmpty() && !line.endsWith(":"))
                .findFirst().orElseGet(maven::cause).replace(tree + "/", "");
    }

    /// Removes the work trees of builds that were killed: those that a process of this machine locked that is no more.
    public static void removeLeftOver(Path repository) {
        String tree = "";
        for (String line : answer(repository, "worktree", "list", "--porcelain").lines().toList()) {
            if (line.startsWith("worktree ")) tree = line.substring("worktree ".length());
            Matcher owner = OWNER.matcher(line);
            if (owner.matches() && owner.group("where").equals(where()) && !runs(owner.group("id"), owner.group("start"))) {
                remove(repository, Path.of(tree));
            }
        }
    }

    private static String self() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + " since " + self.info().startInstant().map(Instant::getEpochSecond).orElse(0L) + " on " + where();
    }

    /// Process ids are those of one machine or one container, and are used again.
    private static boolean runs(String id, String start) {
        return ProcessHandle.of(Long.parseLong(id)).flatMap(process -> process.info().startInstant())
                .filter(since -> Math.abs(since.getEpochSecond() - Long.parseLong(start)) <= CLOCK_SECONDS).isPresent();
    }

    private static String where() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "this machine"; // another system
        }
    }

    private static void remove(Path repository, Path tree) {
        git(repository, "worktree", "remove", "--force", "--force", tree.toString());
        try {
            Folders.delete(tree); // git did not know it
            git(repository, "worktree", "unlock", tree.toString()); // where the folder had gone, git still knows it
            git(repository, "worktree", "prune");
        } catch (IOException e) {
            throw new UncheckedIOException("the work tree " + tree + " cannot be removed", e);
        }
    }

    /// What git answers to a question that it can be asked.
    ///
    /// @throws RefusedException if it cannot
    private static String answer(Path repository, String... arguments) {
        Program said = git(repository, arguments);
        if (said.exitCode() != 0) throw new RefusedException(ExitCode.USAGE, "git " + arguments[0] + " fails: " + said.cause());
        return said.output();
    }

    private static Program git(Path repository, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            return run(repository, command);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, "git cannot be run in " + repository.toAbsolutePath() + " (" + e.getMessage() + ")");
        }
    }

    private static Program run(Path folder, List<String> command) throws IOException {
        return Program.run(folder, PATIENCE, variables -> {
            variables.keySet().removeIf(name -> name.matches(HOOKS_VARIABLES));
            variables.put("LANGUAGE", "en"); // what git says is shown within our own sentences
        }, command);
    }
}
