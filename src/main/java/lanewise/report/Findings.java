package lanewise.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.run.Family;
import lanewise.stats.SignedRank;
import lanewise.stats.SignedRank.Interval;

/// What a run says beyond its rows, a sentence each.
final class Findings {

    /// SIMD may be this much slower than the best alternative before it counts.
    private static final double LEAST_RATIO = 0.95;
    private static final double ERROR_RATE = 0.05;

    /// @param line  a row that is compared with others
    /// @param speed of it over another
    private record Cell(Line line, SpeedUp speed) {

        String name() {
            return line.row().idOf(line.row().parameter("optimizer"));
        }
    }

    private Findings() {}

    static List<String> of(Summary summary) {
        List<String> sentences = new ArrayList<>();
        List<Cell> cells = cells(summary.where(Sections::isStep));
        if (!cells.isEmpty()) sentences.add(speedUps(cells));
        sentences.addAll(tails(summary));
        divideAndRoot(summary).ifPresent(sentences::add);
        products(summary).ifPresent(sentences::add);
        return sentences;
    }

    private static List<Cell> cells(List<Line> lines) {
        return lines.stream().flatMap(line -> line.speedUpOverBest().map(speed -> new Cell(line, speed)).stream()).toList();
    }

    /// A sentence for each width of vectors.
    private static List<String> tails(Summary summary) {
        Map<Integer, List<Line>> byLanes = summary.where(line -> !Double.isNaN(line.costOfTail())).stream()
                .collect(Collectors.groupingBy(Line::lanes, TreeMap::new, Collectors.toList()));
        List<String> sentences = new ArrayList<>();
        byLanes.forEach((lanes, lines) -> {
            Line first = lines.getFirst();
            long size = first.row().work().count();
            if (size % lanes == 0) return;
            String costs = lines.stream().map(line -> line.row().idOf(line.row().parameter("optimizer"))
                    + Format.number(" %.0f %%", 100 * (line.costOfTail() - 1))).collect(Collectors.joining(", "));
            sentences.add("A tail of " + size % lanes + " of " + lanes + " lanes: at " + Format.count(size)
                    + " parameters a SIMD step takes more time per parameter than at " + Format.count(first.sizeWithoutTail()) + " by "
                    + costs + ".");
        });
        return sentences;
    }

    private static Optional<String> divideAndRoot(Summary summary) {
        Map<String, Double> operations = summary
                .where(line -> line.row().family() == Family.ARITHMETIC && line.row().jvm().configuration().isEmpty()).stream()
                .collect(Collectors.toMap(line -> line.row().label(), Line::nanosecondsPerUnit));
        double apart = operations.getOrDefault("DIVIDE", Double.NaN) + operations.getOrDefault("ROOT", Double.NaN);
        double together = operations.getOrDefault("DIVIDE_BY_ROOT", Double.NaN);
        if (Double.isNaN(apart / together)) return Optional.empty();
        return Optional.of(String.format(Locale.ROOT,
                "A divide and a square root take %.3f ns an element apart, which is the compute roof of a step with both, and %.3f ns in one loop: no step can be expected above %.2f of that roof.",
                apart, together, apart / together));
    }

    /// Of products, whose baseline is that of another author.
    private static Optional<String> products(Summary summary) {
        List<Cell> cells = summary.where(Sections::isProduct).stream()
                .flatMap(line -> line.speedUpOverBaseline().map(speed -> new Cell(line, speed)).stream()).toList();
        if (cells.isEmpty()) return Optional.empty();
        double logarithms = cells.stream().mapToDouble(cell -> Math.log(cell.speed.ratio())).sum();
        Cell least = cells.stream().min(Comparator.comparingDouble(cell -> cell.speed.ratio())).get();
        return Optional.of(String.format(Locale.ROOT,
                "SIMD's speed over that of %s, geometric mean of %d products: %.2f; the least is %.2f, of %s.",
                least.speed.over(), cells.size(), Math.exp(logarithms / cells.size()), least.speed.ratio(), least.line.row().label()));
    }

    private static String speedUps(List<Cell> cells) {
        double[] adjusted = SignedRank.holm(cells.stream().mapToDouble(cell -> cell.speed.pValueBelow(LEAST_RATIO)).toArray());
        List<String> behind = new ArrayList<>();
        int certain = 0;
        for (int k = 0; k < cells.size(); k++) {
            Cell cell = cells.get(k);
            Interval interval = cell.speed.interval();
            if (interval.high() >= LEAST_RATIO) continue;
            behind.add(String.format(Locale.ROOT, "%s %,d (%.2f to %.2f of %s, adjusted p %.3f)", cell.name(),
                    cell.line.row().work().count(), interval.low(), interval.high(), cell.speed.over(), adjusted[k]));
            if (adjusted[k] < ERROR_RATE) certain++;
        }
        int rounds = cells.stream().mapToInt(cell -> cell.speed.logRatios().length).max().orElse(0);
        int needed = IntStream.iterate(1, n -> n + 1).filter(n -> Math.pow(0.5, n) * cells.size() < ERROR_RATE).findFirst().getAsInt();
        return String.format(Locale.ROOT,
                "SIMD's speed over that of the best other variant, from the ratios within rounds: in %s of %d cells the 95 %% interval lies wholly below %.2f%s%s.",
                behind.isEmpty() ? "none" : behind.size(), cells.size(), LEAST_RATIO,
                behind.isEmpty() ? "" : ": " + String.join(", ", behind) + "; adjusted for that many cells (Holm) " + certain + " remain",
                rounds >= needed
                        ? ""
                        : String.format(Locale.ROOT, " (with %d rounds the adjustment cannot leave any, it takes %d)", rounds, needed));
    }
}
