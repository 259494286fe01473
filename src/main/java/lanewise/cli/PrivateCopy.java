package lanewise.cli;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lanewise.run.BuildCopy;
import lanewise.run.ExitCode;

/// A command that measures runs from a copy of its own class path. It takes minutes or hours and loads classes, and JMH its list of
/// benchmarks, until its end; meanwhile a build may write another `benchmarks.jar` over the one that it was started from.
final class PrivateCopy {

    /// The class path as it was asked for, for the command that repeats the run. `scripts/lanewise` says it where a path has a colon, because
    /// the JVM then gets another one.
    private static final String GIVEN = "lanewise.given.class.path";
    private static final String CLASS_PATH = "java.class.path";

    private static final List<String> MEASURING = List.of("run", "compare", "bisect");

    private PrivateCopy() {}

    static boolean isFor(String... arguments) {
        return Arrays.stream(arguments).findFirst().filter(MEASURING::contains).isPresent();
    }

    /// The class path as it was asked for.
    static String given() {
        return System.getProperty(GIVEN, System.getProperty(CLASS_PATH));
    }

    /// [Main#execute] of the copy, which is gone when the process ends.
    static int execute(String... arguments) {
        try {
            List<Path> copies = BuildCopy.temporary();
            List<URL> urls = new ArrayList<>();
            for (Path copy : copies) urls.add(copy.toUri().toURL());
            System.setProperty(GIVEN, given());
            System.setProperty(CLASS_PATH, copies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
            try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
                Thread.currentThread().setContextClassLoader(loader); // services, such as external kernels, are in the copy
                var execute = loader.loadClass(Main.class.getName()).getDeclaredMethod("execute", String[].class);
                execute.setAccessible(true); // the loader makes it another package
                return (int) execute.invoke(null, (Object) arguments);
            }
        } catch (IOException e) {
            System.err.println("lanewise: the class path cannot be copied into " + System.getProperty("java.io.tmpdir") + " (" + e + ")");
            return ExitCode.INCOMPLETE;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) throw error;
            throw new AssertionError("a command's exceptions are handled where it is executed", e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the copy has the same classes", e);
        }
    }
}
