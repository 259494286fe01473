package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import lanewise.compare.Comparison;
import lanewise.compare.ComparisonVerdict;
import lanewise.compare.ComparisonVerdict.RowLine;
import lanewise.compare.Pairing;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.RunFolder;
import lanewise.stats.Modes;
import lanewise.stats.RowVerdict;
import lanewise.stats.SignedRank.Interval;
import lanewise.stats.Verdict;

/// Writes what is made from a comparison's journal: `comparison.md`, `comparison.json`, `report.html`, and the table for the console.
public final class ComparisonReport {

    private static final List<Column<RowLine>> COLUMNS = List.of(
            name("row", RowLine::row),
            name("verdict", line -> line.verdict() + (line.isAdvisory() ? " (advisory)" : "")),
            number("base", line -> Format.time(line.base())),
            number("head", line -> Format.time(line.head())),
            number("head/base", line -> measured(line, numbers -> Format.number("%.3f", numbers.ratio()))),
            number("95 % interval", line -> measured(line, numbers -> interval(numbers.interval()))),
            number("beyond margin", line -> measured(line, numbers -> Format.shortPercent(numbers.winRate()))),
            number("adjusted p", line -> measured(line, numbers -> Format.number("%.2g", numbers.pValue()))),
            number("rounds", line -> measured(line, numbers -> Integer.toString(numbers.rounds()))),
            number("margin", line -> Format.shortPercent(line.margin())),
            number("could have seen", line -> measured(line, numbers -> Format.shortPercent(numbers.detectable()))),
            number("why", RowLine::reason));

    /// Lines of each kind in `comparison.md`.
    private static final int CHANGED = 12;
    private static final int REMARKS = 6;
    private static final int OTHERS = 8;
    private static final int EXCLUDED = 5;

    private static final int COLUMNS_OF_A_TERMINAL = 120;

    private static final String LEGEND = """
            Times are medians over forks. head/base is the Hodges-Lehmann estimate of the ratio of times within rounds, above 1 slower. \
            A row has regressed if it is slower by more than its margin in fresh rounds, at a chance of at most %s of any false alarm in the whole comparison. \
            "Could have seen" is the smallest slowdown that these rounds would have found.""";

    private final RunFolder folder;
    private final Plan plan;
    private final Comparison comparison;
    private final Environment environment;
    private final List<Measurement> measurements;
    private final ComparisonVerdict verdicts;

    /// @throws lanewise.run.RefusedException if this is not the folder of a comparison
    public ComparisonReport(RunFolder folder) {
        this.folder = folder;
        this.plan = folder.plan();
        this.comparison = Comparison.read(folder, plan);
        this.environment = folder.environment();
        this.measurements = folder.measurements(plan);
        this.verdicts = ComparisonVerdict.of(plan, comparison, measurements);
    }

    /// What the comparison says.
    public ComparisonVerdict verdict() {
        return verdicts;
    }

