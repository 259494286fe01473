package lanewise.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Shard;
import lanewise.stats.Sample;
import org.HdrHistogram.Histogram;

/// The rows of a run with what their forks say.
///
/// @param rows in the order of the plan
public record Summary(List<Line> rows) {

    private static final String BASELINE = "SCALAR_NO_AUTOVEC";
    private static final String SIMD = "SIMD";

    /// Element-wise, and along a direction.
    private static final Set<String> STEPS = Set.of("StepBenchmark.step", "LbfgsBenchmark.step");

    /// Two sizes that differ in little but the tail.
    static final int WITH_TAIL = 1_000;
    private static final int WITHOUT_TAIL = 1_024;

    /// What binds a step.
    public enum Roof {
        /// The stream with the same traffic is the slower one.
        MEMORY,
        /// Its divides and roots are.
        COMPUTE
    }

    /// One row. A value is NaN where there is nothing to compute it from: no fork that succeeded, no baseline, no roof.
    ///
    /// @param nanoseconds of one operation: the median over forks of each fork's median iteration
    /// @param spread      half of the forks lie within this fraction of the median
    /// @param speedup     over the scalar kernel without auto-vectorization: the median of the ratios within each round
    /// @param share       of the roof that binds: the roof's time divided by the row's, the median of the ratios within each round
    /// @param roof        which one that is in most rounds, or null
    /// @param plain       under another condition than the plain step: its time over that one's, the median of the ratios within each round
    /// @param first       in a JVM that is not the first of its run: its time over that in the first one, likewise
    /// @param tail        of SIMD at 1,000 parameters: its time per parameter over that at 1,024, likewise
    /// @param duel        of SIMD against the best other kernel or product, and of a step under another condition against the plain one; or null
    /// @param forks       that succeeded
    /// @param iterations  of all of them
    /// @param invocations of all forks together, in nanoseconds; empty where they were not recorded
    /// @param failures    reasons of the forks that failed
    public record Line(Row row, double nanoseconds, double spread, double speedup, double share, Roof roof, double plain, double first,
            double tail, Duel duel, int forks, int iterations, Histogram invocations, List<String> failures) {

        /// Of one parameter.
        public double nanosecondsPerParameter() {
            return nanoseconds / row.work().parameters();
        }

        /// Bytes moved per nanosecond, which is GB/s.
        public double gigabytesPerSecond() {
            return (row.work().bytesRead() + row.work().bytesWritten()) / nanosecondsPerParameter();
        }

        /// Whether it is a plain step.
        public boolean isStep() {
            return Summary.isStep(row);
        }

        /// Whether it is a step under another condition.
        public boolean isCondition() {
            return Summary.isCondition(row);
        }

        /// Whether it is a product of matrices.
        public boolean isProduct() {
            return Summary.isProduct(row);
        }

        /// Whether it is a part of what a minibatch costs.
        public boolean isMinibatch() {
            return Summary.isMinibatch(row);
        }

        /// Whether it is one layer of a minibatch's way.
        public boolean isLayer() {
            return Summary.isLayer(row);
        }

        /// Whether it says what the machine can do.
        public boolean isRoof() {
            return Shard.isRoof(row);
        }
    }

    /// Reads the folder.
    ///
    /// @throws lanewise.run.RefusedException if it is not the folder of a run
    public static Summary of(RunFolder folder) {
        Plan plan = folder.plan();
        List<Measurement> measurements = folder.measurements();
        return of(new ForkLanes(plan, measurements, folder.environment().vectorLanes()).corrected(plan), measurements);
    }

