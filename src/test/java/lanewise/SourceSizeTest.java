package lanewise;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Files and methods that can be read at one sitting.
@Execution(ExecutionMode.CONCURRENT)
class SourceSizeTest {

    private static final Path MAIN = Path.of("src/main/java/lanewise");
    private static final int FILE_LINES = 300;
    private static final int METHOD_LINES = 60;

    /// Kernels are spelled out.
    private static final List<String> KERNELS = List.of("linalg", "nn", "optim", "roof", "simd");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    @Test
    void noFileIsLongerThanThreeHundredLines() throws IOException {
        List<String> longer = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES) longer.add(MAIN.relativize(file) + ": " + lines);
        }
        assertThat(longer).isEmpty();
    }

    @Test
    void noMethodOutsideKernelsIsLongerThanSixtyLines() throws IOException {
        List<Path> files = sources().stream().filter(file -> !KERNELS.contains(MAIN.relativize(file).getName(0).toString())).toList();
        assertThat(longMethods(files, METHOD_LINES)).isEmpty();
        assertThat(longMethods(files, 30)).as("methods are found at all").isNotEmpty();
    }

    private static List<String> longMethods(List<Path> files, int most) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null,
                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<String> longer = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                LineMap lines = unit.getLineMap();
                unit.accept(new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitMethod(MethodTree method, Void nothing) {
                        long begin = positions.getStartPosition(unit, method);
                        long length = lines.getLineNumber(positions.getEndPosition(unit, method)) - lines.getLineNumber(begin) + 1;
                        if (length > most) longer.add(unit.getSourceFile().getName() + ", " + method.getName() + ": " + length);
                        return super.visitMethod(method, nothing);
                    }
                }, null);
            }
            return longer;
        }
    }
}
