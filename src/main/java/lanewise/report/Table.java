package lanewise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A table as text, Markdown and HTML. The first columns are names, the others numbers.
record Table(List<String> head, List<List<String>> rows, int names) {

    /// Cells are lines, whatever the names in them are.
    Table {
        rows = rows.stream().map(cells -> cells.stream().map(Plain::line).toList()).toList();
    }

    private static final List<String> STEPS = List.of("optimizer", "size", "variant", "M params/s", "ns/param", "ms/step", "GB/s",
            "speed-up", "of roof", "SIMD to best other", "forks", "iterations", "spread", "steps", "p50 ms", "p99 ms", "max ms");
    private static final List<String> CONDITIONS = List.of("condition", "optimizer", "size", "variant", "ns/param", "time to plain",
            "speed to plain", "of roof", "forks", "spread", "plain spread");
    private static final List<String> PRODUCTS = List.of("product", "variant", "ms", "GFLOP/s", "of roof", "SIMD to best other", "forks",
            "spread");
    private static final List<String> ROOFS = List.of("roof", "size", "form", "ns/element", "GB/s", "GFLOP/s", "forks", "spread");
    private static final String CONTESTANT = "JVM";
    private static final String TO_FIRST = "time to first";

    /// A share of a roof that noise and luck with placement do not explain.
    static final double ABOVE_ROOF = 1.03;

    /// The steps of a run. The speed-up is over SCALAR_NO_AUTOVEC.
    static Table ofSteps(Summary summary) {
        return of(summary, STEPS, 3, Summary.Line::isStep, Table::step);
    }

    /// The steps under other conditions, beside the plain ones.
    static Table ofConditions(Summary summary) {
        Map<String, Summary.Line> byId = summary.rows().stream().collect(Collectors.toMap(line -> line.row().id(), line -> line));
        return of(summary, CONDITIONS, 4, Summary.Line::isCondition, line -> condition(line, byId.get(Summary.plainOf(line.row()))));
    }

    /// The products of matrices.
    static Table ofProducts(Summary summary) {
        return of(summary, PRODUCTS, 2, Summary.Line::isProduct, Table::product);
    }

    /// The roofs of a run.
    static Table ofRoofs(Summary summary) {
        return of(summary, ROOFS, 3, Summary.Line::isRoof, Table::roof);
    }

