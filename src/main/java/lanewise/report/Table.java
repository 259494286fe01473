package lanewise.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A table as text and Markdown. The first columns are names, the others numbers.
///
/// @param head  the columns' heads
/// @param rows  as many cells each
/// @param names how many columns are names
record Table(List<String> head, List<List<String>> rows, int names) {

    /// Characters of a name that is cut.
    private static final int READABLE = 34;
    private static final int LEAST_OF_A_NAME = 12;

    /// Cells are lines, whatever the names in them are.
    Table {
        head = head.stream().map(Plain::line).toList();
        rows = rows.stream().map(cells -> cells.stream().map(Plain::line).toList()).toList();
    }

    /// The lines by these columns, of which the names must come first.
    static <T> Table of(List<Column<T>> columns, List<T> lines) {
        return new Table(columns.stream().map(Column::head).toList(),
                lines.stream().map(line -> columns.stream().map(column -> column.cell().apply(line)).toList()).toList(),
                (int) columns.stream().filter(Column::isName).count());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// The columns with these heads, in their order here; heads that there are none of are passed over.
    Table select(String... heads) {
        int[] places = Stream.of(heads).mapToInt(head::indexOf).filter(place -> place >= 0).toArray();
        return new Table(IntStream.of(places).mapToObj(head::get).toList(),
                rows.stream().map(cells -> IntStream.of(places).mapToObj(cells::get).toList()).toList(),
                (int) IntStream.of(places).filter(place -> place < names).count());
    }

    /// The first rows.
    Table first(int most) {
        return new Table(head, rows.subList(0, Math.min(most, rows.size())), names);
    }

    /// Lines of at most this many characters: long names are cut, then the last columns left out, then names cut to what tells them apart at all.
    String toText(int width) {
        Table narrow = cut(width, READABLE);
        while (narrow.width() > width && narrow.head.size() > names + 1) {
            narrow = narrow.select(narrow.head.subList(0, narrow.head.size() - 1).toArray(String[]::new));
        }
        return narrow.cut(width, LEAST_OF_A_NAME).toText();
    }

    /// With names as long as the width allows, but not shorter than `least`.
    private Table cut(int width, int least) {
        int longest = rows.stream().flatMap(cells -> cells.subList(0, names).stream()).mapToInt(String::length).max().orElse(0);
        Table narrow = this;
        for (int most = longest - 1; narrow.width() > width && most >= least; most--) {
            int kept = most;
            narrow = new Table(head, rows.stream().map(cells -> IntStream.range(0, cells.size()).mapToObj(k -> k < names
                    && cells.get(k).length() > kept ? cells.get(k).substring(0, kept - 1) + "…" : cells.get(k)).toList()).toList(), names);
        }
        return narrow;
    }

    private int width() {
        return toText().lines().mapToInt(String::length).max().orElse(0);
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
}
