package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.List;
import java.util.Map;
import lanewise.run.Row;

/// Where a minibatch's time goes: one line for the rows of a layer, a batch and a variant.
final class LayerTable {

    private static final List<Column<Map.Entry<Key, Passes>>> COLUMNS = List.of(
            name("network", line -> line.getKey().network),
            name("layer", line -> line.getKey().layer),
            name("batch", line -> line.getKey().batch),
            name("variant", line -> line.getKey().variant),
            number("forward ms", line -> Passes.milliseconds(line.getValue().forward())),
            number("backward ms", line -> Passes.milliseconds(line.getValue().backward())),
            number("GFLOP/s forward", line -> Passes.gigaflops(line.getValue().forward())),
            number("GFLOP/s backward", line -> Passes.gigaflops(line.getValue().backward())),
            number("of roof", line -> line.getValue().share()),
            number("forks", line -> line.getValue().forks()),
            number("spread", line -> line.getValue().spread()));

    /// @param layer   its number and what it is
    /// @param variant with the JVM configuration in brackets where several are compared
    private record Key(String network, String layer, String batch, String variant) {

        static Key of(Line line) {
            Row row = line.row();
            return new Key(row.parameter("network"), row.parameter("layer") + " " + row.label(), row.parameter("batch"),
                    row.idOf(row.parameter("variant")));
        }
    }

    private LayerTable() {}

    /// @param lines of the family
    static Table of(List<Line> lines) {
        return Table.of(COLUMNS, List.copyOf(Passes.by(Key::of, lines).entrySet()));
    }
}
