package lanewise.train;

import lanewise.data.Samples;
import lanewise.nn.Loss;
import lanewise.nn.Network;
import lanewise.optim.Variant;

/// What a network makes of samples that it is not trained with: their mean loss, and which class it takes each for.
///
/// @param loss   averaged over the samples
/// @param matrix of all samples
public record Evaluation(double loss, ConfusionMatrix matrix) {

    /// Small enough for a convolutional network's activations.
    private static final int BATCH = 256;

    /// Sends all samples through the network, without dropout. Its parameters stay as they are.
    public static Evaluation of(Network network, Loss loss, Samples samples, Variant variant) {
        samples.requireOutputs(network.outputWidth());
        network.setTraining(false);
        ConfusionMatrix matrix = new ConfusionMatrix(samples.classes());
        int[] numbers = new int[samples.count()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = i;
        Minibatch minibatch = new Minibatch(Math.min(BATCH, samples.count()), samples, network, loss);
        double sum = 0;
        for (int from = 0; from < samples.count(); from += minibatch.count()) {
            if (samples.count() - from < minibatch.count()) minibatch = new Minibatch(samples.count() - from, samples, network, loss);
            minibatch.fill(samples, numbers, from);
            minibatch.forward(network, variant);
            sum += minibatch.loss(network, loss) * minibatch.count();
            for (int i = 0; i < minibatch.count(); i++) matrix.add(samples.label(from + i), classOf(network, loss, i));
        }
        network.setTraining(true);
        return new Evaluation(sum / samples.count(), matrix);
    }

    /// The class of the largest output, the first of equal ones. A single output says 1 from a half on: 0.5, or a logit of 0.
    private static int classOf(Network network, Loss loss, int sample) {
        float[] outputs = network.outputs();
        int width = network.outputWidth();
        if (width == 1) return outputs[sample] >= (loss == Loss.BINARY_CROSS_ENTROPY_FROM_LOGITS ? 0 : 0.5f) ? 1 : 0;
        int largest = 0;
        for (int k = 1; k < width; k++) if (outputs[sample * width + k] > outputs[sample * width + largest]) largest = k;
        return largest;
    }
}
