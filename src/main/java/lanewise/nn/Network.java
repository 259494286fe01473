package lanewise.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import lanewise.linalg.Arguments;
import lanewise.optim.Variant;

/// Layers one after the other over one flat array of parameters.
///
///     network.forward(variant, samples, batch);
///     double loss = SquaredError.valueAndGradient(network.outputs(), targets, batch, network.outputWidth(),
///             network.outputGradients());
///     network.backward(variant);
///     optimizer.at(t, learningRate).apply(variant, network.parameters(), network.gradients(), state, 0, network.parameters().length);
///
/// Arrays of activations and their gradients grow with the largest minibatch and are kept, so the next minibatch of the same size in the same
/// variant allocates nothing. A network serves one thread at a time.
public final class Network {

    private final List<Layer> layers;
    private final int[] offsets;
    private final float[] parameters;
    private final float[] gradients;
    private final Pass pass;
    private final float[][] values; // inputs, then the outputs of every layer
    private final float[][] valueGradients; // gradients of the loss with respect to them; none for the inputs
    private final boolean[] takenOver; // layers that the one before computes, in the same arrays
    private boolean training = true;
    private int bound; // samples that the layers' arrays are bound for, 0 before the first

    /// @param seed   of the parameters
    /// @param layers from first to last; each becomes part of this network alone
    /// @throws IllegalArgumentException if there is no layer, one is null, given twice or part of another network, one does not fit the one
    ///     before, or the parameters are more than an array holds; the layers may be used for another network then
    public Network(long seed, Layer... layers) {
        this((float[]) null, layers);
        SplittableRandom random = new SplittableRandom(seed);
        for (int l = 0; l < layers.length; l++) layers[l].initialize(parameters, offsets[l], random);
    }

    /// A network for a part of another one's minibatch. It shares the parameters, and has layers, activations and gradients of its own; of the
    /// gradients only those that parts do compute, see [Layer#gradientIsOfParts].
    ///
    /// @throws IllegalArgumentException as [#Network(long, Layer...)] does, or if a layer is not like that of the other network
    Network(Network original, Layer... layers) {
        this(original.parameters, layers);
        pass.setPart(true);
        Layers.requireAlike(original.layers, this.layers);
    }

    /// @param shared the parameters of another network, or null
    private Network(float[] shared, Layer... layers) {
        Layers.requireOfItsOwn(layers);
        Layers.requireFitting(layers);
        this.layers = List.of(layers);
        offsets = new int[layers.length];
        long size = 0;
        for (int l = 0; l < layers.length; l++) {
            offsets[l] = (int) size;
            size += layers[l].parameters();
            if (size > Integer.MAX_VALUE - 8) throw new IllegalArgumentException("a network must have fewer parameters, had " + size);
        }
        parameters = shared == null ? new float[(int) size] : shared;
        gradients = new float[shared == null ? (int) size : gradientsOfParts()];
        pass = new Pass(parameters, gradients);
        values = new float[layers.length + 1][];
        valueGradients = new float[layers.length + 1][];
        takenOver = new boolean[layers.length];
        for (int l = 1; l < layers.length; l++) takenOver[l] = layers[l - 1].takesOver(layers[l]);
        for (Layer layer : layers) layer.own();
    }

    /// Up to the last gradient that is computed of parts.
    private int gradientsOfParts() {
        int end = 0;
        for (int l = 0; l < offsets.length; l++) if (layers.get(l).gradientIsOfParts()) end = offsets[l] + layers.get(l).parameters();
        return end;
    }

    /// All parameters, layer after layer. An optimizer changes them in this array.
    public float[] parameters() {
        return parameters;
    }

    /// The gradient of the loss with respect to each parameter, as the last backward pass left it.
    public float[] gradients() {
        return gradients;
    }

    /// Chooses whether the next minibatches are used for training, which is so until this says otherwise. [Dropout] depends on it.
    public void setTraining(boolean training) {
        this.training = training;
    }

