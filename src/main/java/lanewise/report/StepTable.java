package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.List;

/// Optimizer steps.
final class StepTable {

    private static final List<Column<Line>> COLUMNS = List.of(
            name("optimizer", line -> line.row().parameter("optimizer")),
            name("size", line -> Format.count(line.row().work().count())),
            name("variant", line -> line.row().parameter("variant")),
            number("M params/s", line -> Format.number("%,.0f", 1e3 / line.nanosecondsPerUnit())),
            number("ns/param", line -> Format.number("%.3f", line.nanosecondsPerUnit())),
            number("ms/step", line -> Format.milliseconds(line.nanoseconds())),
            number("GB/s", line -> Format.number("%.1f", line.gigabytesPerSecond())),
            number("speed-up", line -> Format.number("%.2f", line.speedUp())),
            number("of roof", Line::shareOfRoof),
            number("over best alternative", Line::speedUpOverBestText),
            number("forks", Line::forksText),
            number("iterations", line -> Integer.toString(line.times().iterations(line.row()))),
            number("spread", Line::spreadText),
            number("steps", line -> invocations(line) == 0 ? Format.NONE : Format.count(invocations(line))),
            number("p50 ms", line -> percentile(line, 50)),
            number("p99 ms", line -> percentile(line, 99)),
            number("max ms", line -> percentile(line, 100)));

    private StepTable() {}

    static Table of(Summary summary) {
        return Table.of(Sections.withConfigurations(summary, COLUMNS), summary.where(Sections::isStep));
    }

    private static long invocations(Line line) {
        return line.times().invocations(line.row()).getTotalCount();
    }

    private static String percentile(Line line, double rank) {
        return invocations(line) == 0 ? Format.NONE : Format.milliseconds(line.times().invocations(line.row()).getValueAtPercentile(rank));
    }
}
