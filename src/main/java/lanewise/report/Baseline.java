package lanewise.report;

import static lanewise.report.Column.name;
import static lanewise.report.Column.number;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.run.Environment;
import lanewise.run.Measurement;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;
import lanewise.stats.Sample;
import lanewise.stats.SignedRank;
import lanewise.stats.Unpaired;

/// A run compared with the reference of its kind of machine, which was measured at another time. What the machine did in between stands in every
/// ratio, so a row counts as moved only if it moved by more than 5 %, if nearly every fork of one run is on one side of the other's, and if a
/// t-test, adjusted for the number of rows (Holm), puts the chance of that below 1 %; a shift that all rows share is taken out and said once. To
/// find out for certain, `scripts/compare` measures both builds in the same rounds.
public final class Baseline {

    /// Below the folder of results, then by [Environment#machine]; each run in a folder of its own.
    public static final String FOLDER = "reference";

    /// Takes [#toText()], in the run's folder.
    public static final String FILE = "baseline.txt";

    private static final List<Column<Moved>> COLUMNS = List.of(
            name("row", row -> row.now.row().id()),
            number("reference ns", row -> Format.number("%.4g", row.then.nanoseconds())),
            number("now ns", row -> Format.number("%.4g", row.now.nanoseconds())),
            number("ratio", row -> Format.number("%.2f", row.ratio)),
            number("of roof then", row -> Format.number("%.2f", row.then.share())),
            number("now", row -> Format.number("%.2f", row.now.share())),
            number("U test p", row -> Format.number("%.3f", row.unpaired.mannWhitney())),
            number("t-test p", row -> Format.number("%.1e", row.unpaired.welch())),
            number("Cohen's d", row -> Format.number("%.1f", row.unpaired.cohensD())),
            number("A12", row -> Format.number("%.2f", row.unpaired.a12())));

    private static final double MAGNITUDE = 0.05;
    private static final double ERROR_RATE = 0.01;
    private static final double ON_ONE_SIDE = 0.9;
    private static final int LEAST_FORKS = 3;
    private static final int LEAST_ROWS_OF_A_SHIFT = 10;
    private static final double SHIFT = 0.02;
    private static final double SHARING = 0.75;

    /// A row of both runs.
    ///
    /// @param ratio  its time now over that of the reference, without the shift
    /// @param pValue of the t-test, adjusted
    private record Moved(Line then, Line now, double ratio, double pValue, Unpaired unpaired) {

        boolean counts() {
            return Math.abs(Math.log(ratio)) > Math.log1p(MAGNITUDE) && pValue <= ERROR_RATE
                    && (ratio > 1 ? unpaired.a12() >= ON_ONE_SIDE : unpaired.a12() <= 1 - ON_ONE_SIDE);
        }
    }

    private final List<String> notes = new ArrayList<>();
    private final List<Moved> moved = new ArrayList<>();

    private Baseline() {}

    /// Compares a run with the references below `results`.
    public static Baseline of(RunFolder run, Path results) {
        Baseline baseline = new Baseline();
        Environment here = run.environment();
        Path references = results.resolve(FOLDER);
        List<Path> machines = folders(references);
        Path own = references.resolve(here.machine());
        if (!machines.contains(own)) {
            baseline.notes.add(machines.isEmpty()
                    ? "There is no reference to compare with; scripts/lanewise reference RUN makes a run one."
                    : "Not compared: this is " + here.machine() + ", references are of "
                            + String.join(", ", machines.stream().map(path -> path.getFileName().toString()).toList())
                            + ", and times of different machines are no measure of the code.");
            return baseline;
        }
        Map<String, Line> then = new HashMap<>();
        Map<String, double[]> forksThen = new HashMap<>();
        for (Path path : folders(own)) { // the later one's rows replace the earlier one's
            RunFolder reference = new RunFolder(path);
            try {
                if (!reference.environment().machine().equals(here.machine())) {
                    baseline.notes
                            .add("Not compared with " + path.getFileName() + ": it was measured on " + reference.environment().machine()
                                    + ", this is " + here.machine() + ".");
                    continue;
                }
                if (!reference.environment().jdk().equals(here.jdk())) {
                    baseline.notes.add("Not compared with " + path.getFileName() + ": it was measured on \"" + reference.environment().jdk()
                            + "\", this is \"" + here.jdk() + "\".");
                    continue;
                }
                forksThen.putAll(forks(reference));
                for (Line line : Summary.of(reference).lines()) then.put(line.row().id(), line);
            } catch (RefusedException e) {
                baseline.notes.add("Not compared with a reference: " + e.getMessage() + ".");
            }
        }
        if (!then.isEmpty()) baseline.compare(run, then, forksThen);
        return baseline;
    }

