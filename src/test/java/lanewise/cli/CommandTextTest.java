package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.compare.Comparisons;
import lanewise.run.Environment;
import lanewise.run.Plan;
import lanewise.run.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A shell reads the command of a plan as it was given.
class CommandTextTest {

    private static final List<String> GIVEN = List.of("--profile", "smoke", "--rounds", "3", "--only", "ADAM (SIMD|SCALAR) 1000$", "--seed",
            "7", "--shard", "1/1", "--results", "a folder/it's \"here\"", "--advisory", "--force", "--gate", "fail", "--flags", "",
            "--flags",
            "-Da=b -Dc=$HOME");

    /// What a shell makes of it.
    private static List<String> words(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "eval \"set -- $1\"; for word; do printf '%s\\0' \"$word\"; done", "sh", command)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).isZero();
        return new ArrayList<>(List.of(said.split("\0", -1))).subList(0, said.split("\0", -1).length - 1);
    }

    private static Plan plan(List<String> arguments) {
        RunCommand command = new RunCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.toArray(String[]::new));
        var here = Comparisons.HERE;
        return command.plan(new Session(new Environment(here.cpu(), "", 2, 2, List.of(), List.of(), 16, 1L << 40, 1L << 40, "",
                "", "", "", "", List.of(), "", false), List.of()));
    }

    @Test
    void aShellReadsEveryOptionOfARun() throws Exception {
        List<String> words = words(plan(GIVEN).command());
        assertThat(words.subList(0, 2)).containsExactly("scripts/lanewise", "run");
        List<String> options = words.subList(2, words.size());
        assertThat(options).containsExactlyInAnyOrderElementsOf(GIVEN);
        assertThat(words(plan(options).command())).as("what it says of itself is the same").isEqualTo(words);
        assertThat(words(plan(List.of()).command())).containsSequence("--profile", "quick", "--budget", "auto", "--seed");
    }

    /// Whatever options are added, none is left out of the command.
    @Test
    void everyOptionThatIsGivenIsThere() {
        CommandLine command = new CommandLine(new RunCommand());
        for (var option : command.getCommandSpec().options()) {
            String value = option.type() == Integer.class || option.type() == Long.class
                    ? "1"
                    : option.names()[0].equals("--gate")
                            ? "FAIL"
                            : option.names()[0].equals("--profile") ? "QUICK" : "x y";
            String[] arguments = option.arity().max() == 0 ? option.names() : new String[]{option.names()[0], value};
            command.parseArgs(arguments);
            assertThat(CommandText.of("run", command.getCommandSpec(), Map.of(), Set.of())).startsWith("run " + option.names()[0]);
        }
    }

    @Test
    void whatWithPutOnTheClassPathIsNamedWithTheScript() throws Exception {
        String here = Path.of("").toAbsolutePath().toString();
        String classPath = String.join(File.pathSeparator, here + "/target/benchmarks.jar", "/my kernels/a.jar", here + "/classes");
        assertThat(words(CommandText.lanewise(classPath))).containsExactly("scripts/lanewise", "--with", "/my kernels/a.jar", "--with",
                "classes");
        assertThat(CommandText.lanewise(here + "/target/benchmarks.jar")).isEqualTo("scripts/lanewise");
        assertThat(CommandText.lanewise("target/classes" + File.pathSeparator + "some.jar")).isEqualTo("scripts/lanewise");
    }

    @Test
    void aPathWithAColonIsOneWord(@TempDir Path folder) throws Exception {
        Path jar = Files.createFile(Files.createDirectories(folder.resolve("a:b/target")).resolve("benchmarks.jar"));
        Path with = Files.createDirectories(folder.resolve("my:kernels"));
        assertThat(words(CommandText.lanewise(jar + File.pathSeparator + with))).containsExactly("scripts/lanewise", "--with",
                with.toString());
    }

    @Test
    void theBuildsOfAComparisonComeFirst() throws Exception {
        CommandLine command = new CommandLine(new CompareCommand());
        command.setCaseInsensitiveEnumValuesAllowed(true).parseArgs("--head-flags=-XX:UseAVX=2 -Da=1", "my old.jar", "HEAD~1", "--strict",
                "--repository", ".");
        assertThat(words(CommandText.of("scripts/compare", command.getCommandSpec(), Map.of("--seed", "3"), Set.of("--repository"))))
                .startsWith("scripts/compare", "my old.jar", "HEAD~1").containsSequence("--head-flags", "-XX:UseAVX=2 -Da=1")
                .containsSequence("--seed", "3").contains("--strict").doesNotContain("--repository").hasSize(8);
    }
}
