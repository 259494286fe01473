package lanewise.nn;

/// Half the squared distance to the targets, averaged over the samples of a minibatch and over nothing else.
///
///     L = 1/batch Σ ½(ŷ − y)²,  dL/dŷ = (ŷ − y)/batch
///
/// The gradient of a sample is ŷ − y whatever the number of outputs; a mean over the outputs too, as some frameworks have it, makes it
/// smaller by half their number. The sum is made in double, in the order of the values; it does not depend on the variant.
public final class SquaredError {

    private SquaredError() {}

    /// @param outputs    of the network, sample after sample
    /// @param targets    likewise
    /// @param gradients  takes the gradient by the outputs
    /// @return the loss
    /// @throws IllegalArgumentException if an array is too short or the targets are too many
    public static double valueAndGradient(float[] outputs, float[] targets, int batch, int width, float[] gradients) {
        Shapes.requireExactly("targets", targets.length, batch, width);
        Shapes.require("outputs", outputs.length, batch, width);
        Shapes.require("gradients", gradients.length, batch, width);
        double sum = 0;
        for (int i = 0; i < batch * width; i++) {
            float difference = outputs[i] - targets[i];
            gradients[i] = difference / batch;
            sum += 0.5 * difference * difference;
        }
        return sum / batch;
    }
}
