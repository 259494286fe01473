package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import lanewise.ChildJvm;
import lanewise.run.ExitCode;
import lanewise.run.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Kernels of other authors: the example of CONTRIBUTING, as it stands there, and what may be wrong with one.
@Execution(ExecutionMode.CONCURRENT)
class KernelsTest {

    @TempDir
    private Path folder;

    private Path classes;
    private String example;

    @BeforeEach
    void takeTheExample() throws IOException {
        classes = folder.resolve("classes");
        Matcher block = Pattern.compile("```java\n(package mine;.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("CONTRIBUTING.md")));
        assertThat(block.find()).isTrue();
        example = block.group(1);
    }

    @Test
    void theExampleIsValidatedAndMeasured() throws Exception {
        compile(example);
        ChildJvm validated = run("validate", "--only", "MY_SGD");
        assertThat(validated.exitCode()).as(validated.output()).isZero();
        assertThat(validated.output()).containsPattern("SGD MY_SGD +[0-9a-f]{16} equal in \\d+ comparisons, nothing allocated");

        ChildJvm measured = run("run", "--profile", "smoke", "--only", "StepBenchmark.step SGD (MY_SGD|SIMD)", "--rounds", "1", "--force",
                "--results",
                folder.toString());
        assertThat(measured.exitCode()).as(measured.output()).isZero();
        assertThat(measured.output()).containsPattern("size +SIMD +MY_SGD.*\nSGD +1,000 +[0-9.]+ +[0-9.]+ ");
    }

    /// `scripts/lanewise` names such a folder by a link that has none; the command that repeats the run says its path.
    @Test
    void aKernelInAFolderWithAColonIsMeasured() throws Exception {
        classes = folder.resolve("my:classes");
        compile(example);
        Path results = folder.resolve("results");
        String measured = script("--with", classes.toString(), "run", "--profile", "smoke", "--only",
                "StepBenchmark.step SGD (MY_SGD|SIMD) 1000$", "--rounds", "1", "--force", "--results", results.toString());
        assertThat(measured).containsPattern("MY_SGD.*\nSGD +1,000 +[0-9.]+ ");
        try (Stream<Path> runs = Files.list(results)) {
            assertThat(new RunFolder(runs.findFirst().orElseThrow()).plan().command())
                    .startsWith("scripts/lanewise --with " + classes.toRealPath() + " run ");
        }
    }

    /// With a jar that stands for the suite's own: it names the class path of the tests.
    private String script(String... arguments) throws Exception {
        Path root = folder.resolve("checkout");
        Path script = Files.copy(Path.of("scripts/lanewise"), Files.createDirectories(root.resolve("scripts")).resolve("lanewise"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Stream.of(ChildJvm.CLASS_PATH.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" ")));
        Path jar = Files.createDirectories(root.resolve("target")).resolve("benchmarks.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + folder); // with a lock of its own
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /// The class path is copied before the command begins; what goes wrong then is no verdict.
    @Test
    void aClassPathThatCannotBeCopiedIsOneSentence() throws Exception {
        compile(example);
        Files.createSymbolicLink(classes.resolve("loop"), classes);
        ChildJvm child = run("run", "--profile", "smoke", "--results", folder.toString());
        assertThat(child.exitCode()).as(child.output()).isEqualTo(3);
        assertThat(child.output()).contains("lanewise: the class path cannot be copied into ").doesNotContain("\tat ");
    }

    @Test
    void whateverIsThrownBeforeACommandIsNoVerdict() {
        Outcome outcome = Outcome.capture(() -> Main.guarded(() -> {
            throw new IllegalStateException("for a test");
        }));
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(outcome.err()).startsWith("lanewise: this should not happen").hasLineCount(1);
    }

    @Test
    void aKernelWithOtherBitsIsFound() throws Exception {
        compile(example.replace("w[i] -= rate * g[i]", "w[i] = Math.fma(-rate, g[i], w[i])"));
        ChildJvm child = run("validate", "--only", "MY_SGD");
        assertThat(child.exitCode()).as(child.output()).isEqualTo(1);
        assertThat(child.output()).containsPattern("SGD MY_SGD +[0-9a-f]{16} FAILED").contains("SGD MY_SGD SIMD, size ");
    }

    @Test
    void aKernelThatThrowsIsNamed() throws Exception {
        compile(example.replace("i < to", "i <= to"));
        ChildJvm child = run("validate", "--only", "MY_SGD");
        assertThat(child.exitCode()).as(child.output()).isEqualTo(1);
        assertThat(child.output()).contains("SGD MY_SGD", "FAILED").doesNotContain("\tat ");
    }

    @Test
    void improperKernelsAreRefusedInOneSentence() throws Exception {
        refused(example.replace("\"MY_SGD\"", "\"SIMD\""), "kernel SIMD must have a name of its own, that one is taken");
        refused(example.replace("\"MY_SGD\"", "\"my sgd\""),
                "kernel mine.MySgd must have a name of capital letters, digits and underscores, has my sgd");
        refused(example.replace("return Catalogue.SGD", "return null"), "kernel MY_SGD must name its optimizer, names none");
        refused(example.replace("implements ExternalKernel", ""), "a kernel cannot be loaded: ");
    }

    @Test
    void aVariantThatIsNoKernelIsRefused() throws Exception {
        ChildJvm child = run("jmh", "StepBenchmark", "-p", "optimizer=SGD", "-p", "variant=MINE", "-p", "size=1000", "-f", "1");
        assertThat(child.output()).contains(
                "variant must be one of [SCALAR, UNROLLED, SIMD, SCALAR_NO_AUTOVEC] or the name of a kernel for SGD on the class path, was MINE");
    }

    private void refused(String source, String message) throws Exception {
        compile(source);
        ChildJvm child = run("validate");
        assertThat(child.exitCode()).as(child.output()).isEqualTo(2);
        assertThat(child.output()).contains("lanewise: " + message).doesNotContain("\tat ");
    }

    private void compile(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("MySgd.java"), source);
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("lanewise.optim.ExternalKernel"), "mine.MySgd\n");
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-cp",
                ChildJvm.CLASS_PATH, "-d", classes.toString(),
                file.toString());
        assertThat(status).isZero();
    }

    private ChildJvm run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("-cp", ChildJvm.CLASS_PATH + File.pathSeparator + classes,
                "-Djava.io.tmpdir=" + folder, // with a lock of its own
                ChildJvm.VECTOR, "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "lanewise.cli.Main"));
        command.addAll(List.of(arguments));
        return ChildJvm.run(command);
    }
}
