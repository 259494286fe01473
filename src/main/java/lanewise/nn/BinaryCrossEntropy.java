package lanewise.nn;

/// The cross-entropy of independent yes-or-no answers, averaged over the samples of a minibatch.
///
///     L = −1/batch Σ (y ln ŷ + (1 − y) ln(1 − ŷ)),  ŷ = σ(z)
///
/// A network gives either logits z ([#valueAndGradientFromLogits]) or probabilities ŷ ([#valueAndGradient]). **Prefer logits.** A float
/// nearer to 1 than 3e-8 is 1, and from z = 17.4 on so is σ(z): how far z is beyond is lost, and no loss of probabilities can bring it back.
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 6.2.2.2. Functions and sums are computed in double, in the order
/// of the values; they depend neither on the variant nor on the machine.
public final class BinaryCrossEntropy {

    /// The smallest distance from 0 and from 1 that an output is taken to have: half the distance to the nearest float.
    private static final double LEAST = 0x1p-150;
    private static final double LEAST_BELOW_ONE = 0x1p-25;

    private BinaryCrossEntropy() {}

    /// The loss of logits, whatever their size.
    ///
    ///     L = 1/batch Σ (r|z| + ln(1 + e^(−|z|))),  dL/dz = ±1/batch · (r − (1 − r)e^(−|z|))/(1 + e^(−|z|))
    ///
    /// r is the part of the target that contradicts the sign of z: 1 − y where z ≥ 0, y where z < 0. The gradient has the sign of z in
    /// front. Nothing is subtracted from a number that is nearly equal, so both are right for any logit: at z = 50 and y = 0 the loss is 50
    /// and the gradient 1. A logit that is NaN makes the loss NaN.
    ///
    /// @param logits    the outputs of the network, sample after sample
    /// @param targets   0 or 1, or a probability between them
    /// @param gradients takes the gradient with respect to the logits
    /// @return the loss
    /// @throws IllegalArgumentException if an array is null, too short or given twice, there are too many targets, or a target does not lie
    ///     within 0 to 1; nothing has been changed then
    public static double valueAndGradientFromLogits(float[] logits, float[] targets, int batch, int width, float[] gradients) {
        Shapes.requireApart("logits", logits, gradients, batch, width);
        Shapes.requireTargets(targets, gradients, batch, width);
        Shapes.requireProbabilities("targets", targets, batch * width);
        double sum = 0;
        for (int i = 0; i < batch * width; i++) {
            double z = logits[i];
            double contradicting = z >= 0 ? 1.0 - targets[i] : targets[i];
            double e = StrictMath.exp(-Math.abs(z));
            sum += (contradicting == 0 ? 0 : contradicting * Math.abs(z)) + StrictMath.log1p(e); // an infinite logit may be right
            double gradient = (contradicting - (1 - contradicting) * e) / (1 + e);
            gradients[i] = (float) ((z >= 0 ? gradient : -gradient) / batch);
        }
        return sum / batch;
    }

    /// The loss of probabilities, as far as floats tell them apart.
    ///
    ///     dL/dŷ = (ŷ − y)/(ŷ(1 − ŷ))/batch
    ///
    /// An output of exactly 1 is taken as 1 − 2⁻²⁵, and one of exactly 0 as 2⁻¹⁵⁰, so that the loss is finite: it is at most 17.4 for an
    /// output of 1, and 104 for one of 0. The gradient is at most the largest float. Behind a [SigmoidLayer], whose own derivative is zero where
    /// its output is 1, no gradient comes back from such an output; [#valueAndGradientFromLogits] does not have these limits.
    ///
    /// @param outputs   the probabilities, sample after sample
    /// @param targets   0 or 1, or a probability between them
    /// @param gradients takes the gradient with respect to the outputs
    /// @return the loss
    /// @throws IllegalArgumentException if an array is null, too short or given twice, there are too many targets, or an output or a target
    ///     does not lie within 0 to 1; nothing has been changed then
    public static double valueAndGradient(float[] outputs, float[] targets, int batch, int width, float[] gradients) {
        Shapes.requireApart("outputs", outputs, gradients, batch, width);
        Shapes.requireTargets(targets, gradients, batch, width);
        Shapes.requireProbabilities("targets", targets, batch * width);
        Shapes.requireProbabilities("outputs", outputs, batch * width);
        double sum = 0;
        for (int i = 0; i < batch * width; i++) {
            double p = Math.min(Math.max(outputs[i], LEAST), 1 - LEAST_BELOW_ONE);
            double y = targets[i];
            sum -= y * StrictMath.log(p) + (1 - y) * StrictMath.log1p(-p);
            double gradient = (p - y) / (p * (1 - p)) / batch;
            gradients[i] = (float) Math.min(Math.max(gradient, -Float.MAX_VALUE), Float.MAX_VALUE);
        }
        return sum / batch;
    }
}
