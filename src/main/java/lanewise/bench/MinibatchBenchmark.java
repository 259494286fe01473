package lanewise.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import lanewise.data.IndexedNoise;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
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

/// What a minibatch costs: forward, backward, update, and a whole training step.
///
///     scripts/lanewise jmh MinibatchBenchmark -p network=mlp-book -p variant=SIMD -p batch=64 -p optimizer=MOMENTUM
///
/// The learning rate is zero, so that parameters, and with them all values, stay as they are however many steps are timed. The loss's
/// gradient is one that does not depend on the outputs, for the same reason: its cost is a thousandth of a minibatch's.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class MinibatchBenchmark {

    private static final long SEED = 1;
    private static final long MINUTES_ALONE = 1_000_000_000;

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
    private Update update;
    private float[][] state;
    private Facts facts;

    /// Refuses a JVM without the Vector API.
    public MinibatchBenchmark() {
        RefusedException.unlessVectorApi();
    }

    /// Makes the network, fills a minibatch, compiles.
    @Setup(Level.Trial)
    public void setUp() {
        facts = new Facts();
        variant.requireItsFlags();
        kernel = variant.kernel();
        try {
            timed = NamedNetwork.of(network).create(SEED);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(e.getMessage());
        }
        if (batch < 1) throw new RefusedException("batch must be at least 1, was " + batch);
        samples = noise(1, Math.multiplyExact(batch, timed.inputWidth()));
        state = new float[optimizer.state().size()][timed.parameters().length];
        update = optimizer.defaults().at(1_000, 0);
        timed.forward(kernel, samples, batch);
        float[] slopes = noise(2, batch * timed.outputWidth());
        System.arraycopy(slopes, 0, timed.outputGradients(), 0, slopes.length);
        Settling.untilSteady(this::step, facts);
    }

    private static float[] noise(int seed, int length) {
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
    }

    /// All three, one after the other: a training step.
    @Benchmark
    public void step() {
        forward();
        backward();
        update();
    }

    /// Sends the first and the last sample forward alone, by the scalar kernels, or the unrolled ones where those take minutes, through a
    /// network of its own; then tells the runner about this fork.
    ///
    /// @throws IllegalStateException if an output has other bits, or no gradient has arrived
    @TearDown(Level.Trial)
    public void prove() {
        Network alone = NamedNetwork.of(network).create(SEED);
        Variant reference = NamedNetwork.of(network).forwardMultiplyAdds() < MINUTES_ALONE ? Variant.SCALAR : Variant.UNROLLED;
        int in = alone.inputWidth();
        int out = alone.outputWidth();
        for (int sample : new int[]{0, batch - 1}) {
            alone.forward(reference, Arrays.copyOfRange(samples, sample * in, (sample + 1) * in), 1);
            for (int j = 0; j < out; j++) {
                Workload.requireEqual(1, "output", sample * out + j, alone.outputs()[j], timed.outputs()[sample * out + j]);
            }
        }
        boolean arrived = false;
        for (float gradient : timed.gradients()) arrived |= gradient != 0;
        if (!arrived) throw new IllegalStateException("all gradients are 0: the benchmark did not do its work");
        facts.put("lanes", Lanes.LANES);
        facts.putHugePages();
        facts.putProcessorTime();
        facts.write();
    }
}
