package lanewise.peers.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import lanewise.bench.Peer;
import lanewise.bench.PeerUpdate;
import lanewise.optim.Catalogue;

/// The optimizers of DJL on its PyTorch engine.
public final class DjlOptimizers implements Peer {

    private static final String ENGINE = "PyTorch";

    @Override
    public String name() {
        return "DJL";
    }

    @Override
    public String version() {
        return "DJL " + Engine.getDjlVersion() + ", PyTorch " + Engine.getEngine(ENGINE).getVersion();
    }

    @Override
    public PeerUpdate update(Catalogue optimizer, int threads, Peer.Initial arrays) {
        if (threads != 1) throw new IllegalArgumentException("DJL is asked for 1 thread, " + threads + " were asked for");
        return new Stepped(optimizer(optimizer), arrays);
    }

    /// Before the engine is loaded: threads, and where it unpacks its libraries.
    private static void configure() {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("DJL_CACHE_DIR", "target/peers/djl/cache");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    public DjlOptimizers() {
        configure();
    }

    private static Optimizer optimizer(Catalogue optimizer) {
        Tracker rate = Tracker.fixed((float) optimizer.learningRate());
        return switch (optimizer) {
            case SGD -> Optimizer.sgd().setLearningRateTracker(rate).build();
            case ADAM -> Optimizer.adam().optLearningRateTracker(rate).build();
            case ADAMW -> Optimizer.adamW().optLearningRateTracker(rate).optWeightDecays(0.01f).build();
            default -> throw new IllegalArgumentException("DJL is not asked for " + optimizer);
        };
    }

    private static final class Stepped implements PeerUpdate {

        private final NDManager manager = Engine.getEngine(ENGINE).newBaseManager(Device.cpu());
        private final NDArray w;
        private final NDArray[] gradients;
        private final Optimizer optimizer;
        private final double otherFormula;

        Stepped(Optimizer optimizer, Peer.Initial arrays) {
            this.optimizer = optimizer;
            w = array(arrays.w(), arrays);
            gradients = new NDArray[]{array(arrays.gradients()[0], arrays), array(arrays.gradients()[1], arrays)};
            otherFormula = arrays.state().length == 0 ? 0 : 1e-3; // epsilon is added to the raw average
        }

        private NDArray array(float[] values, Peer.Initial arrays) {
            return manager.create(Arrays.copyOfRange(values, arrays.from(), arrays.to()));
        }

        @Override
        public void step(int gradient) {
            optimizer.update("w", w, gradients[gradient]);
        }

        @Override
        public float parameter(int index) {
            return w.getFloat(index);
        }

        @Override
        public double otherFormula() {
            return otherFormula;
        }

        @Override
        public void close() {
            manager.close();
        }
    }
}
