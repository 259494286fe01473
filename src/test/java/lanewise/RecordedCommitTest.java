package lanewise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The commit that a build says it is of: that of its own top level, or none.
@Execution(ExecutionMode.CONCURRENT)
class RecordedCommitTest {

    @TempDir
    private Path folder;

    private Path repository;

    @BeforeAll
    static void mavenAndGitAreThere() {
        for (String tool : List.of("mvn", "git")) {
            try {
                assumeThat(new ProcessBuilder(tool, "--version").redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().onExit().join().exitValue()).isZero();
            } catch (IOException e) {
                assumeThat(false).as(tool + " is not installed").isTrue();
            }
        }
    }

    @BeforeEach
    void aRepositoryOfThisProject() throws Exception {
        repository = Files.createDirectory(folder.resolve("the repository"));
        Files.copy(Path.of("pom.xml"), repository.resolve("pom.xml"));
        Files.writeString(repository.resolve(".gitignore"), "target/\n");
        git(repository, "init", "--quiet", "--initial-branch=main");
        commit("first");
    }

    private String commit(String message) throws Exception {
        git(repository, "add", ".");
        git(repository, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "-m", message);
        return git(repository, "rev-parse", "HEAD");
    }

    private static String git(Path in, String... arguments) throws Exception {
        return run(in, new ArrayList<>(List.of("git")), arguments);
    }

    private static String run(Path in, List<String> command, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"); // Maven ends before more would pay
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    /// What a build in a folder writes into its jar.
    private static String recorded(Path build) throws Exception {
        run(build, new ArrayList<>(List.of("mvn", "-o", "-q", "-B", "antrun:run@record-commit")));
        Properties properties = new Properties();
        try (var in = Files.newInputStream(build.resolve("target/classes/lanewise/git.properties"))) {
            properties.load(in);
        }
        return properties.getProperty("git.commit.id") + (properties.getProperty("git.dirty").equals("true") ? " dirty" : "");
    }

    @Test
    void aWorkTreeHasItsOwnCommitAndItsOwnChanges() throws Exception {
        Path tree = folder.resolve("tree");
        String first = git(repository, "rev-parse", "HEAD");
        git(repository, "worktree", "add", "--quiet", "--detach", tree.toString(), first);
        String second = commit("second");
        assertThat(recorded(repository)).isEqualTo(second);
        assertThat(recorded(tree)).isEqualTo(first);
        Files.writeString(tree.resolve(".gitignore"), "target/\nmore\n");
        assertThat(recorded(tree)).isEqualTo(first + " dirty");
        assertThat(recorded(repository)).isEqualTo(second);
    }

    @Test
    void aSourceArchiveHasNoCommitWhereverItIsUnpacked() throws Exception {
        for (Path unpacked : List.of(repository.resolve("archive"), folder.resolve("archive"))) {
            Files.createDirectory(unpacked);
            Files.copy(Path.of("pom.xml"), unpacked.resolve("pom.xml"));
            assertThat(recorded(unpacked)).isEqualTo("unknown");
        }
    }
}
