package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.List;
import lanewise.run.Row.Unit;

/// What other libraries take for an update, a training step or a product, each compared with this suite's own in the same rounds.
final class PeerTable {

    private static final List<Column<Line>> COLUMNS = List.of(
            name("library", PeerTable::library),
            name("work", line -> line.row().label()),
            name("size", line -> line.row().work().unit() == Unit.PARAMETER ? Format.count(line.row().work().count()) : Format.NONE),
            name("threads", line -> Integer.toString(line.row().work().threads())),
            number("ms", line -> Format.milliseconds(line.nanoseconds())),
            number("ns/param",
                    line -> line.row().work().unit() == Unit.PARAMETER ? Format.number("%.3f", line.nanosecondsPerUnit()) : Format.NONE),
            number("Lanewise ms", line -> Format.milliseconds(line.baselineNanoseconds())),
            number("Lanewise's speed over it", line -> line.speedUpOfBaseline().map(SpeedUp::toString).orElse(Format.NONE)),
            number("forks", Line::forksText),
            number("spread", Line::spreadText));

    private PeerTable() {}

    /// A product is brought by a library as a variant of the suite's own benchmark.
    private static String library(Line line) {
        String library = line.row().parameter("library");
        return library.isEmpty() ? line.row().parameter("variant") : library;
    }

    /// @param lines of the family
    static Table of(List<Line> lines) {
        return Table.of(COLUMNS, lines);
    }
}
