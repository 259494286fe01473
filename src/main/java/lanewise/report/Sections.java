package lanewise.report;

import static lanewise.report.Column.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.Unit;

/// Which table a row stands in: each in one. A family that none is made for stands with the steps, or with the products if multiply-adds are
/// its work.
final class Sections {

    private static final Set<Family> WITH_TABLES_OF_THEIR_OWN = Set.of(Family.MINIBATCH, Family.LAYER);

    private Sections() {}

    static boolean isStep(Line line) {
        return isPlain(line.row()) && line.row().work().unit() == Unit.PARAMETER;
    }

    static boolean isProduct(Line line) {
        return isPlain(line.row()) && line.row().work().unit() == Unit.MULTIPLY_ADD;
    }

    private static boolean isPlain(Row row) {
        return !row.family().isRoof() && !WITH_TABLES_OF_THEIR_OWN.contains(row.family()) && row.comparedWith().plain().isEmpty();
    }

    /// Whether it is compared with a plain step.
    static boolean isScenario(Line line) {
        return !line.row().comparedWith().plain().isEmpty();
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
