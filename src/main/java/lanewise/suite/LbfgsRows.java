package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SCALAR;
import static lanewise.bench.BenchmarkVariant.SCALAR_NO_AUTOVEC;
import static lanewise.bench.BenchmarkVariant.SIMD;
import static lanewise.bench.BenchmarkVariant.UNROLLED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.bench.BenchmarkVariant;
import lanewise.bench.LbfgsBenchmark;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;

/// The direction of L-BFGS from ten pairs, and a step along it.
final class LbfgsRows {

    /// Its history fits no machine of ours at the size of VGG-16.
    static final List<Integer> SIZES = List.of(1_000, 1_000_000, 10_000_000);

    private static final String OPTIMIZER = "LBFGS";

    /// Variants by size; at the largest those that C2 does not vectorize take seconds a call.
    private record Held(List<BenchmarkVariant> variants, List<Integer> sizes) {}

    private static final Map<Profile, List<Held>> TABLE = Map.of(
            Profile.FULL, List.of(
                    new Held(List.of(BenchmarkVariant.values()), List.of(1_000, 1_000_000)),
                    new Held(List.of(SCALAR, SIMD), List.of(10_000_000))),
            Profile.PR, List.of(new Held(List.of(SIMD), List.of(1_000))),
            Profile.NIGHTLY, List.of(new Held(List.of(SCALAR, SIMD), List.of(1_000, 1_000_000))));

    private LbfgsRows() {}

    static List<Row> of(Profile profile) {
        List<Row> rows = new ArrayList<>();
        for (Held held : TABLE.getOrDefault(profile, List.of())) {
            for (int size : held.sizes) {
                for (BenchmarkVariant variant : held.variants) rows.add(row(variant, size));
            }
        }
        return rows;
    }

    private static Row row(BenchmarkVariant variant, int size) {
        return new Row(LbfgsBenchmark.class.getName() + ".step", Names.step(OPTIMIZER, variant.name(), size), Family.LBFGS, OPTIMIZER,
                new Work(Unit.PARAMETER, size, LbfgsBenchmark.BYTES_READ, LbfgsBenchmark.BYTES_WRITTEN, "d ← −Hg, w ← w + d",
                        "Liu and Nocedal 1989; Nocedal and Wright 2006, algorithm 7.4, 10 pairs"),
                comparedWith(variant, size), new Roofs(List.of(RoofRows.lbfgsStream(size).name()), Map.of()), Names.group(OPTIMIZER, size),
                cost(size).jvm(ForkFlags::aligned, variant));
    }

    private static ComparedWith comparedWith(BenchmarkVariant variant, int size) {
        String baseline = name(SCALAR_NO_AUTOVEC, size);
        if (variant != SIMD) return new ComparedWith(baseline, List.of(), "", "");
        return new ComparedWith(baseline, Stream.of(SCALAR, UNROLLED, SCALAR_NO_AUTOVEC).map(other -> name(other, size)).toList(), "", "");
    }

    private static String name(BenchmarkVariant variant, int size) {
        return Names.ofStep(LbfgsBenchmark.class, OPTIMIZER, variant.name(), size);
    }

    static ForkCost cost(int size) {
        return ForkCost.ofLbfgs(size, LbfgsBenchmark.STATE_ARRAYS);
    }
}
