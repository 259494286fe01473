package lanewise.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.stats.SignedRank;
import lanewise.stats.SignedRank.Interval;

/// What a run says beyond its rows, a sentence each.
final class Findings {

    /// SIMD may be this much slower than the best other kernel before it counts.
    private static final double LEAST_RATIO = 0.95;
    private static final double ERROR_RATE = 0.05;

    private static final Set<String> OWN = Set.of("SCALAR", "UNROLLED");

    private Findings() {}

    /// @param lanes of the machine's vectors
    static List<String> of(Summary summary, int lanes) {
        List<String> sentences = new ArrayList<>();
        List<Summary.Line> cells = summary.rows().stream().filter(line -> line.isStep() && line.duel() != null).toList();
        if (!cells.isEmpty()) sentences.add(duels(cells));
        String tails = summary.rows().stream().filter(line -> !Double.isNaN(line.tail()))
                .map(line -> String.format(Locale.ROOT, "%s %.0f %%", name(line), 100 * (line.tail() - 1)))
                .collect(Collectors.joining(", "));
        if (!tails.isEmpty() && Summary.WITH_TAIL % lanes > 0) {
            sentences.add(String.format(Locale.ROOT,
                    "A tail of %d of %d lanes: at 1,000 parameters a SIMD step takes more time per parameter than at 1,024 by %s.",
                    Summary.WITH_TAIL % lanes, lanes, tails));
        }
        Map<String, Double> operations = summary.rows().stream().filter(line -> line.row().contestant().isEmpty())
                .filter(line -> line.row().parameters().containsKey("operation"))
                .collect(Collectors.toMap(line -> line.row().parameters().get("operation"), Summary.Line::nanosecondsPerParameter));
        double apart = operations.getOrDefault("DIVIDE", Double.NaN) + operations.getOrDefault("ROOT", Double.NaN);
        double together = operations.getOrDefault("DIVIDE_BY_ROOT", Double.NaN);
        if (!Double.isNaN(apart / together)) {
            sentences.add(String.format(Locale.ROOT,
                    "A divide and a square root take %.3f ns an element apart, which is the compute roof of a step with both, and %.3f ns in one loop: no step can be expected above %.2f of that roof.",
                    apart, together, apart / together));
        }
        products(summary).ifPresent(sentences::add);
        return sentences;
    }

    /// SIMD beside the products of other authors.
    private static Optional<String> products(Summary summary) {
        List<Summary.Line> cells = summary.rows().stream()
                .filter(line -> line.isProduct() && line.duel() != null && !OWN.contains(line.duel().opponent())).toList();
        if (cells.isEmpty()) return Optional.empty();
        double logarithms = cells.stream().mapToDouble(line -> Math.log(line.duel().ratio())).sum();
        Summary.Line least = cells.stream().min(Comparator.comparingDouble(line -> line.duel().ratio())).get();
        return Optional.of(String.format(Locale.ROOT,
                "SIMD's speed over that of %s, geometric mean of %d products: %.2f; the least is %.2f, of %s.",
                least.duel().opponent(), cells.size(), Math.exp(logarithms / cells.size()), least.duel().ratio(),
                least.row().parameters().get("shape")));
    }

    private static String duels(List<Summary.Line> cells) {
        double[] adjusted = SignedRank.holm(cells.stream().mapToDouble(line -> line.duel().pValueBelow(LEAST_RATIO)).toArray());
        List<String> behind = new ArrayList<>();
        int certain = 0;
        for (int k = 0; k < cells.size(); k++) {
            Interval interval = cells.get(k).duel().interval();
            if (interval.high() >= LEAST_RATIO) continue;
            behind.add(String.format(Locale.ROOT, "%s %,d (%.2f to %.2f of %s, adjusted p %.3f)", name(cells.get(k)),
                    cells.get(k).row().work().parameters(), interval.low(), interval.high(), cells.get(k).duel().opponent(), adjusted[k]));
            if (adjusted[k] < ERROR_RATE) certain++;
        }
        int rounds = cells.stream().mapToInt(line -> line.duel().logRatios().length).max().orElse(0);
        int needed = IntStream.iterate(1, n -> n + 1).filter(n -> Math.pow(0.5, n) * cells.size() < ERROR_RATE).findFirst().getAsInt();
        return String.format(Locale.ROOT,
                "SIMD's speed over that of the best other variant, from the ratios within rounds: in %s of %d cells the 95 %% interval lies wholly below %.2f%s%s.",
                behind.isEmpty() ? "none" : behind.size(), cells.size(), LEAST_RATIO,
                behind.isEmpty() ? "" : ": " + String.join(", ", behind) + "; adjusted for that many cells (Holm) " + certain + " remain",
                rounds >= needed
                        ? ""
                        : String.format(Locale.ROOT, " (with %d rounds the adjustment cannot leave any, it takes %d)", rounds, needed));
    }

    private static String name(Summary.Line line) {
        String contestant = line.row().contestant();
        return line.row().parameters().get("optimizer") + (contestant.isEmpty() ? "" : " [" + contestant + "]");
    }
}
