package lanewise.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lanewise.nn.Dropout;
import lanewise.nn.Layer;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
import lanewise.nn.ParallelNetwork;
import lanewise.optim.Variant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The time of a minibatch that is divided among threads, a part for each: the same work as [MinibatchBenchmark#gradients].
///
///     scripts/lanewise jmh ParallelMinibatchBenchmark -p network=cnn-small -p variant=SIMD -p batch=64 -p threads=2
@Warmup(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class ParallelMinibatchBenchmark extends KernelBenchmark {

    /// A [NamedNetwork].
    @Param({"mlp-book", "mlp-relu", "cnn-small"})
    public String network;

    /// The variant of the kernels, and the flags of the JVM.
    @Param
    public BenchmarkVariant variant;

    /// The number of samples of a minibatch.
    @Param("64")
    public int batch;

    /// That work on a minibatch, the caller's included.
    @Param("2")
    public int threads;

    long affordable = MinibatchBenchmark.AFFORDABLE;
    WarmUp warmUp = WarmUp.OF_PRODUCTS;
    long smallLayerNanoseconds = MinibatchBenchmark.SMALL_LAYER_NANOSECONDS;
    ParallelNetwork timed;
    private NamedNetwork named;
    private Variant kernelVariant;
    private float[] samples;
    private float[] targets;
    private int[] labels;

    /// Creates the network, starts the threads, fills a minibatch, and warms up. Then overwrites what the timed method writes with NaN.
    @Setup(Level.Trial)
    public void setUp() {
        facts.put("tile", RefusedTrialException.tileOrRefusal());
        variant.requireItsFlags();
        if (threads < 1) throw new RefusedTrialException("threads must be at least 1, were " + threads);
        kernelVariant = variant.variant();
        named = MinibatchBenchmark.named(network, batch);
        timed = named.createParallel(threads, Math.min(threads, batch), MinibatchBenchmark.SEED);
        samples = MinibatchBenchmark.noise(1, Math.multiplyExact(batch, timed.inputWidth()));
        targets = new float[batch * timed.outputWidth()];
        labels = new int[batch];
        for (int i = 0; i < targets.length; i++) targets[i] = i % 3 == 0 ? 1 : 0;
        for (int i = 0; i < batch; i++) labels[i] = i % timed.outputWidth();
        gradients();
        List<Layer> layers = named.layerList();
        MinibatchBenchmark.warmUpSmallLayers(timed.part(0), kernelVariant, layers, timed.part(0).batch(), smallLayerNanoseconds);
        warmUp.untilSteady(this::gradients, facts);
        Arrays.fill(timed.outputs(), Float.NaN);
        Arrays.fill(timed.gradients(), Float.NaN);
    }

    /// Computes the gradients of the parameters from samples: the forward pass, the loss and the backward pass.
    @Benchmark
    public double gradients() {
        return gradients(timed, kernelVariant);
    }

    private double gradients(ParallelNetwork parallel, Variant variant) {
        parallel.setTrainingMinibatches(0); // the same masks of dropout, and so the same gradients, at every call
        parallel.forward(variant, samples, batch);
        double loss = named.loss().valueAndGradient(parallel, targets, labels);
        parallel.backward(variant);
        return loss;
    }

    /// Verifies outputs and gradients with one thread, which works through the same parts, in other kernels: the scalar ones, or the unrolled
    /// ones where those take seconds. Where neither is affordable the gradients are repeated by the same kernels, and the outputs of the first
    /// and the last sample by others.
    ///
    /// @throws IllegalStateException if one has other bits
    @Override
    void verify() {
        long multiplyAdds = batch * (named.forwardMultiplyAdds() + named.backwardMultiplyAdds());
        boolean dropsOut = named.layerList().stream().anyMatch(Dropout.class::isInstance); // a sample alone has another mask
        boolean repeats = multiplyAdds < affordable || dropsOut;
        boolean small = multiplyAdds < MinibatchBenchmark.A_SECOND;
        try (ParallelNetwork reference = named.createParallel(1, timed.parts(batch), MinibatchBenchmark.SEED)) {
            gradients(reference, !repeats ? kernelVariant : small ? Variant.SCALAR : Variant.UNROLLED);
            MinibatchBenchmark.requireEqual("output", reference.outputs(), timed.outputs());
            MinibatchBenchmark.requireEqual("gradient", reference.gradients(), timed.gradients());
        }
        if (repeats) return;
        Network one = named.create(MinibatchBenchmark.SEED);
        MinibatchBenchmark.verifySamples(one, samples, batch, timed.outputs(), Variant.UNROLLED);
    }

    /// Ends the threads.
    @TearDown(Level.Trial)
    public void close() {
        timed.close();
    }
}
