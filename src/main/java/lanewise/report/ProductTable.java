package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.List;

/// Products of matrices.
final class ProductTable {

    private static final List<Column<Line>> COLUMNS = List.of(
            name("product", line -> line.row().label()),
            name("variant", line -> line.row().parameter("variant")),
            number("ms", line -> Format.milliseconds(line.nanoseconds())),
            number("GFLOP/s", line -> Format.number("%.1f", line.gigaflops())),
            number("of roof", line -> Format.number("%.2f", line.share())),
            number("over best alternative", Line::speedUpOverBestText),
            number("forks", Line::forksText),
            number("spread", Line::spreadText));

    private ProductTable() {}

    static Table of(Summary summary) {
        return Table.of(Sections.withConfigurations(summary, COLUMNS), summary.where(Sections::isProduct));
    }
}