    private static List<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) return List.of();
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(parent + " cannot be read", e);
        }
    }

    /// The logarithms of the forks' medians, by row.
    private static Map<String, double[]> forks(RunFolder folder) {
        Map<String, double[]> forks = new HashMap<>();
        for (Measurement fork : folder.measurements()) {
            if (!fork.succeeded()) continue;
            forks.merge(fork.row(), new double[]{Math.log(Sample.median(fork.nanoseconds()))}, (all, one) -> {
                double[] longer = Arrays.copyOf(all, all.length + 1);
                longer[all.length] = one[0];
                return longer;
            });
        }
        return forks;
    }

    private void compare(RunFolder run, Map<String, Line> then, Map<String, double[]> forksThen) {
        Map<String, double[]> forksNow = forks(run);
        List<Line> lines = Summary.of(run).lines().stream()
                .filter(line -> forksNow.getOrDefault(line.row().id(), new double[0]).length >= LEAST_FORKS
                        && forksThen.getOrDefault(line.row().id(), new double[0]).length >= LEAST_FORKS)
                .toList();
        if (lines.isEmpty()) {
            notes.add("Not compared: no row has " + LEAST_FORKS + " forks in this run and in the reference.");
            return;
        }
        double shift = shift(lines.stream().mapToDouble(line -> Sample.median(forksNow.get(line.row().id()))
                - Sample.median(forksThen.get(line.row().id()))).toArray());
        if (shift != 0) {
            notes.add(String.format(Locale.ROOT,
                    "All rows together take %.2f times as long as in the reference: the machine, or all of the code; taken out of what follows.",
                    Math.exp(shift)));
        }
        List<Unpaired> tests = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (Line line : lines) {
            double[] before = forksThen.get(line.row().id());
            double[] after = Arrays.stream(forksNow.get(line.row().id())).map(value -> value - shift).toArray();
            tests.add(Unpaired.of(before, after));
            ratios.add(Math.exp(Sample.median(after) - Sample.median(before)));
        }
        double[] adjusted = SignedRank.holm(tests.stream().mapToDouble(Unpaired::welch).toArray());
        for (int k = 0; k < lines.size(); k++) {
            moved.add(new Moved(then.get(lines.get(k).row().id()), lines.get(k), ratios.get(k), adjusted[k], tests.get(k)));
        }
        moved.sort(Comparator.comparingDouble(Moved::ratio).reversed());
        long slower = moved.stream().filter(row -> row.counts() && row.ratio > 1).count();
        long faster = moved.stream().filter(row -> row.counts() && row.ratio < 1).count();
        notes.add(String.format(Locale.ROOT,
                "Of %d rows that the reference has, %s slower and %s faster by more than %.0f %%, at %.0f %% for all "
                        + "rows together; unpaired, and so advice.",
                lines.size(), slower == 0 ? "none is" : slower + " are",
                faster == 0 ? "none" : faster, 100 * MAGNITUDE, 100 * ERROR_RATE));
    }

    /// What most rows share, as a difference of logarithms; 0 if there is no such thing.
    private static double shift(double... differences) {
        double median = Sample.median(differences);
        long sharing = Arrays.stream(differences).filter(d -> Math.signum(median) * d > Math.log1p(SHIFT)).count();
        return differences.length >= LEAST_ROWS_OF_A_SHIFT && sharing >= SHARING * differences.length ? median : 0;
    }

    /// Whether there was a reference with rows of this run.
    public boolean hasCompared() {
        return !moved.isEmpty();
    }

    /// Whether a row has become slower.
    public boolean isSlower() {
        return moved.stream().anyMatch(row -> row.counts() && row.ratio > 1);
    }

    /// The rows that moved, worst first, and what there is to say.
    public String toText() {
        Table table = table();
        return (table.isEmpty() ? "" : table.toText() + "\n\n") + String.join("\n", notes);
    }

    /// The same for a terminal: at most this many rows, and the others counted.
    ///
    /// @param width in characters
    public String toText(int most, int width) {
        Table table = table();
        int more = table.rows().size() - most;
        return (table.isEmpty() ? "" : table.first(most).toText(width) + "\n")
                + (more > 0 ? "… and " + more + " more rows moved, all of them in " + FILE + "\n" : "")
                + notes.stream().map(note -> Plain.wrapped(note, width, "  ")).collect(Collectors.joining("\n"));
    }

    private Table table() {
        return Table.of(COLUMNS, moved.stream().filter(Moved::counts).toList());
    }
}
