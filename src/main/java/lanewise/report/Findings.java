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
import lanewise.stats.Sample;
import lanewise.stats.SignedRank;
import lanewise.stats.SignedRank.Interval;

/// What a run says beyond its rows, a sentence each.
final class Findings {

    /// SIMD may be this much slower than the best alternative before it counts.
    private static final double LEAST_RATIO = 0.95;
    private static final double ERROR_RATE = 0.05;

    /// Rows that a sentence names.
    private static final int TOLD = 3;

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
        overview(summary).ifPresent(sentences::add);
        if (!cells.isEmpty()) sentences.add(speedUps(cells));
        sentences.addAll(tails(summary));
        divideAndRoot(summary).ifPresent(sentences::add);
        products(summary).ifPresent(sentences::add);
        return sentences;
    }

    /// How fast, and how near to what the machine can do.
    private static Optional<String> overview(Summary summary) {
        List<Line> mains = summary.where(Sections::isStep).stream()
                .filter(line -> line.forks() > 0 && !line.row().comparedWith().alternatives().isEmpty()).toList();
        List<Cell> over = mains.stream().flatMap(line -> line.speedUpOverBaseline().map(speed -> new Cell(line, speed)).stream())
                .filter(cell -> Double.isFinite(cell.speed.ratio())).toList();
        double[] shares = mains.stream().mapToDouble(Line::share).filter(Double::isFinite).toArray();
        if (over.isEmpty() || shares.length == 0) return Optional.empty();
        double mean = Math.exp(over.stream().mapToDouble(cell -> Math.log(cell.speed.ratio())).average().getAsDouble());
        Comparator<Cell> byRatio = Comparator.comparingDouble(cell -> cell.speed.ratio());
        Cell least = over.stream().min(byRatio).get();
        Cell most = over.stream().max(byRatio).get();
        if (over.size() == 1) {
            return Optional.of(String.format(Locale.ROOT, "SIMD's speed over %s: %.1f times (%s %,d); it reaches %.2f of its roof.",
                    least.speed.over(), mean, least.name(), least.line.row().work().count(), least.line.share()));
        }
        return Optional.of(String.format(Locale.ROOT,
                "SIMD's speed over %s: %.1f times in the geometric mean of %d cells, from %s to %s; it reaches %.2f of its roof in the median of %d.",
                least.speed.over(), mean, over.size(), times(least), times(most), Sample.median(shares), shares.length));
    }

    private static String times(Cell cell) {
        return String.format(Locale.ROOT, "%.1f (%s %,d)", cell.speed.ratio(), cell.name(), cell.line.row().work().count());
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
            Line least = lines.stream().min(Comparator.comparingDouble(Line::costOfTail)).get();
            Line most = lines.stream().max(Comparator.comparingDouble(Line::costOfTail)).get();
            sentences.add("A tail of " + size % lanes + " of " + lanes + " lanes: at " + Format.count(size)
                    + " parameters a SIMD step takes more time per parameter than at " + Format.count(first.sizeWithoutTail()) + " by "
                    + (least == most
                            ? cost(least)
                            : cost(least) + " to " + cost(most) + ", the median of " + lines.size() + " is "
                                    + Format.number("%.0f %%",
                                            100 * (Sample.median(lines.stream().mapToDouble(Line::costOfTail).toArray()) - 1)))
                    + ".");
        });
        return sentences;
    }

    private static String cost(Line line) {
        return Format.number("%.0f %%", 100 * (line.costOfTail() - 1)) + " (" + line.row().idOf(line.row().parameter("optimizer")) + ")";
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
                behind.isEmpty()
                        ? ""
                        : ": " + String.join(", ", behind.subList(0, Math.min(TOLD, behind.size())))
                                + (behind.size() > TOLD ? " and " + (behind.size() - TOLD) + " more" : "")
                                + "; adjusted for that many cells (Holm) " + certain + " remain",
                rounds >= needed
                        ? ""
                        : String.format(Locale.ROOT, " (with %d rounds the adjustment cannot leave any, it takes %d)", rounds, needed));
    }
}
