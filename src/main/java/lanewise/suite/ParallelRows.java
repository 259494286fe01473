package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SIMD;
import static lanewise.suite.Cells.VGG16;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lanewise.bench.ParallelStepBenchmark;
import lanewise.bench.StepBenchmark;
import lanewise.optim.Catalogue;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Work;

/// A step on all processors, compared with the step on one.
final class ParallelRows {

    static final List<Catalogue> OPTIMIZERS = List.of(Catalogue.SGD, Catalogue.ADAM);

    private static final Map<Profile, List<Integer>> SIZES = Map.of(
            Profile.FULL, List.of(1_000, 100_000, 1_000_000, 10_000_000, VGG16),
            Profile.NIGHTLY, List.of(1_000_000, 10_000_000));

    private ParallelRows() {}

    static List<Integer> sizes(Profile profile) {
        return SIZES.getOrDefault(profile, List.of());
    }

    static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    static List<Row> of(Profile profile) {
        List<Row> rows = new ArrayList<>();
        for (Catalogue optimizer : OPTIMIZERS) {
            for (int size : sizes(profile)) rows.add(row(profile, optimizer, size));
        }
        return rows;
    }

    static Row row(Profile profile, Catalogue optimizer, int size) {
        int stateArrays = optimizer.state().size();
        Map<String, String> parameters = Names.step(optimizer.name(), SIMD.name(), size);
        parameters.put("threads", Integer.toString(threads()));
        Work one = StepRows.work(optimizer, size);
        return new Row(ParallelStepBenchmark.class.getName() + ".step", parameters, Family.PARALLEL_STEP,
                "ParallelStep, " + threads() + " threads",
                new Work(one.unit(), size, false, one.bytesRead(), one.bytesWritten(), threads(), one.formula(), one.source()),
                ComparedWith.plain(Names.ofStep(StepBenchmark.class, optimizer.name(), SIMD.name(), size)),
                new Roofs(RoofRows.parallelStreams(profile, stateArrays, size), RoofRows.operations(optimizer)),
                Names.group(optimizer, size), ForkCost.ofUpdate(size, stateArrays).jvm(ForkFlags::aligned, SIMD));
    }
}
