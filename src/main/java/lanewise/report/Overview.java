package lanewise.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lanewise.run.Family;

/// A run in a few lines, for a terminal and a pull request: a line an optimizer and size with its variants side by side, and the heads of the
/// other tables. What is left out is counted.
final class Overview {

    /// A table that was cut.
    ///
    /// @param title what its rows are
    /// @param left  how many rows are left out
    record Section(String title, Table table, int left) {

        /// The sentence that says so; empty if nothing is left out.
        String rest() {
            return left == 0 ? "" : "… and " + left + " more " + title;
        }
    }

    private static final Set<String> OWN_COLUMNS = Set.of("optimizer", "variant", "size");

    /// Rows that every table but the first is given, before the first takes the rest.
    private static final int LEAST = 3;

    /// Lines of one optimizer and size that differ in their variants.
    ///
    /// @param name the optimizer, with what else tells it apart
    private record Cell(String name, long size, Map<String, Line> variants) {

        /// The variant that is compared with the others, or the only one.
        Line main() {
            return variants.values().stream().filter(line -> !line.row().comparedWith().alternatives().isEmpty()).findFirst()
                    .orElseGet(() -> variants.values().stream().min(Comparator.comparingDouble(Line::nanoseconds)).orElseThrow());
        }
    }

    private Overview() {}

    /// The tables of a run in at most this many lines, heads included, and `overhead` more lines for each table.
    static List<Section> of(Summary summary, int lines, int overhead) {
        List<Cell> cells = cells(summary.where(Sections::isStep));
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("steps", steps(cells));
        tables.put("minibatches",
                MinibatchTable.of(summary.where(line -> line.row().family() == Family.MINIBATCH))
                        .select("network", "batch", "variant", "forward ms", "backward ms", "step ms", "samples/s", "of roof", "forks"));
        tables.put("products",
                ProductTable.of(summary).select("product", "variant", "JVM", "ms", "GFLOP/s", "of roof", "over best alternative",
                        "forks"));
        tables.put("scenarios", ScenarioTable.of(summary).select("scenario", "optimizer", "size", "variant", "JVM", "ns/param",
                "time to plain", "speed to plain", "of roof"));
        tables.put("layers", LayerTable.of(summary.where(line -> line.row().family() == Family.LAYER)).select("network", "layer", "batch",
                "variant", "forward ms", "backward ms", "of roof"));
        tables.values().removeIf(Table::isEmpty);
        return cut(tables, cells, lines, overhead);
    }

    /// The steps of these optimizers, at every size.
    static Table steps(Summary summary, List<String> optimizers) {
        return steps(cells(summary.where(line -> Sections.isStep(line) && optimizers.contains(line.row().parameter("optimizer")))));
    }

    private static List<Section> cut(Map<String, Table> tables, List<Cell> cells, int lines, int overhead) {
        int room = lines - tables.size() * (1 + overhead);
        List<Section> sections = new ArrayList<>();
        int later = tables.values().stream().skip(1).mapToInt(table -> Math.min(LEAST, table.rows().size())).sum();
        for (Map.Entry<String, Table> entry : tables.entrySet()) {
            Table table = entry.getValue();
            boolean first = sections.isEmpty();
            int most = Math.max(1, room - later);
            int kept = Math.min(table.rows().size(), most);
            if (kept < table.rows().size()) kept = Math.max(1, kept - 1); // for the line that says how many are left out
            Table part = first && entry.getKey().equals("steps") ? steps(spread(cells, kept)) : table.first(kept);
            sections.add(new Section(entry.getKey(), part, table.rows().size() - part.rows().size()));
            room -= part.rows().size() + (part.rows().size() < table.rows().size() ? 1 : 0);
            int own = Math.min(LEAST, tables.values().stream().skip(sections.size()).findFirst().map(next -> next.rows().size()).orElse(0));
            later = Math.max(0, later - own);
        }
        return sections;
    }

    private static List<Cell> cells(List<Line> lines) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (Line line : lines) {
            String name = name(line);
            long size = line.row().work().count();
            cells.computeIfAbsent(name + "\n" + size, _ -> new Cell(name, size, new LinkedHashMap<>())).variants
                    .put(line.row().parameter("variant"), line);
        }
        return List.copyOf(cells.values());
    }

    private static String name(Line line) {
        String extras = line.row().parameters().entrySet().stream().filter(one -> !OWN_COLUMNS.contains(one.getKey()))
                .map(one -> " " + one.getKey() + " " + one.getValue()).collect(Collectors.joining());
        String optimizer = line.row().parameter("optimizer");
        return line.row().idOf((optimizer.isEmpty() ? line.row().label() : optimizer) + extras);
    }

    /// So many cells in their order. Those with something to compare come in first; of these, the size that most optimizers share.
    private static List<Cell> spread(List<Cell> cells, int most) {
        Map<Long, Long> shared = cells.stream().collect(Collectors.groupingBy(Cell::size, Collectors.counting()));
        Comparator<Cell> order = Comparator.comparing((Cell cell) -> cell.variants.size() < 2)
                .thenComparing(cell -> -shared.get(cell.size)).thenComparing(Cell::size);
        Set<Cell> kept = new HashSet<>(cells.stream().sorted(order).limit(most).toList());
        return cells.stream().filter(kept::contains).toList();
    }

    private static Table steps(List<Cell> cells) {
        List<Column<Cell>> columns = new ArrayList<>(List.of(Column.name("optimizer, ns/param", Cell::name),
                Column.number("size", cell -> Format.count(cell.size))));
        cells.stream().flatMap(cell -> cell.variants.keySet().stream()).distinct().forEach(variant -> columns.add(Column.number(variant,
                cell -> Format.number("%.3f", cell.variants.containsKey(variant)
                        ? cell.variants.get(variant).nanosecondsPerUnit()
                        : Double.NaN))));
        columns.add(Column.number("of roof", cell -> cell.main().shareOfRoof()));
        columns.add(Column.number("over best", cell -> cell.main().speedUpOverBestText()));
        columns.add(Column.number("forks", cell -> cell.main().forksText()));
        return Table.of(columns, cells);
    }
}
