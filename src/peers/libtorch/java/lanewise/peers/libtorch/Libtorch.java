package lanewise.peers.libtorch;

import lanewise.bench.Peer;
import lanewise.bench.PeerTraining;
import lanewise.bench.PeerUpdate;
import lanewise.nn.NamedNetwork;
import lanewise.optim.Catalogue;

/// libtorch as its users call it from C++: `torch::optim`, and networks of its functions with automatic differentiation.
public final class Libtorch implements Peer {

    @Override
    public String name() {
        return "LIBTORCH";
    }

    @Override
    public String version() {
        return Runtime.version();
    }

    @Override
    public PeerUpdate update(Catalogue optimizer, int threads, Initial arrays) {
        Runtime.use(threads);
        return new OptimizerUpdate(optimizer, arrays);
    }

    @Override
    public PeerTraining training(NamedNetwork network, int threads, Minibatch minibatch) {
        Runtime.use(threads);
        return new LibtorchTraining(network, minibatch);
    }
}