    /// The number of training minibatches that have gone forward. The masks of [Dropout] follow from it.
    public long trainingMinibatches() {
        return pass.trainingMinibatches();
    }

    /// Sets the number of training minibatches that have gone forward, so that the next masks of [Dropout] are those of a network that has
    /// come as far. The last minibatch keeps its masks.
    ///
    /// @throws IllegalArgumentException if the number is below 0
    public void setTrainingMinibatches(long trainingMinibatches) {
        if (trainingMinibatches < 0) {
            throw new IllegalArgumentException("trainingMinibatches must be at least 0, was " + trainingMinibatches);
        }
        pass.setTrainingMinibatches(trainingMinibatches);
    }

    /// The number of values of a sample that the first layer takes.
    public int inputWidth() {
        return layers.getFirst().inputs();
    }

    /// The number of values of a sample that the last layer gives.
    public int outputWidth() {
        return layers.getLast().outputs();
    }

    List<Layer> layers() {
        return layers;
    }

    /// Where the parameters of a layer begin.
    ///
    /// @param layer counted from 1
    int offset(int layer) {
        return offsets[layer - 1];
    }

    Pass pass() {
        return pass;
    }

    /// The number of samples of the last minibatch, 0 before the first.
    public int batch() {
        return bound;
    }

    /// The outputs of the last layer, sample after sample: the first [#batch] times [#outputWidth] values. The array keeps the size of the
    /// largest minibatch; what lies behind the last sample of a smaller one is NaN. Null before the first minibatch.
    public float[] outputs() {
        return values[layers.size()];
    }

    /// Takes the gradient of the loss with respect to [#outputs], in the same order.
    public float[] outputGradients() {
        return valueGradients[layers.size()];
    }

    /// The forward pass of a minibatch.
    ///
    /// @param samples the values of the samples, one sample after the other
    /// @param batch   the number of samples
    /// @throws IllegalArgumentException if an argument is null, the array does not have the size of the minibatch, the minibatch is empty, or it
    ///     needs more than arrays hold; nothing has been changed then
    public void forward(Variant variant, float[] samples, int batch) {
        requireMinibatch(variant, samples, batch);
        forward(variant, samples, 0, batch);
    }

    /// The forward pass of some samples of a minibatch, which become this network's whole minibatch. Only the masks of [Dropout] are those of
    /// the samples' places in the larger one.
    ///
    /// @param samples the values of all samples
    /// @param first   the first sample that goes through this network
    /// @param batch   how many do
    void forward(Variant variant, float[] samples, int first, int batch) {
        requireRoom(batch);
        pass.setFirstSample(first);
        pass.begin(variant, batch, training);
        if (bound != batch) bind(batch);
        System.arraycopy(samples, first * inputWidth(), values[0], 0, batch * inputWidth());
        // By index: an iterator is an object until C2 has seen through it.
        for (int l = 0; l < layers.size(); l++) layers.get(l).forward(pass);
    }

    /// Requires what [#forward] is given to be a minibatch.
    void requireMinibatch(Variant variant, float[] samples, int batch) {
        Arguments.present("variant", variant);
        Arguments.present("samples", samples);
        if (batch < 1) throw new IllegalArgumentException("a minibatch must have at least 1 sample, had " + batch);
        if (samples.length != (long) batch * inputWidth()) {
            throw new IllegalArgumentException("a minibatch of " + batch + " samples of " + inputWidth() + " values must have "
                    + (long) batch * inputWidth() + ", had " + samples.length);
        }
    }

    /// The backward pass of the last minibatch: computes [#gradients] from the gradient that the loss has put into [#outputGradients].
    ///
    /// @throws IllegalStateException    if no minibatch has gone forward
    /// @throws IllegalArgumentException if the variant is null
    public void backward(Variant variant) {
        Arguments.present("variant", variant);
        if (bound == 0) throw new IllegalStateException("a minibatch must go forward before it goes backward");
        pass.resume(variant);
        for (int l = layers.size() - 1; l >= 0; l--) layers.get(l).backward(pass);
    }

