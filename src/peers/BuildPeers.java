import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Builds each peer by itself into `target/peers`, so that one that cannot be had, because a download or a compiler fails, costs its own rows and
/// no others. Maven's profile `peers` runs it: `java src/peers/BuildPeers.java MVN`, from the project's folder.
///
/// A peer is a folder beside this file: `java` and `resources`, unless `src` has a folder of its name with these; a `pom.xml` that lists what they
/// need; and maybe a `.c` file. Into its folder in
/// `target/peers` come `classes`, and `class-path.txt` with a jar or folder a line, or `missing.txt` with the reason.
final class BuildPeers {

    private static final Path SOURCES = Path.of("src", "peers");
    private static final Path TO = Path.of("target", "peers");
    private static final String OWN_CLASSES = Path.of("target", "classes").toString();
    private static final String CLASS_PATH_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath";
    private static final int PATIENCE_MINUTES = 30;

    /// A root that may set errno keeps a loop from becoming vectors. In standard C, unlike gcc's own, gcc fuses no multiplication with an addition, and so
    /// leaves the bits of the scalar kernels.
    private static final List<String> C_FLAGS = List.of("-O3", "-march=native", "-fno-math-errno", "-std=c11", "-shared", "-fPIC");

    /// A sentence for `missing.txt`.
    private static final class MissingException extends Exception {

        private static final long serialVersionUID = 1;

        MissingException(String reason) {
            super(reason);
        }
    }

    private record Said(int exitCode, String text) {

        /// The first line that says what is wrong.
        String reason() {
            return text.lines().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "").strip()).filter(line -> !line.isEmpty())
                    .filter(line -> !line.matches("(\\[WARNING]|warning: |WARNING: ).*")).findFirst().orElse("it does not say why");
        }
    }

    private BuildPeers() {}

    public static void main(String[] arguments) throws IOException {
        String maven = arguments.length > 0 ? arguments[0] : "mvn";
        List<Path> peers;
        try (Stream<Path> folders = Files.list(SOURCES)) {
            peers = folders.filter(Files::isDirectory).sorted().toList();
        }
        for (Path peer : peers) {
            Path to = TO.resolve(peer.getFileName());
            delete(to);
            Files.createDirectories(to.resolve("classes"));
            try {
                build(peer, to, maven);
                System.out.println("Built the peer " + peer.getFileName());
            } catch (MissingException | IOException e) {
                String reason = "the peer " + peer.getFileName() + " was not built: "
                        + (e instanceof MissingException ? e.getMessage() : e.toString());
                Files.deleteIfExists(to.resolve("class-path.txt"));
                Files.writeString(to.resolve("missing.txt"), reason + "\n");
                System.out.println("Missing: " + reason);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private static void build(Path peer, Path to, String maven) throws IOException, MissingException {
        try (Stream<Path> files = Files.list(peer)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".c")).toList()) compileC(file, to);
        }
        List<String> classPath = new ArrayList<>(List.of(to.resolve("classes").toAbsolutePath().toString()));
        if (Files.exists(peer.resolve("pom.xml"))) classPath.addAll(resolve(peer.resolve("pom.xml"), to, maven));
        Path sources = Files.exists(peer.resolve("java")) ? peer : Path.of("src").resolve(peer.getFileName()); // that of another profile
        compile(sources.resolve("java"), to.resolve("classes"), classPath);
        copy(sources.resolve("resources"), to.resolve("classes"));
        Files.write(to.resolve("class-path.txt"), classPath);
    }

    private static void compileC(Path file, Path to) throws IOException, MissingException {
        Said version;
        try {
            version = run(List.of("cc", "--version"));
        } catch (IOException e) {
            throw new MissingException("there is no C compiler, cc cannot be started");
        }
        Path library = to.resolve(System.mapLibraryName(file.getFileName().toString().replace(".c", "")));
        List<String> command = Stream.of(Stream.of("cc"), C_FLAGS.stream(), Stream.of(file.toString(), "-o", library.toString(), "-lm"))
                .flatMap(words -> words).toList();
        Said said = run(command);
        if (said.exitCode != 0) throw new MissingException(String.join(" ", command) + " ends with: " + said.reason());
        Files.writeString(to.resolve("compiler.txt"), version.text.lines().findFirst().orElse("cc") + ", " + String.join(" ", C_FLAGS) + "\n");
    }

    /// The jars that a peer needs, downloaded where they are not there yet.
    private static List<String> resolve(Path pom, Path to, String maven) throws IOException, MissingException {
        Path list = to.resolve("dependencies.txt");
        Said said;
        try {
            said = run(List.of(maven, "-B", "-ntp", "-q", "-f", pom.toString(), "-Djavacpp.platform=" + platform(),
                    "-Ddjl.platform=" + platform().replace("windows", "win").replace("macosx-arm64", "osx-aarch64"), CLASS_PATH_GOAL,
                    "-Dmdep.outputFile=" + list.toAbsolutePath()));
        } catch (IOException e) {
            throw new MissingException(maven + " cannot be started");
        }
        if (said.exitCode != 0) throw new MissingException(said.reason());
        return List.of(Files.readString(list).strip().split(java.io.File.pathSeparator));
    }

    /// As JavaCPP names it, and with it the jars of native libraries.
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macosx" : system;
        String architecture = System.getProperty("os.arch");
        return name + "-" + switch (architecture) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
    }

    private static void compile(Path sources, Path to, List<String> classPath) throws IOException, MissingException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        List<Path> files;
        try (Stream<Path> all = Files.walk(sources)) {
            files = all.filter(path -> path.toString().endsWith(".java")).toList();
        }
        List<String> options = List.of("--add-modules=jdk.incubator.vector", "-proc:none", "-d", to.toString(), "-cp",
                OWN_CLASSES + java.io.File.pathSeparator + String.join(java.io.File.pathSeparator, classPath));
        StringWriter log = new StringWriter();
        try (var manager = javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            if (javac.getTask(log, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files)).call()) return;
        }
        throw new MissingException("it does not compile: " + new Said(1, log.toString()).reason());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static Said run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) throw new IOException(command.getFirst() + " does not end");
            return new Said(process.exitValue(), text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
