package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SIMD;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.bench.MinibatchBenchmark;
import lanewise.bench.ParallelMinibatchBenchmark;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Catalogue;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;

/// The gradients of a minibatch on all processors, compared with those on one.
final class ParallelMinibatchRows {

    private static final Catalogue ANY_OPTIMIZER = Catalogue.MOMENTUM; // makes no update here

    private ParallelMinibatchRows() {}

    static List<Row> of(Profile profile) {
        List<Row> rows = new ArrayList<>();
        if (profile != Profile.FULL) return rows;
        for (NamedNetwork network : NamedNetwork.values()) {
            if (!network.isMeasuredOnAllCores()) continue;
            Map<String, String> one = parameters(network);
            one.put("optimizer", ANY_OPTIMIZER.name());
            Row plain = row(network, MinibatchBenchmark.class, one, 1, ComparedWith.NOTHING);
            Map<String, String> all = parameters(network);
            all.put("threads", Integer.toString(ParallelRows.threads()));
            rows.add(plain);
            rows.add(row(network, ParallelMinibatchBenchmark.class, all, ParallelRows.threads(), ComparedWith.plain(plain.name())));
        }
        return rows;
    }

    private static Map<String, String> parameters(NamedNetwork network) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("network", network.toString());
        parameters.put("variant", SIMD.name());
        parameters.put("batch", Integer.toString(network.usualBatch()));
        return parameters;
    }

    private static Row row(NamedNetwork network, Class<?> benchmark, Map<String, String> parameters, int threads, ComparedWith others) {
        NetworkCost cost = NetworkCost.of(network);
        int batch = network.usualBatch();
        Work work = new Work(Unit.MULTIPLY_ADD, batch * (cost.forward() + cost.backward()), false, 0, 0, threads, "a minibatch of " + batch,
                "Goodfellow, Bengio and Courville 2016, section 6.5");
        return new Row(benchmark.getName() + ".gradients", parameters, Family.PARALLEL_MINIBATCH, network.toString(), work, others,
                new Roofs(List.of(), Map.of(RoofRows.MULTIPLY_ADD, 1)), MinibatchRows.group(network, SIMD),
                ForkCost.ofMinibatch(cost, batch, ANY_OPTIMIZER.state().size(), SIMD).jvm(ForkFlags::unaligned, SIMD));
    }
}
