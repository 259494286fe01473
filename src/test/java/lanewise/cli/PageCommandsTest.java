package lanewise.cli;

import static lanewise.cli.Outcome.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.compare.Comparisons;
import lanewise.run.Plan;
import lanewise.run.RunFolder;
import lanewise.run.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands that write pages and Markdown: what they take, what they refuse, and that the committed Markdown is what they would write.
class PageCommandsTest {

    @TempDir
    private Path folder;

    @Test
    void theTablesAndThePictureOfTheReadmeAreNotStale() {
        Outcome check = execute("readme", "--check");
        assertThat(check.out()).as("scripts/lanewise readme makes them again").isEqualTo("Nothing is stale.\n");
        assertThat(check.exitCode()).isZero();
    }

    @Test
    void aStaleTableIsNamedAndMadeAgain() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(readme).contains("| SGD | 0.448 |");
        Path copy = Files.writeString(folder.resolve("README.md"), readme.replace("| SGD | 0.448 |", "| SGD | 0.001 |"));
        Outcome check = execute("readme", "--root", Path.of("").toAbsolutePath().toString(), "--check", copy.toString());
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out()).startsWith("Stale: ");
        assertThat(execute("readme", "--root", Path.of("").toAbsolutePath().toString(), copy.toString()).exitCode()).isZero();
        assertThat(Files.readString(copy)).contains("| SGD | 0.448 |");
    }

    @ParameterizedTest
    @ValueSource(strings = {"steps RUN SGD=SGD SIMD@77", "steps RUN SGD=SGD", "picture RUN NOBODY x.svg", "sums RUN"})
    void aMarkerThatCannotBeReadIsRefusedByItsFile(String marker) throws Exception {
        Path run = Runs.run(folder, 1, 2, "Tiny", "JDK", _ -> 1).path();
        Files.writeString(folder.resolve("a.md"),
                "<!-- lanewise:" + marker.replace("RUN", folder.relativize(run).toString()) + " -->\n<!-- lanewise:end -->\n");
        Outcome refused = execute("readme", "--root", folder.toString(), "a.md");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).startsWith("lanewise: a.md: ");
    }

    @Test
    void severalRunsBecomeOnePageAndAForeignFileIsRefusedByName() throws Exception {
        Path one = Runs.run(folder, 1, 2, "Tiny", "JDK", _ -> 1).path();
        Path two = Runs.run(folder, 2, 2, "Other", "JDK", _ -> 2).path();
        Path page = folder.resolve("page.html");
        assertThat(execute("report", one.toString(), two.toString(), "--out", page.toString()).exitCode()).isZero();
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("\"machine\":\"tiny-2c\"", "\"machine\":\"other-2c\"");
        assertThat(one.resolve("report.html")).doesNotExist();
        Path foreign = Files.writeString(folder.resolve("foreign.json"), "[1, 2]");
        for (List<String> given : List.of(List.of(foreign.toString()), List.of(one.toString(), foreign.toString()),
                List.of(Files.createDirectory(folder.resolve("empty")).toString()), List.of(folder.resolve("nowhere").toString()))) {
            Outcome refused = execute(
                    Stream.of(List.of("report"), given, List.of("--out", page.toString())).flatMap(List::stream).toArray(String[]::new));
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains(given.getLast()).hasLineCount(1);
        }
        assertThat(execute("report", one.toString(), "--out", folder.resolve("no/where.html").toString()).err())
                .contains("--out: ", "cannot be written");
    }

    @Test
    void aComparisonAndAHistoryHavePagesAndTheirMarkdownIsShort() throws Exception {
        String[] optimizers = IntStream.range(0, 60).mapToObj(k -> "O" + k).toArray(String[]::new);
        Plan plan = Comparisons.plan(optimizers);
        RunFolder comparison = Comparisons.folder(folder.resolve("comparisons"), "a-vs-b", Comparisons.HERE, plan,
                Comparisons.of(plan, "1", "2"), Comparisons.measured(plan, plan.rounds(), 1.2));
        Outcome report = execute("report", comparison.path().toString());
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120 + comparison.path().toString().length()));
        assertThat(Files.readAllLines(comparison.path().resolve("comparison.md"))).hasSizeLessThanOrEqualTo(60);
        assertThat(comparison.path().resolve("report.html")).content().contains("\"kind\":\"comparison\"");
        assertThat(execute("report", comparison.path().toString(), comparison.path().toString()).err()).contains("is a comparison");
        for (int day = 1; day <= 3; day++) Runs.run(folder.resolve("nights"), day, 2, "Tiny", "JDK", _ -> 1);
        Path page = folder.resolve("history.html");
        assertThat(execute("report", folder.resolve("nights").toString(), "--out", page.toString()).exitCode()).isZero();
        assertThat(page).content().contains("\"kind\":\"history\"");
    }

    @Test
    void aSiteHasAnIndexThatLeadsToEveryPage() throws Exception {
        Path site = folder.resolve("site");
        for (int day = 1; day <= 2; day++) Runs.run(folder.resolve("runs"), day, 2, day == 1 ? "<b>Tiny</b>" : "Other", "JDK", _ -> 1);
        Files.writeString(folder.resolve("runs/mnist.experiment.json"), """
                {"schema": 1, "kind": "experiment", "title": "Accuracy <i>", "xName": "epoch", "yName": "accuracy", "yLog": false,
                 "curves": [{"name": "SGD", "x": [1, 2], "y": [0.8, 0.9]}]}""");
        Files.writeString(folder.resolve("runs/broken.experiment.json"), "{\"schema\": 1}");
        Outcome outcome = execute("site", site.toString(), "--from", folder.resolve("runs").toString());
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("left out: ", "broken.experiment.json");
        String index = Files.readString(site.resolve("index.html"));
        assertThat(index).contains("2 runs on 2 machines, 1 experiment", "Accuracy &lt;i&gt;", "2026-01-03").doesNotContain("<b>", "<i>");
        List<String> links = Pattern.compile("href=\"([^\"]+)\"").matcher(index).results().map(link -> link.group(1)).toList();
        assertThat(links).hasSize(4).allSatisfy(link -> assertThat(site.resolve(link)).isNotEmptyFile());
        assertThat(execute("site", site.toString(), "--from", folder.resolve("nowhere").toString()).exitCode()).isEqualTo(2);
    }
}
