package lanewise.peers.nd4j;

import java.util.Arrays;
import lanewise.bench.Peer;
import lanewise.bench.PeerUpdate;
import lanewise.optim.Catalogue;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/// The updaters of ND4J, followed by the subtraction that DL4J makes.
public final class Nd4jUpdaters implements Peer {

    /// As in `pom.xml`: the jar does not say it.
    private static final String VERSION = "1.0.0-M2.1";

    @Override
    public String name() {
        return "ND4J";
    }

    @Override
    public String version() {
        return "ND4J " + VERSION + ", " + Nd4j.getBackend().getClass().getSimpleName()
                + ", BLAS " + Nd4j.factory().blas().getBlasVendor();
    }

    @Override
    public PeerUpdate update(Catalogue optimizer, int threads, Peer.Initial arrays) {
        Nd4j.getEnvironment().setMaxThreads(threads);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        return new Stepped(updater(optimizer), arrays);
    }

    private static IUpdater updater(Catalogue optimizer) {
        double rate = optimizer.learningRate();
        return switch (optimizer) {
            case SGD -> new Sgd(rate);
            case ADAGRAD -> new AdaGrad(rate, 1e-10);
            case RMSPROP -> new RmsProp(rate, 0.99, 1e-8);
            case ADAM -> new Adam(rate, 0.9, 0.999, 1e-8);
            default -> throw new IllegalArgumentException("ND4J is not asked for " + optimizer);
        };
    }

    private static final class Stepped implements PeerUpdate {

        private final INDArray w;
        private final INDArray[] gradients;
        private final INDArray work;
        private final GradientUpdater<?> updater;
        private final double otherFormula;
        private int iteration;

        Stepped(IUpdater config, Peer.Initial arrays) {
            w = array(arrays.w(), arrays);
            gradients = new INDArray[]{array(arrays.gradients()[0], arrays), array(arrays.gradients()[1], arrays)};
            work = gradients[0].dup();
            long state = config.stateSize(arrays.size());
            updater = config.instantiate(state == 0 ? null : Nd4j.zeros(org.nd4j.linalg.api.buffer.DataType.FLOAT, 1, state), true);
            otherFormula = config instanceof RmsProp ? 1e-2 : state == 0 ? 0 : 1e-3; // epsilon is inside the root, or added to the raw average
        }

        private static INDArray array(float[] values, Peer.Initial arrays) {
            return Nd4j.create(Arrays.copyOfRange(values, arrays.from(), arrays.to()), new long[]{1, arrays.size()});
        }

        /// The updater overwrites the gradient, which a training step computes anew and this one copies.
        @Override
        public void step(int gradient) {
            work.assign(gradients[gradient]);
            updater.applyUpdater(work, iteration++, 0);
            w.subi(work);
        }

        @Override
        public float parameter(int index) {
            return w.getFloat(index);
        }

        @Override
        public double otherFormula() {
            return otherFormula;
        }
    }
}
