package lanewise.report;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import lanewise.run.Environment;
import lanewise.run.Family;
import lanewise.run.JmhResults;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Row;
import lanewise.run.Row.Unit;
import lanewise.run.RunFolder;
import lanewise.run.Interference;

/// Writes what is made from a run's journal: `summary.md`, `tables.md`, `report.html`, `invocations.hlog`, a chart an optimizer, and the table for the
/// console.
public final class Report {

    private static final String LEGEND = """
            ns/param is the median over forks of each fork's median iteration; half of the forks lie within ± spread of it. \
            GB/s counts the bytes that the update must read and write. \
            The speed-up is over SCALAR_NO_AUTOVEC, the plain loop with C2's auto-vectorizer off: the median of the ratios within each round. \
            The roof is the slower of two, measured in the same round: a stream that moves the same bytes, and the step's divides and roots \
            at the machine's vector width. \
            Over best alternative is SIMD's speed over that of the fastest other kernel, with its 95 % interval from the ratios within rounds. \
            Steps are those timed one by one, from 100,000 parameters on; p50, p99 and max are theirs, over all forks. \
            Ranges start at a cache line and streams are spread over a page, but for rows of DefaultPlacement, whose arrays lie where \
            the JVM puts them. \
            Of a product of matrices, a minibatch and a layer the roof is that of as many multiply-adds. A minibatch's step is one with momentum; \
            the update's part is that of forward, backward and update, each measured by itself. \
            A layer is timed inside its network, again and again, so that what fits in the cache is found there: layers may come to less than their \
            minibatch.""";

    /// Parameters or elements of a row that depends on huge pages, and the part of its heap that should lie in them.
    private static final long LARGE = 10_000_000;
    private static final double HUGE_PAGES_EXPECTED = 0.9;

    private static final String TABLES = "tables.md";

    private static final int COLUMNS = 120;
    private static final int LINES = 33;
    private static final int LEAST_ROOM = 8;
    private static final int MARKDOWN_LINES = 60;

    /// Sentences of either kind that are shown; the others are counted.
    private static final int FINDINGS = 5;
    private static final int WARNINGS = 6;

    private final RunFolder folder;
    private final Plan plan;
    private final Environment environment;
    private final List<Measurement> measurements;
    private final Summary summary;
    private final Function<String, Map<String, String>> kernels;

    /// Without the Java of kernels.
    ///
    /// @throws lanewise.run.RefusedException if this is not the folder of a run
    public Report(RunFolder folder) {
        this(folder, _ -> Map.of());
    }

    /// @param kernels by an optimizer's name, and then by variant: the Java of its method
    /// @throws lanewise.run.RefusedException if this is not the folder of a run
    public Report(RunFolder folder, Function<String, Map<String, String>> kernels) {
        this.kernels = kernels;
        this.folder = folder;
        this.plan = folder.plan();
        this.environment = folder.environment();
        this.measurements = folder.measurements(plan);
        this.summary = Summary.of(plan, measurements, environment.vectorLanes());
    }

    /// What the journal came to.
    public Summary summary() {
        return summary;
    }

    /// What a terminal shows: the machine, the tables' heads, what they say and what to doubt. At most 120 columns, and few enough lines that a
    /// comparison with a reference and the folder's name fit below them on one screen of 40.
    public String toText() {
        List<String> sentences = new ArrayList<>();
        few(Findings.of(summary), FINDINGS, "findings").forEach(finding -> sentences.add(Plain.wrapped(finding, COLUMNS, "  ")));
        few(warnings(), WARNINGS, "warnings").forEach(warning -> sentences.add(Plain.wrapped("! " + warning, COLUMNS, "  ")));
        int room = LINES - 3 - (int) sentences.stream().flatMap(String::lines).count();
        String tables = Overview.of(summary, Math.max(room, LEAST_ROOM), 1).stream()
                .map(section -> section.table().toText(COLUMNS) + (section.left() == 0 ? "" : "\n" + section.rest()))
                .collect(Collectors.joining("\n\n"));
        return Plain.wrapped(environment.summary(summary.lanes()), COLUMNS, "  ") + "\n\n" + (tables.isEmpty() ? "" : tables + "\n\n")
                + String.join("\n", sentences);
    }

