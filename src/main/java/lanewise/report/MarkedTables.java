package lanewise.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;

/// Markdown whose tables and pictures are made from committed runs. What stands between a marker and its end is made anew:
///
///     <!-- lanewise:steps RUN ADAM=Adam LION=Lion SCALAR@10000 SIMD@10000 roof@10000 ms@138357544 -->
///     <!-- lanewise:console RUN ADAM -->
///     <!-- lanewise:picture RUN ADAM FILE -->
///     <!-- lanewise:end -->
///
/// `steps` has a line an optimizer, with the name behind its `=`, and a column for each variant and size: nanoseconds per parameter, the share
/// of the roof or milliseconds a step. `console` is what the terminal shows of these optimizers. `picture` writes the optimizer's chart.
public final class MarkedTables {

    private static final Pattern MARKED = Pattern.compile("(<!-- lanewise:(\\w+) ([^>]*?) *-->\n).*?(<!-- lanewise:end -->)",
            Pattern.DOTALL);
    private static final Pattern COLUMN = Pattern.compile("(\\w+)@(\\d+)");
    private static final int WIDTH = 120;

    private final Path root;
    private final String page;
    private final Map<Path, String> pictures = new LinkedHashMap<>();
    private final Map<String, Summary> runs = new LinkedHashMap<>();

    /// @param root that paths in markers start from
    /// @param page what refusals name
    public MarkedTables(Path root, String page) {
        this.root = root;
        this.page = page;
    }

    /// The text with everything between markers made anew.
    ///
    /// @throws RefusedException if a marker cannot be read, or names a run, a row or a chart that there is none of
    public String renewed(String markdown) {
        return MARKED.matcher(markdown).replaceAll(marked -> Matcher.quoteReplacement(marked.group(1)
                + content(marked.group(2), List.of(marked.group(3).strip().split("\\s+"))) + "\n" + marked.group(4)));
    }

    /// The pictures that the text shows, as they are to be written, after [#renewed].
    public Map<Path, String> pictures() {
        return pictures;
    }

    private String content(String kind, List<String> words) {
        Summary run = runs.computeIfAbsent(words.getFirst(), path -> Summary.of(new RunFolder(root.resolve(path))));
        List<String> rest = words.subList(1, words.size());
        return switch (kind) {
            case "steps" -> steps(run, rest);
            case "console" -> "```\n" + Overview.steps(run, rest).toText(WIDTH) + "\n```";
            case "picture" -> picture(run, rest);
            default -> throw refused("\"lanewise:" + kind + "\" is no marker, expected steps, console or picture");
        };
    }

    private String picture(Summary run, List<String> words) {
        if (words.size() != 2) throw refused("a picture takes a run, an optimizer and a file, had " + words);
        String svg = Chart.of(run).get(words.getFirst());
        if (svg == null) throw refused("there is no chart of " + words.getFirst());
        pictures.put(root.resolve(words.get(1)), svg);
        Path from = root.resolve(page).getParent();
        return "![" + Markdown.escape(words.getFirst())
                + ": nanoseconds per parameter by number of parameters, a line a variant, the roof dashed]("
                + from.relativize(root.resolve(words.get(1))) + ")";
    }

    private String steps(Summary run, List<String> words) {
        List<Column<String>> columns = new ArrayList<>(List.of(Column.name("", word -> word.replaceFirst("^.*=", ""))));
        long before = -1;
        boolean several = words.stream().map(COLUMN::matcher).filter(Matcher::matches).map(column -> column.group(2)).distinct()
                .count() > 1;
        for (String word : words) {
            Matcher column = COLUMN.matcher(word);
            if (!column.matches()) continue;
            long size = Long.parseLong(column.group(2));
            String prefix = several && size != before ? Format.count(size) + (before < 0 ? " parameters: " : ": ") : "";
            columns.add(column(run, prefix, column.group(1), size));
            before = size;
        }
        List<String> optimizers = words.stream().filter(word -> !COLUMN.matcher(word).matches()).toList();
        if (columns.size() == 1 || optimizers.isEmpty()) throw refused("a table takes optimizers and columns, such as SIMD@10000");
        Table table = Table.of(columns, optimizers);
        String rule = Stream.concat(Stream.of("---"), table.head().stream().skip(1).map(head -> head.endsWith("of roof") ? "---" : "---:"))
                .collect(Collectors.joining("|", "|", "|"));
        return Stream.concat(Stream.of(line(table.head()), rule), table.rows().stream().map(MarkedTables::line))
                .collect(Collectors.joining("\n"));
    }

    /// Cells as they are: their text is this suite's own, or a name out of the marker.
    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    private Column<String> column(Summary run, String prefix, String kind, long size) {
        Function<String, String> optimizer = word -> word.replaceFirst("=.*$", "");
        return switch (kind) {
            case "roof" -> Column.number(prefix + "of roof", word -> main(run, optimizer.apply(word), size).shareOfRoof());
            case "ms" -> Column.number(prefix + "ms a step",
                    word -> Format.milliseconds(main(run, optimizer.apply(word), size).nanoseconds()));
            default -> {
                boolean main = run.lines().stream().anyMatch(line -> line.row().parameter("variant").equals(kind)
                        && !line.row().comparedWith().alternatives().isEmpty());
                String name = main ? "**" + kind + "**" : kind.equals("SCALAR_NO_AUTOVEC") ? "no auto-vec." : kind.toLowerCase(Locale.ROOT);
                yield Column.number(prefix + name, word -> {
                    String time = Format.number("%.3f", line(run, optimizer.apply(word), kind, size).nanosecondsPerUnit());
                    return main ? "**" + time + "**" : time;
                });
            }
        };
    }

    private Line main(Summary run, String optimizer, long size) {
        return steps(run, optimizer, size).filter(line -> !line.row().comparedWith().alternatives().isEmpty()).findFirst()
                .orElseThrow(() -> refused("there is no step of " + optimizer + " at " + size + " that is compared with others"));
    }

    private Line line(Summary run, String optimizer, String variant, long size) {
        return steps(run, optimizer, size).filter(line -> line.row().parameter("variant").equals(variant)).findFirst()
                .orElseThrow(() -> refused("there is no step of " + optimizer + " " + variant + " at " + size));
    }

    private static Stream<Line> steps(Summary run, String optimizer, long size) {
        return run.where(Sections::isStep).stream()
                .filter(line -> line.row().parameter("optimizer").equals(optimizer) && line.row().work().count() == size);
    }

    private RefusedException refused(String why) {
        return new RefusedException(ExitCode.USAGE, page + ": " + why);
    }
}