    /// Where JVMs are compared each row names its own, and its time over that in the first one.
    private static Table of(Summary summary, List<String> head, int names, Predicate<Summary.Line> held,
            Function<Summary.Line, List<String>> cells) {
        List<Summary.Line> lines = summary.rows().stream().filter(held).toList();
        if (lines.stream().allMatch(line -> line.row().contestant().isEmpty()))
            return new Table(head, lines.stream().map(cells).toList(), names);
        List<String> longer = new ArrayList<>(head);
        longer.addAll(names, List.of(CONTESTANT, TO_FIRST));
        return new Table(longer, lines.stream().map(line -> {
            List<String> longerCells = new ArrayList<>(cells.apply(line));
            longerCells.addAll(names, List.of(line.row().contestant(), number("%.3f", line.first())));
            return longerCells;
        }).toList(), names + 1);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    private static List<String> step(Summary.Line line) {
        var parameters = line.row().parameters();
        long steps = line.invocations().getTotalCount();
        return List.of(
                parameters.get("optimizer"),
                String.format(Locale.ROOT, "%,d", line.row().work().parameters()),
                parameters.get("variant"),
                number("%,.0f", 1e3 / line.nanosecondsPerParameter()),
                number("%.3f", line.nanosecondsPerParameter()),
                milliseconds(line.nanoseconds()),
                number("%.1f", line.gigabytesPerSecond()),
                number("%.2f", line.speedup()),
                share(line),
                duel(line),
                forks(line),
                Integer.toString(line.iterations()),
                number("%.1f %%", 100 * line.spread()),
                steps == 0 ? "–" : String.format(Locale.ROOT, "%,d", steps),
                milliseconds(percentile(line, 50)),
                milliseconds(percentile(line, 99)),
                milliseconds(percentile(line, 100)));
    }

    private static List<String> condition(Summary.Line line, Summary.Line plain) {
        var parameters = line.row().parameters();
        return List.of(
                line.row().benchmarkName().replace("Benchmark.step", "") + extras(parameters),
                parameters.get("optimizer"),
                String.format(Locale.ROOT, "%,d", line.row().work().parameters()),
                parameters.get("variant"),
                number("%.3f", line.nanosecondsPerParameter()),
                number(line.plain() < 0.1 ? "%.4f" : "%.2f", line.plain()),
                duel(line),
                share(line),
                forks(line),
                number("%.1f %%", 100 * line.spread()),
                plain == null ? "–" : number("%.1f %%", 100 * plain.spread()));
    }

    private static List<String> product(Summary.Line line) {
        return List.of(
                line.row().parameters().get("shape"),
                line.row().parameters().get("variant"),
                milliseconds(line.nanoseconds()),
                number("%.1f", 2 / line.nanosecondsPerParameter()),
                number("%.2f", line.share()),
                duel(line),
                forks(line),
                number("%.1f %%", 100 * line.spread()));
    }

    private static List<String> roof(Summary.Line line) {
        var parameters = line.row().parameters();
        boolean moves = line.row().work().bytesRead() > 0;
        boolean multiplies = "MULTIPLY_ADD".equals(parameters.get("operation"));
        return List.of(
                parameters.getOrDefault("streams", parameters.get("operation")) + extras(parameters),
                moves ? String.format(Locale.ROOT, "%,d", line.row().work().parameters()) : "",
                parameters.getOrDefault("form", parameters.getOrDefault("variant", "")),
                number(multiplies ? "%.5f" : "%.3f", line.nanosecondsPerParameter()),
                moves ? number("%.1f", line.gigabytesPerSecond()) : "",
                multiplies ? number("%.1f", 2 / line.nanosecondsPerParameter()) : "",
                forks(line),
                number("%.1f %%", 100 * line.spread()));
    }

    /// What a row has beside the parameters that all have.
    private static String extras(Map<String, String> parameters) {
        return (parameters.containsKey("threads") ? ", " + parameters.get("threads") + " threads" : "")
                + (parameters.containsKey("permille") ? ", " + parameters.get("permille") + " ‰ of the rows" : "")
                + (parameters.containsKey("layout") ? ", " + parameters.get("layout").toLowerCase(Locale.ROOT).replace('_', ' ') : "");
    }

    private static String duel(Summary.Line line) {
        if (line.duel() == null) return "–";
        var interval = line.duel().interval();
        return number("%.2f", line.duel().ratio())
                + (Double.isInfinite(interval.high())
                        ? ""
                        : String.format(Locale.ROOT, " (%.2f to %.2f)", interval.low(), interval.high()));
    }

    private static String share(Summary.Line line) {
        if (line.roof() == null || Double.isNaN(line.share())) return "–";
        return String.format(Locale.ROOT, "%.2f %s%s", line.share(), line.roof().name().toLowerCase(Locale.ROOT),
                line.share() > ABOVE_ROOF ? " *" : "");
    }

    static String forks(Summary.Line line) {
        return line.failures().isEmpty() ? "" + line.forks() : line.forks() + ", " + line.failures().size() + " failed";
    }

    static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }

    private static double percentile(Summary.Line line, double rank) {
        return line.invocations().getTotalCount() == 0 ? Double.NaN : line.invocations().getValueAtPercentile(rank);
    }

    /// Three digits, without an exponent: 0.0000620 to 145.
    static String milliseconds(double nanoseconds) {
        if (Double.isNaN(nanoseconds)) return "–";
        double milliseconds = nanoseconds / 1e6;
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(milliseconds)));
        return String.format(Locale.ROOT, "%." + decimals + "f", milliseconds);
    }

    String toText() {
        int[] widths = IntStream.range(0, head.size())
                .map(k -> Stream.concat(Stream.of(head), rows.stream()).mapToInt(cells -> cells.get(k).length()).max().orElse(0))
                .toArray();
        return Stream.concat(Stream.of(head), rows.stream()).map(cells -> line(cells, widths)).collect(Collectors.joining("\n"));
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(k -> {
                    String blanks = " ".repeat(widths[k] - cells.get(k).length());
                    return k < names ? cells.get(k) + blanks : blanks + cells.get(k);
                })
                .collect(Collectors.joining("  ")).stripTrailing();
    }

    String toMarkdown() {
        String rule = IntStream.range(0, head.size()).mapToObj(k -> k < names ? "---" : "---:").collect(Collectors.joining("|", "|", "|"));
        return Stream.concat(Stream.of(markdown(head), rule), rows.stream().map(Table::markdown)).collect(Collectors.joining("\n"));
    }

    private static String markdown(List<String> cells) {
        return cells.stream().map(Markdown::escape).collect(Collectors.joining(" | ", "| ", " |"));
    }

    String toHtml() {
        return "<table>\n" + html("th", head) + rows.stream().map(cells -> html("td", cells)).collect(Collectors.joining()) + "</table>\n";
    }

    private String html(String tag, List<String> cells) {
        return IntStream.range(0, cells.size())
                .mapToObj(k -> "<" + tag + (k < names ? " class=\"name\">" : ">") + Html.escape(cells.get(k)) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }
}
