package lanewise.nn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import lanewise.optim.Variant;

/// Layers one after the other over one flat array of parameters.
///
///     network.forward(variant, samples, batch);
///     double loss = SquaredError.valueAndGradient(network.outputs(), targets, batch, network.outputWidth(),
///             network.outputGradients());
///     network.backward(variant);
///     optimizer.at(t, rate).apply(variant, network.parameters(), network.gradients(), state, 0, network.parameters().length);
///
/// After a minibatch of a size nothing is allocated for the next one of that size in that variant. A network serves one thread at a time.
public final class Network {

    private final List<Layer> layers;
    private final int[] offsets;
    private final float[] parameters;
    private final float[] gradients;
    private final Pass pass;
    private final float[][] values; // inputs, then the outputs of every layer
    private final float[][] slopes; // gradients of the loss by them
    private boolean training = true;
    private int bound; // samples that the layers' arrays are bound for, 0 before the first

    /// @param seed of the parameters
    /// @throws IllegalArgumentException if there is no layer, one does not fit the one before, or the parameters are more than an array
    ///     holds
    public Network(long seed, Layer... layers) {
        this.layers = List.of(layers);
        if (layers.length == 0) throw new IllegalArgumentException("a network must have at least 1 layer, had none");
        offsets = new int[layers.length];
        long size = 0;
        Optional<Image> image = Optional.empty(); // that reaches the layer
        for (int l = 0; l < layers.length; l++) {
            if (l > 0 && layers[l].inputs() != layers[l - 1].outputs()) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "layer %d (%s) must take the %d values that layer %d (%s) gives, takes %d",
                                l + 1, layers[l].getClass().getSimpleName(), layers[l - 1].outputs(), l,
                                layers[l - 1].getClass().getSimpleName(), layers[l].inputs()));
            }
            Optional<Image> taken = layers[l].inputImage();
            if (image.isPresent() && taken.isPresent() && !image.equals(taken)) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "layer %d (%s) must take the images that reach it: %s does not fit %s",
                                l + 1, layers[l].getClass().getSimpleName(), image.get(), taken.get()));
            }
            if (!(layers[l] instanceof Activation)) image = layers[l].outputImage();
            offsets[l] = (int) size;
            size += layers[l].parameters();
            if (size > Integer.MAX_VALUE - 8) throw new IllegalArgumentException("a network must have fewer parameters, had " + size);
        }
        parameters = new float[(int) size];
        gradients = new float[(int) size];
        pass = new Pass(parameters, gradients);
        values = new float[layers.length + 1][];
        slopes = new float[layers.length + 1][];
        SplittableRandom random = new SplittableRandom(seed);
        for (int l = 0; l < layers.length; l++) layers[l].initialize(parameters, offsets[l], random);
    }

    /// All parameters, layer after layer; an optimizer changes them here.
    public float[] parameters() {
        return parameters;
    }

    /// The gradient of the loss by each of them, as the last minibatch left it.
    public float[] gradients() {
        return gradients;
    }

    /// Whether minibatches that go forward from now on are to train on, which [Dropout] asks; they are until this says otherwise.
    public void setTraining(boolean training) {
        this.training = training;
    }

    /// Values of a sample that the first layer takes.
    public int inputWidth() {
        return layers.getFirst().inputs();
    }

    /// Values of a sample that the last layer gives.
    public int outputWidth() {
        return layers.getLast().outputs();
    }

    /// What the last layer made of the minibatch, sample after sample.
    public float[] outputs() {
        return values[layers.size()];
    }

    /// Where the loss puts its gradient by the outputs.
    public float[] outputGradients() {
        return slopes[layers.size()];
    }

    /// Sends a minibatch forward.
    ///
    /// @param samples one after the other
    /// @throws IllegalArgumentException if there are other samples than the batch has, it has none, or more than arrays
    ///     hold; nothing has been changed then
    public void forward(Variant variant, float[] samples, int batch) {
        if (batch < 1) throw new IllegalArgumentException("a minibatch must have at least 1 sample, had " + batch);
        if (samples.length != (long) batch * inputWidth()) {
            throw new IllegalArgumentException("a minibatch of " + batch + " samples of " + inputWidth() + " values must have "
                    + (long) batch * inputWidth() + ", had " + samples.length);
        }
        requireRoom(variant, batch);
        pass.begin(variant, batch, training);
        if (bound != batch) bind(batch);
        System.arraycopy(samples, 0, values[0], 0, batch * inputWidth());
        // By index: an iterator is an object until C2 has seen through it.
        for (int l = 0; l < layers.size(); l++) layers.get(l).forward(pass);
    }

    /// Sends the gradient that stands in [#outputGradients] backward, and so fills [#gradients].
    ///
    /// @throws IllegalStateException    if no minibatch has gone forward
    /// @throws IllegalArgumentException if the variant, unlike that of the way forward, needs more than arrays hold
    public void backward(Variant variant) {
        if (bound == 0) throw new IllegalStateException("a minibatch must go forward before it goes backward");
        requireRoom(variant, bound);
        pass.begin(variant, bound, pass.isTraining());
        for (int l = layers.size() - 1; l >= 0; l--) layers.get(l).backward(pass);
    }

    /// Sends the minibatch through one layer once more: its outputs from its inputs, as the last whole way forward left them.
    ///
    /// @param layer counted from 1
    /// @throws IllegalArgumentException if there is no such layer
    /// @throws IllegalStateException    if no minibatch has gone forward
    public void forward(Variant variant, int layer) {
        layerAgain(variant, layer).forward(pass);
    }

    /// Likewise backward: the gradients of its parameters, and that of its inputs if it is not the first, from the gradient by its outputs.
    /// They mean something after a whole way backward.
    ///
    /// @param layer counted from 1
    /// @throws IllegalArgumentException if there is no such layer
    /// @throws IllegalStateException    if no minibatch has gone forward
    public void backward(Variant variant, int layer) {
        layerAgain(variant, layer).backward(pass);
    }

    /// What a layer, counted from 1, made of the minibatch.
    public float[] outputs(int layer) {
        requireLayer(layer);
        return values[layer];
    }

    /// The gradient of the loss by the outputs of a layer, counted from 1.
    public float[] outputGradients(int layer) {
        requireLayer(layer);
        return slopes[layer];
    }

    private Layer layerAgain(Variant variant, int layer) {
        requireLayer(layer);
        if (bound == 0) throw new IllegalStateException("a minibatch must go through all layers before it goes through one");
        requireRoom(variant, bound);
        pass.begin(variant, bound, pass.isTraining());
        return layers.get(layer - 1);
    }

    private void requireLayer(int layer) {
        if (layer < 1 || layer > layers.size()) {
            throw new IllegalArgumentException("layer must be between 1 and " + layers.size() + ", was " + layer);
        }
    }

    private void requireRoom(Variant variant, int batch) {
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            long values = Math.max(Math.max(layer.inputs(), layer.outputs()), layer.writtenDown(variant));
            if (values > (Integer.MAX_VALUE - 8) / batch) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "a minibatch must fit in arrays, had %d samples of %d values in layer %d (%s, %s)",
                                batch, values,
                                l + 1, layer.getClass().getSimpleName(), variant));
            }
        }
    }

    private void bind(int batch) {
        bound = 0; // until all is: memory may not suffice
        for (int l = 0; l <= layers.size(); l++) {
            int width = l == 0 ? inputWidth() : layers.get(l - 1).outputs();
            int needed = batch * width;
            if (values[l] == null || values[l].length < needed) values[l] = new float[needed];
            if (l > 0 && (slopes[l] == null || slopes[l].length < needed)) slopes[l] = new float[needed];
        }
        for (int l = 0; l < layers.size(); l++) {
            layers.get(l).bind(pass, offsets[l], values[l], values[l + 1], slopes[l + 1], slopes[l]);
        }
        bound = batch;
    }
}
