package lanewise.bench;

import java.util.Arrays;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
import lanewise.optim.Catalogue;
import lanewise.optim.Update;
import lanewise.optim.Variant;

/// Peers that are made of the suite's own unrolled kernels, for tests of what they are held to.
public abstract class TestPeer implements Peer {

    private final double scale; // of the gradient

    TestPeer(double scale) {
        this.scale = scale;
    }

    /// It does what it should.
    public static final class Right extends TestPeer {
        public Right() {
            super(1);
        }
    }

    /// Its call does nothing, as one that an optimizing runtime has removed.
    public static final class Idle extends TestPeer {
        public Idle() {
            super(0);
        }
    }

    /// It steps by a thousandth too far.
    public static final class Other extends TestPeer {
        public Other() {
            super(1.001);
        }
    }

    @Override
    public String name() {
        return "TEST_" + getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT);
    }

    @Override
    public String version() {
        return "of the tests";
    }

    @Override
    public PeerUpdate update(Catalogue optimizer, int threads, Initial arrays) {
        Update update = optimizer.defaults().at(1_000, scale * optimizer.learningRate() + (scale == 0 ? 1 : 0));
        return new PeerUpdate() {

            @Override
            public void step(int gradient) {
                if (scale == 0) return;
                update.apply(Variant.UNROLLED, arrays.w(), arrays.gradients()[gradient], arrays.state(), arrays.from(), arrays.to());
            }

            @Override
            public float parameter(int index) {
                return arrays.w()[arrays.from() + index];
            }

            @Override
            public long t(long call) {
                return 1_000;
            }
        };
    }

    @Override
    public PeerTraining training(NamedNetwork named, int threads, Minibatch minibatch) {
        Network network = named.create(1);
        float[] momentum = new float[network.parameters().length];
        return new PeerTraining() {

            @Override
            public double step() {
                network.forward(Variant.UNROLLED, minibatch.samples(), minibatch.batch());
                double loss = named.loss().valueAndGradient(network, minibatch.targets(), minibatch.labels());
                network.backward(Variant.UNROLLED);
                for (int i = 0; i < momentum.length; i++) momentum[i] = 0.9f * momentum[i] + (float) scale * network.gradients()[i];
                return loss;
            }

            @Override
            public void gradients(float[] into) {
                System.arraycopy(network.gradients(), 0, into, 0, into.length);
            }

            @Override
            public void momentum(float[] into) {
                System.arraycopy(momentum, 0, into, 0, into.length);
            }
        };
    }

    @Override
    public String toString() {
        return name() + Arrays.toString(new double[]{scale});
    }
}
