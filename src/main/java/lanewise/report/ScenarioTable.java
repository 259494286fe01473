package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.List;

/// Steps in other scenarios, compared with the plain ones.
final class ScenarioTable {

    private static final List<Column<Line>> COLUMNS = List.of(
            name("scenario", line -> line.row().label()),
            name("optimizer", line -> line.row().parameter("optimizer")),
            name("size", line -> Format.count(line.row().work().count())),
            name("variant", line -> line.row().parameter("variant")),
            number("ns/param", line -> Format.number("%.3f", line.nanosecondsPerUnit())),
            number("time to plain", line -> Format.number(line.timeToPlain() < 0.1 ? "%.4f" : "%.2f", line.timeToPlain())),
            number("speed to plain", Line::speedUpOverBestText),
            number("of roof", Line::shareOfRoof),
            number("forks", Line::forksText),
            number("spread", Line::spreadText),
            number("plain spread", line -> Format.percent(line.plainSpread())));

    private ScenarioTable() {}

    static Table of(Summary summary) {
        return Table.of(Sections.withConfigurations(summary, COLUMNS), summary.where(Sections::isScenario));
    }
}
