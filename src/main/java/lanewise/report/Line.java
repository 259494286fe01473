package lanewise.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Unit;
import lanewise.stats.Sample;

/// A row with what its forks came to. A number is NaN where there is nothing to compute it from: no fork that succeeded, no row to compare
/// with, no roof.
public record Line(Row row, RunTimes times) {

    private static final String PLAIN = "plain";

    /// What binds a row.
    public enum Bound {
        /// The stream with the same traffic is the slower roof.
        MEMORY,
        /// The arithmetic is.
        COMPUTE
    }

    /// Of one call: the median over forks of each fork's median iteration.
    public double nanoseconds() {
        return times.median(row);
    }

    /// Of one unit of work.
    public double nanosecondsPerUnit() {
        return nanoseconds() / times.units(row);
    }

    /// Half of the forks lie within this fraction of the median.
    public double spread() {
        double[] forks = times.times(row);
        return forks.length == 0 ? Double.NaN : Sample.spread(forks);
    }

    /// Bytes moved per nanosecond, which is GB/s.
    public double gigabytesPerSecond() {
        return (row.work().bytesRead() + row.work().bytesWritten()) / nanosecondsPerUnit();
    }

    /// Floating-point operations per nanosecond; NaN where the work is not multiply-adds.
    public double gigaflops() {
        return row.work().unit() == Unit.MULTIPLY_ADD ? 2 / nanosecondsPerUnit() : Double.NaN;
    }

    /// Of a vector in the forks' JVM.
    int lanes() {
        return times.lanes(row);
    }

    /// Forks that succeeded.
    public int forks() {
        return times.rounds(row).size();
    }

    /// Reasons of the forks that failed.
    public List<String> failures() {
        return times.failures(row);
    }

    /// Over the baseline: the median of the ratios within each round.
    public double speedUp() {
        return times.medianRatio(row, times.find(row.comparedWith().baseline(), row));
    }

    /// Of a scenario: its time over that of the plain step, likewise.
    public double timeToPlain() {
        return 1 / times.medianRatio(row, plain());
    }

    private Row plain() {
        return times.find(row.comparedWith().plain(), row);
    }

    /// The spread of the plain step's forks.
    public double plainSpread() {
        return plain() == null ? Double.NaN : new Line(plain(), times).spread();
    }

    /// Its time over that in the JVM configuration of this name, likewise; NaN in that one itself.
    public double timeTo(String configuration) {
        if (row.jvm().configuration().equals(configuration)) return Double.NaN;
        return 1 / times.medianRatio(row, times.find(row.name() + " [" + configuration + "]"));
    }

    /// Its time per parameter over that of the size without a tail, likewise.
    public double costOfTail() {
        Row without = withoutTail();
        if (without == null) return Double.NaN;
        double scale = (double) times.units(row) / times.units(without);
        return 1 / times.medianRatio(row, round -> scale * times.in(without, round));
    }

    private Row withoutTail() {
        return times.find(row.comparedWith().withoutTail(), row);
    }

    /// Parameters of the row that has no tail.
    long sizeWithoutTail() {
        return withoutTail().work().count();
    }

    /// Over the plain step, or else over the alternative with the least median time; none if nothing of the kind was measured.
    public Optional<SpeedUp> speedUpOverBest() {
        if (forks() == 0) return Optional.empty();
        ComparedWith others = row.comparedWith();
        if (!others.plain().isEmpty()) return Optional.ofNullable(plain()).filter(this::isMeasured).map(plain -> speedUp(PLAIN, plain));
        return others.alternatives().stream().map(name -> times.find(name, row)).filter(Objects::nonNull).filter(this::isMeasured)
                .min(Comparator.comparingDouble(times::median)).map(best -> speedUp(best.parameter("variant"), best));
    }

    /// Over the baseline, with its interval; none if either was not measured.
    Optional<SpeedUp> speedUpOverBaseline() {
        return Optional.ofNullable(times.find(row.comparedWith().baseline(), row)).filter(this::isMeasured).filter(_ -> forks() > 0)
                .map(baseline -> speedUp(baseline.parameter("variant"), baseline));
    }

