package lanewise.peers.libtorch;

import lanewise.bench.Peer;
import lanewise.bench.PeerUpdate;
import lanewise.optim.Catalogue;

/// The updates of libtorch that make one pass, as `fused=True` chooses them in Python.
public final class FusedLibtorch implements Peer {

    @Override
    public String name() {
        return "LIBTORCH_FUSED";
    }

    @Override
    public String version() {
        return Runtime.version();
    }

    @Override
    public PeerUpdate update(Catalogue optimizer, int threads, Initial arrays) {
        Runtime.use(threads);
        return new FusedUpdate(optimizer, arrays);
    }
}