    /// The table with the verdict under it, where a console ends.
    public String toText() {
        List<RowLine> sorted = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) sorted.addAll(verdicts.of(verdict).reversed());
        return Plain.line(title()) + "\n\n" + table(sorted.reversed()).toText(COLUMNS_OF_A_TERMINAL) + "\n"
                + remarks().stream().map(remark -> "\n" + Plain.wrapped("! " + remark, COLUMNS_OF_A_TERMINAL, "  "))
                        .collect(Collectors.joining())
                + "\n\n" + verdicts.headline();
    }

    /// The page of it.
    public String page() {
        Map<String, String> modes = new HashMap<>();
        for (RowLine line : verdicts.lines()) {
            if (line.numbers() != null && line.numbers().modes() != null) modes.put(line.row(), modes(line.row(), line.numbers().modes()));
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Machine", environment.summary(lanes()));
        facts.put("Caches", String.join(", ", environment.caches()));
        facts.put("Base", build(comparison.base()));
        facts.put("Head", build(comparison.head()));
        facts.put("Pairs", verdicts.pairing().pairs() + " measured, " + verdicts.pairing().excluded().size() + " do not count");
        return Page.html("Lanewise, " + verdicts.headline(),
                ComparisonModel.of(verdicts, comparison, measurements, title(), remarks(), modes,
                        plan.command(), facts, legend()));
    }

    private String legend() {
        return String.format(Locale.ROOT, LEGEND, Format.shortPercent(comparison.rule().falseAlarms()));
    }

    /// Writes the files into the comparison's folder.
    ///
    /// @param strict see [ExitCode#of]
    public void write(boolean strict) throws IOException {
        folder.write("comparison.md", markdown());
        folder.write("report.html", page());
        folder.write("comparison.json", ComparisonJson.of(verdicts, comparison, plan, environment, strict));
    }

    private String title() {
        return build(comparison.base()) + " against " + build(comparison.head())
                + (comparison.isAgainstItself() ? ", which are the same: every difference is noise" : "");
    }

    private static String build(Comparison.Side side) {
        String commit = side.commit().length() > 7
                ? side.commit().substring(0, 7) + side.commit().replaceAll("^[0-9a-f]*", "")
                : side.commit();
        return side.given() + (side.given().startsWith(commit) ? "" : " (" + commit + ")")
                + (side.javaHome().isEmpty() ? "" : " on " + side.javaHome())
                + (side.flags().isEmpty() ? "" : " with " + String.join(" ", side.flags()));
    }

    /// At most 60 lines; what is left out of them is counted, and stands in `comparison.json` and on the page.
    private String markdown() {
        List<RowLine> changed = new ArrayList<>(verdicts.of(Verdict.REGRESSED));
        changed.addAll(verdicts.of(Verdict.IMPROVED));
        List<RowLine> others = verdicts.lines().stream().filter(line -> !changed.contains(line)).toList();
        StringBuilder text = new StringBuilder("# ").append(verdicts.headline()).append("\n\n").append(Markdown.escape(title()))
                .append("\n\n");
        if (!changed.isEmpty()) text.append(cut(table(changed), CHANGED, "changed rows")).append("\n\n");
        List<String> remarks = remarks();
        remarks.stream().limit(REMARKS).forEach(remark -> text.append("- ").append(Markdown.escape(remark)).append('\n'));
        if (remarks.size() > REMARKS) text.append("- ").append(remarks.size() - REMARKS).append(" more remarks on the page\n");
        if (!remarks.isEmpty()) text.append('\n');
        if (!others.isEmpty()) {
            text.append(folded((changed.isEmpty() ? "All " : "The other ") + others.size()
                    + " rows, and the smallest slowdown that each could have shown", cut(table(others), OTHERS, "rows")));
        }
        List<Pairing.Excluded> excluded = verdicts.pairing().excluded();
        if (!excluded.isEmpty()) {
            String rest = excluded.size() > EXCLUDED ? "\n- " + (excluded.size() - EXCLUDED) + " more in comparison.json" : "";
            text.append(folded(excluded.size() + " of " + verdicts.pairing().pairs() + " pairs do not count",
                    excluded.stream().limit(EXCLUDED)
                            .map(pair -> "- " + Markdown.escape(pair.row() + ", round " + pair.round() + ": " + pair.reason()))
                            .collect(Collectors.joining("\n")) + rest));
        }
        return text.append(legend()).append("\n\n")
                .append(Markdown.escape(environment.summary(lanes()))).append("\n\n").append(Markdown.code(plan.command())).append('\n')
                .toString();
    }

    private static String cut(Table table, int most, String name) {
        int more = table.rows().size() - most;
        return table.first(most).toMarkdown() + (more > 0 ? "\n\n… and " + more + " more " + name + " in comparison.json" : "");
    }

    private String lanes() {
        return new RunTimes(plan, measurements, environment.vectorLanes()).lanesText();
    }

    private static String folded(String summary, String content) {
        return "<details><summary>" + Html.escape(summary) + "</summary>\n\n" + content + "\n\n</details>\n\n";
    }

    /// What is said once, of all rows or of the machine.
    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (verdicts.pairing().isUnfit()) {
            remarks.add(String.format(Locale.ROOT, "%d of %d pairs are excluded, %s are allowed: no verdict is given",
                    verdicts.pairing().excluded().size(), verdicts.pairing().pairs(), Format.shortPercent(Pairing.EXCLUDED_LIMIT)));
        }
        if (!verdicts.pairing().isUnfit() && !verdicts.pairing().excluded().isEmpty()) {
            remarks.add(
                    verdicts.pairing().excluded().size() + " of " + verdicts.pairing().pairs()
                            + " pairs do not count; comparison.md says why");
        }
        if (verdicts.sharedShift() != 1) {
            remarks.add("all rows together are " + change(verdicts.sharedShift()) + ", which is one change and not one of each row");
        }
        if (verdicts.pairing().screen().cut() > 0) {
            remarks.add(verdicts.pairing().screen().cut() + " more rows looked different than the " + comparison.rule().mostSuspects()
                    + " that are confirmed");
        }
        verdicts.missing().forEach(row -> remarks.add(row.row() + " is in one build only: " + row.reason()));
        verdicts.of(Verdict.INCOMPLETE).forEach(line -> remarks.add(line.row() + " has no verdict: " + line.reason()
                + (line.reason().contains(" failed in ") ? " (to measure it again: " + folder.redo() + ")" : "")));
        if (Files.exists(folder.redone())) remarks.add("forks that failed were measured again, their first lines are in redone.jsonl");
        for (RowLine line : verdicts.lines()) {
            if (line.numbers() != null && line.numbers().modes() != null) remarks.add(modes(line.row(), line.numbers().modes()));
        }
        verdicts.lines().stream().filter(RowLine::isAdvisory).forEach(line -> remarks.add(line.row()
                + " differs from itself so much that it does not decide: a margin of " + Format.shortPercent(line.margin())
                + " is the largest"));
        plan.leftOut().forEach(row -> remarks.add(row.row() + " was left out: " + row.reason()));
        remarks.addAll(plan.warnings());
        return remarks;
    }

    private static String modes(String row, Modes modes) {
        return String.format(Locale.ROOT, "%s has two kinds of forks: base %s and %s (%d slow), head %s and %s (%d slow), p %.3f", row,
                Format.time(modes.fastBase()), Format.time(modes.slowBase()), modes.slowForksBase(), Format.time(modes.fastHead()),
                Format.time(modes.slowHead()),
                modes.slowForksHead(), modes.pValue());
    }

    private static Table table(List<RowLine> lines) {
        return Table.of(COLUMNS, lines);
    }

    /// What the verdict's numbers say, or a dash if there are none.
    private static String measured(RowLine line, Function<RowVerdict, String> cell) {
        return line.numbers() == null ? Format.NONE : cell.apply(line.numbers());
    }

    private static String interval(Interval interval) {
        boolean bounded = Double.isFinite(interval.high()) && interval.low() > 0;
        return bounded ? Format.number("%.3f to ", interval.low()) + Format.number("%.3f", interval.high()) : Format.NONE;
    }

    private static String change(double ratio) {
        return Format.percent(Math.abs(ratio - 1)) + (ratio > 1 ? " slower" : " faster");
    }
}
