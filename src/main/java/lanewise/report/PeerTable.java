package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.List;
import lanewise.run.Row.Unit;

/// What other libraries take for an update or a training step, each compared with this suite's own in the same rounds.
final class PeerTable {

    private static final List<Column<Line>> COLUMNS = List.of(
            name("library", line -> line.row().parameter("library")),
            name("work", line -> line.row().label()),
            name("size", line -> line.row().work().unit() == Unit.PARAMETER ? Format.count(line.row().work().count()) : Format.NONE),
            name("threads", line -> line.row().parameter("threads")),
            number("ms", line -> Format.milliseconds(line.nanoseconds())),
            number("ns/param",
                    line -> line.row().work().unit() == Unit.PARAMETER ? Format.number("%.3f", line.nanosecondsPerUnit()) : Format.NONE),
            number("Lanewise ms", line -> Format.milliseconds(line.baselineNanoseconds())),
            number("Lanewise's speed over it", line -> line.speedUpOfBaseline().map(SpeedUp::toString).orElse(Format.NONE)),
            number("forks", Line::forksText),
            number("spread", Line::spreadText));

    private PeerTable() {}

    /// @param lines of the family
    static Table of(List<Line> lines) {
        return Table.of(COLUMNS, lines);
    }
}
