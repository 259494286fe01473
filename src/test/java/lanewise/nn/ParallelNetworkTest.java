package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a lost thread is waited for without heed to interruptions
class ParallelNetworkTest {

    private static final long SEED = 3;
    private static final int PARTS = 3;
    private static final int CLASSES = 4;
    private static final int CONVOLUTION = 3 * 3 * 2 * 7 + 7; // its parameters, which are the first
    static final long ALWAYS_WORTH_THREADS = 1;

    private static Layer[] layers(boolean withDropout) {
        Layer[] convolution = {new Conv2d(6, 5, 2, 7, 3, 1, 1, Initializer.HE_NORMAL), new Relu(6 * 5 * 7), new MaxPool(6, 5, 7, 2)};
        Layer[] dense = {new Dense(3 * 2 * 7, 19, Initializer.HE_NORMAL), new TanhLayer(19), new Dense(19, CLASSES, Initializer.HE_NORMAL)};
        Layer[] dropout = withDropout ? new Layer[]{new Dropout(3 * 2 * 7, 0.4, 9)} : new Layer[0];
        return Stream.of(convolution, dropout, dense).flatMap(Arrays::stream).toArray(Layer[]::new);
    }

    private static ParallelNetwork parallel(int threads, int parts, boolean withDropout) {
        return new ParallelNetwork(threads, parts, SEED, () -> layers(withDropout), ALWAYS_WORTH_THREADS);
    }

    private static Network undivided(boolean withDropout) {
        return new Network(SEED, layers(withDropout));
    }

    private static float[] samples(int batch) {
        return samples(batch, 6 * 5 * 2);
    }

    private static float[] samples(int batch, int width) {
        SplittableRandom random = new SplittableRandom(batch);
        float[] samples = new float[batch * width];
        for (int i = 0; i < samples.length; i++) samples[i] = (float) random.nextGaussian();
        return samples;
    }

    private static int[] labels(int batch) {
        return new SplittableRandom(batch).ints(batch, 0, CLASSES).toArray();
    }

    private static double pass(ParallelNetwork network, Variant variant, int batch) {
        network.forward(variant, samples(batch, network.inputWidth()), batch);
        double loss = Loss.SOFTMAX_CROSS_ENTROPY.valueAndGradient(network, null, labels(batch));
        network.backward(variant);
        return loss;
    }

    private static double pass(Network network, Variant variant, int batch) {
        network.forward(variant, samples(batch, network.inputWidth()), batch);
        double loss = Loss.SOFTMAX_CROSS_ENTROPY.valueAndGradient(network, null, labels(batch));
        network.backward(variant);
        return loss;
    }

    /// Gradients of the samples from `first` on, from their share of the whole minibatch's output gradients.
    private static float[] gradientsOfPart(float[] outputGradients, int batch, int first, int end) {
        Network part = undivided(false);
        part.forward(Variant.SCALAR, Arrays.copyOfRange(samples(batch), first * part.inputWidth(), end * part.inputWidth()), end - first);
        System.arraycopy(outputGradients, first * CLASSES, part.outputGradients(), 0, (end - first) * CLASSES);
        part.backward(Variant.SCALAR);
        return part.gradients();
    }

