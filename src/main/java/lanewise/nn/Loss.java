package lanewise.nn;

import lanewise.linalg.Arguments;

/// The loss that a network is trained with, which says what the answers of a minibatch are.
public enum Loss {
    /// [SquaredError]: a target for every output.
    SQUARED_ERROR,
    /// [BinaryCrossEntropy] of logits: a target between 0 and 1 for every output. The last layer must not be a [SigmoidLayer].
    BINARY_CROSS_ENTROPY_FROM_LOGITS,
    /// [SoftmaxCrossEntropy] of logits: a label for every sample.
    SOFTMAX_CROSS_ENTROPY;

    /// The loss of the network's last minibatch. Its gradient is written into [Network#outputGradients].
    ///
    /// @param targets a value for each output, sample after sample; only the losses that need targets read them
    /// @param labels  a class for each sample; only [#SOFTMAX_CROSS_ENTROPY] reads them
    /// @throws IllegalArgumentException if what this loss reads is null, does not have the size of the minibatch or is out of its range, or the loss takes logits and the network
    ///     ends with a SigmoidLayer; nothing has been changed then
    /// @throws IllegalStateException    if no minibatch has gone forward
    public double valueAndGradient(Network network, float[] targets, int[] labels) {
        Arguments.present("network", network);
        return valueAndGradient(network.layers().getLast(), network.outputs(), targets, labels, network.batch(), network.outputWidth(),
                network.outputGradients());
    }

    /// The same of a minibatch that several threads have sent forward.
    ///
    /// @throws IllegalArgumentException as [#valueAndGradient(Network, float[], int[])] does
    /// @throws IllegalStateException    if no minibatch has gone forward
    public double valueAndGradient(ParallelNetwork network, float[] targets, int[] labels) {
        Arguments.present("network", network);
        return valueAndGradient(network.part(0).layers().getLast(), network.outputs(), targets, labels, network.batch(),
                network.outputWidth(),
                network.outputGradients());
    }

    private double valueAndGradient(Layer last, float[] outputs, float[] targets, int[] labels, int batch, int width,
            float[] gradients) {
        if (batch == 0) throw new IllegalStateException("a minibatch must go forward before it has a loss");
        if (this == BINARY_CROSS_ENTROPY_FROM_LOGITS && last instanceof SigmoidLayer) {
            throw new IllegalArgumentException(this + " takes logits, so the last layer must not be a SigmoidLayer, was one");
        }
        return switch (this) {
            case SQUARED_ERROR -> SquaredError.valueAndGradient(outputs, targets, batch, width, gradients);
            case BINARY_CROSS_ENTROPY_FROM_LOGITS ->
                BinaryCrossEntropy.valueAndGradientFromLogits(outputs, targets, batch, width, gradients);
            case SOFTMAX_CROSS_ENTROPY -> SoftmaxCrossEntropy.valueAndGradient(outputs, labels, batch, width, gradients);
        };
    }
}
