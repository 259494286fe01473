package lanewise.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lanewise.data.IndexedNoise;
import lanewise.nn.Dropout;
import lanewise.nn.Layer;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
import lanewise.optim.Catalogue;
import lanewise.optim.FiniteCheck;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/// The time of a minibatch: the forward pass, the backward pass, the update, and a whole training step, which has the loss as well.
///
///     scripts/lanewise jmh MinibatchBenchmark -p network=mlp-book -p variant=SIMD -p batch=64 -p optimizer=MOMENTUM
///
/// The learning rate is zero and every minibatch counts as the first, so parameters, the masks of dropout and all other values but the optimizer's
/// state stay as they are however many steps are timed.
@Warmup(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class MinibatchBenchmark extends KernelBenchmark {

    static final long SEED = 1;

    /// The multiply-adds that the scalar kernels do in about a second, and those that the verification may do.
    static final long A_SECOND = 1_000_000_000;
    static final long AFFORDABLE = 4 * A_SECOND;
    /// For which each small layer is called by itself before the whole network is.
    static final long SMALL_LAYER_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int SAMPLED_PARAMETERS = 32;

    /// Multiply-adds of a layer that takes a millisecond or less.
    private static final long SMALL_LAYER = 20_000_000;

    /// A [NamedNetwork].
    @Param({"mlp-book", "mlp-relu", "mlp-tanh", "mlp-dropout", "dense64", "binary-sigmoid", "cnn-small"})
    public String network;

    /// The variant of the kernels, and the flags of the JVM.
    @Param
    public BenchmarkVariant variant;

    /// The number of samples of a minibatch.
    @Param({"1", "32", "64", "128", "256", "512"})
    public int batch;

    /// The optimizer of [#update] and [#step].
    @Param({"SGD", "MOMENTUM", "ADAM"})
    public Catalogue optimizer;

    private NamedNetwork named;
    private String timedMethod;
    Network timed;
    long affordable = AFFORDABLE;
    WarmUp warmUp = WarmUp.OF_PRODUCTS;
    long smallLayerNanoseconds = SMALL_LAYER_NANOSECONDS;
    private Variant kernelVariant;
    private float[] samples;
    private float[] targets;
    private int[] labels;
    private Update update;
    private long updates;
    private float[][] state;

    /// Creates the network, fills a minibatch, and warms up. Then overwrites what the timed method writes with NaN.
    @Setup(Level.Trial)
    public void setUp(BenchmarkParams parameters) {
        String benchmark = parameters.getBenchmark();
        setUp(benchmark.substring(benchmark.lastIndexOf('.') + 1));
    }

    void setUp(String timedMethod) {
        facts.put("tile", RefusedTrialException.tileOrRefusal());
        variant.requireItsFlags();
        kernelVariant = variant.variant();
        this.timedMethod = timedMethod;
        named = named(network, batch);
        timed = named.create(SEED);
        samples = noise(1, Math.multiplyExact(batch, timed.inputWidth()));
        targets = new float[batch * timed.outputWidth()];
        labels = new int[batch];
        for (int i = 0; i < targets.length; i++) targets[i] = i % 3 == 0 ? 1 : 0;
        for (int i = 0; i < batch; i++) labels[i] = i % timed.outputWidth();
        state = new float[optimizer.state().size()][timed.parameters().length];
        update = optimizer.defaults().at(1_000, 0);
        step();
        warmUpSmallLayers(timed, kernelVariant, named.layerList(), batch, smallLayerNanoseconds);
        warmUp.untilSteady(this::step, facts);
        boolean both = timedMethod.equals("step") || timedMethod.equals("gradients");
        if (timedMethod.equals("forward") || both) Arrays.fill(timed.outputs(), Float.NaN);
        if (timedMethod.equals("backward") || both) Arrays.fill(timed.gradients(), Float.NaN);
        for (float[] array : state) Arrays.fill(array, 0);
        updates = 0;
    }

    /// Calls small layers by themselves. Those of a large network are called so rarely that C2 would take ten seconds to get to them.
    ///
    /// @param network     that a minibatch of this size has gone through
    /// @param nanoseconds for each of the layers
    static void warmUpSmallLayers(Network network, Variant variant, List<Layer> layers, int batch, long nanoseconds) {
        for (int l = 1; l <= layers.size(); l++) {
            if (batch * layers.get(l - 1).multiplyAdds() > SMALL_LAYER) continue;
            for (long end = System.nanoTime() + nanoseconds; System.nanoTime() < end;) {
                network.forward(variant, l);
                network.backward(variant, l);
            }
        }
    }

    /// The network of this name.
    ///
    /// @throws RefusedTrialException if there is none, or no minibatch has this size
    static NamedNetwork named(String network, int batch) {
        if (batch < 1) throw new RefusedTrialException("batch must be at least 1, was " + batch);
        try {
            return NamedNetwork.of(network);
        } catch (IllegalArgumentException e) {
            throw new RefusedTrialException(e.getMessage());
        }
    }

    static float[] noise(int seed, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = IndexedNoise.at(seed, i) / 10;
        return values;
    }

    /// Computes outputs from samples.
    @Benchmark
    public void forward() {
        timed.setTrainingMinibatches(0); // the same masks of dropout, and so the same gradients, at every call
        timed.forward(kernelVariant, samples, batch);
    }

    /// Computes the gradients of the parameters from the gradient of the outputs.
    @Benchmark
    public void backward() {
        timed.backward(kernelVariant);
    }

    /// Computes new parameters from the gradients.
    @Benchmark
    public void update() {
        update.apply(kernelVariant, timed.parameters(), timed.gradients(), state, 0, timed.parameters().length);
        updates++;
    }

    /// Computes the gradients of the parameters from samples: the forward pass, the loss and the backward pass.
    @Benchmark
    public double gradients() {
        forward();
        double loss = named.loss().valueAndGradient(timed, targets, labels);
        backward();
        return loss;
    }

    /// A training step: the forward pass, the loss, the backward pass and the update.
    @Benchmark
    public double step() {
        double loss = gradients();
        update();
        return loss;
    }

    /// Verifies the results with other kernels: the scalar ones, or the unrolled ones where those take seconds.
    ///
    /// Where that is affordable the last minibatch is computed once more, with its number and so with the same masks of dropout, and all outputs
    /// and gradients are compared. Elsewhere the outputs of its first and last sample are, and the gradients of the last layers, as many as
    /// are affordable, from the values that the timed passes have left between layers. A sample of the parameters and their state is replayed
    /// from as many updates.
    ///
    /// @throws IllegalStateException if one has other bits
    /// @throws ArithmeticException if a gradient, a parameter or an element of its state is not finite
    @Override
    void verify() {
        Network reference = named.create(SEED);
        long multiplyAdds = batch * (named.forwardMultiplyAdds() + named.backwardMultiplyAdds());
        boolean dropsOut = named.layerList().stream().anyMatch(Dropout.class::isInstance); // a sample alone has another mask
        if (multiplyAdds < affordable || dropsOut) {
            verifyMinibatch(reference, multiplyAdds < A_SECOND ? Variant.SCALAR : Variant.UNROLLED);
        } else {
            verifySamples(reference, samples, batch, timed.outputs(),
                    named.forwardMultiplyAdds() < A_SECOND ? Variant.SCALAR : Variant.UNROLLED);
            if (!timedMethod.equals("forward")) verifyLastLayers();
        }
        verifyUpdates(reference.parameters());
    }

    private void verifyMinibatch(Network reference, Variant variant) {
        reference.setTrainingMinibatches(timed.trainingMinibatches() - 1);
        reference.forward(variant, samples, batch);
        requireEqual("output", reference.outputs(), timed.outputs());
        if (timedMethod.equals("forward")) return; // gradients are those of the warm-up, which are not what was timed
        named.loss().valueAndGradient(reference, targets, labels);
        reference.backward(variant);
        requireEqual("gradient", reference.gradients(), timed.gradients());
    }

    static void requireEqual(String name, float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) requireEqual(1, name, i, expected[i], actual[i]);
    }

    /// Verifies the outputs of the first and the last sample.
    static void verifySamples(Network reference, float[] samples, int batch, float[] outputs, Variant variant) {
        int in = reference.inputWidth();
        int out = reference.outputWidth();
        for (int sample : new int[]{0, batch - 1}) {
            reference.forward(variant, Arrays.copyOfRange(samples, sample * in, (sample + 1) * in), 1);
            for (int j = 0; j < out; j++) {
                requireEqual(1, "output", sample * out + j, reference.outputs()[j], outputs[sample * out + j]);
            }
        }
    }

    /// The gradients of the last layer that has parameters, and of those before it while they are affordable.
    private void verifyLastLayers() {
        Variant other = kernelVariant == Variant.UNROLLED ? Variant.SCALAR : Variant.UNROLLED;
        List<Layer> layers = named.layerList();
        int end = timed.gradients().length;
        long left = affordable;
        for (int number = layers.size(); number >= 1; number--) {
            Layer layer = layers.get(number - 1);
            left -= 2L * batch * layer.multiplyAdds();
            if (left < 0 && end < timed.gradients().length) return;
            int begin = end - layer.parameters();
            float[] actual = Arrays.copyOfRange(timed.gradients(), begin, end);
            timed.backward(other, number);
            for (int i = begin; i < end; i++) requireEqual(1, "gradient", i, timed.gradients()[i], actual[i - begin]);
            end = begin;
        }
    }

    private void verifyUpdates(float[] untouched) {
        FiniteCheck.require(updates, timed.parameters(), timed.gradients(), state, 0, untouched.length);
        int count = Math.min(SAMPLED_PARAMETERS, untouched.length);
        int[] sample = new int[count];
        float[] w = new float[count];
        float[] g = new float[count];
        float[][] again = new float[state.length][count];
        for (int k = 0; k < count; k++) {
            sample[k] = count == 1 ? 0 : (int) ((long) k * (untouched.length - 1) / (count - 1));
            w[k] = untouched[sample[k]];
            g[k] = timed.gradients()[sample[k]];
        }
        for (long t = 0; t < updates; t++) update.apply(Variant.SCALAR, w, g, again, 0, count);
        for (int k = 0; k < count; k++) {
            requireEqual(updates, "w", sample[k], w[k], timed.parameters()[sample[k]]);
            for (int a = 0; a < state.length; a++) {
                requireEqual(updates, "state[" + a + "]", sample[k], again[a][k], state[a][sample[k]]);
            }
        }
    }
}
