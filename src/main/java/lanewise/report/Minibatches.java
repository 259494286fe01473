package lanewise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a minibatch costs, and which part of a training step is the update: one line for the rows of a network, a batch and a variant.
final class Minibatches {

    private static final List<String> HEAD = List.of("network", "batch", "variant", "forward ms", "backward ms", "step ms", "samples/s",
            "GFLOP/s forward", "GFLOP/s backward", "of roof", "update SGD", "update momentum", "update Adam", "forks", "spread");
    private static final List<String> OPTIMIZERS = List.of("SGD", "MOMENTUM", "ADAM");

    /// @param contestant the JVM, where several are compared
    private record Key(String network, String batch, String variant, String contestant) {

        static Key of(Summary.Line line) {
            Map<String, String> parameters = line.row().parameters();
            return new Key(parameters.get("network"), parameters.get("batch"), parameters.get("variant"), line.row().contestant());
        }
    }

    private final List<Summary.Line> lines;

    private Minibatches(List<Summary.Line> lines) {
        this.lines = lines;
    }

    /// Empty if the run has none.
    static Table table(Summary summary) {
        Minibatches minibatches = new Minibatches(summary.rows().stream().filter(Summary.Line::isMinibatch).toList());
        Map<Key, Passes> passes = Passes.by(Key::of, minibatches.lines.stream().filter(line -> !isUpdate(line)).toList());
        return new Table(HEAD, passes.entrySet().stream().map(entry -> minibatches.row(entry.getKey(), entry.getValue())).toList(), 3);
    }

    private static boolean isUpdate(Summary.Line line) {
        return line.row().benchmarkName().endsWith(".update");
    }

    private List<String> row(Key key, Passes passes) {
        double passing = passes.time();
        double step = Passes.time(passes.step());
        List<String> cells = new ArrayList<>(List.of(key.network, key.batch,
                Passes.variant(key.variant, key.contestant),
                passes.forwardMilliseconds(), passes.backwardMilliseconds(), Table.milliseconds(step),
                Table.number("%,.0f", Integer.parseInt(key.batch) * 1e9 / (Double.isNaN(step) ? passing + update(key, "MOMENTUM") : step)),
                passes.forwardRate(), passes.backwardRate(), passes.share()));
        for (String optimizer : OPTIMIZERS) {
            double update = update(key, optimizer);
            cells.add(Table.number("%.1f %%", 100 * update / (passing + update)));
        }
        cells.add(passes.forks());
        cells.add(passes.spread());
        return cells;
    }

    /// Measured at one batch size: it has as many parameters to change at any other.
    private double update(Key key, String optimizer) {
        return Passes.time(lines.stream()
                .filter(line -> isUpdate(line) && line.row().parameters().get("optimizer").equals(optimizer)
                        && Key.of(line).equals(new Key(key.network, line.row().parameters().get("batch"), key.variant, key.contestant)))
                .findFirst());
    }
}
