package lanewise.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;
import lanewise.stats.Pairs;
import lanewise.stats.Sample;

/// How much slower a row may become before it counts: 2 %, or more where builds that were compared with themselves differed by more.
///
/// @param byRow       rows whose margin is not the least one, by name
/// @param comparisons of a build with itself that were found
/// @param skipped     folders that could not be read, with the reason
public record Margins(Map<String, Double> byRow, int comparisons, List<String> skipped) {

    /// Of a row without a history.
    public static final double LEAST = 0.02;

    /// A row that would need more is shown and does not decide.
    public static final double MOST = 0.1;

    private static final int LEAST_COMPARISONS = 5;
    private static final double DEVIATIONS = 3;

    /// The margin of one row.
    public double of(String row) {
        return byRow.getOrDefault(row, LEAST);
    }

    /// Reads the comparisons below `history` of a build with itself on this kind of machine and JDK, in the way of `side`. A folder
    /// that is not there has none.
    public static Margins read(Path history, Environment here, Comparison.Side side) {
        Map<String, List<Double>> medians = new HashMap<>();
        List<String> skipped = new ArrayList<>();
        int comparisons = 0;
        for (Path path : folders(history)) {
            RunFolder folder = new RunFolder(path);
            if (!folder.isComparison()) continue;
            try {
                Comparison comparison = Comparison.read(folder);
                Environment there = folder.environment();
                boolean counts = comparison.isAgainstItself() && comparison.base().isMeasuredAs(side)
                        && there.machine().equals(here.machine()) && there.jdk().equals(here.jdk());
                if (!counts) continue;
                Pairing pairing = Pairing.of(folder.plan(), comparison, folder.measurements());
                if (pairing.isUnfit()) continue;
                comparisons++;
                for (Pairs pairs : pairing.screened()) {
                    medians.computeIfAbsent(pairs.row(), _ -> new ArrayList<>()).add(Sample.median(pairs.differences()));
                }
            } catch (RefusedException e) {
                skipped.add(e.getMessage());
            }
        }
        Map<String, Double> byRow = new HashMap<>();
        medians.forEach((row, values) -> {
            double margin = margin(values.stream().mapToDouble(Double::doubleValue).toArray());
            if (margin > LEAST) byRow.put(row, margin);
        });
        return new Margins(byRow, comparisons, skipped);
    }

    /// Of the medians of comparisons of a build with itself, as logarithms of ratios.
    static double margin(double... medians) {
        if (medians.length < LEAST_COMPARISONS) return LEAST;
        double median = Sample.median(medians);
        double deviation = Sample.median(Arrays.stream(medians).map(value -> Math.abs(value - median)).toArray());
        return Math.clamp(Math.expm1(DEVIATIONS * deviation), LEAST, MOST);
    }

    private static List<Path> folders(Path history) {
        if (!Files.isDirectory(history)) return List.of();
        try (Stream<Path> folders = Files.list(history)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, history + " cannot be read (" + e.getMessage() + ")");
        }
    }
}
