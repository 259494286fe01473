package lanewise.nn;

import java.util.Optional;
import java.util.random.RandomGenerator;
import lanewise.optim.Variant;

/// What a network is made of. A layer belongs to one network, which tells it where its parameters begin and which arrays it works on.
public interface Layer {

    /// Values of a sample that it takes.
    int inputs();

    /// Values of a sample that it gives.
    int outputs();

    /// The image that a sample must be, if it must be one.
    default Optional<Image> inputImage() {
        return Optional.empty();
    }

    /// The image that it makes of a sample, if it makes one.
    default Optional<Image> outputImage() {
        return Optional.empty();
    }

    /// Parameters that it has.
    int parameters();

    /// Multiply-adds that a sample takes on its way forward; the gradient of the parameters takes as many, and that of the inputs.
    long multiplyAdds();

    /// Values of a sample that a variant writes down beside inputs and outputs.
    default long writtenDown(Variant variant) {
        return 0;
    }

    /// Draws its parameters.
    ///
    /// @param parameters of the network, of which this layer's begin at `offset`
    void initialize(float[] parameters, int offset, RandomGenerator random);

    /// Names the arrays of the minibatches to come, until it is called again because their size changes.
    ///
    /// @param offset of its parameters, and of their gradients
    /// @param x      its inputs, sample after sample
    /// @param y      its outputs
    /// @param dy     the gradient of the loss by its outputs
    /// @param dx     the gradient by its inputs; null for the first layer, which is not asked
    void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx);

    /// Computes the outputs.
    void forward(Pass pass);

    /// Computes the gradients of a minibatch that has gone forward: by its parameters, and by its inputs if it is asked.
    void backward(Pass pass);
}
