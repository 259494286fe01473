package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class ProgramTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static Program shell(String script) throws IOException {
        return Program.run(LONG, List.of("sh", "-c", script));
    }

    @Test
    void whatItAnswersIsKeptApartFromItsRemarks() throws Exception {
        assertThat(shell("echo a remark >&2; echo the answer; exit 7")).isEqualTo(new Program(7, "the answer\n", "a remark\n"));
    }

    @Test
    void aFullStreamDoesNotHaltIt() throws Exception {
        Program program = shell("head -c 300000 /dev/zero | tr '\\0' x >&2; head -c 300000 /dev/zero | tr '\\0' y");
        assertThat(program.errors()).hasSize(300_000);
        assertThat(program.output()).hasSize(300_000);
    }

    @Test
    void whatDoesNotEndIsEnded() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Program.run(Duration.ofSeconds(1), List.of("sh", "-c", "sleep 60; true")))
                .withMessage("sh does not end within 1s");
    }

    @Test
    void aChildThatIsLeftBehindIsNotWaitedFor() throws Exception {
        assertThat(shell("echo an answer; sleep 3 & exit 0").output()).isEqualTo("an answer\n");
    }

    @Test
    void variablesCanBeTakenAway() throws Exception {
        Program program = Program.run(Path.of("."), LONG, variables -> variables.remove("PATH"), List.of("/usr/bin/env"));
        assertThat(program.output().lines()).isNotEmpty().noneMatch(line -> line.startsWith("PATH="));
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(
                        "Picked up JAVA_TOOL_OPTIONS: -Dx=y\nUnrecognized VM option 'NoSuch'\nError: Could not create the Java Virtual Machine.",
                        "Unrecognized VM option 'NoSuch'"),
                Arguments.of(
                        "NOTE: Picked up JDK_JAVA_OPTIONS: -Dx=y\nError occurred during initialization of VM\nMultiple garbage collectors selected",
                        "Multiple garbage collectors selected"),
                Arguments.of("OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0, 1, 0) failed\n#\n"
                        + "# There is insufficient memory for the Java Runtime Environment to continue.",
                        "There is insufficient memory for the Java Runtime Environment to continue."),
                Arguments.of("\u001b[1;31mwrong\u001b[m\u001b]0;title\u0007", "wrong"),
                Arguments.of("\u001b[0m\u001b[0m\nwrong", "wrong"),
                Arguments.of(
                        "17:27:49.525144 git.c:460   trace: built-in: git log\nwarning: a remark\nhint: another\nfatal: bad revision 'x'",
                        "fatal: bad revision 'x'"),
                Arguments.of("[0.003s][warning][cds] archive is not used\nError: Could not find or load main class A",
                        "Error: Could not find or load main class A"),
                Arguments.of("Picked up JAVA_TOOL_OPTIONS: -Dx=y", "Picked up JAVA_TOOL_OPTIONS: -Dx=y"),
                Arguments.of("\n \n", "it does not say why"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void theCauseIsTheLineThatNamesIt(String said, String cause) {
        assertThat(new Program(1, "", said).cause()).isEqualTo(cause);
        assertThat(new Program(1, said, "").cause()).isEqualTo(cause);
    }
}
