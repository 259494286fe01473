package lanewise.nn;

import lanewise.linalg.Exp;

/// The cross-entropy of one class out of many, computed from logits and averaged over the samples of a minibatch.
///
///     ŷ = e^(z − max z)/Σ e^(z − max z),  L = −1/batch Σ ln ŷ_label,  dL/dz = (ŷ − y)/batch
///
/// With s for the sum of the exponentials of all classes but one of the largest, whose exponential is 1, −ln ŷ_label is
/// max z − z_label + ln(1 + s), and where the label is that class ŷ − 1 is −s/(1 + s). So a loss that is nearly zero, because one logit is far
/// above the others, keeps its digits. Exponentials of less than e^(−104) are zero.
///
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, section 6.2.2.3. The exponential is that of [Exp]; sums and logarithms
/// are computed in double, in the order of the values, and depend neither on the variant nor on the machine.
public final class SoftmaxCrossEntropy {

    private SoftmaxCrossEntropy() {}

    /// @param logits    the outputs of the network, sample after sample
    /// @param labels    the class of each sample, counted from 0
    /// @param gradients takes the gradient with respect to the logits
    /// @return the loss; NaN if a logit is NaN
    /// @throws IllegalArgumentException if an array is null, too short or given twice, there are too many labels, or a label is not a class;
    ///     nothing has been changed then
    public static double valueAndGradient(float[] logits, int[] labels, int batch, int classes, float[] gradients) {
        // All in one method: longer than what C2 inlines, it is compiled by itself, where the vector operations of Exp have room.
        Shapes.requireLabels(labels, batch, classes);
        Shapes.requireApart("logits", logits, gradients, batch, classes);
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
            int label = from + labels[sample];
            int largest = from;
            for (int i = from + 1; i < to; i++) if (logits[i] > logits[largest]) largest = i;
            double others = 0;
            for (int i = from; i < largest; i++) others += gradients[i];
            for (int i = largest + 1; i < to; i++) others += gradients[i];
            double sum = others + gradients[largest];
            loss += StrictMath.log1p(others);
            for (int i = from; i < to; i++) {
                double difference = gradients[i] / sum;
                if (i == label) difference = label == largest ? 0 - others / sum : difference - 1;
                gradients[i] = (float) (difference / batch);
            }
        }
        return loss / batch;
    }
}
