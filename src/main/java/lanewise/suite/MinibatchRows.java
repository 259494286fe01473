package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SCALAR;
import static lanewise.bench.BenchmarkVariant.SIMD;
import static lanewise.bench.BenchmarkVariant.UNROLLED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.bench.BenchmarkVariant;
import lanewise.bench.MinibatchBenchmark;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Catalogue;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;

/// A minibatch through a network: forward pass, backward pass, update, and the whole training step.
final class MinibatchRows {

    private static final List<BenchmarkVariant> VARIANTS = List.of(SCALAR, UNROLLED, SIMD);

    /// Whose updates are measured; the training step takes the first, which is all that the `quick` profile has time for.
    private static final List<Catalogue> OPTIMIZERS = List.of(Catalogue.MOMENTUM, Catalogue.SGD, Catalogue.ADAM);

    private MinibatchRows() {}

    static List<Row> of(Profile profile) {
        List<Row> rows = new ArrayList<>();
        for (NamedNetwork network : NamedNetwork.values()) {
            for (int batch : network.batches()) {
                for (BenchmarkVariant variant : VARIANTS) {
                    if (holds(profile, network, batch, variant)) rows.addAll(minibatch(profile, network, batch, variant));
                }
            }
        }
        return rows;
    }

    private static boolean holds(Profile profile, NamedNetwork network, int batch, BenchmarkVariant variant) {
        boolean usual = batch == network.usualBatch() && variant == SIMD;
        return switch (profile) {
            case SMOKE -> usual && network.isWholeInShortProfiles();
            case QUICK -> usual && network.isInQuick();
            case FULL -> variant == SIMD || batch == network.otherVariantsBatch(variant.variant());
            case PR, NIGHTLY, PEERS -> false;
        };
    }

    private static List<Row> minibatch(Profile profile, NamedNetwork network, int batch, BenchmarkVariant variant) {
        NetworkCost cost = NetworkCost.of(network);
        boolean everything = profile == Profile.FULL || network.isWholeInShortProfiles();
        List<Row> rows = new ArrayList<>();
        rows.add(pass("forward", cost.forward(), network, batch, variant));
        rows.add(pass("backward", cost.backward(), network, batch, variant));
        if (variant != SIMD || !everything) return rows;
        rows.add(step(network, batch));
        if (batch != network.usualBatch()) return rows; // an update takes no longer for more samples
        List<Catalogue> optimizers = profile == Profile.QUICK ? OPTIMIZERS.subList(0, 1) : OPTIMIZERS;
        for (Catalogue optimizer : optimizers) rows.add(update(network, batch, variant, optimizer));
        return rows;
    }

    /// A training step of the SIMD variant.
    static Row step(NamedNetwork network, int batch) {
        NetworkCost cost = NetworkCost.of(network);
        return pass("step", cost.forward() + cost.backward(), network, batch, SIMD);
    }

    /// @param multiplyAdds of one sample
    private static Row pass(String method, long multiplyAdds, NamedNetwork network, int batch, BenchmarkVariant variant) {
        return row(method, network, batch, variant, OPTIMIZERS.getFirst(),
                Work.multiplyAdds(batch * multiplyAdds, "a minibatch of " + batch, "Goodfellow, Bengio and Courville 2016, section 6.5"),
                new Roofs(List.of(), Map.of(RoofRows.MULTIPLY_ADD, 1)));
    }

    private static Row update(NamedNetwork network, int batch, BenchmarkVariant variant, Catalogue optimizer) {
        return row("update", network, batch, variant, optimizer,
                new Work(Unit.PARAMETER, network.parameters(), optimizer.bytesRead(), optimizer.bytesWritten(), optimizer.formula(),
                        optimizer.source()),
                Roofs.NONE);
    }

    private static Row row(String method, NamedNetwork network, int batch, BenchmarkVariant variant, Catalogue optimizer, Work work,
            Roofs roofs) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("network", network.toString());
        parameters.put("variant", variant.name());
        parameters.put("batch", Integer.toString(batch));
        parameters.put("optimizer", optimizer.name());
        ForkCost cost = ForkCost.ofMinibatch(NetworkCost.of(network), batch, optimizer.state().size(), variant);
        return new Row(MinibatchBenchmark.class.getName() + "." + method, parameters, Family.MINIBATCH, network.toString(), work,
                ComparedWith.NOTHING, roofs, group(network, variant), cost.jvm(ForkFlags::unaligned, variant));
    }

    /// Passes and updates of a network, and its layers, in one variant.
    static String group(NamedNetwork network, BenchmarkVariant variant) {
        return network + " " + variant;
    }
}
