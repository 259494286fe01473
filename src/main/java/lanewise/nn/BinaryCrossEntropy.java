package lanewise.nn;

/// The cross-entropy of independent yes-or-no answers, of which the network gives the probabilities.
///
///     L = −1/batch Σ (y ln ŷ + (1 − y) ln(1 − ŷ)),  dL/dŷ = (ŷ − y)/(ŷ(1 − ŷ))/batch
///
/// Probabilities nearer to 0 or 1 than 1e-7 count as that near, so that neither is infinite. Source: Goodfellow, Bengio and Courville,
/// *Deep Learning*, 2016, section 6.2.2.2. Logarithm and sum are made in double, in the order of the values; they do not depend on the
/// variant, nor on the machine.
public final class BinaryCrossEntropy {

    private static final double NEAREST = 1e-7;

    private BinaryCrossEntropy() {}

    /// @param outputs    probabilities, sample after sample
    /// @param targets    0 or 1, or a probability between them
    /// @param gradients  takes the gradient by the outputs
    /// @return the loss
    /// @throws IllegalArgumentException if an array is too short, the targets are too many, or a target is not between 0 and 1; nothing has been changed then
    public static double valueAndGradient(float[] outputs, float[] targets, int batch, int width, float[] gradients) {
        Shapes.requireExactly("targets", targets.length, batch, width);
        Shapes.require("outputs", outputs.length, batch, width);
        Shapes.require("gradients", gradients.length, batch, width);
        for (int i = 0; i < batch * width; i++) {
            if (!(targets[i] >= 0 && targets[i] <= 1)) {
                throw new IllegalArgumentException("targets[" + i + "] must lie within 0 to 1, was " + targets[i]);
            }
        }
        double sum = 0;
        for (int i = 0; i < batch * width; i++) {
            double p = Math.min(Math.max(outputs[i], NEAREST), 1 - NEAREST);
            double y = targets[i];
            sum -= y * StrictMath.log(p) + (1 - y) * StrictMath.log(1 - p);
            gradients[i] = (float) ((p - y) / (p * (1 - p)) / batch);
        }
        return sum / batch;
    }
}