    /// Repeats the forward pass of one layer for the last minibatch: computes the layer's outputs from its inputs, which the last whole forward
    /// pass left. [Dropout] repeats its mask.
    ///
    /// @param layer counted from 1
    /// @throws IllegalArgumentException if the variant is null or there is no such layer
    /// @throws IllegalStateException    if no minibatch has gone forward
    public void forward(Variant variant, int layer) {
        repeated(variant, layer).forward(pass);
    }

    /// Repeats the backward pass of one layer for the last minibatch: computes the gradients of the layer's parameters, and unless it is the
    /// first layer that of its inputs, from the gradient of its outputs. A whole backward pass must have filled in that gradient.
    ///
    /// @param layer counted from 1
    /// @throws IllegalArgumentException if the variant is null or there is no such layer
    /// @throws IllegalStateException    if no minibatch has gone forward
    public void backward(Variant variant, int layer) {
        repeated(variant, layer).backward(pass);
    }

    /// The inputs of a layer.
    ///
    /// @param layer counted from 1
    float[] inputs(int layer) {
        return values[layer - 1];
    }

    /// The outputs of a layer, arranged as those of [#outputs]. Those of a convolution are rectified if a rectifier is behind it.
    ///
    /// @param layer counted from 1
    /// @throws IllegalArgumentException if there is no such layer
    public float[] outputs(int layer) {
        requireLayer(layer);
        return values[layer];
    }

    /// The gradient of the loss with respect to the outputs of a layer.
    ///
    /// @param layer counted from 1
    /// @throws IllegalArgumentException if there is no such layer
    public float[] outputGradients(int layer) {
        requireLayer(layer);
        return valueGradients[layer];
    }

    private Layer repeated(Variant variant, int layer) {
        Arguments.present("variant", variant);
        requireLayer(layer);
        if (bound == 0) throw new IllegalStateException("a minibatch must go through all layers before it goes through one");
        pass.resume(variant);
        return layers.get(layer - 1);
    }

    private void requireLayer(int layer) {
        if (layer < 1 || layer > layers.size()) {
            throw new IllegalArgumentException("layer must be between 1 and " + layers.size() + ", was " + layer);
        }
    }

    /// Requires every array of a minibatch of this size to be one that Java has.
    void requireRoom(int batch) {
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            long most = Math.max(layer.inputs(), layer.outputs());
            if (most > (Integer.MAX_VALUE - 8) / batch) {
                throw new IllegalArgumentException(String.format(Locale.ROOT,
                        "a minibatch must fit in arrays, had %d samples of %d values in layer %d (%s)", batch, most, l + 1,
                        Layers.name(layer)));
            }
        }
    }

    private void bind(int batch) {
        bound = 0; // until all is: memory may not suffice
        for (int l = 0; l <= layers.size(); l++) {
            int needed = batch * (l == 0 ? inputWidth() : layers.get(l - 1).outputs());
            boolean taken = l > 0 && takenOver[l - 1];
            values[l] = taken ? values[l - 1] : ofSize(values[l], needed);
            if (l > 0) valueGradients[l] = taken ? valueGradients[l - 1] : ofSize(valueGradients[l], needed);
        }
        for (int l = 0; l < layers.size(); l++) {
            layers.get(l).bind(pass, offsets[l], values[l], values[l + 1], valueGradients[l + 1], valueGradients[l]);
        }
        bound = batch;
    }

    /// An array that is large enough, the same if it is; values of a larger minibatch are not left at its end.
    static float[] ofSize(float[] array, int needed) {
        if (array == null || array.length < needed) return new float[needed];
        Arrays.fill(array, needed, array.length, Float.NaN);
        return array;
    }
}
