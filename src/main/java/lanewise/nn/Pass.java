package lanewise.nn;

import lanewise.linalg.ColumnSums;
import lanewise.linalg.Matrix;
import lanewise.linalg.Sgemm;
import lanewise.optim.Variant;

/// What the layers of a network share while a minibatch goes forward and backward: the parameters, the variant, the size of the minibatch.
final class Pass {

    private final Sgemm sgemm = new Sgemm();
    private final float[] parameters;
    private final float[] gradients;
    private Variant variant = Variant.SIMD;
    private boolean part;
    private int firstSample;
    private int batch;
    private boolean training;
    private long trainingMinibatches;
    private long number; // of this minibatch among those used for training

    Pass(float[] parameters, float[] gradients) {
        this.parameters = parameters;
        this.gradients = gradients;
    }

    /// Begins the forward pass of a new minibatch.
    ///
    /// @param training whether the minibatch is used for training, which counts it; otherwise it is evaluated only
    void begin(Variant variant, int batch, boolean training) {
        this.variant = variant;
        this.training = training;
        this.batch = batch;
        if (training) number = ++trainingMinibatches;
    }

    /// Goes on with the same minibatch: the backward pass, or one layer once more.
    void resume(Variant variant) {
        this.variant = variant;
    }

    /// All parameters of the network.
    float[] parameters() {
        return parameters;
    }

    /// The gradients of all parameters of the network.
    float[] gradients() {
        return gradients;
    }

    /// The variant of the kernels.
    Variant variant() {
        return variant;
    }

    /// Whether the minibatch is used for training.
    boolean isTraining() {
        return training;
    }

    /// The number of training minibatches that have gone forward, this one included, or what [#setTrainingMinibatches] has said since.
    long trainingMinibatches() {
        return trainingMinibatches;
    }

    /// The number of this training minibatch, counted from 1. It stays while the minibatch does.
    long number() {
        return number;
    }

    /// Counts the next minibatches from here on.
    void setTrainingMinibatches(long trainingMinibatches) {
        this.trainingMinibatches = trainingMinibatches;
    }

    /// Whether the minibatch is a part of a larger one, in a network for parts.
    boolean isPart() {
        return part;
    }

    /// Says whether the next minibatches are parts of larger ones.
    void setPart(boolean part) {
        this.part = part;
    }

    /// The place of the first sample in the minibatch that this one is a part of; 0 if it is a whole one.
    int firstSample() {
        return firstSample;
    }

    /// Says that the next minibatch begins there in a larger one.
    void setFirstSample(int firstSample) {
        this.firstSample = firstSample;
    }

    /// The number of samples of the minibatch.
    int batch() {
        return batch;
    }

    /// C ← AB + βC in the pass's variant.
    void multiply(Matrix a, Matrix b, float beta, Matrix c) {
        switch (variant) {
            case SCALAR -> Sgemm.scalar(a, b, beta, c);
            case UNROLLED -> Sgemm.unrolled(a, b, beta, c);
            case SIMD -> sgemm.simd(a, b, beta, c);
        }
    }

    /// Writes the sums of the columns of x into the gradients, from index `at` on, in the pass's variant.
    void columnSums(Matrix x, int at) {
        switch (variant) {
            case SCALAR -> ColumnSums.scalar(x, gradients, at);
            case UNROLLED -> ColumnSums.unrolled(x, gradients, at);
            case SIMD -> ColumnSums.simd(x, gradients, at);
        }
    }
}
