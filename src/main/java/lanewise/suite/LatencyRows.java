package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SIMD;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lanewise.bench.Collector;
import lanewise.bench.LatencyBenchmark;
import lanewise.bench.StepBenchmark;
import lanewise.optim.Catalogue;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;

/// Steps of Adam under each collector, whose invocations are recorded one by one.
final class LatencyRows {

    static final List<Integer> SIZES = List.of(10_000, 1_000_000, Cells.VGG16);

    private LatencyRows() {}

    static List<Row> of(Profile profile) {
        List<Row> rows = new ArrayList<>();
        if (profile != Profile.FULL) return rows;
        for (int size : SIZES) {
            for (Collector collector : Collector.values()) rows.add(row(size, collector));
        }
        return rows;
    }

    private static Row row(int size, Collector collector) {
        Catalogue adam = Catalogue.ADAM;
        Map<String, String> parameters = Names.step(adam.name(), SIMD.name(), size);
        parameters.put("collector", collector.name());
        parameters.put("rate", "0");
        return new Row(LatencyBenchmark.class.getName() + ".step", parameters, Family.SCENARIO, "Latency, " + collector,
                StepRows.work(adam, size),
                ComparedWith.plain(Names.ofStep(StepBenchmark.class, adam.name(), SIMD.name(), size)), Roofs.NONE, Names.group(adam, size),
                ForkCost.ofLatency(size, adam.state().size()).jvm((cost, variant) -> ForkFlags.under(collector, cost, variant), SIMD));
    }
}
