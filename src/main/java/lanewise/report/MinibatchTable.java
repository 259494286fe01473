package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.Unit;

/// What a minibatch costs, and which part of a training step is the update: one line for the rows of a network, a batch and a variant.
final class MinibatchTable {

    private static final String MOMENTUM = "MOMENTUM";

    private static final List<Column<Minibatch>> COLUMNS = List.of(
            name("network", minibatch -> minibatch.key.network),
            name("batch", minibatch -> minibatch.key.batch),
            name("variant", minibatch -> minibatch.key.variant),
            number("forward ms", minibatch -> Passes.milliseconds(minibatch.passes.forward())),
            number("backward ms", minibatch -> Passes.milliseconds(minibatch.passes.backward())),
            number("step ms", minibatch -> Passes.milliseconds(minibatch.passes.step())),
            number("samples/s", minibatch -> Format.number("%,.0f", minibatch.samplesPerSecond())),
            number("GFLOP/s forward", minibatch -> Passes.gigaflops(minibatch.passes.forward())),
            number("GFLOP/s backward", minibatch -> Passes.gigaflops(minibatch.passes.backward())),
            number("of roof", minibatch -> minibatch.passes.share()),
            number("update SGD", minibatch -> Format.percent(minibatch.shareOfUpdate("SGD"))),
            number("update momentum", minibatch -> Format.percent(minibatch.shareOfUpdate(MOMENTUM))),
            number("update Adam", minibatch -> Format.percent(minibatch.shareOfUpdate("ADAM"))),
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

        double samplesPerSecond() {
            double step = Passes.time(passes.step());
            double nanoseconds = Double.isNaN(step) ? passes.time() + update(MOMENTUM) : step;
            return Integer.parseInt(key.batch) * 1e9 / nanoseconds;
        }

        double shareOfUpdate(String optimizer) {
            return update(optimizer) / (passes.time() + update(optimizer));
        }

        private double update(String optimizer) {
            Optional<Line> found = updates.stream().filter(line -> line.row().parameter("optimizer").equals(optimizer)).findFirst();
            return Passes.time(found);
        }
    }

    private MinibatchTable() {}

    /// Empty if the run has none.
    static Table of(Summary summary) {
        List<Line> lines = summary.where(line -> line.row().family() == Family.MINIBATCH);
        List<Line> updates = lines.stream().filter(MinibatchTable::isUpdate).toList();
        Map<Key, Passes> passes = Passes.by(Key::of, lines.stream().filter(line -> !isUpdate(line)).toList());
        return Table.of(COLUMNS, passes.entrySet().stream().map(entry -> minibatch(entry.getKey(), entry.getValue(), updates)).toList());
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
