package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.List;

/// Minibatches divided among threads, each after the one thread that it is compared with.
final class ParallelMinibatchTable {

    private static final List<Column<Line>> COLUMNS = List.of(
            name("gradients of", line -> line.row().label()),
            name("batch", line -> line.row().parameter("batch")),
            name("variant", line -> line.row().idOf(line.row().parameter("variant"))),
            name("threads", line -> Integer.toString(line.row().work().threads())),
            number("ms", line -> Format.milliseconds(line.nanoseconds())),
            number("GFLOP/s", line -> Format.number("%.1f", line.gigaflops())),
            number("over one thread", Line::speedUpOverBestText),
            number("of roof", line -> Format.number("%.2f", line.share())),
            number("forks", Line::forksText),
            number("spread", Line::spreadText));

    private ParallelMinibatchTable() {}

    /// @param lines of the family
    static Table of(List<Line> lines) {
        return Table.of(COLUMNS, lines);
    }
}
