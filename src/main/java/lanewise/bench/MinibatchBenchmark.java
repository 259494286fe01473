package lanewise.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import lanewise.data.IndexedNoise;
import lanewise.nn.BinaryCrossEntropy;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
import lanewise.nn.SoftmaxCrossEntropy;
import lanewise.nn.SquaredError;
import lanewise.optim.Catalogue;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import lanewise.simd.Lanes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/// What a minibatch costs: forward, backward, update, and a whole training step, which has the loss as well.
///
///     scripts/lanewise jmh MinibatchBenchmark -p network=mlp-book -p variant=SIMD -p batch=64 -p optimizer=MOMENTUM
///
/// The learning rate is zero, so that parameters, and with them all values but the optimizer's state, stay as they are however many steps
/// are timed.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class MinibatchBenchmark {

    private static final long SEED = 1;
    /// Multiply-adds that take the scalar kernels a second, and what the proof may take.
    private static final long A_SECOND = 1_000_000_000;
    private static final long AFFORDABLE = 4 * A_SECOND;
    private static final int SAMPLED_PARAMETERS = 32;

    /// A [NamedNetwork].
    @Param({"mlp-book", "mlp-relu", "dense64", "binary-sigmoid", "cnn-small"})
    public String network;

    /// The kernels and their JVM.
    @Param
    public BenchmarkVariant variant;

    /// Samples of a minibatch.
    @Param({"1", "32", "64", "128", "256", "512"})
    public int batch;

    /// The rule of [#update] and [#step].
    @Param({"SGD", "MOMENTUM", "ADAM"})
    public Catalogue optimizer;

    private Network timed;
    private Variant kernel;
    private float[] samples;
    private float[] targets;
    private int[] labels;
    private Update update;
    private long updates;
    private float[][] state;
    private Facts facts;

    /// Refuses a JVM without the Vector API.
    public MinibatchBenchmark() {
        RefusedException.unlessVectorApi();
    }

    /// Makes the network, fills a minibatch, compiles, and spoils what will be timed to make.
    @Setup(Level.Trial)
    public void setUp(BenchmarkParams parameters) {
        String benchmark = parameters.getBenchmark();
        setUp(benchmark.substring(benchmark.lastIndexOf('.') + 1));
    }

    void setUp(String timedMethod) {
        facts = new Facts();
        facts.put("tile", RefusedException.tileOrRefusal());
        variant.requireItsFlags();
        kernel = variant.kernel();
        timed = named(network, batch).create(SEED);
        samples = noise(1, Math.multiplyExact(batch, timed.inputWidth()));
        targets = new float[batch * timed.outputWidth()];
        labels = new int[batch];
        for (int i = 0; i < targets.length; i++) targets[i] = i % 3 == 0 ? 1 : 0;
        for (int i = 0; i < batch; i++) labels[i] = i % timed.outputWidth();
        state = new float[optimizer.state().size()][timed.parameters().length];
        update = optimizer.defaults().at(1_000, 0);
        Settling.untilSteady(this::step, facts);
        if (timedMethod.equals("forward") || timedMethod.equals("step")) Arrays.fill(timed.outputs(), Float.NaN);
        if (timedMethod.equals("backward") || timedMethod.equals("step")) Arrays.fill(timed.gradients(), Float.NaN);
        for (float[] array : state) Arrays.fill(array, 0);
        updates = 0;
    }

    /// The network of this name.
    ///
    /// @throws RefusedException if there is none, or no minibatch has this size
    static NamedNetwork named(String network, int batch) {
        if (batch < 1) throw new RefusedException("batch must be at least 1, was " + batch);
        try {
            return NamedNetwork.of(network);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    static float[] noise(int seed, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = IndexedNoise.at(seed, i) / 10;
        return values;
    }

    /// Outputs from samples.
    @Benchmark
    public void forward() {
        timed.forward(kernel, samples, batch);
    }

    /// Gradients from outputs.
    @Benchmark
    public void backward() {
        timed.backward(kernel);
    }

    /// New parameters from gradients.
    @Benchmark
    public void update() {
        update.apply(kernel, timed.parameters(), timed.gradients(), state, 0, timed.parameters().length);
        updates++;
    }

    /// A training step: all three, with the loss between outputs and gradients.
    @Benchmark
    public double step() {
        forward();
        double loss = loss(timed);
        backward();
        update();
        return loss;
    }

    private double loss(Network network) {
        return switch (NamedNetwork.of(this.network)) {
            case MLP_BOOK -> SquaredError.valueAndGradient(network.outputs(), targets, batch, network.outputWidth(),
                    network.outputGradients());
            case BINARY_SIGMOID -> BinaryCrossEntropy.valueAndGradient(network.outputs(), targets, batch, network.outputWidth(),
                    network.outputGradients());
            default -> SoftmaxCrossEntropy.valueAndGradient(network.outputs(), labels, batch, network.outputWidth(),
                    network.outputGradients());
        };
    }

    /// Computes once more, with the scalar kernels, or the unrolled ones where those take seconds: outputs of the first and the last sample;
    /// all gradients, where that is affordable; and a sample of the parameters and their state, from as many updates. Then tells the runner about
    /// this fork.
    ///
    /// @throws IllegalStateException if one has other bits, or, where gradients are not made once more, one is not finite
    @TearDown(Level.Trial)
    public void prove() {
        NamedNetwork named = NamedNetwork.of(network);
        Network alone = named.create(SEED);
        proveOutputs(alone, named.forwardMultiplyAdds() < A_SECOND ? Variant.SCALAR : Variant.UNROLLED);
        proveGradients(alone, batch * (named.forwardMultiplyAdds() + named.backwardMultiplyAdds()));
        proveUpdates(alone.parameters());
        facts.put("lanes", Lanes.LANES);
        facts.putHugePages();
        facts.putProcessorTime();
        facts.write();
    }

    private void proveOutputs(Network alone, Variant reference) {
        int in = alone.inputWidth();
        int out = alone.outputWidth();
        for (int sample : new int[]{0, batch - 1}) {
            alone.forward(reference, Arrays.copyOfRange(samples, sample * in, (sample + 1) * in), 1);
            for (int j = 0; j < out; j++) {
                Workload.requireEqual(1, "output", sample * out + j, alone.outputs()[j], timed.outputs()[sample * out + j]);
            }
        }
    }

    private void proveGradients(Network alone, long multiplyAdds) {
        float[] gradients = timed.gradients();
        if (multiplyAdds < AFFORDABLE) {
            Variant reference = multiplyAdds < A_SECOND ? Variant.SCALAR : Variant.UNROLLED;
            alone.forward(reference, samples, batch);
            loss(alone);
            alone.backward(reference);
            for (int i = 0; i < gradients.length; i++) Workload.requireEqual(1, "gradient", i, alone.gradients()[i], gradients[i]);
        } else {
            for (int i = 0; i < gradients.length; i++) {
                if (!Float.isFinite(gradients[i])) {
                    throw new IllegalStateException("gradient[" + i + "] is " + gradients[i] + ": the benchmark did not do its work");
                }
            }
        }
    }

    private void proveUpdates(float[] untouched) {
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
            Workload.requireEqual(updates, "w", sample[k], w[k], timed.parameters()[sample[k]]);
            for (int a = 0; a < state.length; a++) {
                Workload.requireEqual(updates, "state[" + a + "]", sample[k], again[a][k], state[a][sample[k]]);
            }
        }
    }
}
