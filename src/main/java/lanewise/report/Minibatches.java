package lanewise.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Map<Key, Map<String, Summary.Line>> passes = new LinkedHashMap<>();
        for (Summary.Line line : minibatches.lines) {
            if (!method(line).equals("update")) passes.computeIfAbsent(Key.of(line), _ -> new LinkedHashMap<>()).put(method(line), line);
        }
        List<List<String>> rows = new ArrayList<>();
        passes.forEach((key, pass) -> rows.add(minibatches.row(key, pass)));
        return new Table(HEAD, rows, 3);
    }

    private static String method(Summary.Line line) {
        return line.row().benchmarkName().replace("MinibatchBenchmark.", "");
    }

    private List<String> row(Key key, Map<String, Summary.Line> pass) {
        Optional<Summary.Line> forward = Optional.ofNullable(pass.get("forward"));
        Optional<Summary.Line> backward = Optional.ofNullable(pass.get("backward"));
        double passing = time(forward) + time(backward);
        double step = time(Optional.ofNullable(pass.get("step")));
        List<String> cells = new ArrayList<>(List.of(key.network, key.batch,
                key.variant + (key.contestant.isEmpty() ? "" : " [" + key.contestant + "]"),
                Table.milliseconds(time(forward)), Table.milliseconds(time(backward)), Table.milliseconds(step),
                Table.number("%,.0f", Integer.parseInt(key.batch) * 1e9 / (Double.isNaN(step) ? passing + update(key, "MOMENTUM") : step)),
                rate(forward), rate(backward), Table.number("%.2f", share(forward, backward))));
        for (String optimizer : OPTIMIZERS) {
            double update = update(key, optimizer);
            cells.add(Table.number("%.1f %%", 100 * update / (passing + update)));
        }
        cells.add(forward.map(Table::forks).orElse("0"));
        cells.add(Table.number("%.1f %%", 100 * Math.max(spread(forward), spread(backward))));
        return cells;
    }

    /// Measured at one batch size: it has as many parameters to change at any other.
    private double update(Key key, String optimizer) {
        return time(lines.stream()
                .filter(line -> method(line).equals("update") && line.row().parameters().get("optimizer").equals(optimizer)
                        && Key.of(line).equals(new Key(key.network, line.row().parameters().get("batch"), key.variant, key.contestant)))
                .findFirst());
    }

    private static double time(Optional<Summary.Line> line) {
        return line.map(Summary.Line::nanoseconds).orElse(Double.NaN);
    }

    private static double spread(Optional<Summary.Line> line) {
        return line.map(Summary.Line::spread).orElse(Double.NaN);
    }

    private static String rate(Optional<Summary.Line> line) {
        return Table.number("%.1f", line.map(pass -> 2 / pass.nanosecondsPerParameter()).orElse(Double.NaN));
    }

    /// Of the multiply-add roof, forward and backward together.
    private static double share(Optional<Summary.Line> forward, Optional<Summary.Line> backward) {
        if (forward.isEmpty() || backward.isEmpty()) return Double.NaN;
        double atRoof = time(forward) * forward.get().share() + time(backward) * backward.get().share();
        return atRoof / (time(forward) + time(backward));
    }
}
