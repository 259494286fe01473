package lanewise.report;

import static lanewise.report.Column.name;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.Unit;

/// Which table a row stands in: each in one. A family that none is made for stands with the steps, or with the products if multiply-adds are
/// its work.
final class Sections {

    /// Families with a table of their own, in the order of [Family]. A table is given the lines of its family, and no other table has them.
    private static final Map<Family, Function<List<Line>, Table>> OWN_TABLES = new EnumMap<>(Map.<Family, Function<List<Line>, Table>>of(
            Family.MINIBATCH, MinibatchTable::of,
            Family.PARALLEL_MINIBATCH, ParallelMinibatchTable::of,
            Family.LAYER, LayerTable::of,
            Family.PEER, PeerTable::of));

    private Sections() {}

    /// The tables of a run, none of them empty.
    static List<Table> tables(Summary summary) {
        Stream<Table> own = OWN_TABLES.entrySet().stream()
                .map(table -> table.getValue().apply(summary.where(line -> line.row().family() == table.getKey())));
        return Stream.of(Stream.of(StepTable.of(summary), ScenarioTable.of(summary), ProductTable.of(summary)), own,
                Stream.of(RoofTable.of(summary))).flatMap(tables -> tables).filter(table -> !table.isEmpty()).toList();
    }

    static boolean isStep(Line line) {
        return isPlain(line.row()) && line.row().work().unit() == Unit.PARAMETER;
    }

    static boolean isProduct(Line line) {
        return isPlain(line.row()) && line.row().work().unit() == Unit.MULTIPLY_ADD;
    }

    private static boolean isPlain(Row row) {
        return !row.family().isRoof() && !OWN_TABLES.containsKey(row.family()) && row.comparedWith().plain().isEmpty();
    }

    /// Whether it is compared with a plain step.
    static boolean isScenario(Line line) {
        return !OWN_TABLES.containsKey(line.row().family()) && !line.row().comparedWith().plain().isEmpty();
    }

    static boolean isRoof(Line line) {
        return line.row().family().isRoof();
    }

    /// Columns for lines of one JVM configuration; where several are compared, each line names its own, and its time over that in the first.
    static List<Column<Line>> withConfigurations(Summary summary, List<Column<Line>> columns) {
        List<String> configurations = summary.configurations();
        if (configurations.stream().allMatch(String::isEmpty)) return columns;
        List<Column<Line>> longer = new ArrayList<>(columns);
        longer.addAll((int) columns.stream().filter(Column::isName).count(), List.of(
                name("JVM", line -> line.row().jvm().configuration()),
                Column.number("time to first", line -> Format.number("%.3f", line.timeTo(configurations.getFirst())))));
        return longer;
    }
}
