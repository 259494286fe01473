package lanewise.peers.tribuo;

import java.util.stream.IntStream;
import lanewise.bench.Peer;
import lanewise.bench.PeerUpdate;
import lanewise.optim.Catalogue;
import org.tribuo.Tribuo;
import org.tribuo.math.Parameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.optimisers.Adam;
import org.tribuo.math.optimisers.RMSProp;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.math.protos.ParametersProto;

/// The optimisers of Tribuo. They are plain Java in double, and climb: they are given gradients with the other sign.
public final class TribuoOptimisers implements Peer {

    @Override
    public String name() {
        return "TRIBUO";
    }

    @Override
    public String version() {
        return "Tribuo " + Tribuo.VERSION + ", double";
    }

    @Override
    public PeerUpdate update(Catalogue optimizer, int threads, Initial arrays) {
        if (threads != 1) throw new IllegalArgumentException("Tribuo steps on 1 thread, " + threads + " were asked for");
        return new Stepped(optimiser(optimizer), arrays);
    }

    private static StochasticGradientOptimiser optimiser(Catalogue optimizer) {
        double rate = optimizer.learningRate();
        return switch (optimizer) {
            case SGD -> SGD.getSimpleSGD(rate);
            case MOMENTUM -> SGD.getSimpleSGD(rate, 0.9, SGD.Momentum.STANDARD);
            case ADAGRAD -> new AdaGrad(rate, 1e-10);
            case RMSPROP -> new RMSProp(rate, 0.99, 1e-8, 0);
            case ADAM -> new Adam(rate, 0.9, 0.999, 1e-8);
            default -> throw new IllegalArgumentException("Tribuo is not asked for " + optimizer);
        };
    }

    /// A vector whose elements can be given anew.
    private static final class Values extends DenseVector {

        private static final long serialVersionUID = 1;

        Values(double[] elements) {
            super(elements);
        }

        void set(double[] values) {
            System.arraycopy(values, 0, elements, 0, values.length);
        }
    }

    /// All that is trained is one vector.
    private static final class OneVector implements Parameters {

        private static final long serialVersionUID = 1;

        private Tensor[] parameters;

        OneVector(Tensor parameters) {
            this.parameters = new Tensor[]{parameters};
        }

        @Override
        public Tensor[] getEmptyCopy() {
            return new Tensor[]{new DenseVector(((DenseVector) parameters[0]).size())};
        }

        @Override
        public Tensor[] get() {
            return parameters;
        }

        @Override
        public void set(Tensor[] newParameters) {
            parameters = newParameters;
        }

        @Override
        public void update(Tensor[] gradients) {
            parameters[0].intersectAndAddInPlace(gradients[0]);
        }

        @Override
        public Tensor[] merge(Tensor[][] gradients, int size) {
            throw new UnsupportedOperationException("there is one gradient");
        }

        @Override
        public ParametersProto serialize() {
            throw new UnsupportedOperationException("this is not stored");
        }
    }

    private static final class Stepped implements PeerUpdate {

        /// Adam of version 4.3.2 multiplies by √v + ε, where the paper divides, and so hardly moves. What it costs can be seen all the same.
        private static final double MULTIPLIES = 1;

        private final double[][] gradients;
        private final Values work;
        private final Tensor[] works;
        private final Values w;
        private final OneVector parameters;
        private final StochasticGradientOptimiser optimiser;
        private final double otherFormula;

        Stepped(StochasticGradientOptimiser optimiser, Initial arrays) {
            this.optimiser = optimiser;
            otherFormula = optimiser instanceof Adam ? MULTIPLIES : arrays.state().length == 0 ? 0 : 1e-2;
            w = new Values(doubles(arrays.w(), arrays, 1));
            gradients = new double[][]{doubles(arrays.gradients()[0], arrays, -1), doubles(arrays.gradients()[1], arrays, -1)};
            work = new Values(new double[arrays.size()]);
            works = new Tensor[]{work};
            parameters = new OneVector(w);
            optimiser.initialise(parameters);
        }

        private static double[] doubles(float[] values, Initial arrays, int sign) {
            return IntStream.range(arrays.from(), arrays.to()).mapToDouble(i -> sign * values[i]).toArray();
        }

        /// The optimiser overwrites the gradient, which a training step computes anew and this one copies.
        @Override
        public void step(int gradient) {
            work.set(gradients[gradient]);
            parameters.update(optimiser.step(works, 1));
        }

        @Override
        public float parameter(int index) {
            return (float) w.get(index);
        }

        @Override
        public double otherFormula() {
            return otherFormula;
        }
    }
}
