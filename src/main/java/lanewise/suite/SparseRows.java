package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SCALAR;
import static lanewise.bench.BenchmarkVariant.SIMD;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lanewise.bench.BenchmarkVariant;
import lanewise.bench.SparseStepBenchmark;
import lanewise.bench.SparseStepBenchmark.Layout;
import lanewise.bench.StepBenchmark;
import lanewise.optim.Catalogue;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;

/// A step of some rows of an embedding, compared with the step of the whole table.
final class SparseRows {

    static final int TABLE = SparseStepBenchmark.ROWS * SparseStepBenchmark.WIDTH;

    private static final Catalogue OPTIMIZER = Catalogue.ADAM;
    private static final List<BenchmarkVariant> VARIANTS = List.of(SCALAR, SIMD);

    /// Rows with a gradient, of a thousand.
    private static final Map<Profile, List<Integer>> PERMILLES = Map.of(
            Profile.FULL, List.of(1, 10, 100),
            Profile.NIGHTLY, List.of(10));

    private SparseRows() {}

    /// The steps of the whole table.
    static List<Row> dense(Profile profile) {
        if (profile != Profile.FULL) return List.of();
        return VARIANTS.stream().map(variant -> StepRows.row(profile, OPTIMIZER, variant.name(), variant, TABLE, List.of())).toList();
    }

    static List<Row> of(Profile profile) {
        List<Row> rows = new ArrayList<>();
        for (BenchmarkVariant variant : VARIANTS) {
            for (int permille : PERMILLES.getOrDefault(profile, List.of())) {
                for (Layout layout : Layout.values()) rows.add(row(variant, permille, layout));
            }
        }
        return rows;
    }

    private static Row row(BenchmarkVariant variant, int permille, Layout layout) {
        Map<String, String> parameters = Names.step(OPTIMIZER.name(), variant.name(), TABLE);
        parameters.put("permille", Integer.toString(permille));
        parameters.put("layout", layout.name());
        return new Row(SparseStepBenchmark.class.getName() + ".step", parameters, Family.SPARSE_STEP,
                "SparseStep, " + permille + " ‰ of the rows, " + layout.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                new Work(Unit.PARAMETER, (long) TABLE * permille / 1_000, OPTIMIZER.bytesRead(), OPTIMIZER.bytesWritten(),
                        OPTIMIZER.formula(), OPTIMIZER.source()),
                ComparedWith.plain(Names.ofStep(StepBenchmark.class, OPTIMIZER.name(), variant.name(), TABLE)), Roofs.NONE,
                Names.group(OPTIMIZER, TABLE), ForkCost.ofSparseUpdate(TABLE, OPTIMIZER.state().size()).jvm(ForkFlags::aligned, variant));
    }
}
