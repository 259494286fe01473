package lanewise.suite;

import static lanewise.bench.BenchmarkVariant.SIMD;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.bench.LayerBenchmark;
import lanewise.nn.Layer;
import lanewise.nn.NamedNetwork;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Work;

/// Forward and backward pass of every layer that has parameters, in the networks that are measured layer by layer.
final class LayerRows {

    private LayerRows() {}

    static List<Row> of(Profile profile) {
        if (profile != Profile.FULL) return List.of();
        List<Row> rows = new ArrayList<>();
        for (NamedNetwork network : NamedNetwork.values()) {
            if (!network.isMeasuredLayerByLayer()) continue;
            NetworkCost cost = NetworkCost.of(network);
            List<Layer> layers = network.layerList();
            for (int number = 1; number <= layers.size(); number++) {
                Layer layer = layers.get(number - 1);
                if (layer.parameters() == 0) continue;
                int products = number == 1 ? 1 : 2; // the first layer is not asked for the gradient of its inputs
                rows.add(row("forward", network, number, layer, 1, cost.forward(), layer.outputs()));
                rows.add(row("backward", network, number, layer, products, cost.forward() + cost.backward(), layer.inputs()));
            }
        }
        return rows;
    }

    /// @param number   the layer's place in the network, counted from 1
    /// @param products how many products of matrices the pass computes, each with as many multiply-adds as the layer's forward pass
    /// @param before   multiply-adds of a sample that go through the whole network before the layer is timed
    /// @param kept     values of a sample that the verification keeps
    private static Row row(String method, NamedNetwork network, int number, Layer layer, int products, long before, int kept) {
        int batch = network.usualBatch();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("network", network.toString());
        parameters.put("layer", Integer.toString(number));
        parameters.put("variant", SIMD.name());
        parameters.put("batch", Integer.toString(batch));
        long multiplyAdds = batch * layer.multiplyAdds() * products;
        ForkCost cost = ForkCost.ofLayer(NetworkCost.of(network), batch, multiplyAdds, before,
                layer.parameters() + (long) batch * kept);
        return new Row(LayerBenchmark.class.getName() + "." + method, parameters, Family.LAYER, layer.toString(),
                Work.multiplyAdds(multiplyAdds, layer.toString(), "Goodfellow, Bengio and Courville 2016, sections 6.5 and 9.1"),
                ComparedWith.NOTHING, new Roofs(List.of(), Map.of(RoofRows.MULTIPLY_ADD, 1)), MinibatchRows.group(network, SIMD),
                cost.jvm(ForkFlags::unaligned, SIMD));
    }
}
