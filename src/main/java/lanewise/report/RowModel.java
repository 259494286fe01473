package lanewise.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lanewise.run.Row;
import lanewise.stats.SignedRank;
import lanewise.stats.SignedRank.Interval;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/// A row as a page draws it. Times are nanoseconds of one call. What does not exist is null.
///
/// @param id         the row's name, with its JVM configuration
/// @param section    which table it stands in: `step`, `scenario`, `product`, `minibatch`, `layer` or `roof`
/// @param method     of a network: `forward`, `backward`, `update` or `step`
/// @param label      what the table calls it, apart from its parameters
/// @param parameters the benchmark's
/// @param jvm        its configuration where a run compares several, otherwise empty
/// @param unit       what is counted
/// @param count      units of one call
/// @param bytes      read and written per unit
/// @param workingSet bytes that one unit occupies: what is read and written in place lies there once
/// @param work       the place of its formula among the run's
/// @param main       whether it is the variant that is compared with its alternatives
/// @param rounds     in which a fork succeeded; empty if these are the first ones, without a gap
/// @param times      of these forks, in the same order
/// @param interval   of the median at 95 %; null with fewer than six forks
/// @param spread     half of the forks lie within this fraction of the median
/// @param share      of the roof that binds
/// @param bound      `memory` or `compute`
/// @param versus     by what it is compared with: its speed over that, as ratio, low and high end of the 95 % interval (null with fewer than six
///                   rounds), and 1 if every round is on one side of 1
/// @param best       the alternative that is fastest
/// @param plain      of a scenario: what `versus` calls the plain step
/// @param latency    of calls that were timed one by one: pairs of a percentile and nanoseconds
/// @param failures   reasons of forks that failed
/// @param missing    why there is no time, where there is none
record RowModel(String id, String section, String method, String label, Map<String, String> parameters, String jvm, String unit,
        long count, int bytes, int workingSet, int work, boolean main, List<Integer> rounds, List<Double> times,
        List<Double> interval, Double spread, Double share, String bound, Map<String, List<Double>> versus, String best, String plain,
        List<List<Double>> latency, List<String> failures, String missing) {

    private static final int TICKS_PER_HALF_DISTANCE = 4;
    private static final double LEVEL = 0.95;

    /// @param variants all that the run has
    /// @param work     the place of its formula among the run's
    static RowModel of(Line line, List<String> variants, List<String> configurations, int work) {
        Row row = line.row();
        Map<String, List<Double>> versus = new LinkedHashMap<>();
        for (String variant : variants) {
            if (variant.equals(row.parameter("variant"))) continue;
            line.sibling(variant).flatMap(line::speedUpOver).ifPresent(speed -> versus.put(variant, ratio(speed)));
        }
        for (String jvm : configurations) {
            if (jvm.equals(row.jvm().configuration())) continue;
            line.in(jvm).flatMap(line::speedUpOver).ifPresent(speed -> versus.put("[" + jvm + "]", ratio(speed)));
        }
        boolean scenario = !row.comparedWith().plain().isEmpty();
        Optional<SpeedUp> best = line.speedUpOverBest();
        if (scenario) best.ifPresent(speed -> versus.put(speed.over(), ratio(speed)));
        List<Double> times = line.times().rounds(row).values().stream().map(RowModel::rounded).toList();
        return new RowModel(row.id(), section(line), row.method(), row.label(), row.parameters(), row.jvm().configuration(),
                row.work().unit().name().toLowerCase(Locale.ROOT), line.times().units(row),
                row.work().bytesRead() + row.work().bytesWritten(), Math.max(row.work().bytesRead(), row.work().bytesWritten()),
                work, !row.comparedWith().alternatives().isEmpty(),
                rounds(List.copyOf(line.times().rounds(row).keySet())), times, interval(line), rounded(line.spread()),
                line.bound().isPresent() ? rounded(line.share()) : null,
                line.bound().map(bound -> bound.name().toLowerCase(Locale.ROOT)).orElse(null), versus,
                scenario ? null : best.map(SpeedUp::over).orElse(null), scenario ? best.map(SpeedUp::over).orElse(null) : null,
                latency(line), line.failures().stream().distinct().toList(), missing(line));
    }

    private static List<Integer> rounds(List<Integer> rounds) {
        return rounds.isEmpty() || rounds.getLast() == rounds.size() ? List.of() : rounds;
    }

    private static String section(Line line) {
        if (Sections.isRoof(line)) return "roof";
        if (Sections.isScenario(line)) return "scenario";
        if (Sections.isStep(line)) return "step";
        if (Sections.isProduct(line)) return "product";
        return line.row().family().name().toLowerCase(Locale.ROOT);
    }

    private static String missing(Line line) {
        if (line.forks() > 0) return null;
        return line.failures().isEmpty() ? "not measured: the run ended before its first fork of this row" : "every fork failed";
    }

    static List<Double> ratio(SpeedUp speed) {
        Interval interval = speed.interval();
        boolean oneSided = speed.logRatios().length > 1
                && (List.of(-1.0, 1.0).stream().anyMatch(sign -> allOf(sign, speed.logRatios())));
        List<Double> ratio = new ArrayList<>();
        ratio.add(rounded(speed.ratio()));
        ratio.add(interval.low() > 0 ? rounded(interval.low()) : null);
        ratio.add(rounded(interval.high()));
        ratio.add(oneSided ? 1.0 : 0.0);
        return ratio;
    }

    private static boolean allOf(double sign, double... values) {
        for (double value : values) if (Math.signum(value) != sign) return false;
        return true;
    }

    private static List<Double> interval(Line line) {
        double[] logarithms = line.times().rounds(line.row()).values().stream().mapToDouble(Math::log).toArray();
        Interval interval = SignedRank.interval(LEVEL, logarithms);
        return Double.isInfinite(interval.high()) ? null : List.of(rounded(Math.exp(interval.low())), rounded(Math.exp(interval.high())));
    }

    /// As HdrHistogram's plots have them: ever closer to each other towards the slowest.
    private static List<List<Double>> latency(Line line) {
        Histogram invocations = line.times().invocations(line.row());
        if (invocations.getTotalCount() == 0) return null;
        List<List<Double>> points = new ArrayList<>();
        for (HistogramIterationValue value : invocations.percentiles(TICKS_PER_HALF_DISTANCE)) {
            points.add(List.of(rounded(value.getPercentileLevelIteratedTo()), (double) value.getValueIteratedTo()));
        }
        return points;
    }

    /// To six digits, which is more than any clock has; null if it is no number.
    static Double rounded(double value) {
        return Double.isFinite(value) ? Double.valueOf(String.format(Locale.ROOT, "%.6g", value)) : null;
    }
}
