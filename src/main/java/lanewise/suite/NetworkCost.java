package lanewise.suite;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lanewise.nn.NamedNetwork;

/// What the operations, the memory and the time of a network's rows follow from.
///
/// @param parameters  of the network
/// @param activations values of a sample that stand in memory
/// @param forward     multiply-adds of a sample's forward pass
/// @param backward    multiply-adds of its backward pass
record NetworkCost(long parameters, long activations, long forward, long backward) {

    /// Computed once: each number builds the layers of the network, which hundreds of rows ask for.
    private static final Map<NamedNetwork, NetworkCost> COSTS = new ConcurrentHashMap<>();

    static NetworkCost of(NamedNetwork network) {
        return COSTS.computeIfAbsent(network, NetworkCost::computed);
    }

    private static NetworkCost computed(NamedNetwork network) {
        return new NetworkCost(network.parameters(), network.activations(), network.forwardMultiplyAdds(),
                network.backwardMultiplyAdds());
    }
}
