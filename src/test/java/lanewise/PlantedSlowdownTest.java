package lanewise;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That what is planted is in the jar, and changes no result.
@Execution(ExecutionMode.CONCURRENT)
class PlantedSlowdownTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000_000})
    void theStepOfTheJarDoesMoreAndLeavesTheSameBits(int size) throws Exception {
        Path jar = folder.resolve("benchmarks.jar");
        Path classes = Path.of("target/classes");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().matches(".*/lanewise/(optim|simd|linalg)/.*class")).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
        }
        Path slow = folder.resolve("slow.jar");
        PlantedSlowdown.make(jar, slow, 0.2, 0.2);
        assertThat(step(slow, size, true)).isEqualTo(step(jar, size, false));
    }

    /// Bits after a SIMD step of the jar's own Adam.
    private static float[] step(Path jar, int size, boolean planted) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[]{jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> optimizer = loader.loadClass("lanewise.optim.Optimizer");
            Class<?> variants = loader.loadClass("lanewise.optim.Variant");
            Class<?> update = loader.loadClass("lanewise.optim.Update");
            Object adam = loader.loadClass("lanewise.optim.Adam").getField("DEFAULT").get(null);
            Object step = optimizer.getMethod("at", long.class, double.class).invoke(adam, 1L, 0.1);
            Object simd = variants.getField("SIMD").get(null);
            float[] w = new float[size];
            float[] g = new float[size];
            for (int i = 0; i < size; i++) g[i] = i - 50.5f;
            float[][] state = new float[2][size];
            update.getMethod("apply", variants, float[].class, float[].class, float[][].class, int.class, int.class)
                    .invoke(step, simd, w, g, state, 0, size);
            assertThat(loader.findResource("lanewise/optim/Planted.class") != null).isEqualTo(planted);
            return w;
        }
    }
}