    @ParameterizedTest
    @EnumSource
    void outputsAndLossAreThoseOfTheUndividedNetworkWhateverTheThreads(Variant variant) {
        for (int threads = 1; threads <= 4; threads++) {
            try (ParallelNetwork network = parallel(threads, PARTS, true)) {
                Network undivided = undivided(true);
                assertThat(network.parameters()).isEqualTo(undivided.parameters());
                for (int batch : new int[]{7, 2, 1, 9}) { // each with other masks, and two with fewer samples than parts
                    assertThat(pass(network, variant, batch)).isEqualTo(pass(undivided, Variant.SCALAR, batch));
                    assertThat(network.outputs()).as("%d threads, %d samples", threads, batch).isEqualTo(undivided.outputs());
                    assertThat(network.outputGradients()).isEqualTo(undivided.outputGradients());
                    assertThat(network.trainingMinibatches()).isEqualTo(undivided.trainingMinibatches());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfConvolutionsAreSumsOfThePartsAndThoseOfDenseLayersAreOfAllSamples(Variant variant) {
        for (int batch : new int[]{1, 2, 7, 12, 1}) {
            float[][] results = new float[4][];
            float[] outputGradients = {};
            for (int threads = 1; threads <= 4; threads++) {
                try (ParallelNetwork network = parallel(threads, PARTS, false)) {
                    pass(network, variant, 4);
                    pass(network, variant, batch);
                    results[threads - 1] = network.gradients();
                    outputGradients = network.outputGradients();
                }
            }
            int parts = Math.min(PARTS, batch);
            float[] expected = gradientsOfPart(outputGradients, batch, 0, batch);
            for (int p = 0; p < parts; p++) {
                float[] next = gradientsOfPart(outputGradients, batch, p * batch / parts, (p + 1) * batch / parts);
                for (int i = 0; i < CONVOLUTION; i++) expected[i] = p == 0 ? next[i] : expected[i] + next[i];
            }
            for (int t = 0; t < 4; t++) assertThat(results[t]).as("%d threads, %d samples", t + 1, batch).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void denseNetworksHaveTheBitsOfTheUndividedOneWhateverThePartsAndThreads(Variant variant) {
        Supplier<Layer[]> layers = () -> new Layer[]{new Dense(37, 53, Initializer.HE_NORMAL), new Relu(53), new Dropout(53, 0.3, 5),
                new Dense(53, 41, Initializer.HE_NORMAL), new SigmoidLayer(41), new Dense(41, CLASSES, Initializer.HE_NORMAL)};
        for (int parts = 1; parts <= 4; parts++) {
            Network undivided = new Network(SEED, layers.get());
            try (ParallelNetwork network = new ParallelNetwork(1 + parts % 3, parts, SEED, layers, ALWAYS_WORTH_THREADS)) {
                for (int batch : new int[]{11, 1, 3, 600}) { // the last is longer than a block of the sums
                    pass(network, variant, batch);
                    pass(undivided, Variant.SIMD, batch);
                    assertThat(network.gradients()).as("%d parts, %d samples", parts, batch).isEqualTo(undivided.gradients());
                }
            }
        }
    }

    /// The parts' masks have no network of their own to be compared with, but a single thread's.
    @Test
    void withDropoutEveryNumberOfThreadsLeavesTheSameGradientsAndTheMasksReachThem() {
        float[][] results = new float[4][];
        for (int threads = 1; threads <= 4; threads++) {
            try (ParallelNetwork network = parallel(threads, PARTS, true)) {
                for (int batch : new int[]{2, 8}) pass(network, Variant.values()[threads % 3], batch);
                results[threads - 1] = network.gradients();
            }
        }
        for (int t = 1; t < 4; t++) assertThat(results[t]).as("%d threads", t + 1).isEqualTo(results[0]);
        Network undivided = undivided(true);
        undivided.setTrainingMinibatches(1);
        pass(undivided, Variant.SIMD, 8);
        assertNear(results[0], toDouble(undivided.gradients()));
        Network withoutMasks = undivided(false);
        pass(withoutMasks, Variant.SIMD, 8);
        assertThat(results[0]).isNotEqualTo(withoutMasks.gradients());
    }

    /// Every sample's gradient alone, added up in double.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16})
    void gradientsAreNearTheSumInDouble(int parts) {
        int batch = 16;
        try (ParallelNetwork network = parallel(2, parts, false)) {
            pass(network, Variant.SIMD, batch);
            double[] expected = new double[network.gradients().length];
            for (int sample = 0; sample < batch; sample++) {
                float[] one = gradientsOfPart(network.outputGradients(), batch, sample, sample + 1);
                for (int i = 0; i < expected.length; i++) expected[i] += one[i];
            }
            assertNear(network.gradients(), expected);
        }
    }

    private static double[] toDouble(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) doubles[i] = values[i];
        return doubles;
    }

    private static void assertNear(float[] actual, double[] expected) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(largest).isPositive();
        assertThat(toDouble(actual)).containsExactly(expected, within(1e-6 * largest));
    }

    @Test
    void onePartHasTheBitsOfTheUndividedNetwork() {
        try (ParallelNetwork network = parallel(2, 1, true)) {
            Network undivided = undivided(true);
            pass(network, Variant.SIMD, 5);
            pass(undivided, Variant.SIMD, 5);
            assertThat(network.gradients()).isEqualTo(undivided.gradients());
        }
    }

    @Test
    void masksGoOnFromTheNumberOfTheMinibatchAndEvaluationHasNone() {
        try (ParallelNetwork network = parallel(2, PARTS, true)) {
            for (int t = 0; t < 2; t++) pass(network, Variant.SIMD, 6);
            float[] second = network.outputs().clone();
            network.setTrainingMinibatches(1);
            pass(network, Variant.SIMD, 6);
            assertThat(network.outputs()).isEqualTo(second);
            network.setTraining(false);
            pass(network, Variant.SIMD, 6);
            assertThat(network.trainingMinibatches()).isEqualTo(2);
            Network undivided = undivided(false);
            pass(undivided, Variant.SIMD, 6);
            assertThat(network.outputs()).isEqualTo(undivided.outputs());
            assertThatIllegalArgumentException().isThrownBy(() -> network.setTrainingMinibatches(-1))
                    .withMessage("trainingMinibatches must be at least 0, was -1");
        }
    }

    /// Passes values on, and throws when it is told to.
    private static final class Failing extends Layer {

        private final int number;
        private final AtomicInteger failing;
        private float[] x;
        private float[] y;

        Failing(int number, AtomicInteger failing) {
            this.number = number;
            this.failing = failing;
        }

        @Override
        public int inputs() {
            return 3;
        }

        @Override
        public int outputs() {
            return 3;
        }

        @Override
        public int parameters() {
            return 0;
        }

        @Override
        public long multiplyAdds() {
            return ParallelNetwork.WORTH_THREADS;
        }

        @Override
        void initialize(float[] parameters, int offset, RandomGenerator random) {}

        @Override
        void bind(Pass pass, int offset, float[] x, float[] y, float[] dy, float[] dx) {
            this.x = x;
            this.y = y;
        }

        @Override
        void forward(Pass pass) {
            if (number >= failing.get()) throw new UnsupportedOperationException("part " + number);
            System.arraycopy(x, 0, y, 0, pass.batch() * 3);
        }

        @Override
        void backward(Pass pass) {}
    }

    @Test
    void whatAPartThrowsIsThrownAndTheNextMinibatchIsServed() {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger failing = new AtomicInteger(PARTS);
        Supplier<Layer[]> layers = () -> new Layer[]{new Failing(made.getAndIncrement(), failing)};
        try (ParallelNetwork network = new ParallelNetwork(PARTS, PARTS, 1, layers)) {
            float[] samples = {1, 2, 3, 4, 5, 6, 7, 8, 9};
            network.forward(Variant.SIMD, samples, 3);
            failing.set(1);
            assertThatThrownBy(() -> network.forward(Variant.SIMD, samples, 3)).isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("part 1");
            assertThat(network.batch()).isZero();
            assertThat(network.trainingMinibatches()).isEqualTo(1);
            assertThatIllegalStateException().isThrownBy(() -> network.backward(Variant.SIMD))
                    .withMessage("a minibatch must go forward before it goes backward");
            failing.set(PARTS);
            network.forward(Variant.SIMD, samples, 3);
            assertThat(network.outputs()).isEqualTo(samples);
        }
    }

    @Test
    void aSecondCallerIsRefusedAndTheFirstIsNotDisturbed() throws InterruptedException {
        try (ParallelNetwork network = parallel(2, 2, false)) {
            int batch = 64;
            float[] samples = samples(batch);
            AtomicInteger refused = new AtomicInteger();
            AtomicInteger served = new AtomicInteger();
            Thread[] callers = new Thread[3];
            for (int k = 0; k < callers.length; k++) {
                callers[k] = Thread.ofPlatform().start(() -> {
                    for (long start = System.nanoTime(); refused.get() == 0
                            && System.nanoTime() - start < Duration.ofSeconds(30).toNanos();) {
                        try {
                            network.forward(Variant.UNROLLED, samples, batch);
                            served.incrementAndGet();
                        } catch (IllegalStateException e) {
                            assertThat(e).hasMessage("a network serves one caller at a time, had two");
                            refused.incrementAndGet();
                        }
                    }
                });
            }
            for (Thread caller : callers) caller.join();
            assertThat(served.get()).isPositive();
            assertThat(refused.get()).isPositive();
            pass(network, Variant.UNROLLED, batch);
            Network undivided = undivided(false);
            undivided.forward(Variant.SCALAR, samples, batch);
            assertThat(network.outputs()).isEqualTo(undivided.outputs());
        }
    }

    @Test
    void aClosedNetworkTakesNoMinibatchThatIsWorthAThread() {
        ParallelNetwork network = parallel(2, 2, false);
        network.close();
        network.close();
        assertThatIllegalStateException().isThrownBy(() -> network.forward(Variant.SIMD, samples(2), 2))
                .withMessage("this team of threads is closed");
    }

    @Test
    void aMinibatchThatIsNotWorthAThreadStaysWithTheCaller() {
        ParallelNetwork small = new ParallelNetwork(2, 2, SEED, () -> layers(false), Long.MAX_VALUE);
        small.close(); // so that a second thread would be refused
        try (ParallelNetwork large = parallel(2, 2, false)) {
            pass(small, Variant.SIMD, 8);
            pass(large, Variant.SIMD, 8);
            assertThat(small.gradients()).isEqualTo(large.gradients());
        }
    }

    @Test
    void badArgumentsAreRefusedInASentence() {
        Supplier<Layer[]> layers = () -> layers(false);
        assertThatIllegalArgumentException().isThrownBy(() -> new ParallelNetwork(1, 0, 1, layers))
                .withMessage("parts must be at least 1, were 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new ParallelNetwork(0, 1, 1, layers))
                .withMessage("threads must be at least 1, were 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new ParallelNetwork(1, 1, 1, null)).withMessage("layers must not be null");
        Layer[] once = layers(false);
        assertThatIllegalArgumentException().isThrownBy(() -> new ParallelNetwork(1, 2, 1, () -> once))
                .withMessage("layer 1 (Conv2d) must be an object of its own, was part of another network");
        AtomicInteger made = new AtomicInteger();
        assertThatIllegalArgumentException().isThrownBy(
                () -> new ParallelNetwork(1, 2, 1, () -> new Layer[]{new Dense(3, 2 + made.getAndIncrement(), Initializer.HE_NORMAL)}))
                .withMessage("layer 1 of networks that share parameters must be alike, was Dense of 3 to 2 and Dense of 3 to 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParallelNetwork(1, 2, 1, () -> layers(made.getAndIncrement() % 2 == 0)))
                .withMessage("networks that share parameters must have 7 layers each, had 6");
        try (ParallelNetwork network = parallel(2, 2, false)) {
            assertThatIllegalStateException().isThrownBy(() -> network.backward(Variant.SIMD))
                    .withMessage("a minibatch must go forward before it goes backward");
            assertThatIllegalStateException()
                    .isThrownBy(() -> Loss.SOFTMAX_CROSS_ENTROPY.valueAndGradient(network, null, new int[]{0}))
                    .withMessage("a minibatch must go forward before it has a loss");
            assertThatIllegalArgumentException().isThrownBy(() -> network.forward(null, samples(1), 1))
                    .withMessage("variant must not be null");
            assertThatIllegalArgumentException().isThrownBy(() -> network.forward(Variant.SIMD, samples(1), 2))
                    .withMessage("a minibatch of 2 samples of 60 values must have 120, had 60");
            assertThatIllegalArgumentException().isThrownBy(() -> network.part(2)).withMessage("part must be between 0 and 1, was 2");
        }
    }
}