    /// The row that differs in nothing but its variant; none if the plan lacks it.
    Optional<Row> sibling(String variant) {
        Map<String, String> parameters = new LinkedHashMap<>(row.parameters());
        if (parameters.replace("variant", variant) == null) return Optional.empty();
        return Optional.ofNullable(times.find(Row.nameOf(row.benchmark(), parameters), row));
    }

    /// The same row in another JVM configuration; none if the plan lacks it.
    Optional<Row> in(String configuration) {
        return Optional.ofNullable(times.find(row.name() + (configuration.isEmpty() ? "" : " [" + configuration + "]")));
    }

    /// Over another row, with its interval; none if they were not measured in one round.
    Optional<SpeedUp> speedUpOver(Row other) {
        return Optional.of(speedUp(other.parameter("variant"), other)).filter(speed -> speed.logRatios().length > 0);
    }

    /// The baseline's speed over this row, with its interval; none if either was not measured.
    Optional<SpeedUp> speedUpOfBaseline() {
        return speedUpOverBaseline()
                .map(speed -> new SpeedUp(speed.over(), Arrays.stream(speed.logRatios()).map(ratio -> -ratio).toArray()));
    }

    /// Of one call of the baseline.
    double baselineNanoseconds() {
        Row baseline = times.find(row.comparedWith().baseline(), row);
        return baseline == null ? Double.NaN : times.median(baseline);
    }

    private boolean isMeasured(Row other) {
        return !times.rounds(other).isEmpty();
    }

    private SpeedUp speedUp(String name, Row other) {
        return new SpeedUp(name, times.rounds(row).entrySet().stream()
                .filter(fork -> times.rounds(other).containsKey(fork.getKey()))
                .mapToDouble(fork -> Math.log(times.in(other, fork.getKey()) / fork.getValue())).toArray());
    }

    /// Of the roof that binds: the roof's time divided by the row's, the median of the ratios within each round.
    public double share() {
        return hasRoofs() ? times.medianRatio(row, round -> Math.max(memory(round), compute(round))) : Double.NaN;
    }

    private boolean hasRoofs() {
        return row.roofs().names().findAny().isPresent();
    }

    /// The roof that binds in most rounds; none if in no round all roofs were measured.
    public Optional<Bound> bound() {
        if (!hasRoofs()) return Optional.empty();
        int memory = 0;
        int compute = 0;
        for (int round : times.rounds(row).keySet()) {
            if (Double.isNaN(memory(round)) || Double.isNaN(compute(round))) continue;
            if (memory(round) >= compute(round)) memory++;
            else
                compute++;
        }
        return memory + compute == 0 ? Optional.empty() : Optional.of(memory >= compute ? Bound.MEMORY : Bound.COMPUTE);
    }

    /// The time of the stream of the row's traffic, of several forms the one that is fastest by its median: the fastest of each round would be
    /// the luckiest, and no row could reach it.
    private double memory(int round) {
        if (row.roofs().memory().isEmpty()) return 0;
        return row.roofs().memory().stream().map(name -> times.find(name, row)).filter(Objects::nonNull).filter(this::isMeasured)
                .min(Comparator.comparingDouble(times::median)).map(stream -> times.in(stream, round)).orElse(Double.NaN);
    }

    /// The time of the row's operations, one after the other.
    private double compute(int round) {
        double perUnit = row.roofs().compute().entrySet().stream().mapToDouble(needed -> {
            Row loop = times.find(needed.getKey(), row);
            return loop == null ? Double.NaN : needed.getValue() * times.in(loop, round) / times.units(loop);
        }).sum();
        return perUnit * times.units(row) / row.work().threads();
    }

    /// Share and bound as tables write them, with a mark if noise does not explain a share above 1.
    String shareOfRoof() {
        if (bound().isEmpty() || Double.isNaN(share())) return Format.NONE;
        return Format.number("%.2f ", share()) + bound().get().name().toLowerCase(Locale.ROOT) + (isAboveRoof() ? " *" : "");
    }

    /// A share that noise and luck with placement do not explain.
    boolean isAboveRoof() {
        return bound().isPresent() && share() > 1.03;
    }

    String forksText() {
        return failures().isEmpty() ? Integer.toString(forks()) : forks() + ", " + failures().size() + " failed";
    }

    String spreadText() {
        return Format.percent(spread());
    }

    String speedUpOverBestText() {
        return speedUpOverBest().map(SpeedUp::toString).orElse(Format.NONE);
    }
}