    /// The first ones, and a last one that says how many more there are.
    private static List<String> few(List<String> all, int most, String name) {
        if (all.size() <= most) return all;
        List<String> few = new ArrayList<>(all.subList(0, most - 1));
        few.add("and " + (all.size() - most + 1) + " more " + name + ", all of them in " + TABLES);
        return few;
    }

    /// The page of one run or of several, one over the other.
    public static String page(List<Report> reports) {
        String title = reports.size() == 1
                ? "Lanewise, profile " + reports.getFirst().plan.profile() + ", " + reports.getFirst().environment.machine()
                : "Lanewise, " + reports.size() + " runs";
        return Page.html(title, RunModel.Pages.of(reports.stream().map(Report::model).toList()));
    }

    /// Writes the files into the run's folder.
    public void write() throws IOException {
        folder.write("results.json", JmhResults.of(plan, measurements));
        Map<String, String> charts = Chart.of(summary);
        for (Map.Entry<String, String> chart : charts.entrySet()) {
            folder.write(chartName(chart.getKey()), chart.getValue());
        }
        folder.write("invocations.hlog", InvocationLog.of(measurements));
        folder.write("summary.md", markdown());
        folder.write(TABLES, tables(charts));
        folder.write("report.html", page(List.of(this)));
    }

    private static String chartName(String optimizer) {
        return "chart-" + optimizer.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("-$", "") + ".svg";
    }

    /// At most 60 lines, in the order of the plan, so that two of them can be compared line by line.
    private String markdown() {
        StringBuilder text = new StringBuilder(head());
        few(Findings.of(summary), FINDINGS, "findings").forEach(finding -> text.append("- ").append(Markdown.escape(finding)).append('\n'));
        few(warnings(), WARNINGS, "warnings")
                .forEach(warning -> text.append("- **").append(Markdown.escape(warning)).append("**\n"));
        text.append('\n');
        int room = MARKDOWN_LINES - 2 - (int) text.toString().lines().count();
        boolean first = true;
        for (Overview.Section section : Overview.of(summary, room, 6)) {
            String content = section.table().toMarkdown() + (section.left() == 0 ? "" : "\n\n" + section.rest()) + "\n\n";
            text.append(first
                    ? content
                    : "<details><summary>" + section.title() + "</summary>\n\n" + content + "</details>\n\n");
            first = false;
        }
        return text.append("Steps are nanoseconds a parameter, by variant. Every row, and how to read it: [tables.md](").append(TABLES)
                .append("); with charts: report.html.\n").toString();
    }

    private String head() {
        return "# Lanewise, profile " + Markdown.escape(plan.profile()) + "\n\n" + Markdown.escape(environment.summary(summary.lanes()))
                + "\n\n" + Markdown.code(plan.command()) + "\n\n";
    }

    /// Every row of every table.
    private String tables(Map<String, String> charts) {
        return head() + summary.tables().stream().map(Table::toMarkdown).collect(Collectors.joining("\n\n")) + "\n\n"
                + LEGEND + "\n"
                + Findings.of(summary).stream().map(finding -> "\n- " + Markdown.escape(finding)).collect(Collectors.joining())
                + warnings().stream().map(warning -> "\n- **" + Markdown.escape(warning) + "**").collect(Collectors.joining())
                + charts.keySet().stream()
                        .map(optimizer -> "\n![" + Markdown.escape(optimizer) + " by size](" + chartName(optimizer) + ")\n")
                        .collect(Collectors.joining());
    }

    /// What a page draws of it.
    RunModel model() {
        return RunModel.of(folder.path(), plan, environment, measurements, summary, warnings(), LEGEND, kernels);
    }

