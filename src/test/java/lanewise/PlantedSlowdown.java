package lanewise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Makes a `benchmarks.jar` whose SIMD step of Adam does more than it should, with the same result: what a gate has to find. It exists in the
/// test tree alone.
///
///     java -cp target/test-classes lanewise.PlantedSlowdown target/benchmarks.jar slow.jar 0.2 0.2
public final class PlantedSlowdown {

    /// In cache: arithmetic, the kernel again on a few numbers in the first-level cache, for a share of the parameters. In memory: a stream
    /// in place with a share of the bytes that the step reads and writes.
    private static final String PLANTED = """
            package lanewise.optim;

            final class Planted {

                private static final int IN_MEMORY = 1_000_000;
                private static final int FEW = 1_024;
                private static final float[] W = new float[FEW];
                private static final float[] G = new float[FEW];
                private static final float[] M = new float[FEW];
                private static final float[] V = new float[FEW];
                private static float[] x = {};

                static {
                    java.util.Arrays.fill(G, 1);
                }

                static void more(Adam.Step step, int parameters) {
                    if (parameters < IN_MEMORY) arithmetic(step, (int) (%s * parameters));
                    else stream((int) (%s * parameters * (16 + 12) / 8));
                }

                private static void arithmetic(Adam.Step step, int parameters) {
                    for (int left = parameters; left > 0; left -= FEW) Adam.simd(step, W, G, M, V, 0, Math.min(left, FEW));
                }

                private static void stream(int elements) {
                    if (x.length < elements) x = new float[elements];
                    float[] all = x;
                    for (int i = 0; i < elements; i++) all[i] += 1;
                }
            }
            """;

    private static final String STEP = "case SIMD -> simd(this, w, g, state[0], state[1], from, to);";
    private static final String AND_MORE = """
            case SIMD -> {
                simd(this, w, g, state[0], state[1], from, to);
                Planted.more(this, to - from);
            }""";

    private PlantedSlowdown() {}

    /// @param inCache  the share of its own work that a step of less than a million parameters does in addition: 0.2 is a fifth
    /// @param inMemory likewise, of more
    public static void make(Path jar, Path slow, double inCache, double inMemory) throws IOException {
        Path folder = Files.createTempDirectory("planted");
        try {
            String kernel = Files.readString(Path.of("src/main/java/lanewise/optim/Adam.java"));
            if (!kernel.contains(STEP)) throw new IllegalStateException("Adam.java has no \"" + STEP + "\" to plant a slowdown behind");
            Files.writeString(folder.resolve("Adam.java"), kernel.replace(STEP, AND_MORE));
            Files.writeString(folder.resolve("Planted.java"), String.format(Locale.ROOT, PLANTED, inCache, inMemory));
            compile(jar, folder);
            Files.copy(jar, slow, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem inside = FileSystems.newFileSystem(slow); Stream<Path> classes = Files.list(folder.resolve("lanewise/optim"))) {
                for (Path one : classes.toList()) {
                    Files.copy(one, inside.getPath("lanewise", "optim", one.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(PlantedSlowdown::delete);
            }
        }
    }

    private static void compile(Path jar, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean fine = compiler.getTask(null, files, null,
                    List.of("-cp", jar.toString(), "-d", folder.toString(), "--add-modules", "jdk.incubator.vector", "-proc:none",
                            "-nowarn"),
                    null, files.getJavaFileObjects(folder.resolve("Adam.java"), folder.resolve("Planted.java"))).call();
            if (!fine) throw new IllegalStateException("the planted slowdown does not compile");
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// See the class.
    public static void main(String[] arguments) throws IOException {
        make(Path.of(arguments[0]), Path.of(arguments[1]), Double.parseDouble(arguments[2]), Double.parseDouble(arguments[3]));
    }
}
