package lanewise.train;

import lanewise.data.Samples;
import lanewise.nn.Loss;
import lanewise.nn.Network;
import lanewise.optim.Variant;

/// Arrays for a minibatch of one size: its values, and what the network should say of them.
final class Minibatch {

    private final int count;
    private final int outputs;
    private final float[] values;
    private final float[] targets; // empty for a loss that takes labels
    private final int[] labels;

    Minibatch(int count, Samples samples, Network network, Loss loss) {
        this.count = count;
        outputs = network.outputWidth();
        values = new float[count * samples.width()];
        targets = new float[loss == Loss.SOFTMAX_CROSS_ENTROPY ? 0 : count * outputs];
        labels = new int[count];
    }

    int count() {
        return count;
    }

    /// Takes samples by their numbers, from an index of the array on.
    void fill(Samples samples, int[] chosen, int from) {
        for (int i = 0; i < count; i++) {
            int sample = chosen[from + i];
            samples.copy(sample, values, i * samples.width());
            labels[i] = samples.label(sample);
            if (targets.length > 0) samples.target(sample, outputs, targets, i * outputs);
        }
    }

    void forward(Network network, Variant variant) {
        network.forward(variant, values, count);
    }

    /// The loss of the minibatch that has gone forward; its gradient is in the network.
    double loss(Network network, Loss loss) {
        return loss.valueAndGradient(network, targets, labels);
    }
}
