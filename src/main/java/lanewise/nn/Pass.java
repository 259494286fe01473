package lanewise.nn;

import lanewise.linalg.ColumnSums;
import lanewise.linalg.Matrix;
import lanewise.linalg.Panels;
import lanewise.linalg.Sgemm;
import lanewise.optim.Variant;

/// What all layers of a network share while a minibatch goes through it.
public final class Pass {

    private final Sgemm sgemm = new Sgemm();
    private final float[] parameters;
    private final float[] gradients;
    private Variant variant = Variant.SIMD;
    private int batch;
    private boolean training;

    Pass(float[] parameters, float[] gradients) {
        this.parameters = parameters;
        this.gradients = gradients;
    }

    /// @param training whether layers do what they do only then
    void begin(Variant variant, int batch, boolean training) {
        this.variant = variant;
        this.training = training;
        this.batch = batch;
    }

    /// Of the network.
    public float[] parameters() {
        return parameters;
    }

    /// Of the network, one for each parameter.
    public float[] gradients() {
        return gradients;
    }

    /// How it is computed.
    public Variant variant() {
        return variant;
    }

    /// Whether the minibatch is one to train on.
    public boolean isTraining() {
        return training;
    }

    /// Samples of the minibatch.
    public int batch() {
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

    /// C ← AB + βC by [Variant#SIMD], with a left factor that packs itself.
    void multiply(Panels a, Matrix b, float beta, Matrix c) {
        sgemm.simd(a, b, beta, c);
    }

    /// Gradients from index `at` ← the sums of the columns of x, in the pass's variant.
    void columnSums(Matrix x, int at) {
        switch (variant) {
            case SCALAR -> ColumnSums.scalar(x, gradients, at);
            case UNROLLED -> ColumnSums.unrolled(x, gradients, at);
            case SIMD -> ColumnSums.simd(x, gradients, at);
        }
    }
}
