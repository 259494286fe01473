package lanewise.nn;

import lanewise.linalg.Exp;

/// The cross-entropy of one class out of many, of which the network gives the logits.
///
///     ŷ = e^(z − max z)/Σ e^(z − max z),  L = −1/batch Σ ln ŷ_label,  dL/dz = (ŷ − y)/batch
///
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 6.2.2.3. The exponential is that of [Exp]; sums and logarithms
/// are made in double, in the order of the values, and do not depend on the variant, nor on the machine.
public final class SoftmaxCrossEntropy {

    private SoftmaxCrossEntropy() {}

    /// @param logits    of the network, sample after sample
    /// @param labels    the class of each sample, counted from 0
    /// @param gradients takes the gradient by the logits
    /// @return the loss
    /// @throws IllegalArgumentException if an array is too short, the labels are too many, or a label is not a class; nothing has been changed then
    public static double valueAndGradient(float[] logits, int[] labels, int batch, int classes, float[] gradients) {
        Shapes.requireExactly("labels", labels.length, batch, 1);
        Shapes.require("logits", logits.length, batch, classes);
        Shapes.require("gradients", gradients.length, batch, classes);
        for (int sample = 0; sample < batch; sample++) {
            if (labels[sample] < 0 || labels[sample] >= classes) {
                throw new IllegalArgumentException(
                        "labels[" + sample + "] must lie within 0 to " + (classes - 1) + ", was " + labels[sample]);
            }
        }
        double loss = 0;
        for (int sample = 0; sample < batch; sample++) {
            int from = sample * classes;
            int to = from + classes;
            float largest = Float.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) largest = Math.max(largest, logits[i]);
            for (int i = from; i < to; i++) gradients[i] = logits[i] - largest;
            loss -= gradients[from + labels[sample]];
        }
        Exp.simd(gradients, gradients, 0, batch * classes); // of all samples at once: those of one are too few for a vector
        for (int sample = 0; sample < batch; sample++) {
            int from = sample * classes;
            int to = from + classes;
            double sum = 0;
            for (int i = from; i < to; i++) sum += gradients[i];
            loss += StrictMath.log(sum);
            for (int i = from; i < to; i++) {
                double probability = gradients[i] / sum;
                gradients[i] = (float) ((i == from + labels[sample] ? probability - 1 : probability) / batch);
            }
        }
        return loss / batch;
    }
}
