package lanewise.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What was measured of one minibatch, or of one layer of it, as cells of a table.
///
/// @param forward  its way forward
/// @param backward its way back
/// @param step     both and an update, in one
record Passes(Optional<Summary.Line> forward, Optional<Summary.Line> backward, Optional<Summary.Line> step) {

    /// The lines with the same key together, in the order in which keys come first.
    static <K> Map<K, Passes> by(Function<Summary.Line, K> key, List<Summary.Line> lines) {
        Map<K, Passes> passes = new LinkedHashMap<>();
        for (Summary.Line line : lines) {
            K own = key.apply(line);
            passes.computeIfAbsent(own, same -> {
                List<Summary.Line> together = lines.stream().filter(other -> key.apply(other).equals(same)).toList();
                return new Passes(method(together, "forward"), method(together, "backward"), method(together, "step"));
            });
        }
        return passes;
    }

    private static Optional<Summary.Line> method(List<Summary.Line> lines, String method) {
        return lines.stream().filter(line -> line.row().benchmarkName().endsWith("." + method)).findFirst();
    }

    /// Names the JVM as well, where several are compared.
    static String variant(String variant, String contestant) {
        return variant + (contestant.isEmpty() ? "" : " [" + contestant + "]");
    }

    /// In nanoseconds; NaN if there is none.
    static double time(Optional<Summary.Line> line) {
        return line.map(Summary.Line::nanoseconds).orElse(Double.NaN);
    }

    /// Forward and backward, one after the other.
    double time() {
        return time(forward) + time(backward);
    }

    String forwardMilliseconds() {
        return Table.milliseconds(time(forward));
    }

    String backwardMilliseconds() {
        return Table.milliseconds(time(backward));
    }

    /// GFLOP/s.
    String forwardRate() {
        return rate(forward);
    }

    /// Likewise.
    String backwardRate() {
        return rate(backward);
    }

    private static String rate(Optional<Summary.Line> line) {
        return Table.number("%.1f", line.map(pass -> 2 / pass.nanosecondsPerParameter()).orElse(Double.NaN));
    }

    /// Of the multiply-add roof, forward and backward together.
    String share() {
        if (forward.isEmpty() || backward.isEmpty()) return Table.number("%.2f", Double.NaN);
        double atRoof = time(forward) * forward.get().share() + time(backward) * backward.get().share();
        return Table.number("%.2f", atRoof / time());
    }

    /// Of the way that has fewer.
    String forks() {
        return Stream.of(forward, backward).flatMap(Optional::stream).min(Comparator.comparingInt(Summary.Line::forks)).map(Table::forks)
                .orElse("0");
    }

    /// The larger of the two.
    String spread() {
        return Table.number("%.1f %%", 100 * Math.max(spread(forward), spread(backward)));
    }

    private static double spread(Optional<Summary.Line> line) {
        return line.map(Summary.Line::spread).orElse(Double.NaN);
    }
}
