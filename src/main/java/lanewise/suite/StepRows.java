package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SCALAR;
import static lanewise.bench.BenchmarkVariant.SCALAR_NO_AUTOVEC;
import static lanewise.bench.BenchmarkVariant.SIMD;
import static lanewise.bench.BenchmarkVariant.UNROLLED;
import static lanewise.suite.Cells.ADAM;
import static lanewise.suite.Cells.ALL;
import static lanewise.suite.Cells.ALL_BUT_NO_AUTOVEC;
import static lanewise.suite.Cells.ALL_BUT_UNROLLED;
import static lanewise.suite.Cells.ALL_VARIANTS;
import static lanewise.suite.Cells.ONLY_SIMD;
import static lanewise.suite.Cells.OTHERS;
import static lanewise.suite.Cells.SGD_AND_ADAM;
import static lanewise.suite.Cells.TEXTBOOK;
import static lanewise.suite.Cells.VECTORIZED;
import static lanewise.suite.Cells.VGG16;
import static lanewise.suite.Cells.sizes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lanewise.bench.BenchmarkVariant;
import lanewise.bench.StepBenchmark;
import lanewise.optim.Catalogue;
import lanewise.optim.ExternalKernel;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;

/// One step of an element-wise optimizer.
final class StepRows {

    /// From what fits the first-level cache to a large network.
    static final int[] SIZES = {1_000, 1_024, 10_000, 100_000, 1_000_000, 10_000_000, VGG16};

    static final int WITH_TAIL = 1_000;
    private static final int WITHOUT_TAIL = 1_024;

    private static final Map<Profile, List<Cells>> TABLE = Map.of(
            Profile.SMOKE, List.of(
                    new Cells(ADAM, sizes(1_000, 10_000), ALL_VARIANTS),
                    new Cells(ADAM, sizes(VGG16), ONLY_SIMD),
                    new Cells(Set.of(Catalogue.SGD), sizes(1_000), ONLY_SIMD)),
            Profile.QUICK, List.of(
                    new Cells(TEXTBOOK, sizes(1_000), ALL_BUT_UNROLLED),
                    new Cells(SGD_AND_ADAM, sizes(1_000), Set.of(UNROLLED)),
                    new Cells(OTHERS, sizes(10_000), ONLY_SIMD),
                    new Cells(ADAM, sizes(10_000), ALL_VARIANTS),
                    new Cells(ADAM, sizes(VGG16), ONLY_SIMD)),
            Profile.FULL, List.of(
                    new Cells(TEXTBOOK, sizes(SIZES), ALL_VARIANTS),
                    new Cells(OTHERS, sizes(10_000), ALL_VARIANTS),
                    new Cells(OTHERS, sizes(10_000_000), VECTORIZED),
                    // Without auto-vectorization a step of this size takes a third of a second or more, and is never the fastest.
                    new Cells(OTHERS, sizes(VGG16), ALL_BUT_NO_AUTOVEC)),
            Profile.PR, List.of(
                    new Cells(ALL, sizes(10_000), ONLY_SIMD),
                    new Cells(TEXTBOOK, sizes(1_000), ONLY_SIMD),
                    new Cells(SGD_AND_ADAM, sizes(1_000), Set.of(SCALAR, UNROLLED)),
                    new Cells(SGD_AND_ADAM, sizes(10_000_000), ONLY_SIMD)),
            Profile.NIGHTLY, List.of(
                    new Cells(ALL, sizes(10_000), ALL_BUT_NO_AUTOVEC),
                    new Cells(ALL, sizes(1_000, 1_000_000, 10_000_000), ONLY_SIMD),
                    new Cells(TEXTBOOK, sizes(1_000, 1_000_000, 10_000_000), Set.of(SCALAR)),
                    new Cells(TEXTBOOK, sizes(1_024), ONLY_SIMD),
                    new Cells(TEXTBOOK, sizes(100_000), VECTORIZED),
                    new Cells(SGD_AND_ADAM, sizes(VGG16), ONLY_SIMD)));

    private StepRows() {}

    /// @param external updates of other authors, each measured where SIMD is
    static List<Row> of(Profile profile, List<ExternalKernel> external) {
        List<Row> rows = new ArrayList<>();
        for (Catalogue optimizer : Catalogue.values()) {
            List<ExternalKernel> others = external.stream().filter(kernel -> kernel.optimizer() == optimizer).toList();
            for (int size : SIZES) {
                for (BenchmarkVariant variant : BenchmarkVariant.values()) {
                    if (holds(profile, optimizer, size, variant)) rows.add(row(profile, optimizer, variant.name(), variant, size, others));
                }
                if (!holds(profile, optimizer, size, SIMD)) continue;
                for (ExternalKernel kernel : others) rows.add(row(profile, optimizer, kernel.name(), SIMD, size, others));
            }
        }
        return rows;
    }

    static boolean holds(Profile profile, Catalogue optimizer, int size, BenchmarkVariant variant) {
        return Cells.hold(TABLE.getOrDefault(profile, List.of()), optimizer, size, variant);
    }

    /// @param name    what the table calls the variant: its own name, or that of an external kernel
    /// @param variant whose JVM flags it takes
    static Row row(Profile profile, Catalogue optimizer, String name, BenchmarkVariant variant, int size, List<ExternalKernel> external) {
        ForkCost cost = ForkCost.ofUpdate(size, optimizer.state().size());
        return new Row(StepBenchmark.class.getName() + ".step", Names.step(optimizer.name(), name, size), Family.STEP, optimizer.name(),
                work(optimizer, size), comparedWith(optimizer.name(), name, size, external),
                new Roofs(RoofRows.streams(profile, optimizer.state().size(), size), RoofRows.operations(optimizer)),
                Names.group(optimizer, size), cost.jvm(ForkFlags::aligned, variant));
    }

    static Work work(Catalogue optimizer, long size) {
        return new Work(Unit.PARAMETER, size, optimizer.bytesRead(), optimizer.bytesWritten(), optimizer.formula(), optimizer.source());
    }

    private static ComparedWith comparedWith(String optimizer, String name, int size, List<ExternalKernel> external) {
        String baseline = Names.ofStep(StepBenchmark.class, optimizer, SCALAR_NO_AUTOVEC.name(), size);
        if (!name.equals(SIMD.name())) return new ComparedWith(baseline, List.of(), "", "");
        List<String> alternatives = Stream.concat(
                Stream.of(SCALAR, UNROLLED, SCALAR_NO_AUTOVEC).map(BenchmarkVariant::name),
                external.stream().map(ExternalKernel::name)).map(other -> Names.ofStep(StepBenchmark.class, optimizer, other, size))
                .toList();
        String withoutTail = size == WITH_TAIL ? Names.ofStep(StepBenchmark.class, optimizer, name, WITHOUT_TAIL) : "";
        return new ComparedWith(baseline, alternatives, "", withoutTail);
    }
}
