package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.compare.Comparison;
import lanewise.compare.Comparisons;
import lanewise.run.Environment;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Plans;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Shards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes from outside is shown as it is and does nothing.
class MarkdownTest {

    /// A cell's end, HTML, a picture, emphasis, code, somebody's name, a line's end, a terminal's command and a change of direction.
    private static final String HOSTILE = "a|b<img src=x>&amp;![p](http://x)**bold** `code` @all\n# head\r\n\u001b[31mred\u202e\\|~~s~~";

    private static final String SHOWN = "a\\|b&lt;img src=x&gt;&amp;amp;!\\[p\\](http://x)\\*\\*bold\\** \\`code\\` &#64;all # head \\\\u001b\\[31mred\\\\u202e\\\\\\|\\~\\~s\\~~";

    @TempDir
    private Path results;

    private static final Environment HERE = new Environment(HOSTILE, "", 2, 2, List.of(HOSTILE), List.of(), 16, 1, 1, HOSTILE, HOSTILE,
            HOSTILE,
            HOSTILE, HOSTILE, List.of(), "0123456", false);

    @ParameterizedTest
    @CsvSource({"SCALAR_NO_AUTOVEC,SCALAR_NO_AUTOVEC", "0.98 memory *,0.98 memory *", "a row [base],a row \\[base\\]", "_x_,\\_x_",
            "a@b.c,a@b.c",
            "2 * 3,2 * 3"})
    void whatDoesNothingStaysAsItIs(String text, String escaped) {
        assertThat(Markdown.escape(text)).isEqualTo(escaped);
    }

    @Test
    void whatWouldDoSomethingIsShown() {
        assertThat(Markdown.escape(HOSTILE)).isEqualTo(SHOWN);
        assertThat(Markdown.code("a\n# b\u001b")).isEqualTo("    a\n    # b\\u001b");
    }

    /// Rows of every table, whose text parameters are hostile.
    private static Plan hostile() {
        Row[] rows = Stream.of(Plans.row(HOSTILE, "SIMD", 1_000), Plans.row(HOSTILE, HOSTILE, 1_000), Plans.row(HOSTILE, "SIMD", 2_000),
                Plans.stream(HOSTILE, 1_000)).map(row -> row.in(HOSTILE, "", List.of(HOSTILE))).toArray(Row[]::new);
        Plan plan = Plans.plan(2, 0, rows);
        return new Plan(Plan.SCHEMA, HOSTILE, HOSTILE, 1, 2, 0, plan.sampling(), plan.rows(), List.of(new Plan.LeftOut(HOSTILE, HOSTILE)),
                List.of(HOSTILE));
    }

    /// But for blocks of code, in which only the end of a line would do something.
    private static void requireHarmless(String text) {
        text = text.lines().filter(line -> !line.startsWith("    ")).collect(Collectors.joining("\n"));
        assertThat(text).doesNotContain("<img", "\u001b", "\u202e", "a|b");
        assertThat(text.lines()).noneMatch(line -> line.startsWith("# head"));
    }

    @Test
    void aRunsSummaryPageAndChartsAreHarmless() throws Exception {
        Plan plan = hostile();
        List<Measurement> measured = Shards.measured(plan, 2, row -> row.work().count());
        Measurement last = measured.removeLast();
        measured.add(new Measurement(last.row(), last.round(), 1, last.started(), 1, 0, 0, 0, new double[0], last.facts(), HOSTILE));
        RunFolder run = Shards.folder(results, 1, HERE, plan, measured);
        Report report = new Report(run);
        report.write();
        requireHarmless(Files.readString(run.path().resolve("summary.md")));
        String summary = Files.readString(run.path().resolve("tables.md"));
        requireHarmless(summary);
        assertThat(summary).contains("| " + SHOWN).contains("failed: " + SHOWN);
        assertThat(summary.lines().filter(line -> line.startsWith("|"))
                .map(line -> line.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count())
                .distinct()).as("cells of the two tables").hasSize(2);
        assertThat(report.toText()).doesNotContain("\u001b", "\u202e");
        String page = Files.readString(run.path().resolve("report.html"));
        assertThat(page.substring(0, page.indexOf("<script>"))).as("all of it but the scripts").contains("a|b\\u003cimg").doesNotContain(
                "<img", "\u001b",
                "\u202e");
        try (Stream<Path> charts = Files.list(run.path()).filter(path -> path.toString().endsWith(".svg"))) {
            assertThat(charts.toList()).isNotEmpty()
                    .allSatisfy(chart -> assertThat(Files.readString(chart)).doesNotContain("<img", "\u001b", "NaN"));
        }
    }

    @Test
    void aComparisonsSummaryIsHarmless() throws Exception {
        Plan plan = Comparisons.plan(HOSTILE);
        Comparison usual = Comparisons.of(plan, "1", "2");
        Comparison comparison = new Comparison(usual.schema(),
                new Comparison.Side(HOSTILE, HOSTILE, "1", HOSTILE.replace("\u0000", ""), List.of(HOSTILE)),
                usual.head(), usual.rule(), usual.margins(), List.of(new Plan.LeftOut(HOSTILE, HOSTILE)));
        RunFolder folder = Comparisons.folder(results, "a-vs-b", HERE, plan, comparison, Comparisons.measured(plan, plan.rounds(), 1.2));
        ComparisonReport report = new ComparisonReport(folder);
        report.write(false);
        String text = Files.readString(folder.path().resolve("comparison.md"));
        requireHarmless(text);
        assertThat(text).contains("| StepBenchmark.step " + SHOWN);
        assertThat(report.toText()).doesNotContain("\u001b", "\u202e");
    }
}
