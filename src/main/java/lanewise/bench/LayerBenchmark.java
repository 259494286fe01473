package lanewise.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lanewise.nn.Dropout;
import lanewise.nn.Layer;
import lanewise.nn.Network;
import lanewise.nn.Relu;
import lanewise.optim.Variant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/// The forward and the backward pass of one layer, inside its network: its inputs are the outputs of the layers before it, and the gradient of
/// its outputs is what the layers behind it have computed. A layer that is not the first also computes the gradient of its inputs.
///
///     scripts/lanewise jmh LayerBenchmark -p network=cnn-small -p layer=3 -p variant=SIMD -p batch=64
///
/// The layer is called again and again, so data that fit in the cache stay there. In a whole minibatch they may not, so a pass of
/// [MinibatchBenchmark] may take longer than its layers together.
@Warmup(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class LayerBenchmark extends KernelBenchmark {

    private static final long SEED = 1;

    /// A [lanewise.nn.NamedNetwork].
    @Param({"mlp-book", "cnn-small"})
    public String network;

    /// The layer's number in the network, counted from 1.
    @Param("1")
    public int layer;

    /// The variant of the kernels, and the flags of the JVM.
    @Param
    public BenchmarkVariant variant;

    /// The number of samples of a minibatch.
    @Param("64")
    public int batch;

    /// The multiply-adds of one call up to which another variant repeats the call.
    private static final long AFFORDABLE_MULTIPLY_ADDS = 4_000_000_000L;

    long affordable = AFFORDABLE_MULTIPLY_ADDS;
    WarmUp warmUp = WarmUp.OF_PRODUCTS;
    Network timed;
    private float[] samples;
    private Variant kernelVariant;
    private boolean backward;
    private boolean repeatable;
    private List<Written> written;

    /// A part of an array that the layer writes, with the values that a pass of the whole network has written there.
    private record Written(String name, float[] array, int from, float[] expected) {

        static Written of(String name, float[] array, int from, int length) {
            return new Written(name, array, from, Arrays.copyOfRange(array, from, from + length));
        }

        void overwrite() {
            Arrays.fill(array, from, from + expected.length, Float.NaN);
        }

        /// That these are the values of the whole network's pass.
        void verify() {
            StepValues.ORDINARY.require(name, expected, 0, expected.length);
            for (int i = 0; i < expected.length; i++) requireEqual(1, name, i, expected[i], array[from + i]);
        }

        /// That these values, once verified, are those that another variant has written over them.
        void verifyWithOther() {
            for (int i = 0; i < expected.length; i++) requireEqual(1, name, i, array[from + i], expected[i]);
        }
    }

    /// Creates the network, sends a minibatch through all of it, and warms up. Then overwrites what the layer writes with NaN.
    @Setup(Level.Trial)
    public void setUp(BenchmarkParams trial) {
        setUp(trial.getBenchmark().endsWith(".backward"));
    }

    void setUp(boolean backward) {
        this.backward = backward;
        facts.put("tile", RefusedTrialException.tileOrRefusal());
        variant.requireItsFlags();
        kernelVariant = variant.variant();
        List<Layer> layers = MinibatchBenchmark.named(network, batch).layerList();
        if (layer < 1 || layer > layers.size()) {
            throw new RefusedTrialException("layer must be between 1 and " + layers.size() + ", was " + layer);
        }
        Layer own = layers.get(layer - 1);
        repeatable = batch * own.multiplyAdds() * (backward ? 2 : 1) <= affordable;
        timed = MinibatchBenchmark.named(network, batch).create(SEED);
        samples = MinibatchBenchmark.noise(1, Math.multiplyExact(batch, timed.inputWidth()));
        timed.forward(kernelVariant, samples, batch);
        written = backward ? gradients(layers) : outputs(layers);
        warmUp.untilSteady(backward ? this::backward : this::forward, facts);
        written.forEach(Written::overwrite);
    }

    private List<Written> outputs(List<Layer> layers) {
        return List.of(Written.of("outputs", timed.outputs(layer), 0, batch * layers.get(layer - 1).outputs()));
    }

    private List<Written> gradients(List<Layer> layers) {
        float[] outputGradients = MinibatchBenchmark.noise(2, batch * timed.outputWidth());
        System.arraycopy(outputGradients, 0, timed.outputGradients(), 0, outputGradients.length);
        timed.backward(kernelVariant);
        timed.backward(kernelVariant, layer); // a rectifier has changed what the layer wrote, if one is before it in the same arrays
        int offset = offset(layers);
        Layer own = layers.get(layer - 1);
        List<Written> gradients = new ArrayList<>(List.of(Written.of("gradients", timed.gradients(), offset, own.parameters())));
        if (layer > 1) gradients.add(Written.of("inputGradients", timed.outputGradients(layer - 1), 0, batch * own.inputs()));
        return gradients;
    }

    /// Computes the layer's outputs from its inputs.
    @Benchmark
    public void forward() {
        timed.forward(kernelVariant, layer);
    }

    /// Computes the gradients of the layer's parameters and of its inputs from the gradient of its outputs.
    @Benchmark
    public void backward() {
        timed.backward(kernelVariant, layer);
    }

    /// Another variant than the one that is timed, to verify it.
    private Variant other() {
        return kernelVariant == Variant.UNROLLED ? Variant.SCALAR : Variant.UNROLLED;
    }

    /// Verifies that the layer has written the bits that it wrote before, over the NaN that stood there when timing began,
    /// and that another variant writes the same bits from the same inputs. Of the largest layers, for which that would take minutes, it does so
    /// for the first and the last sample, and not for the gradients of the parameters, to which every sample adds.
    ///
    /// @throws IllegalStateException if a value has other bits, or is infinite, NaN or subnormal
    @Override
    void verify() {
        written.forEach(Written::verify);
        if (!repeatable) {
            verifySamples();
            return;
        }
        written.forEach(Written::overwrite);
        if (backward) timed.backward(other(), layer);
        else
            timed.forward(other(), layer);
        written.forEach(Written::verifyWithOther);
    }

    /// By a network of this layer alone, behind one that passes on what it gets, so that there is a gradient of the inputs.
    private void verifySamples() {
        List<Layer> layers = MinibatchBenchmark.named(network, batch).layerList();
        Layer own = layers.get(layer - 1);
        int in = own.inputs();
        int out = own.outputs();
        boolean rectified = layer < layers.size() && layers.get(layer) instanceof Relu; // which a convolution does itself
        Network alone = rectified
                ? new Network(SEED, new Dropout(in, 0, SEED), own, layers.get(layer))
                : new Network(SEED, new Dropout(in, 0, SEED), own);
        System.arraycopy(timed.parameters(), offset(layers), alone.parameters(), 0, own.parameters());
        float[] inputs = layer == 1 ? samples : timed.outputs(layer - 1);
        for (int sample : new int[]{0, batch - 1}) {
            alone.forward(other(), Arrays.copyOfRange(inputs, sample * in, (sample + 1) * in), 1);
            if (!backward) {
                for (int i = 0; i < out; i++)
                    requireEqual(1, "outputs", sample * out + i, alone.outputs(2)[i], timed.outputs(layer)[sample * out + i]);
            } else if (layer > 1) {
                System.arraycopy(timed.outputGradients(layer), sample * out, alone.outputGradients(2), 0, out);
                alone.backward(other(), 2);
                float[] gradients = timed.outputGradients(layer - 1);
                for (int i = 0; i < in; i++)
                    requireEqual(1, "inputGradients", sample * in + i, alone.outputGradients(1)[i], gradients[sample * in + i]);
            }
        }
    }

    private int offset(List<Layer> layers) {
        return layers.stream().limit(layer - 1).mapToInt(Layer::parameters).sum();
    }
}
