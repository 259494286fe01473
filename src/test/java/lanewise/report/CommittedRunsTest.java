package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lanewise.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs of earlier versions that are kept in the repository are still read, and still say what their summaries say.
class CommittedRunsTest {

    private static final Path REFERENCES = Path.of("jmh-results", "reference");

    @TempDir
    private Path copy;

    static List<Path> runs() throws IOException {
        try (Stream<Path> all = Files.walk(REFERENCES)) {
            return all.filter(path -> path.getFileName().toString().equals("plan.json")).map(Path::getParent).sorted().toList();
        }
    }

    @Test
    void thereAreSome() throws Exception {
        assertThat(runs()).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theSummaryIsTheSame(Path run) throws Exception {
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : files.toList()) Files.copy(file, copy.resolve(file.getFileName()));
        }
        Report report = new Report(new RunFolder(copy));
        assertThat(report.summary().completeness().isWhole()).isTrue();
        report.write();
        assertThat(tables(copy)).isNotEmpty().isEqualTo(tables(run));
        try (Stream<Path> files = Files.list(run)) {
            for (Path chart : files.filter(file -> file.toString().endsWith(".svg")).toList()) {
                assertThat(copy.resolve(chart.getFileName())).hasSameTextualContentAs(chart);
            }
        }
    }

    /// All lines but the prose under the tables, as a reader sees them.
    private static List<String> tables(Path run) throws IOException {
        return Files.readAllLines(run.resolve("summary.md")).stream().filter(line -> !line.startsWith("ns/param is"))
                .map(line -> line.replaceAll("\\\\([\\[\\]|*_~`])", "$1").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
                .toList();
    }
}
