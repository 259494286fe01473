package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.compare.Comparisons;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run's own class path, under files that are replaced meanwhile.
class BuildCopyTest {

    private static final String CLASS_PATH = "java.class.path";

    @TempDir
    private Path folder;

    private final String own = System.getProperty(CLASS_PATH);
    private final Session session = new Session(Comparisons.HERE, List.of());

    private Path jar;
    private Path with;
    private RunFolder run;

    @BeforeEach
    void aRun() throws Exception {
        jar = Files.writeString(folder.resolve("benchmarks.jar"), "a build");
        with = Files.createDirectories(folder.resolve("mine/kernels"));
        Files.writeString(with.resolve("Kernel.class"), "a kernel");
        classPath(jar, with.getParent(), folder.resolve("nothing.jar"));
        run = session.create(folder.resolve("results"), Plans.plan(1, 0, Plans.row("SGD", "SIMD", 1)));
    }

    @AfterEach
    void restore() {
        System.setProperty(CLASS_PATH, own);
    }

    private static void classPath(Path... entries) {
        System.setProperty(CLASS_PATH, Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    private String read() throws IOException {
        String[] entries = BuildCopy.of(run, run.plan()).split(File.pathSeparator);
        assertThat(entries).hasSize(2).allSatisfy(entry -> assertThat(Path.of(entry)).startsWith(run.path().toRealPath()));
        return Files.readString(Path.of(entries[0])) + ", " + Files.readString(Path.of(entries[1], "kernels", "Kernel.class"));
    }

    private void refuses(String sentence) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> BuildCopy.of(run, run.plan())).withMessageContaining(sentence)
                .matches(e -> e.exitCode() == ExitCode.USAGE);
    }

    @Test
    void thePlanKnowsTheBuildByItsDigest() {
        assertThat(run.plan().build()).extracting(Plan.ClassPathEntry::name).containsExactly("benchmarks.jar", "mine");
        // printf 'a build' | sha256sum
        assertThat(run.plan().build().getFirst().sha256()).isEqualTo("2bd9a07eddf2828e1f9fdf26fb92161b6ecef4e434d96eb9a9fa9874a073d909");
    }

    @Test
    void filesThatAreReplacedMeanwhileChangeNothing() throws Exception {
        Files.writeString(jar, "another build");
        Files.writeString(with.resolve("Kernel.class"), "another kernel");
        classPath(jar);
        assertThat(read()).isEqualTo("a build, a kernel");
    }

    @Test
    void aCopyThatIsGoneOrChangedIsMadeAgainOfTheSameBuildOnly() throws Exception {
        Files.writeString(run.path().resolve("build/benchmarks.jar"), "damaged");
        assertThat(read()).isEqualTo("a build, a kernel");
        BuildCopy.remove(run);
        assertThat(run.path().resolve("build")).doesNotExist();
        assertThat(read()).isEqualTo("a build, a kernel");
        BuildCopy.remove(run);
        classPath(jar);
        refuses("was begun with another build (benchmarks.jar " + run.plan().build().getFirst().sha256());
        Files.writeString(jar, "another build");
        classPath(jar, with.getParent());
        refuses("and its copy in build/ is gone or changed: start a new run");
    }

    @Test
    void anotherWithIsRefused() throws Exception {
        Files.writeString(with.resolve("Kernel.class"), "another kernel");
        refuses("takes no other --with");
    }

    @Test
    void ofTwoEntriesWithOneNameBothAreCopiedAndSoIsWhatAManifestNames() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other/mine")).resolve("benchmarks.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "../needed.jar gone.jar");
        new JarOutputStream(Files.newOutputStream(other), manifest).close();
        Files.writeString(folder.resolve("other/needed.jar"), "needed");
        classPath(jar, other);
        RunFolder second = new RunFolder(folder.resolve("second"));
        assertThat(BuildCopy.make(second)).extracting(Plan.ClassPathEntry::name).containsExactly("benchmarks.jar", "1-benchmarks.jar",
                "needed.jar");
        assertThat(second.path().resolve("build/needed.jar")).hasContent("needed");
    }

    /// `scripts/lanewise` names a path with a colon by a link without one.
    @Test
    void whatALinkLeadsToIsCopiedUnderItsOwnName() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("3"), with.getParent());
        Files.createSymbolicLink(with.resolve("inner"), Files.createDirectories(folder.resolve("elsewhere")));
        Files.writeString(folder.resolve("elsewhere/Other.class"), "another kernel");
        classPath(jar, link);
        RunFolder second = new RunFolder(folder.resolve("second"));
        assertThat(BuildCopy.make(second)).extracting(Plan.ClassPathEntry::name).containsExactly("benchmarks.jar", "mine");
        assertThat(second.path().resolve("build/mine/kernels/Kernel.class")).hasContent("a kernel");
        assertThat(second.path().resolve("build/mine/kernels/inner/Other.class")).hasContent("another kernel");
        assertThat(BuildCopy.sha256(link)).isEqualTo(BuildCopy.sha256(with.getParent()))
                .isEqualTo(BuildCopy.sha256(second.path().resolve("build/mine")));
    }

    @Test
    void aPathMayHaveAColon() throws Exception {
        Path odd = Files.createDirectories(folder.resolve("a:b/c:d/kernels")).getParent();
        Files.writeString(odd.resolve("kernels/Kernel.class"), "a kernel");
        classPath(jar, odd);
        RunFolder second = new RunFolder(folder.resolve("second"));
        assertThat(BuildCopy.make(second)).extracting(Plan.ClassPathEntry::name).containsExactly("benchmarks.jar", "c-d");
        assertThat(second.path().resolve("build/c-d/kernels/Kernel.class")).hasContent("a kernel");
    }

    @Test
    void aFolderThatCannotBeWalkedIsAnIOException() throws Exception {
        Files.createSymbolicLink(with.resolve("loop"), with);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> BuildCopy.sha256(with.getParent()));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> BuildCopy.make(new RunFolder(folder.resolve("second"))));
    }

    @Test
    void aPlanOfAnOlderVersionRunsTheSuitesOwn() {
        assertThat(BuildCopy.of(run, Plans.plan(1, 0, Plans.row("SGD", "SIMD", 1)))).isEmpty();
    }
}
