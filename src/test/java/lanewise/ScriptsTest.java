package lanewise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `scripts/lanewise` in folders and environments of all kinds, with a jar whose command says where it stands and ends as it is told.
@Execution(ExecutionMode.CONCURRENT)
class ScriptsTest {

    private static final Path SCRIPTS = Path.of("scripts").toAbsolutePath();

    private static final String MAIN = """
            package lanewise.cli;
            public class Main {
                public static void main(String[] arguments) throws Exception {
                    var out = new java.io.PrintStream(System.out, true, "UTF-8");
                    out.println(System.getProperty("user.dir") + "|" + String.join("|", arguments));
                    var given = Main.class.getClassLoader().getResource("given");
                    if (given != null) out.println("given " + new String(given.openStream().readAllBytes(), "UTF-8"));
                    java.nio.file.Files.createFile(java.nio.file.Path.of("written-ß"));
                    System.exit(arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]));
                }
            }
            """;

    /// Compiled once.
    @TempDir
    private static Path shared;

    private static Path jar;

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String out, String err) {}

    @BeforeAll
    static void compile() throws Exception {
        Path source = Files.writeString(Files.createDirectories(shared.resolve("lanewise/cli")).resolve("Main.java"), MAIN);
        assertThat(ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, "-encoding", "UTF-8", "-d", shared.toString(),
                source.toString())).isZero();
        jar = shared.resolve("benchmarks.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("lanewise/cli/Main.class"));
            out.write(Files.readAllBytes(shared.resolve("lanewise/cli/Main.class")));
        }
    }

    /// A checkout of its own with the script and the jar.
    private Path checkout(String name) throws IOException {
        Path root = folder.resolve(name);
        Files.createDirectories(root.resolve("scripts"));
        for (String script : List.of("lanewise", "compare")) Files.copy(SCRIPTS.resolve(script), root.resolve("scripts").resolve(script));
        Files.copy(jar, Files.createDirectories(root.resolve("target")).resolve("benchmarks.jar"));
        return root;
    }

    /// With the variables of these tests but for those that are set or, where the value is null, taken away.
    private static Outcome run(Path in, Map<String, String> variables, String... command) throws Exception {
        // A shell that stands in the folder: a JVM with another character set could not start a process there.
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        for (String name : List.of("HOME", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CDPATH")) builder.environment().remove(name);
        variables.forEach((name, value) -> {
            if (value == null) builder.environment().remove(name);
            else
                builder.environment().put(name, value);
        });
        Path err = Files.createTempFile("script", ".txt");
        Process process = builder.redirectError(err.toFile()).start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return new Outcome(process.exitValue(), out, Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(err);
        }
    }

    private static String script(Path root) {
        return root.resolve("scripts/lanewise").toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void theCommandsOwnCodeIsPassedOn(int code) throws Exception {
        Outcome outcome = run(folder, Map.of(), script(checkout("plain")), Integer.toString(code), "two words", "$HOME *");
        assertThat(outcome.out).isEqualTo(folder.toRealPath() + "|" + code + "|two words|$HOME *\n");
        assertThat(outcome.exitCode).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "two words", "a:b", "ü", "日本 : ß", "-dash", "quo'te\"s", "$HOME", "*"})
    void pathsMayHaveAnyLetters(String name) throws Exception {
        Path root = checkout(name);
        Path with = Files.createDirectories(root.resolve("with:colon"));
        Files.writeString(with.resolve("given"), name);
        Outcome outcome = run(root, Map.of(), script(root), "--with", "with:colon", "5");
        assertThat(outcome.err).doesNotContain("lanewise: ");
        assertThat(outcome.out).isEqualTo(root.toRealPath() + "|5\ngiven " + name + "\n");
        assertThat(outcome.exitCode).isEqualTo(5);
        assertThat(root.resolve("written-ß")).exists();
    }

    /// Whatever the locale, the work is done where the user stands.
    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "de_DE.UTF-8", "C.UTF-8", "none-such"})
    void everyLocaleStandsInTheSameFolder(String locale) throws Exception {
        Path root = checkout("ü");
        Outcome outcome = run(root, Map.of("LC_ALL", locale), "sh", "scripts/lanewise", "3", "ü");
        assertThat(outcome.out).isEqualTo(root.toRealPath() + "|3|ü\n");
        assertThat(outcome.exitCode).isEqualTo(3);
        assertThat(root.resolve("written-ß")).exists();
    }

    @Test
    void aLinkLeadsToTheScriptFromAnyFolder() throws Exception {
        Path root = checkout("root");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("root/scripts/lanewise"));
        Path second = Files.createSymbolicLink(Files.createDirectory(folder.resolve("bin")).resolve("lanewise"), link);
        Path compare = Files.createSymbolicLink(folder.resolve("bin/compare"), root.resolve("scripts/compare"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        assertThat(run(elsewhere, Map.of("CDPATH", folder.toString()), second.toString(), "4").exitCode).isEqualTo(4);
        assertThat(run(elsewhere, Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH")), "sh", "-c",
                "rm w*; lanewise 4").exitCode)
                .isEqualTo(4);
        Files.delete(elsewhere.resolve("written-ß"));
        assertThat(run(elsewhere, Map.of(), compare.toString(), "a", "b").out)
                .contains("|compare|--repository|" + root.toRealPath() + "|a|b");
    }

    @ParameterizedTest
    @CsvSource({"JAVA_TOOL_OPTIONS, -XX:+NoSuchFlag, Unrecognized VM option 'NoSuchFlag'",
            "JDK_JAVA_OPTIONS, -XX:+UseSerialGC -XX:+UseParallelGC, Multiple garbage collectors selected",
            "JAVA_TOOL_OPTIONS, -Xmx1g -Xms2g, Initial heap size set to a larger value than the maximum heap size",
            "JAVA_TOOL_OPTIONS, -javaagent:nowhere.jar, Error opening zip file or JAR manifest missing : nowhere.jar"})
    void aJvmThatDoesNotStartIsNoVerdict(String variable, String flags, String cause) throws Exception {
        Outcome outcome = run(folder, Map.of(variable, flags), script(checkout("plain")), "0");
        assertThat(outcome).isEqualTo(
                new Outcome(2, "", "lanewise: " + System.getProperty("java.home") + "/bin/java does not start: " + cause + "\n"));
    }

    @Test
    void aJvmWithoutRoomToStartIsNoVerdict() throws Exception {
        Outcome outcome = run(folder, Map.of(), "sh", "-c", "ulimit -v 400000 && exec \"$0\" 0", script(checkout("plain")));
        assertThat(outcome.exitCode).isEqualTo(2);
        assertThat(outcome.err).startsWith("lanewise: ").contains("does not start: Could not ").hasLineCount(1);
    }

    @Test
    void aJarThatIsMissingOrDamagedIsNoVerdict() throws Exception {
        Path root = checkout("plain");
        Path copy = root.resolve("target/benchmarks.jar");
        try (OutputStream out = Files.newOutputStream(copy)) {
            out.write(1);
        }
        Outcome damaged = run(folder, Map.of(), script(root), "0");
        assertThat(damaged.exitCode).isEqualTo(2);
        assertThat(damaged.err).contains("Could not find or load main class lanewise.cli.Main").hasLineCount(1);
        String name = copy.toRealPath().toString();
        Files.delete(copy);
        assertThat(run(folder, Map.of(), script(root), "0"))
                .isEqualTo(new Outcome(2, "",
                        "lanewise: " + name + " is missing, build it with: mvn package\n"));
    }

    /// Without the script the JVM would write into a folder of another name.
    @Test
    void aFolderThatTheLocaleCannotNameIsRefused() throws Exception {
        Path in = Files.createDirectories(folder.resolve("ü"));
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", ChildJvm.VECTOR, "-cp",
                ChildJvm.CLASS_PATH, "lanewise.cli.Main", "env"));
        Outcome outcome = run(in, Map.of("LC_ALL", "C"), command.toArray(String[]::new));
        assumeThat(ChildJvm.CLASS_PATH.chars().allMatch(letter -> letter < 128)).isTrue();
        assertThat(outcome.exitCode).isEqualTo(2);
        assertThat(outcome.err).contains("lanewise: the name of this folder has letters that the locale's character set");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(in));
    }
}
