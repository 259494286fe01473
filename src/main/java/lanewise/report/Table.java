package lanewise.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A table as text, Markdown and HTML. The first columns are names, the others numbers.
record Table(List<String> head, List<List<String>> rows, int names) {

    private static final List<String> STEPS = List.of("optimizer", "size", "variant", "M params/s", "ns/param", "ms/step", "GB/s",
            "speed-up",
            "of roof", "forks", "spread", "p50 ms", "p99 ms", "max ms");
    private static final List<String> ROOFS = List.of("roof", "size", "variant", "ns/element", "GB/s", "GFLOP/s", "forks", "spread");

    /// A share of a roof that noise and luck with placement do not explain.
    static final double ABOVE_ROOF = 1.03;

    /// The steps of a run. The speed-up is over SCALAR_NO_AUTOVEC.
    static Table ofSteps(Summary summary) {
        return new Table(STEPS, summary.rows().stream().filter(Summary.Line::isStep).map(Table::step).toList(), 3);
    }

    /// The roofs of a run.
    static Table ofRoofs(Summary summary) {
        return new Table(ROOFS, summary.rows().stream().filter(line -> !line.isStep()).map(Table::roof).toList(), 3);
    }

    private static List<String> step(Summary.Line line) {
        var parameters = line.row().parameters();
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
                forks(line),
                number("%.1f %%", 100 * line.spread()),
                milliseconds(percentile(line, 50)),
                milliseconds(percentile(line, 99)),
                milliseconds(percentile(line, 100)));
    }

    private static List<String> roof(Summary.Line line) {
        var parameters = line.row().parameters();
        boolean moves = line.row().work().bytesRead() > 0;
        boolean multiplies = "MULTIPLY_ADD".equals(parameters.get("operation"));
        return List.of(
                parameters.getOrDefault("streams", parameters.get("operation")),
                moves ? String.format(Locale.ROOT, "%,d", line.row().work().parameters()) : "",
                parameters.getOrDefault("variant", ""),
                number(multiplies ? "%.5f" : "%.3f", line.nanosecondsPerParameter()),
                moves ? number("%.1f", line.gigabytesPerSecond()) : "",
                multiplies ? number("%.1f", 2 / line.nanosecondsPerParameter()) : "",
                forks(line),
                number("%.1f %%", 100 * line.spread()));
    }

    private static String share(Summary.Line line) {
        if (line.roof() == null || Double.isNaN(line.share())) return "–";
        return String.format(Locale.ROOT, "%.2f %s%s", line.share(), line.roof().name().toLowerCase(Locale.ROOT),
                line.share() > ABOVE_ROOF ? " *" : "");
    }

    private static String forks(Summary.Line line) {
        return line.failures().isEmpty() ? "" + line.forks() : line.forks() + ", " + line.failures().size() + " failed";
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }

    private static double percentile(Summary.Line line, double rank) {
        return line.invocations().getTotalCount() == 0 ? Double.NaN : line.invocations().getValueAtPercentile(rank);
    }

    /// Three digits, without an exponent: 0.0000620 to 145.
    private static String milliseconds(double nanoseconds) {
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
                .mapToObj(k -> String.format("%" + (k < names ? "-" : "") + widths[k] + "s", cells.get(k)))
                .collect(Collectors.joining("  ")).stripTrailing();
    }

    String toMarkdown() {
        String rule = IntStream.range(0, head.size()).mapToObj(k -> k < names ? "---" : "---:").collect(Collectors.joining("|", "|", "|"));
        return Stream.concat(Stream.of(markdown(head), rule), rows.stream().map(Table::markdown)).collect(Collectors.joining("\n"));
    }

    private static String markdown(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
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
