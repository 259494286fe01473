package lanewise.nn;

import lanewise.linalg.Arguments;

/// The checks of arguments that layers, losses and networks share. Each names the argument and comes before anything has changed.
final class Shapes {

    private Shapes() {}

    /// Whether an array holds as many values as the product of the sizes, each of at least 1.
    static boolean fit(long... sizes) {
        long product = 1;
        for (long size : sizes) {
            product *= size;
            if (product > Integer.MAX_VALUE) return false;
        }
        return true;
    }

    /// Checks an array of the network, which may be longer than this minibatch needs.
    static void require(String name, float[] array, int batch, int width) {
        Arguments.present(name, array);
        if (batch < 1 || width < 1) {
            throw new IllegalArgumentException("a minibatch must have at least 1 sample of 1 value, had " + batch + " of " + width);
        }
        if (array.length < (long) batch * width) refuse(name, array.length, batch, width);
    }

    /// Checks the outputs that a loss reads and the array that takes its gradient.
    static void requireApart(String name, float[] outputs, float[] gradients, int batch, int width) {
        require(name, outputs, batch, width);
        require("gradients", gradients, batch, width);
        if (gradients == outputs) throw new IllegalArgumentException("gradients and " + name + " must be two arrays, were one");
    }

    /// Checks what a caller brings for this minibatch, which must have exactly its size.
    static void requireTargets(float[] targets, float[] gradients, int batch, int width) {
        require("targets", targets, batch, width);
        if (targets.length > (long) batch * width) refuse("targets", targets.length, batch, width);
        if (targets == gradients) throw new IllegalArgumentException("gradients and targets must be two arrays, were one");
    }

    /// Checks the classes of the samples.
    static void requireLabels(int[] labels, int batch, int classes) {
        Arguments.present("labels", labels);
        if (batch < 1 || classes < 1) {
            throw new IllegalArgumentException("a minibatch must have at least 1 sample of 1 value, had " + batch + " of " + classes);
        }
        if (labels.length != batch) refuse("labels", labels.length, batch, 1);
        for (int sample = 0; sample < batch; sample++) {
            if (labels[sample] < 0 || labels[sample] >= classes) {
                throw new IllegalArgumentException(
                        "labels[" + sample + "] must lie within 0 to " + (classes - 1) + ", was " + labels[sample]);
            }
        }
    }

    /// Checks that the first values lie within 0 to 1. NaN does not.
    static void requireProbabilities(String name, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (!(values[i] >= 0 && values[i] <= 1)) {
                throw new IllegalArgumentException(name + "[" + i + "] must lie within 0 to 1, was " + values[i]);
            }
        }
    }

    private static void refuse(String name, int length, int batch, int width) {
        throw new IllegalArgumentException(
                name + " must be " + batch + " samples of " + width + ", " + (long) batch * width + " values, were " + length);
    }
}
