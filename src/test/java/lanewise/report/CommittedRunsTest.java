package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lanewise.run.Plan;
import lanewise.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// Runs of earlier versions that are kept in the repository are still read, and still say what their summaries say.
@Execution(ExecutionMode.CONCURRENT)
class CommittedRunsTest {

    private static final Path REFERENCES = Path.of("jmh-results", "reference");

    @TempDir
    private Path copies;

    static List<Path> runs() throws IOException {
        try (Stream<Path> all = Files.walk(REFERENCES)) {
            return all.filter(path -> path.getFileName().toString().equals("plan.json")).map(Path::getParent).sorted().toList();
        }
    }

    @Test
    void thereAreSome() throws Exception {
        assertThat(runs()).hasSizeGreaterThan(5);
    }

    private RunFolder copied(Path run) throws IOException {
        RunFolder folder = new RunFolder(Files.createDirectory(copies.resolve("copy")));
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : files.toList()) Files.copy(file, folder.path().resolve(file.getFileName()));
        }
        return folder;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theSummaryIsTheSame(Path run) throws Exception {
        RunFolder copy = copied(run);
        Report report = new Report(copy);
        assertThat(report.summary().completeness().isWhole()).isTrue();
        report.write();
        for (String file : List.of("tables.md", "summary.md")) {
            assertThat(lines(copy.path(), file)).isNotEmpty().isEqualTo(lines(run, file));
        }
        assertThat(Files.readAllLines(copy.path().resolve("summary.md"))).hasSizeLessThanOrEqualTo(60);
        assertThat(report.toText().lines()).hasSizeLessThanOrEqualTo(35).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        try (Stream<Path> files = Files.list(run)) {
            for (Path chart : files.filter(file -> file.toString().endsWith(".svg")).toList()) {
                assertThat(copy.path().resolve(chart.getFileName())).hasSameTextualContentAs(chart);
            }
        }
    }

    static List<Path> earlierRuns() throws IOException {
        List<Path> earlier = new ArrayList<>();
        for (Path run : runs()) if (schema(new RunFolder(run)) < Plan.SCHEMA) earlier.add(run);
        return earlier;
    }

    @ParameterizedTest
    @MethodSource("earlierRuns")
    void inThePresentSchemaItSaysTheSame(Path run) throws Exception {
        RunFolder old = copied(run);
        RunFolder present = RunFolder.create(copies, Instant.EPOCH, old.environment(), old.plan());
        assertThat(schema(present)).isEqualTo(Plan.SCHEMA);
        try (Stream<Path> files = Files.list(run)) {
            for (Path journal : files.filter(file -> file.getFileName().toString().startsWith("journal.")).toList()) {
                Files.copy(journal, present.path().resolve(journal.getFileName()));
            }
        }
        assertThat(present.plan()).isEqualTo(old.plan());
        assertThat(present.measurements()).hasSameSizeAs(old.measurements()); // all that a report is made of
    }

    private static int schema(RunFolder folder) throws IOException {
        return new JsonMapper().readTree(Files.readString(folder.path().resolve("plan.json"))).path("schema").asInt();
    }

    /// Every line but the paragraph that says how to read them.
    private static List<String> lines(Path run, String file) throws IOException {
        return Files.readAllLines(run.resolve(file)).stream().filter(line -> !line.startsWith("ns/param is")).toList();
    }
}
