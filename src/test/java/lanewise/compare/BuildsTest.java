package lanewise.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.ChildJvm;
import lanewise.run.ExitCode;
import lanewise.run.Folders;
import lanewise.run.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Builds of a repository of one file, most of them by `sh` where Maven would stand.
class BuildsTest {

    private static final List<String> COPIES_A_FILE = List.of("sh", "-c", "cp file target/benchmarks.jar");

    @TempDir
    private Path folder;

    private Path repository;

    @BeforeEach
    void twoCommits() throws Exception {
        repository = Files.createDirectory(folder.resolve("repository"));
        git("init", "--quiet", "--initial-branch=main");
        commit("file", "first");
        commit("file", "second");
    }

    private void commit(String name, String content) throws Exception {
        Files.writeString(repository.resolve(name), content);
        git("add", ".");
        git("-c", "user.name=A Tester", "-c", "user.email=tester@example.com", "commit", "--quiet", "-m", content);
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as(said).isZero();
        return said;
    }

    private void nothingIsLeft(Path into) throws Exception {
        assertThat(git("worktree", "list").lines()).hasSize(1);
        assertThat(into.resolve("source")).doesNotExist();
        assertThat(git("status", "--porcelain")).isEmpty();
    }

    @Test
    void aCommitIsBuiltInAWorkTreeThatIsGoneAfterwards() throws Exception {
        Path into = folder.resolve("base");
        assertThat(Builds.jar(repository, "main~1", into, COPIES_A_FILE)).hasFileName("benchmarks.jar").hasContent("first");
        nothingIsLeft(into);
        assertThat(Builds.jar(repository, "main", folder.resolve("head"), COPIES_A_FILE)).hasContent("second");
    }

    @Test
    void theJarRecordsTheCommitThatItIsMadeOf() throws Exception {
        Path jar = Builds.jar(repository, "main~1", folder.resolve("base"),
                List.of("cp", "target/classes/lanewise/git.properties", "target/benchmarks.jar"));
        assertThat(jar).hasContent("git.commit.id=" + git("rev-parse", "main~1").strip() + "\ngit.dirty=false\n");
    }

    @Test
    void aWorkTreeThatAKillLeftIsReplaced() throws Exception {
        Path into = Files.createDirectory(folder.resolve("base"));
        git("worktree", "add", "--quiet", "--detach", into.resolve("source").toString());
        Files.writeString(into.resolve("source").resolve("file"), "changed");
        assertThat(Builds.jar(repository, "main", into, COPIES_A_FILE)).hasContent("second");
        nothingIsLeft(into);
    }

    private Path tree(String name, String... lock) throws Exception {
        Path tree = folder.resolve(name);
        git("worktree", "add", "--quiet", "--detach", tree.toString());
        if (lock.length > 0) git("worktree", "lock", "--reason", lock[0], tree.toString());
        return tree;
    }

    @Test
    void theNextCommandRemovesTheWorkTreesOfKilledBuilds() throws Exception {
        Path killed = folder.resolve("killed");
        Process builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", ChildJvm.CLASS_PATH,
                Sleeping.class.getName(), repository.toString(), killed.toString()).inheritIO().start();
        while (builder.isAlive() && !Files.exists(killed.resolve("source/started")))
            Thread.sleep(20);
        Builds.removeLeftOver(repository);
        assertThat(killed.resolve("source/started")).exists();
        builder.destroyForcibly().waitFor();
        assertThat(killed.resolve("source/file")).exists();
        Builds.removeLeftOver(repository);
        nothingIsLeft(killed);
    }

    /// Builds with a command that does not end for a minute.
    public static final class Sleeping {

        private Sleeping() {}

        /// Builds the branch `main` of the repository `arguments[0]` in the folder `arguments[1]`.
        public static void main(String[] arguments) {
            Builds.jar(Path.of(arguments[0]), "main", Path.of(arguments[1]), List.of("sh", "-c", "touch started; exec sleep 60"));
        }
    }

    @Test
    void workTreesOfOthersAreLeftAlone() throws Exception {
        String host = Files.exists(Path.of("/proc/sys/kernel/hostname"))
                ? Files.readString(Path.of("/proc/sys/kernel/hostname")).strip()
                : "this machine";
        List<Path> kept = List.of(tree("plain"), tree("locked", "mine"),
                tree("elsewhere", "a build of Lanewise by process 4194305 since 1 on another.host"));
        Path reused = tree("reused", "a build of Lanewise by process " + ProcessHandle.current().pid() + " since 1 on " + host);
        Path gone = tree("gone", "a build of Lanewise by process 4194305 since 1 on " + host);
        Folders.delete(gone);
        Builds.removeLeftOver(repository);
        assertThat(kept).allSatisfy(tree -> assertThat(tree.resolve("file")).exists());
        assertThat(reused).doesNotExist();
        assertThat(git("worktree", "list").lines()).hasSize(1 + kept.size());
    }

    @Test
    void whatGitRemarksIsNoAnswer() throws Exception {
        String commit = git("rev-parse", "--quiet", "main~1").strip();
        git("tag", "twice", "main");
        git("branch", "twice", "main~1");
        git("update-ref", "refs/heads/" + commit, "main"); // "warning: refname '…' is ambiguous"
        assertThat(Builds.commit(repository, "refs/heads/twice")).isEqualTo(commit);
        assertThat(Builds.commit(repository, "twice")).matches("[0-9a-f]{40}");
        assertThat(Builds.commit(repository, commit)).isEqualTo(commit);
        assertThat(Builds.between(repository, commit, "main")).hasSize(1).allMatch(name -> name.matches("[0-9a-f]{40}"));
        assertThat(Builds.describe(repository, commit)).isEqualTo(commit.substring(0, 7) + " first");
    }

    @Test
    void aNameThatIsNoCommitIsRefused() {
        for (String ref : List.of("no-such-branch", "--all", "main:file")) {
            assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Builds.commit(repository, ref))
                    .withMessageStartingWith("\"" + ref + "\" is neither a benchmarks.jar nor a commit of " + repository)
                    .matches(refused -> refused.exitCode() == ExitCode.USAGE);
        }
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Builds.commit(folder, "main"))
                .withMessageContaining("not a git repository");
    }

    @Test
    void aCommitThatDoesNotBuildIsRefusedWithMavensFirstError() throws Exception {
        commit("pom.xml", "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>b</artifactId></project>");
        Path into = folder.resolve("head");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Builds.jar(repository, "main", into))
                .withMessageStartingWith("main does not build: ").withMessageContaining("'version' is missing")
                .matches(refused -> refused.exitCode() == ExitCode.USAGE && refused.getMessage().lines().count() == 1);
        nothingIsLeft(into);
    }

    @Test
    void aCompilersErrorIsNamedWithItsFile() throws Exception {
        List<String> compiler = List.of("sh", "-c",
                "echo \"[ERROR] COMPILATION ERROR : \"; echo \"[ERROR] $PWD/src/A.java:[1,2] ';' expected\"; exit 1");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Builds.jar(repository, "main", folder.resolve("head"), compiler))
                .withMessage("main does not build: src/A.java:[1,2] ';' expected");
    }

    @Test
    void aCommitWithoutBenchmarksIsRefused() throws Exception {
        Path into = folder.resolve("head");
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Builds.jar(repository, "main", into, List.of("true")))
                .withMessage("main makes no target/benchmarks.jar");
        nothingIsLeft(into);
    }
}
