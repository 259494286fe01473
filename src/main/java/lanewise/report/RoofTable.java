package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.List;
import lanewise.run.Row.Unit;

/// What the machine can do: streams and arithmetic loops.
final class RoofTable {

    private static final List<Column<Line>> COLUMNS = List.of(
            name("roof", line -> line.row().label()),
            name("size", line -> moves(line) ? Format.count(line.row().work().count()) : ""),
            name("form", line -> line.row().parameter("form")),
            number("ns/element", line -> Format.number(multiplies(line) ? "%.5f" : "%.3f", line.nanosecondsPerUnit())),
            number("GB/s", line -> moves(line) ? Format.number("%.1f", line.gigabytesPerSecond()) : ""),
            number("GFLOP/s", line -> multiplies(line) ? Format.number("%.1f", line.gigaflops()) : ""),
            number("forks", Line::forksText),
            number("spread", Line::spreadText));

    private RoofTable() {}

    static Table of(Summary summary) {
        return Table.of(Sections.withConfigurations(summary, COLUMNS), summary.where(Sections::isRoof));
    }

    private static boolean moves(Line line) {
        return line.row().work().bytesRead() > 0;
    }

    private static boolean multiplies(Line line) {
        return line.row().work().unit() == Unit.MULTIPLY_ADD;
    }
}
