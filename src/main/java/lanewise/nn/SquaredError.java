package lanewise.nn;

/// Half the squared distance to the targets, averaged over the samples of a minibatch but not over the outputs of a sample.
///
///     L = 1/batch Σ ½(ŷ − y)²,  dL/dŷ = (ŷ − y)/batch
///
/// The gradient of a sample is ŷ − y whatever the number of outputs. Some frameworks average over the outputs too, which makes the gradient
/// smaller by half their number. The sum is computed in double, in the order of the values; it does not depend on the variant.
public final class SquaredError {

    private SquaredError() {}

    /// @param outputs    the outputs of the network, sample after sample
    /// @param targets    what they should be, in the same order
    /// @param gradients  takes the gradient with respect to the outputs
    /// @return the loss
    /// @throws IllegalArgumentException if an array is null, too short or given twice, or there are too many targets; nothing has been
    ///     changed then
    public static double valueAndGradient(float[] outputs, float[] targets, int batch, int width, float[] gradients) {
        Shapes.requireApart("outputs", outputs, gradients, batch, width);
        Shapes.requireTargets(targets, gradients, batch, width);
        double sum = 0;
        for (int i = 0; i < batch * width; i++) {
            float difference = outputs[i] - targets[i];
            gradients[i] = difference / batch;
            sum += 0.5 * difference * difference;
        }
        return sum / batch;
    }
}