    static Summary of(Plan plan, List<Measurement> measurements) {
        Map<String, TreeMap<Integer, Double>> medians = new HashMap<>(); // by row, then by round
        Map<String, Histogram> invocations = new HashMap<>();
        Map<String, List<String>> failures = new HashMap<>();
        Map<String, Integer> iterations = new HashMap<>();
        for (Measurement m : measurements) {
            if (m.succeeded()) {
                medians.computeIfAbsent(m.row(), _ -> new TreeMap<>()).put(m.round(), Sample.median(m.nanoseconds()));
                iterations.merge(m.row(), m.nanoseconds().length, Integer::sum);
                if (m.invocations() != null) {
                    invocations.merge(m.row(), InvocationLog.decode(m), (all, fork) -> {
                        all.add(fork);
                        return all;
                    });
                }
            } else {
                failures.computeIfAbsent(m.row(), _ -> new ArrayList<>()).add(m.failure());
            }
        }
        Roofs roofs = new Roofs(plan, medians);
        String first = plan.rows().isEmpty() ? "" : plan.rows().getFirst().contestant();
        List<Line> lines = new ArrayList<>();
        for (Row row : plan.rows()) {
            TreeMap<Integer, Double> own = medians.getOrDefault(row.id(), new TreeMap<>());
            double[] forks = own.values().stream().mapToDouble(Double::doubleValue).toArray();
            lines.add(new Line(row,
                    forks.length == 0 ? Double.NaN : Sample.median(forks),
                    forks.length == 0 ? Double.NaN : Sample.spread(forks),
                    medianRatio(own, in(medians, baselineOf(row))),
                    isProduct(row) || isMinibatch(row) || isLayer(row)
                            ? medianRatio(own, round -> roofs.multiplyAdd(row, round))
                            : medianRatio(own, round -> Math.max(roofs.memory(row, round), roofs.compute(row, round))),
                    roofs.binding(row, own.keySet()),
                    isCondition(row) ? 1 / medianRatio(own, in(medians, plainOf(row))) : Double.NaN,
                    row.contestant().equals(first) ? Double.NaN : 1 / medianRatio(own, in(medians, inFirst(row, first))),
                    tail(row, own, medians),
                    duel(plan, row, medians),
                    forks.length,
                    iterations.getOrDefault(row.id(), 0),
                    invocations.getOrDefault(row.id(), new Histogram(1)),
                    failures.getOrDefault(row.id(), List.of())));
        }
        return new Summary(lines);
    }

    /// The median over rounds of what `numerator` says of the round, divided by the row's own time in it.
    private static double medianRatio(Map<Integer, Double> own, IntToDoubleFunction numerator) {
        double[] ratios = own.entrySet().stream()
                .mapToDouble(fork -> numerator.applyAsDouble(fork.getKey()) / fork.getValue())
                .filter(ratio -> !Double.isNaN(ratio))
                .toArray();
        return ratios.length == 0 ? Double.NaN : Sample.median(ratios);
    }

