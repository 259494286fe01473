package lanewise.suite;

import static lanewise.suite.Cells.ADAM;
import static lanewise.suite.Cells.ALL_VARIANTS;
import static lanewise.suite.Cells.ONLY_SIMD;
import static lanewise.suite.Cells.SGD_AND_ADAM;
import static lanewise.suite.Cells.VECTORIZED;
import static lanewise.suite.Cells.sizes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import lanewise.bench.BenchmarkVariant;
import lanewise.bench.ClippedNormBenchmark;
import lanewise.bench.ClippedValueBenchmark;
import lanewise.bench.DefaultPlacementBenchmark;
import lanewise.bench.MixedSizesBenchmark;
import lanewise.bench.StepBenchmark;
import lanewise.bench.SubnormalStateBenchmark;
import lanewise.optim.Catalogue;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Work;

/// A step in another scenario than usual, compared with the plain step.
///
/// @param label     what tables call it
/// @param benchmark takes the step of [StepBenchmark] and changes one thing
/// @param more      bytes per parameter that it reads beyond the plain step, then those that it writes
/// @param flags     how its JVM is started
/// @param table     what each profile holds, which must be a part of what it holds of plain steps
record ScenarioRows(String label, Class<? extends StepBenchmark> benchmark, Traffic more,
        BiFunction<ForkCost, BenchmarkVariant, List<String>> flags, Map<Profile, List<Cells>> table) {

    /// Bytes per parameter.
    private record Traffic(int read, int written) {

        static final Traffic NONE = new Traffic(0, 0);
    }

    private static final Set<Catalogue> MOMENTUM_AND_ADAM = Set.of(Catalogue.MOMENTUM, Catalogue.ADAM);

    private static final List<ScenarioRows> SCENARIOS = List.of(
            new ScenarioRows("DefaultPlacement", DefaultPlacementBenchmark.class, Traffic.NONE, ForkFlags::unaligned, Map.of(
                    Profile.SMOKE, List.of(new Cells(ADAM, sizes(1_000), ONLY_SIMD)),
                    Profile.QUICK, List.of(new Cells(ADAM, sizes(1_000), ONLY_SIMD)),
                    Profile.FULL, List.of(new Cells(SGD_AND_ADAM, sizes(1_000, 1_024, 10_000, 100_000, 1_000_000), VECTORIZED)))),
            new ScenarioRows("MixedSizes", MixedSizesBenchmark.class, Traffic.NONE, ForkFlags::aligned, Map.of(
                    Profile.QUICK, List.of(new Cells(ADAM, sizes(1_000), VECTORIZED)),
                    Profile.FULL, List.of(new Cells(SGD_AND_ADAM, sizes(1_000, 1_000_000), ALL_VARIANTS)),
                    Profile.PR, List.of(new Cells(ADAM, sizes(1_000), ONLY_SIMD)),
                    Profile.NIGHTLY, List.of(new Cells(SGD_AND_ADAM, sizes(1_000, 1_000_000), VECTORIZED)))),
            new ScenarioRows("SubnormalState", SubnormalStateBenchmark.class, Traffic.NONE, ForkFlags::aligned, Map.of(
                    Profile.QUICK, List.of(new Cells(ADAM, sizes(10_000), ONLY_SIMD)),
                    Profile.FULL, List.of(new Cells(MOMENTUM_AND_ADAM, sizes(10_000), VECTORIZED)),
                    Profile.PR, List.of(new Cells(ADAM, sizes(10_000), ONLY_SIMD)),
                    Profile.NIGHTLY, List.of(new Cells(MOMENTUM_AND_ADAM, sizes(10_000), VECTORIZED)))),
            new ScenarioRows("ClippedNorm", ClippedNormBenchmark.class, new Traffic(Float.BYTES, 0), ForkFlags::aligned, Map.of(
                    Profile.FULL, List.of(new Cells(SGD_AND_ADAM, sizes(10_000, 10_000_000), VECTORIZED)))),
            new ScenarioRows("ClippedValue", ClippedValueBenchmark.class, new Traffic(Float.BYTES, Float.BYTES), ForkFlags::aligned, Map.of(
                    Profile.FULL, List.of(new Cells(SGD_AND_ADAM, sizes(10_000, 10_000_000), VECTORIZED)))));

    static List<Row> of(Profile profile) {
        List<Row> rows = new ArrayList<>();
        for (ScenarioRows scenario : SCENARIOS) {
            List<Cells> held = scenario.table.getOrDefault(profile, List.of());
            for (Catalogue optimizer : Catalogue.values()) {
                for (int size : StepRows.SIZES) {
                    for (BenchmarkVariant variant : BenchmarkVariant.values()) {
                        if (Cells.hold(held, optimizer, size, variant)) rows.add(scenario.row(optimizer, variant, size));
                    }
                }
            }
        }
        return rows;
    }

    private Work work(Catalogue optimizer, int size) {
        Work plain = StepRows.work(optimizer, size);
        return new Work(plain.unit(), plain.count(), plain.bytesRead() + more.read, plain.bytesWritten() + more.written, plain.formula(),
                plain.source());
    }

    private Row row(Catalogue optimizer, BenchmarkVariant variant, int size) {
        ForkCost cost = ForkCost.ofUpdate(size, optimizer.state().size());
        return new Row(benchmark.getName() + ".step", Names.step(optimizer.name(), variant.name(), size), Family.SCENARIO, label,
                work(optimizer, size),
                ComparedWith.plain(Names.ofStep(StepBenchmark.class, optimizer.name(), variant.name(), size)), Roofs.NONE,
                Names.group(optimizer, size), cost.jvm(flags, variant));
    }
}
