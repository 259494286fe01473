package lanewise.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import lanewise.bench.Peer.Minibatch;
import lanewise.nn.NamedNetwork;
import lanewise.nn.Network;
import lanewise.optim.Momentum;
import lanewise.optim.Variant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/// The training step of another library, of the same network with the same parameters and the same minibatch as [MinibatchBenchmark], with
/// momentum at a learning rate of 0.
///
/// When it has been timed, its loss, its gradients and its momentum are compared with this suite's.
@Warmup(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class PeerMinibatchBenchmark extends KernelBenchmark {

    private static final long SEED = 1;
    private static final long WARM_UP_NANOSECONDS = TimeUnit.SECONDS.toNanos(1);

    /// Of the loss, and of a gradient as a part of its layer's largest: products of thousands of terms are summed in other orders.
    private static final double ROUNDING = 1e-3;

    /// A [NamedNetwork].
    @Param({"mlp-book", "mlp-relu", "cnn-small", "vgg16"})
    public String network;

    /// A [Peer] by its name.
    @Param("LIBTORCH")
    public String library;

    /// The number of samples of a minibatch.
    @Param("64")
    public int batch;

    /// That share a step.
    @Param("1")
    public int threads;

    private NamedNetwork named;
    private Minibatch minibatch;
    private PeerTraining training;
    private long steps;
    private double loss;

    /// Loads the library, copies parameters and minibatch, and warms up.
    @Setup(Level.Trial)
    public void setUp() {
        named = MinibatchBenchmark.named(network, batch);
        Peer peer = Peers.named(library);
        facts.put("library", peer.version());
        facts.put("threads", threads);
        Network drawn = named.create(SEED);
        float[] targets = new float[batch * drawn.outputWidth()];
        int[] labels = new int[batch];
        for (int i = 0; i < targets.length; i++) targets[i] = i % 3 == 0 ? 1 : 0;
        for (int i = 0; i < batch; i++) labels[i] = i % drawn.outputWidth();
        float[] samples = MinibatchBenchmark.noise(1, Math.multiplyExact(batch, drawn.inputWidth()));
        minibatch = new Minibatch(drawn.parameters(), batch, samples, targets, labels);
        try {
            training = peer.training(named, threads, minibatch);
        } catch (IllegalArgumentException e) {
            throw new RefusedTrialException(e.getMessage());
        }
        for (long end = System.nanoTime() + WARM_UP_NANOSECONDS; System.nanoTime() < end;) step();
    }

    /// A training step: the forward pass, the loss, the backward pass and the update.
    @Benchmark
    public double step() {
        steps++;
        loss = training.step();
        return loss;
    }

    /// Computes the minibatch once more, with this suite's SIMD kernels, which are equal to its scalar ones to the bit.
    ///
    /// @throws IllegalStateException if loss, gradients or momentum differ by more than rounding explains
    @Override
    void verify() {
        Network own = named.create(SEED);
        own.forward(Variant.SIMD, minibatch.samples(), batch);
        double expected = named.loss().valueAndGradient(own, minibatch.targets(), minibatch.labels());
        own.backward(Variant.SIMD);
        if (!(Math.abs(loss - expected) <= ROUNDING * Math.abs(expected))) {
            throw new IllegalStateException(String.format(Locale.ROOT, "%s, loss: expected %s to within %.0e of it, was %s", library,
                    expected, ROUNDING, loss));
        }
        float[] actual = new float[own.gradients().length];
        training.gradients(actual);
        facts.put("differenceOfGradients", largestDifference("gradient", own.gradients(), 1, actual));
        training.momentum(actual);
        double sum = (1 - Math.pow(Momentum.DEFAULT.momentum(), steps)) / (1 - Momentum.DEFAULT.momentum()); // of a gradient that stays the same
        facts.put("differenceOfMomentum", largestDifference("momentum", own.gradients(), sum, actual));
        training.close();
    }

    /// As a part of the largest value of the layer.
    private double largestDifference(String name, float[] gradients, double scale, float[] actual) {
        double largest = 0;
        int from = 0;
        for (var layer : named.layerList()) {
            int to = from + layer.parameters();
            double most = 0;
            for (int i = from; i < to; i++) most = Math.max(most, Math.abs(scale * gradients[i]));
            for (int i = from; i < to; i++) {
                double off = Math.abs(actual[i] - scale * gradients[i]);
                if (!(off <= ROUNDING * most)) {
                    throw new IllegalStateException(
                            String.format(Locale.ROOT, "%s, %s[%d]: expected %s to within %.1e, was %s", library, name,
                                    i, scale * gradients[i], ROUNDING * most, actual[i]));
                }
                if (most > 0) largest = Math.max(largest, off / most);
            }
            from = to;
        }
        return largest;
    }

    @Override
    void addFacts() {
        facts.put("steps", steps);
    }
}
