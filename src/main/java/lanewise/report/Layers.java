package lanewise.report;

import java.util.List;
import java.util.Map;

/// Where a minibatch's time goes: one line for the rows of a layer, a batch and a variant.
final class Layers {

    private static final List<String> HEAD = List.of("network", "layer", "batch", "variant", "forward ms", "backward ms",
            "GFLOP/s forward", "GFLOP/s backward", "of roof", "forks", "spread");

    private Layers() {}

    /// @param what       the layer is, as the plan says
    /// @param contestant the JVM, where several are compared
    private record Key(String network, String layer, String what, String batch, String variant, String contestant) {

        static Key of(Summary.Line line) {
            Map<String, String> parameters = line.row().parameters();
            return new Key(parameters.get("network"), parameters.get("layer"), line.row().work().formula(), parameters.get("batch"),
                    parameters.get("variant"), line.row().contestant());
        }
    }

    /// Empty if the run has none.
    static Table table(Summary summary) {
        Map<Key, Passes> passes = Passes.by(Key::of, summary.rows().stream().filter(Summary.Line::isLayer).toList());
        return new Table(HEAD, passes.entrySet().stream().map(entry -> row(entry.getKey(), entry.getValue())).toList(), 4);
    }

    private static List<String> row(Key key, Passes passes) {
        return List.of(key.network, key.layer + " " + key.what, key.batch, Passes.variant(key.variant, key.contestant),
                passes.forwardMilliseconds(), passes.backwardMilliseconds(), passes.forwardRate(), passes.backwardRate(), passes.share(),
                passes.forks(), passes.spread());
    }
}
