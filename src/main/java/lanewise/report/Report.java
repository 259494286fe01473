package lanewise.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lanewise.run.Environment;
import lanewise.run.Plan;
import lanewise.run.RunFolder;

/// Writes what is made from a run's journal: `summary.md`, `report.html`, `invocations.hlog`, a chart an optimizer, and the table for the
/// console.
public final class Report {

    private static final String LEGEND = """
            ns/param is the median over forks of each fork's median iteration; half of the forks lie within ± spread of it. \
            GB/s counts the bytes that the update must read and write. \
            The speed-up is over SCALAR_NO_AUTOVEC, the plain loop with C2's auto-vectorizer off: the median of the ratios within each round. \
            The roof is the slower of two, measured in the same round: a stream that moves the same bytes, and the step's divides and roots \
            at the machine's vector width. \
            p50, p99 and max are of single steps, over all forks, recorded from 100,000 parameters on.""";

    /// Share of the processors' time that others may take before a fork is counted as disturbed.
    private static final double STEAL_LIMIT = 0.05;

    private final RunFolder folder;
    private final Plan plan;
    private final Environment environment;
    private final Summary summary;

    /// @throws lanewise.run.RefusedException if this is not the folder of a run
    public Report(RunFolder folder) {
        this.folder = folder;
        this.plan = folder.plan();
        this.environment = folder.environment();
        this.summary = Summary.of(folder);
    }

    /// What the journal came to.
    public Summary summary() {
        return summary;
    }

    /// The table with its machine and its warnings.
    public String toText() {
        return environment.summary() + "\n\n" + Table.ofSteps(summary).toText() + "\n\n" + Table.ofRoofs(summary).toText() + "\n"
                + warnings().stream().map(warning -> "\n! " + warning).collect(Collectors.joining());
    }

    /// Writes the files into the run's folder.
    public void write() throws IOException {
        Map<String, String> charts = Chart.of(summary);
        for (Map.Entry<String, String> chart : charts.entrySet()) {
            folder.write(chartName(chart.getKey()), chart.getValue());
        }
        folder.write("invocations.hlog", InvocationLog.of(folder.measurements()));
        folder.write("summary.md", markdown(charts));
        folder.write("report.html", html(charts));
    }

    private static String chartName(String optimizer) {
        return "chart-" + optimizer + ".svg";
    }

    private String markdown(Map<String, String> charts) {
        return "# Lanewise, profile " + plan.profile() + "\n\n"
                + environment.summary() + "\n\n"
                + "    " + plan.command() + "\n\n"
                + Table.ofSteps(summary).toMarkdown() + "\n\n" + Table.ofRoofs(summary).toMarkdown() + "\n\n"
                + LEGEND + "\n"
                + warnings().stream().map(warning -> "\n- **" + warning + "**").collect(Collectors.joining())
                + charts.keySet().stream().map(optimizer -> "\n![" + optimizer + " by size](" + chartName(optimizer) + ")\n")
                        .collect(Collectors.joining());
    }

    private String html(Map<String, String> charts) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Machine", environment.summary());
        facts.put("Caches", String.join(", ", environment.caches()));
        facts.put("Command", plan.command());
        facts.put("How to read it", LEGEND);
        if (!warnings().isEmpty()) facts.put("Warnings", String.join("; ", warnings()));
        Map<String, String> formulas = new LinkedHashMap<>();
        summary.rows().stream().filter(Summary.Line::isStep).forEach(line -> formulas.put(line.row().parameters().get("optimizer"),
                line.row().work().formula() + " (" + line.row().work().source() + ")"));
        return Html.page("Lanewise, profile " + plan.profile(), facts, List.of(Table.ofSteps(summary), Table.ofRoofs(summary)),
                charts.values(), formulas);
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(plan.warnings());
        plan.leftOut().forEach(row -> warnings.add(row.row() + " was left out: " + row.reason()));
        for (Summary.Line line : summary.rows()) {
            line.failures().stream().distinct().forEach(failure -> warnings.add(line.row().id() + " failed: " + failure));
            if (line.forks() == 0 && line.failures().isEmpty()) warnings.add(line.row().id() + " was not measured");
        }
        if (summary.rows().stream().anyMatch(line -> line.roof() != null && line.share() > Table.ABOVE_ROOF)) {
            warnings.add(
                    "rows marked * beat their roof by more than 3 %: the stream is not the fastest way to move these bytes, or its arrays lay worse");
        }
        long disturbed = folder.measurements().stream().filter(m -> m.steal() > STEAL_LIMIT).count();
        if (disturbed > 0) {
            warnings.add(String.format("in %d of %d forks the hypervisor gave more than %.0f %% of the processors to others", disturbed,
                    folder.measurements().size(), 100 * STEAL_LIMIT));
        }
        if (environment.dirty()) warnings.add("the code had uncommitted changes");
        return warnings;
    }
}
