package lanewise.peers.libtorch;

import lanewise.bench.Peer.Initial;
import lanewise.bench.PeerUpdate;
import lanewise.optim.Catalogue;
import org.bytedeco.pytorch.Adagrad;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/// An optimizer of `torch::optim` with its default hyper-parameters, which are those of the catalogue. It counts its steps itself and keeps its
/// state to itself.
final class OptimizerUpdate implements PeerUpdate {

    private final NativeArrays memory;
    private final Tensor w;
    private final Tensor[] gradients;
    private final TensorVector parameters;
    private final Optimizer optimizer;

    OptimizerUpdate(Catalogue which, Initial arrays) {
        memory = new NativeArrays(arrays);
        w = memory.tensor(0).set_requires_grad(true);
        gradients = new Tensor[]{memory.tensor(1), memory.tensor(2)};
        parameters = new TensorVector(w);
        optimizer = optimizer(which, parameters);
    }

    private static Optimizer optimizer(Catalogue which, TensorVector parameters) {
        double rate = which.learningRate();
        return switch (which) {
            case SGD -> new SGD(parameters, new SGDOptions(rate));
            case ADAGRAD -> new Adagrad(parameters, new AdagradOptions(rate));
            case ADAM -> new Adam(parameters, new AdamOptions(rate));
            case ADAMW -> new AdamW(parameters, new AdamWOptions(rate));
            default -> throw new IllegalArgumentException("torch::optim is not asked for " + which);
        };
    }

    @Override
    public void step(int gradient) {
        w.mutable_grad().put(gradients[gradient]);
        optimizer.step().close();
    }

    @Override
    public float parameter(int index) {
        return memory.get(0, index);
    }

    @Override
    public void close() {
        optimizer.close();
        memory.close();
    }
}