    private static double median(Map<Integer, Double> rounds) {
        return Sample.median(rounds.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static IntToDoubleFunction in(Map<String, TreeMap<Integer, Double>> medians, String id) {
        TreeMap<Integer, Double> rounds = medians.getOrDefault(id, new TreeMap<>());
        return round -> rounds.getOrDefault(round, Double.NaN);
    }

    private static String baselineOf(Row row) {
        return row.id().replace(" " + row.parameters().get("variant") + " ", " " + BASELINE + " ");
    }

    /// The name of the plain step that a row stands beside.
    static String plainOf(Row row) {
        Map<String, String> parameters = row.parameters();
        return String.join(" ", "StepBenchmark.step", parameters.get("optimizer"), parameters.get("variant"), parameters.get("size"))
                + (row.contestant().isEmpty() ? "" : " [" + row.contestant() + "]");
    }

    private static String inFirst(Row row, String first) {
        return row.id().replace("[" + row.contestant() + "]", "[" + first + "]");
    }

    private static double tail(Row row, Map<Integer, Double> own, Map<String, TreeMap<Integer, Double>> medians) {
        if (!isStep(row) || row.work().parameters() != WITH_TAIL || !SIMD.equals(row.parameters().get("variant"))) return Double.NaN;
        IntToDoubleFunction without = in(medians, row.id().replace(" " + WITH_TAIL, " " + WITHOUT_TAIL));
        return 1 / medianRatio(own, round -> without.applyAsDouble(round) * WITH_TAIL / WITHOUT_TAIL);
    }

    private static Duel duel(Plan plan, Row row, Map<String, TreeMap<Integer, Double>> medians) {
        TreeMap<Integer, Double> own = medians.get(row.id());
        if (own == null) return null;
        if (isCondition(row)) return medians.containsKey(plainOf(row)) ? duel("plain", own, medians.get(plainOf(row))) : null;
        if (!(isStep(row) || isProduct(row)) || !SIMD.equals(row.parameters().get("variant"))) return null;
        Row best = null;
        double least = Double.MAX_VALUE;
        for (Row other : plan.rows()) {
            TreeMap<Integer, Double> times = medians.get(other.id());
            boolean opponent = !other.equals(row) && other.parameters().containsKey("variant")
                    && baselineOf(other).equals(baselineOf(row));
            if (!opponent || times == null) continue;
            if (median(times) < least) {
                least = median(times);
                best = other;
            }
        }
        if (best == null) return null;
        return duel(best.parameters().get("variant"), own, medians.get(best.id()));
    }

    private static Duel duel(String opponent, Map<Integer, Double> own, Map<Integer, Double> other) {
        double[] logRatios = own.keySet().stream().filter(other::containsKey)
                .mapToDouble(round -> Math.log(other.get(round) / own.get(round))).toArray();
        return new Duel(opponent, logRatios);
    }

    private static boolean isStep(Row row) {
        return STEPS.contains(row.benchmarkName());
    }

    private static boolean isCondition(Row row) {
        return !isStep(row) && !isMinibatch(row) && row.parameters().containsKey("optimizer");
    }

    private static boolean isProduct(Row row) {
        return row.benchmarkName().equals("SgemmBenchmark.multiply");
    }

    private static boolean isMinibatch(Row row) {
        return row.parameters().containsKey("network") && !isLayer(row);
    }

    private static boolean isLayer(Row row) {
        return row.parameters().containsKey("layer");
    }

    private static boolean isParallel(Row row) {
        return row.parameters().containsKey("threads");
    }

    /// What the roofs took in each round, in nanoseconds for the parameters of a step; NaN where a roof was not measured.
    private record Roofs(Plan plan, Map<String, TreeMap<Integer, Double>> medians) {

        /// The stream of the step's size and traffic.
        double memory(Row step, int round) {
            return stream(step).map(row -> time(row, round)).orElse(Double.NaN);
        }

        /// Of several forms the one that is the fastest by its median. The fastest of each round would be the luckiest, and no step could
        /// reach it.
        private Optional<Row> stream(Row step) {
            return plan.rows().stream()
                    .filter(row -> row.benchmark().endsWith("StreamBenchmark.step") && (isStep(step) || isParallel(step))
                            && isParallel(row) == isParallel(step)
                            && row.contestant().equals(step.contestant()) && medians.containsKey(row.id()))
                    .filter(row -> row.work().parameters() == step.work().parameters()
                            && row.work().bytesRead() == step.work().bytesRead() && row.work().bytesWritten() == step.work().bytesWritten())
                    .min(Comparator.comparingDouble(row -> median(medians.get(row.id()))));
        }

        /// The step's divides and roots, one after the other.
        double compute(Row step, int round) {
            if (!isStep(step) && !isParallel(step)) return Double.NaN;
            double perParameter = 0;
            if (step.work().divides() > 0) perParameter += step.work().divides() * perElement(step, "DIVIDE", round);
            if (step.work().roots() > 0) perParameter += step.work().roots() * perElement(step, "ROOT", round);
            return perParameter * step.work().parameters() / Integer.parseInt(step.parameters().getOrDefault("threads", "1"));
        }

        /// As many multiply-adds as the product has.
        double multiplyAdd(Row product, int round) {
            return product.work().parameters() * perElement(product, "MULTIPLY_ADD", round);
        }

        Roof binding(Row step, Iterable<Integer> rounds) {
            if (isProduct(step)) return Roof.COMPUTE;
            int memory = 0;
            int compute = 0;
            for (int round : rounds) {
                if (Double.isNaN(memory(step, round)) || Double.isNaN(compute(step, round))) continue;
                if (memory(step, round) >= compute(step, round)) memory++;
                else
                    compute++;
            }
            return memory + compute == 0 ? null : memory >= compute ? Roof.MEMORY : Roof.COMPUTE;
        }

        private double perElement(Row step, String operation, int round) {
            return plan.rows().stream()
                    .filter(row -> row.benchmark().endsWith(".ArithmeticBenchmark.loop")
                            && operation.equals(row.parameters().get("operation")) && row.contestant().equals(step.contestant()))
                    .mapToDouble(row -> time(row, round) / row.work().parameters())
                    .findFirst().orElse(Double.NaN);
        }

        private double time(Row row, int round) {
            return medians.getOrDefault(row.id(), new TreeMap<>()).getOrDefault(round, Double.NaN);
        }
    }

    /// Rows of which at least one fork succeeded.
    public long measured() {
        return rows.stream().filter(line -> line.forks() > 0).count();
    }

    /// Rows of which at least one fork failed, or none ended.
    public long incomplete() {
        return rows.stream().filter(line -> line.forks() == 0 || !line.failures().isEmpty()).count();
    }
}
