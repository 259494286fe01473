package lanewise.nn;

import java.util.Optional;
import java.util.random.RandomGenerator;
import lanewise.linalg.Image;

/// One layer of a [Network].
///
/// A layer belongs to one network and has one position in it, because it holds the arrays that it works on. A network refuses a layer that
/// is already part of a network. Layers are written in this package: what sends a minibatch through them is not public.
public abstract class Layer {

    private boolean owned; // by a network

    /// The layer belongs to no network yet.
    Layer() {}

    /// Whether a network has been made of this layer.
    final boolean isOwned() {
        return owned;
    }

    /// Marks the layer as part of a network.
    final void own() {
        owned = true;
    }

    /// The number of input values of one sample.
    public abstract int inputs();

    /// The number of output values of one sample.
    public abstract int outputs();

    /// The shape of the images that the layer takes; empty if it does not matter how the input values are arranged.
    public Optional<Image> inputImage() {
        return Optional.empty();
    }

    /// The shape of the images that the layer makes; empty if its outputs are no image.
    public Optional<Image> outputImage() {
        return Optional.empty();
    }

    /// The number of the layer's parameters.
    public abstract int parameters();

    /// The multiply-adds that the forward pass of one sample takes. The gradient of the parameters takes as many, and so does the gradient
    /// of the inputs.
    public abstract long multiplyAdds();

    /// Whether the gradient of the layer's parameters is computed of each part of a minibatch and then added up, where parts go through networks
    /// of their own; otherwise [DenseGradient] computes it of the whole minibatch, and the layer leaves it alone in a pass that [Pass#isPart].
    boolean gradientIsOfParts() {
        return parameters() > 0;
    }

    /// Tells the layer which one comes behind it in the network. A layer that computes that one too, in its own outputs, says so: the two then
    /// have one array of outputs and one of their gradients, and what the next layer finds in it is done.
    boolean takesOver(Layer next) {
        return false;
    }

    /// Draws the layer's parameters.
    ///
    /// @param parameters all parameters of the network; those of this layer begin at `offset`
    abstract void initialize(float[] parameters, int offset, RandomGenerator random);

    /// Tells the layer which arrays the next minibatches lie in. It is called again when the size of the minibatch changes.
    ///
    /// @param offset where the layer's parameters begin among those of the network, and their gradients among the gradients
    /// @param x      the inputs, sample after sample
    /// @param y      takes the outputs
    /// @param dy     the gradient of the loss with respect to the outputs
    /// @param dx     takes the gradient with respect to the inputs; null for the first layer, which does not compute it
    abstract void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx);

    /// The forward pass: computes the outputs from the inputs.
    abstract void forward(Pass pass);

    /// The backward pass: computes the gradient of the parameters, and unless this is the first layer that of the inputs. The minibatch has
    /// gone forward before.
    abstract void backward(Pass pass);
}
