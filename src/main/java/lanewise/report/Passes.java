package lanewise.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What was measured of one minibatch, or of one layer of it.
///
/// @param forward  its forward pass
/// @param backward its backward pass
/// @param step     both and an update, in one
record Passes(Optional<Line> forward, Optional<Line> backward, Optional<Line> step) {

    /// The lines with the same key together, in the order in which keys come first.
    static <K> Map<K, Passes> by(Function<Line, K> key, List<Line> lines) {
        Map<K, Passes> passes = new LinkedHashMap<>();
        for (Line line : lines) {
            passes.computeIfAbsent(key.apply(line), own -> {
                List<Line> together = lines.stream().filter(other -> key.apply(other).equals(own)).toList();
                return new Passes(pass(together, "forward"), pass(together, "backward"), pass(together, "step"));
            });
        }
        return passes;
    }

    private static Optional<Line> pass(List<Line> lines, String pass) {
        return lines.stream().filter(line -> line.row().method().equals(pass)).findFirst();
    }

    /// Nanoseconds; NaN if the pass was not measured.
    static double time(Optional<Line> pass) {
        return pass.map(Line::nanoseconds).orElse(Double.NaN);
    }

    /// Nanoseconds of forward and backward pass, one after the other.
    double time() {
        return time(forward) + time(backward);
    }

    static String milliseconds(Optional<Line> pass) {
        return Format.milliseconds(time(pass));
    }

    static String gigaflops(Optional<Line> pass) {
        return Format.number("%.1f", pass.map(Line::gigaflops).orElse(Double.NaN));
    }

    /// Of the multiply-add roof, forward and backward pass together.
    String share() {
        double atRoof = atRoof(forward) + atRoof(backward);
        return Format.number("%.2f", atRoof / time());
    }

    private static double atRoof(Optional<Line> pass) {
        return pass.map(line -> line.nanoseconds() * line.share()).orElse(Double.NaN);
    }

    /// Of the pass that has fewer.
    String forks() {
        return Stream.of(forward, backward).flatMap(Optional::stream).min(Comparator.comparingInt(Line::forks)).map(Line::forksText)
                .orElse("0");
    }

    /// The larger of the two.
    String spread() {
        return Format.percent(Math.max(spread(forward), spread(backward)));
    }

    private static double spread(Optional<Line> pass) {
        return pass.map(Line::spread).orElse(Double.NaN);
    }
}
