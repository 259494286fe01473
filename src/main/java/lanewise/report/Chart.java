package lanewise.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.run.Row;

/// The time of one optimizer's update by size, a line a variant and a dashed one for the roof of the variant that is compared with others,
/// both axes logarithmic, as SVG.
final class Chart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 190;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"); // told apart by all eyes

    private static final String VARIANT = "variant";
    private static final String ROOF = "roof";

    /// From a picosecond to a millisecond.
    private static final List<Double> TICKS = IntStream.range(-3, 6).boxed()
            .flatMap(power -> Stream.of(1, 2, 5).map(digit -> digit * Math.pow(10, power))).toList();

    private final String title;
    private final Map<String, TreeMap<Long, Double>> lines; // by variant: size to nanoseconds
    private double least = Double.MAX_VALUE;
    private double most;
    private long smallest = Long.MAX_VALUE;
    private long largest;

    private Chart(String title, Map<String, TreeMap<Long, Double>> lines) {
        this.title = title;
        this.lines = lines;
        for (TreeMap<Long, Double> line : lines.values()) {
            line.forEach((size, nanoseconds) -> {
                smallest = Math.min(smallest, size);
                largest = Math.max(largest, size);
                least = Math.min(least, nanoseconds);
                most = Math.max(most, nanoseconds);
            });
        }
        double lowest = least;
        double highest = most;
        least = TICKS.stream().filter(tick -> tick <= lowest).reduce((_, last) -> last).orElse(lowest);
        most = TICKS.stream().filter(tick -> tick >= highest).findFirst().orElse(highest);
    }

    private static String title(Line line) {
        return line.row().idOf(line.row().parameter("optimizer"));
    }

    /// A chart for each optimizer that was measured at two sizes or more, by optimizer and, where JVMs are compared, JVM.
    static Map<String, String> of(Summary summary) {
        Set<String> withRoof = withRoof(summary);
        Map<String, Map<String, TreeMap<Long, Double>>> optimizers = new LinkedHashMap<>();
        for (Line line : summary.lines()) {
            if (line.forks() == 0 || !Sections.isStep(line)) continue;
            long size = line.row().work().count();
            String variant = line.row().parameter(VARIANT);
            Map<String, TreeMap<Long, Double>> lines = optimizers.computeIfAbsent(title(line), _ -> new LinkedHashMap<>());
            lines.computeIfAbsent(variant, _ -> new TreeMap<>()).put(size, line.nanosecondsPerUnit());
            if (line.bound().isPresent() && withRoof.contains(variant)) {
                lines.computeIfAbsent(ROOF, _ -> new TreeMap<>()).put(size, line.nanosecondsPerUnit() * line.share());
            }
        }
        Map<String, String> charts = new LinkedHashMap<>();
        optimizers.forEach((optimizer, lines) -> {
            TreeMap<Long, Double> roof = lines.remove(ROOF);
            if (roof != null) lines.put(ROOF, roof); // drawn last, over the lines that meet it
            if (lines.values().stream().anyMatch(line -> line.size() > 1)) {
                charts.put(optimizer, new Chart(optimizer + ": nanoseconds per parameter by number of parameters", lines).svg());
            }
        });
        return charts;
    }

    /// The variants that are compared with others, or the only one of the run.
    private static Set<String> withRoof(Summary summary) {
        List<Row> rows = summary.where(Sections::isStep).stream().map(Line::row).toList();
        Set<String> all = rows.stream().map(row -> row.parameter(VARIANT)).collect(Collectors.toSet());
        if (all.size() == 1) return all;
        return rows.stream().filter(row -> !row.comparedWith().alternatives().isEmpty()).map(row -> row.parameter(VARIANT))
                .collect(Collectors.toSet());
    }

    private String svg() {
        StringBuilder svg = new StringBuilder();
        append(svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" font-family=\"sans-serif\" font-size=\"13\">\n",
                WIDTH, HEIGHT, WIDTH);
        append(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", WIDTH, HEIGHT);
        append(svg, "<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>\n", LEFT, Html.escape(title));
        for (double tick : TICKS) {
            if (tick < least || tick > most) continue;
            append(svg, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", LEFT, y(tick),
                    WIDTH - RIGHT, LEFT - 8, y(tick) + 4, String.format(Locale.ROOT, tick < 1 ? "%.1g" : "%.0f", tick));
        }
        for (double tick = Math.pow(10, Math.ceil(Math.log10(smallest))); tick <= largest; tick *= 10) {
            append(svg, "<path d=\"M%.1f %dV%d\" stroke=\"#eee\"/><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x(tick),
                    TOP,
                    HEIGHT - BOTTOM, x(tick), HEIGHT - BOTTOM + 18, String.format(Locale.ROOT, "%,.0f", tick));
        }
        int k = 0;
        for (Map.Entry<String, TreeMap<Long, Double>> line : lines.entrySet()) {
            boolean roof = line.getKey().equals(ROOF);
            String colour = roof ? "black" : COLOURS.get(k % COLOURS.size());
            StringBuilder path = new StringBuilder();
            line.getValue()
                    .forEach((size, nanoseconds) -> append(path, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(size), y(nanoseconds)));
            append(svg, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>\n", path, colour,
                    roof ? " stroke-dasharray=\"6 4\"" : "");
            line.getValue().forEach((size, nanoseconds) -> append(svg,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"><title>%s, %,d: %.3f ns</title></circle>\n", x(size),
                    y(nanoseconds),
                    colour, Html.escape(line.getKey()), size, nanoseconds));
            int y = TOP + 20 * k;
            append(svg, "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s</text>\n",
                    WIDTH - RIGHT + 14, y, colour, WIDTH - RIGHT + 32, y + 11, Html.escape(line.getKey()));
            k++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void append(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }

    private double x(double size) {
        double share = (Math.log(size) - Math.log(smallest)) / (Math.log(largest) - Math.log(smallest));
        return LEFT + share * (WIDTH - RIGHT - LEFT);
    }

    private double y(double nanoseconds) {
        if (most == least) return (TOP + HEIGHT - BOTTOM) / 2.0; // one time, and on a tick
        double share = (Math.log(nanoseconds) - Math.log(least)) / (Math.log(most) - Math.log(least));
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }
}
