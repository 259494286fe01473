package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lanewise.run.Row;
import lanewise.run.Row.Unit;

/// What a minibatch costs, and which part of a training step is the update: one line for the rows of a network, a batch and a variant.
final class MinibatchTable {

    private static final String OPTIMIZER = "optimizer";

    private static final List<Column<Minibatch>> BEFORE_UPDATES = List.of(
            name("network", minibatch -> minibatch.key.network),
            name("batch", minibatch -> minibatch.key.batch),
            name("variant", minibatch -> minibatch.key.variant),
            number("forward ms", minibatch -> Passes.milliseconds(minibatch.passes.forward())),
            number("backward ms", minibatch -> Passes.milliseconds(minibatch.passes.backward())),
            number("step ms", minibatch -> Passes.milliseconds(minibatch.passes.step())),
            number("samples/s", minibatch -> Format.number("%,.0f", minibatch.samplesPerSecond())),
            number("GFLOP/s forward", minibatch -> Passes.gigaflops(minibatch.passes.forward())),
            number("GFLOP/s backward", minibatch -> Passes.gigaflops(minibatch.passes.backward())),
            number("of roof", minibatch -> minibatch.passes.share()));

    private static final List<Column<Minibatch>> AFTER_UPDATES = List.of(
            number("forks", minibatch -> minibatch.passes.forks()),
            number("spread", minibatch -> minibatch.passes.spread()));

    /// @param variant with the JVM configuration in brackets where several are compared
    private record Key(String network, String batch, String variant) {

        static Key of(Line line) {
            Row row = line.row();
            return new Key(row.parameter("network"), row.parameter("batch"), row.idOf(row.parameter("variant")));
        }
    }

    /// @param updates of the network in this variant, measured at one batch size: there are as many parameters to change at any other
    private record Minibatch(Key key, Passes passes, List<Line> updates) {

        /// Of training steps; where none was measured, both passes and the update of their optimizer are added up.
        double samplesPerSecond() {
            double step = Passes.time(passes.step());
            double nanoseconds = Double.isNaN(step) ? passes.time() + update(optimizer(passes)) : step;
            return Integer.parseInt(key.batch) * 1e9 / nanoseconds;
        }

        private static String optimizer(Passes passes) {
            return passes.forward().map(line -> line.row().parameter(OPTIMIZER)).orElse("");
        }

        double shareOfUpdate(String optimizer) {
            return update(optimizer) / (passes.time() + update(optimizer));
        }

        private double update(String optimizer) {
            Optional<Line> found = updates.stream().filter(line -> line.row().parameter(OPTIMIZER).equals(optimizer)).findFirst();
            return Passes.time(found);
        }
    }

    private MinibatchTable() {}

    /// @param lines of the family
    static Table of(List<Line> lines) {
        List<Line> updates = lines.stream().filter(MinibatchTable::isUpdate).toList();
        Map<Key, Passes> passes = Passes.by(Key::of, lines.stream().filter(line -> !isUpdate(line)).toList());
        return Table.of(columns(updates),
                passes.entrySet().stream().map(entry -> minibatch(entry.getKey(), entry.getValue(), updates)).toList());
    }

    /// A column for each optimizer whose update was measured, the one that moves the fewest bytes first.
    private static List<Column<Minibatch>> columns(List<Line> updates) {
        List<Column<Minibatch>> columns = new ArrayList<>(BEFORE_UPDATES);
        updates.stream().map(Line::row).sorted(Comparator.comparingInt(row -> row.work().bytesRead() + row.work().bytesWritten()))
                .map(row -> row.parameter(OPTIMIZER)).distinct()
                .forEach(optimizer -> columns.add(
                        number("update " + optimizer, minibatch -> Format.percent(minibatch.shareOfUpdate(optimizer)))));
        columns.addAll(AFTER_UPDATES);
        return columns;
    }

    private static boolean isUpdate(Line line) {
        return line.row().work().unit() == Unit.PARAMETER;
    }

    private static Minibatch minibatch(Key key, Passes passes, List<Line> updates) {
        return new Minibatch(key, passes, updates.stream().filter(line -> {
            Key own = Key.of(line);
            return own.network.equals(key.network) && own.variant.equals(key.variant);
        }).toList());
    }
}