    /// How forks that failed are measured again; not where they ran on several machines.
    private String redo() {
        return plan.joined().isEmpty() ? " (to measure it again: " + folder.redo() + ")" : "";
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(plan.warnings());
        if (summary.completeness().missing() > 0) {
            warnings.add("only a part of the plan was measured, " + summary.completeness() + (plan.joined().isEmpty()
                    ? ": go on with " + folder.goOn()
                    : ": merge the shards again"));
        }
        plan.leftOut().forEach(row -> warnings.add(row.row() + " was left out: " + row.reason()));
        for (Line line : summary.lines()) {
            line.failures().stream().distinct().forEach(failure -> warnings.add(line.row().id() + " failed: " + failure + redo()));
            if (line.forks() == 0 && line.failures().isEmpty()) warnings.add(line.row().id() + " was not measured");
        }
        if (summary.lines().stream().anyMatch(Line::isAboveRoof)) {
            warnings.add(
                    "rows marked * beat their roof by more than 3 %: the stream is not the fastest way to move these bytes, or its arrays lay worse");
        }
        unfitRounds(measurements).forEach((round, reason) -> warnings.add("round " + round + " is unfit: " + reason));
        long drifted = measurements.stream().filter(Measurement::drifted).count();
        if (drifted > 0) {
            warnings.add(
                    String.format(Locale.ROOT, "in %d of %d forks the first and the second half of iterations differ by more than %.0f %%",
                            drifted, measurements.size(), 100 * Measurement.DRIFT_LIMIT));
        }
        String unsteady = measurements.stream().filter(Measurement::unsteady).map(Measurement::row).distinct()
                .collect(Collectors.joining(", "));
        if (!unsteady.isEmpty())
            warnings.add("forks of these rows had not reached a steady state when their iterations began: " + unsteady);
        warnings.addAll(pages(measurements));
        if (Files.exists(folder.redone())) warnings.add("forks that failed were measured again, their first lines are in redone.jsonl");
        if (environment.dirty()) warnings.add("the code had uncommitted changes");
        return warnings;
    }

    /// Rounds in which others took more of the processors than [Interference] allows, with what was seen.
    private static Map<Integer, String> unfitRounds(List<Measurement> measurements) {
        Map<Integer, String> unfit = new TreeMap<>();
        measurements.stream().collect(Collectors.groupingBy(Measurement::round)).forEach((round, forks) -> {
            Interference.of(forks).unfit().ifPresent(reason -> unfit.put(round, reason));
        });
        return unfit;
    }

    /// What the kernel's own account says of huge pages, and the forks' of where their arrays lay.
    private List<String> pages(List<Measurement> measurements) {
        Map<String, Row> rows = plan.rows().stream().collect(Collectors.toMap(Row::id, row -> row));
        long large = 0;
        long small = 0;
        long misplaced = 0;
        for (Measurement m : measurements) {
            Row row = rows.get(m.row());
            if (row == null || !m.succeeded()) continue;
            if (row.family() != Family.PEER // whose memory is not the heap's
                    && row.work().unit() != Unit.MULTIPLY_ADD && row.work().count() >= LARGE
                    && m.facts().get("hugePageKilobytes") instanceof Number kilobytes) {
                large++;
                if (kilobytes.longValue() < HUGE_PAGES_EXPECTED * row.jvm().heapMegabytes() * 1024) small++;
            }
            if (Boolean.FALSE.equals(m.facts().get("placedApart"))) misplaced++;
        }
        List<String> warnings = new ArrayList<>();
        if (small > 0) {
            warnings.add(String.format(Locale.ROOT,
                    "in %d of %d forks of 10,000,000 parameters or more the system put less than %.0f %% of the heap into huge pages: they are slower than they could be",
                    small, large, 100 * HUGE_PAGES_EXPECTED));
        }
        if (misplaced > 0) {
            warnings.add(misplaced + " forks could not place their arrays apart modulo 4096, or a collection moved them");
        }
        return warnings;
    }
}
