package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import lanewise.ChildJvm;
import lanewise.optim.Adam;
import lanewise.optim.Variant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {

    private static float[] noise(int seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] a = new float[length];
        for (int i = 0; i < length; i++) a[i] = (float) random.nextGaussian();
        return a;
    }

    private static int[] labels(int batch, int classes) {
        return new SplittableRandom(batch).ints(batch, 0, classes).toArray();
    }

    private static float[] answers(int length) {
        float[] a = new float[length];
        for (int i = 0; i < length; i++) a[i] = i % 3 == 0 ? 1 : 0;
        return a;
    }

    /// The loss that a network is meant for, with its gradient put where the network expects it.
    private static double loss(NamedNetwork name, Network network, int batch) {
        int width = network.outputWidth();
        return name.loss().valueAndGradient(network, answers(batch * width), labels(batch, width));
    }

    @ParameterizedTest
    @EnumSource(names = {"MLP_BOOK", "MLP_RELU", "MLP_TANH", "MLP_DROPOUT", "DENSE64", "BINARY_SIGMOID"})
    void activationsAndGradientsHaveTheSameBitsInEveryVariant(NamedNetwork name) {
        for (int batch : new int[]{1, 3, 17, 64}) {
            float[] samples = noise(batch, batch * name.create(1).inputWidth());
            float[][] outputs = new float[3][];
            float[][] gradients = new float[3][];
            for (Variant variant : Variant.values()) {
                Network network = name.create(1);
                network.forward(variant, samples, batch);
                loss(name, network, batch);
                network.backward(variant);
                outputs[variant.ordinal()] = network.outputs();
                gradients[variant.ordinal()] = network.gradients();
            }
            assertThat(outputs[1]).isEqualTo(outputs[0]);
            assertThat(outputs[2]).isEqualTo(outputs[0]);
            assertThat(gradients[1]).isEqualTo(gradients[0]);
            assertThat(gradients[2]).isEqualTo(gradients[0]);
            assertThat(gradients[0]).isNotEqualTo(new float[gradients[0].length]);
        }
    }

    /// A small network once more, in double, one sample and one unit at a time: dense layers with one activation after each.
    private record Reference(int[] widths, ToDoubleFunction<Double> activation, boolean onTheLast) {

        double[] outputs(double[] parameters, float[] samples, int sample) {
            double[] x = new double[widths[0]];
            for (int i = 0; i < x.length; i++) x[i] = samples[sample * x.length + i];
            int at = 0;
            for (int l = 1; l < widths.length; l++) {
                double[] y = new double[widths[l]];
                for (int j = 0; j < y.length; j++) {
                    y[j] = parameters[at + widths[l - 1] * widths[l] + j];
                    for (int i = 0; i < x.length; i++) y[j] += x[i] * parameters[at + i * widths[l] + j];
                    if (onTheLast || l < widths.length - 1) y[j] = activation.applyAsDouble(y[j]);
                }
                at += (widths[l - 1] + 1) * widths[l];
                x = y;
            }
            return x;
        }
    }

    private interface SampleLoss {
        double of(double[] outputs, int sample);
    }

    private static void gradientsAgree(Network network, Reference reference, SampleLoss loss, float[] samples, int batch,
            Runnable putOutputGradients) {
        for (Variant variant : Variant.values()) {
            network.forward(variant, samples, batch);
            putOutputGradients.run();
            network.backward(variant);
            double[] parameters = new double[network.parameters().length];
            for (int i = 0; i < parameters.length; i++) parameters[i] = network.parameters()[i];
            for (int i = 0; i < parameters.length; i++) {
                double kept = parameters[i];
                double h = 1e-5;
                parameters[i] = kept + h;
                double above = mean(reference, loss, parameters, samples, batch);
                parameters[i] = kept - h;
                double below = mean(reference, loss, parameters, samples, batch);
                parameters[i] = kept;
                assertThat((double) network.gradients()[i]).as("%s, parameter %d", variant, i)
                        .isCloseTo((above - below) / (2 * h), within(2e-6));
            }
        }
    }

    private static double mean(Reference reference, SampleLoss loss, double[] parameters, float[] samples, int batch) {
        double sum = 0;
        for (int sample = 0; sample < batch; sample++) sum += loss.of(reference.outputs(parameters, samples, sample), sample);
        return sum / batch;
    }

    @Test
    void gradientsAreThoseOfCentralDifferences() {
        int batch = 5;
        float[] samples = noise(3, batch * 4);
        float[] targets = answers(batch * 3);
        int[] labels = labels(batch, 3);
        Network sigmoid = new Network(1, new Dense(4, 6, Initializer.UNIFORM_HALF), new SigmoidLayer(6),
                new Dense(6, 3, Initializer.UNIFORM_HALF), new SigmoidLayer(3));
        Reference logistic = new Reference(new int[]{4, 6, 3}, x -> 1 / (1 + Math.exp(-x)), true);
        gradientsAgree(sigmoid, logistic, (y, sample) -> {
            double sum = 0;
            for (int j = 0; j < 3; j++) sum += 0.5 * Math.pow(y[j] - targets[sample * 3 + j], 2);
            return sum;
        }, samples, batch, () -> SquaredError.valueAndGradient(sigmoid.outputs(), targets, batch, 3, sigmoid.outputGradients()));
        gradientsAgree(sigmoid, logistic, (y, sample) -> {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                double t = targets[sample * 3 + j];
                sum -= t * Math.log(y[j]) + (1 - t) * Math.log(1 - y[j]);
            }
            return sum;
        }, samples, batch, () -> BinaryCrossEntropy.valueAndGradient(sigmoid.outputs(), targets, batch, 3, sigmoid.outputGradients()));

        SampleLoss crossEntropy = (y, sample) -> Math.log(Arrays.stream(y).map(Math::exp).sum()) - y[labels[sample]];
        Network relu = new Network(2, new Dense(4, 7, Initializer.HE_NORMAL), new Relu(7), new Dense(7, 3, Initializer.GLOROT_NORMAL));
        gradientsAgree(relu, new Reference(new int[]{4, 7, 3}, x -> Math.max(x, 0), false), crossEntropy, samples, batch,
                () -> SoftmaxCrossEntropy.valueAndGradient(relu.outputs(), labels, batch, 3, relu.outputGradients()));
        Network tanh = new Network(3, new Dense(4, 7, Initializer.GLOROT_UNIFORM), new TanhLayer(7),
                new Dense(7, 3, Initializer.GLOROT_UNIFORM));
        gradientsAgree(tanh, new Reference(new int[]{4, 7, 3}, Math::tanh, false), crossEntropy, samples, batch,
                () -> SoftmaxCrossEntropy.valueAndGradient(tanh.outputs(), labels, batch, 3, tanh.outputGradients()));
    }

    @Test
    void squaredErrorsOutputGradientIsTheDifference() {
        float[] gradients = new float[4];
        double loss = SquaredError.valueAndGradient(new float[]{1, 2, 3, 4}, new float[]{0, 0, 0, 0}, 2, 2, gradients);
        assertThat(loss).isEqualTo((0.5 + 2 + 4.5 + 8) / 2);
        assertThat(gradients).containsExactly(0.5f, 1, 1.5f, 2);
    }

    @Test
    void certainAnswersHaveFiniteLosses() {
        float[] gradients = new float[2];
        assertThat(BinaryCrossEntropy.valueAndGradient(new float[]{0, 1}, new float[]{1, 0}, 1, 2, gradients)).isFinite();
        assertThat(gradients[0]).isNegative().isFinite();
        assertThat(gradients[1]).isPositive().isFinite();
        assertThat(SoftmaxCrossEntropy.valueAndGradient(new float[]{1e30f, -1e30f}, new int[]{0}, 1, 2, gradients)).isZero();
        assertThat(gradients).containsExactly(0, 0);
    }

    /// Two interleaved half circles, which no straight line parts.
    @ParameterizedTest
    @EnumSource
    void trainingSeparatesWhatNoLineSeparates(Variant variant) {
        int batch = 200;
        SplittableRandom random = new SplittableRandom(5);
        float[] samples = new float[2 * batch];
        float[] targets = new float[batch];
        for (int i = 0; i < batch; i++) {
            double angle = Math.PI * random.nextDouble();
            boolean upper = i % 2 == 0;
            samples[2 * i] = (float) (upper ? Math.cos(angle) : 1 - Math.cos(angle));
            samples[2 * i + 1] = (float) (upper ? Math.sin(angle) : 0.5 - Math.sin(angle));
            targets[i] = upper ? 1 : 0;
        }
        Network network = NamedNetwork.BINARY_SIGMOID.create(1);
        float[][] state = new float[2][network.parameters().length];
        double loss = 0;
        for (int t = 1; t <= 2_000; t++) {
            network.forward(variant, samples, batch);
            loss = BinaryCrossEntropy.valueAndGradientFromLogits(network.outputs(), targets, batch, 1, network.outputGradients());
            network.backward(variant);
            Adam.DEFAULT.at(t, 0.05).apply(variant, network.parameters(), network.gradients(), state, 0, network.parameters().length);
        }
        assertThat(loss).isLessThan(0.05);
    }

    @ParameterizedTest
    @EnumSource
    void initializersHaveTheirVariance(Initializer initializer) {
        float[] parameters = new float[200 * 300 + 300];
        new Dense(200, 300, initializer).initialize(parameters, 0, new SplittableRandom(7));
        double squares = 0;
        for (int i = 0; i < 60_000; i++) squares += parameters[i] * parameters[i];
        double expected = switch (initializer) {
            case GLOROT_UNIFORM, GLOROT_NORMAL -> 2.0 / 500;
            case HE_UNIFORM, HE_NORMAL -> 2.0 / 200;
            case UNIFORM_HALF -> 1.0 / 12;
        };
        assertThat(squares / 60_000).isCloseTo(expected, within(0.03 * expected));
        double most = 0;
        for (int i = 0; i < 60_000; i++) most = Math.max(most, Math.abs(parameters[i]));
        double half = Math.sqrt(3 * expected);
        if (initializer == Initializer.GLOROT_NORMAL || initializer == Initializer.HE_NORMAL) assertThat(most).isGreaterThan(2 * half);
        else
            assertThat(most).isBetween(0.999 * half, half * (1 + 1e-6));
        float[] biases = Arrays.copyOfRange(parameters, 60_000, 60_300);
        if (initializer == Initializer.UNIFORM_HALF) {
            for (float bias : biases) assertThat(bias).isGreaterThanOrEqualTo(-0.5f).isLessThan(0.5f);
            assertThat(biases).doesNotContain(0);
        } else {
            assertThat(biases).containsOnly(0);
        }
    }

    @Test
    void theFansOfAConvolutionAreThoseOfItsKernel() {
        Conv2d layer = new Conv2d(8, 8, 20, 40, 5, 1, 2, Initializer.GLOROT_UNIFORM);
        float[] parameters = new float[layer.parameters()];
        layer.initialize(parameters, 0, new SplittableRandom(3));
        double squares = 0;
        for (int i = 0; i < 25 * 20 * 40; i++) squares += parameters[i] * parameters[i];
        assertThat(squares / (25 * 20 * 40)).isCloseTo(2.0 / (25 * 60), within(0.03 * 2.0 / (25 * 60)));
    }

    /// Whether a minibatch is used for training is decided when it goes forward, and holds for its backward pass.
    @Test
    void theBackwardPassIsThatOfTheForwardPass() {
        Network network = new Network(1, new Dense(3, 4, Initializer.HE_NORMAL), new Dropout(4, 0.5, 9),
                new Dense(4, 2, Initializer.HE_NORMAL));
        float[] samples = noise(1, 6);
        network.setTraining(false);
        network.forward(Variant.SIMD, samples, 2);
        Arrays.fill(network.outputGradients(), 1);
        network.backward(Variant.SIMD);
        float[] expected = network.gradients().clone();
        network.forward(Variant.SIMD, samples, 2);
        network.setTraining(true);
        network.backward(Variant.SIMD);
        assertThat(network.gradients()).isEqualTo(expected);
    }

    @Test
    void aMinibatchThatFitsNoArrayIsRefusedAndTheNetworkGoesOn() {
        Network network = new Network(1, new Dense(1, 1_000_000, Initializer.HE_NORMAL));
        network.forward(Variant.SIMD, new float[1], 1);
        assertThatIllegalArgumentException().isThrownBy(() -> network.forward(Variant.SIMD, new float[3_000], 3_000))
                .withMessageStartingWith("a minibatch must fit in arrays, had 3000 samples of 1000000 values in layer 1");
        network.forward(Variant.SIMD, new float[1], 1);
        network.backward(Variant.SIMD);
    }

    /// Activations and pooling meet values of the worst sort in all variants alike.
    @Test
    void hostileValuesHaveTheSameBitsInEveryVariant() {
        float[] hostile = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_VALUE,
                0f, -0f, -1, 1};
        SplittableRandom random = new SplittableRandom(5);
        float[] samples = new float[4 * 6 * 19];
        for (int i = 0; i < samples.length; i++) samples[i] = hostile[random.nextInt(hostile.length)];
        for (Supplier<Layer> made : List.<Supplier<Layer>>of(() -> new Relu(samples.length), () -> new SigmoidLayer(samples.length),
                () -> new TanhLayer(samples.length), () -> new MaxPool(4, 6, 19, 2))) {
            float[] expected = null;
            for (Variant variant : Variant.values()) {
                Network network = new Network(1, made.get());
                network.forward(variant, samples, 1);
                if (expected == null) expected = network.outputs().clone();
                assertThat(network.outputs()).as("%s %s", made.get().getClass().getSimpleName(), variant).isEqualTo(expected);
            }
            assertThat(expected).contains(Float.NaN);
        }
    }

    @Test
    void theSeedIsTheParameters() {
        assertThat(NamedNetwork.MLP_BOOK.create(4).parameters()).isEqualTo(NamedNetwork.MLP_BOOK.create(4).parameters())
                .isNotEqualTo(NamedNetwork.MLP_BOOK.create(5).parameters()).hasSize(196 * 100 + 100 + 100 * 50 + 50 + 50 * 10 + 10);
    }

    @Test
    void aLayerAloneDoesWhatItDidInTheWholePass() {
        Network network = NamedNetwork.MLP_BOOK.create(1);
        network.forward(Variant.SIMD, noise(1, 5 * 196), 5);
        loss(NamedNetwork.MLP_BOOK, network, 5);
        network.backward(Variant.SIMD);
        assertThat(network.outputs(6)).isSameAs(network.outputs());
        assertThat(network.outputGradients(6)).isSameAs(network.outputGradients());
        float[] outputs = network.outputs(3).clone();
        float[] gradients = network.gradients().clone();
        float[] inputGradients = network.outputGradients(2).clone();
        Arrays.fill(network.outputs(3), Float.NaN);
        Arrays.fill(network.gradients(), 100 * 197, 100 * 197 + 50 * 101, Float.NaN);
        Arrays.fill(network.outputGradients(2), Float.NaN);
        network.forward(Variant.UNROLLED, 3);
        network.backward(Variant.UNROLLED, 3);
        assertThat(network.outputs(3)).isEqualTo(outputs);
        assertThat(network.gradients()).isEqualTo(gradients);
        assertThat(network.outputGradients(2)).isEqualTo(inputGradients);
    }

    @Test
    void theBatchMayChange() {
        Network network = NamedNetwork.DENSE64.create(1);
        float[] samples = noise(1, 2 * 40);
        for (int batch : new int[]{3, 40, 7}) {
            network.forward(Variant.SIMD, Arrays.copyOf(samples, 2 * batch), batch);
            float[] several = Arrays.copyOf(network.outputs(), 3 * batch);
            for (int sample = 0; sample < batch; sample++) {
                Network alone = NamedNetwork.DENSE64.create(1);
                alone.forward(Variant.SIMD, Arrays.copyOfRange(samples, 2 * sample, 2 * sample + 2), 1);
                assertThat(Arrays.copyOfRange(several, 3 * sample, 3 * sample + 3)).isEqualTo(alone.outputs());
            }
        }
    }

    @Test
    void nothingIsAllocatedWhileTheBatchStays() throws Exception {
        ChildJvm child = ChildJvm.run(List.of(ChildJvm.VECTOR, "-XX:+UseSerialGC", NetworkAllocation.class.getName()));
        assertThat(child.output()).contains("nothing allocated");
        assertThat(child.exitCode()).isZero();
    }

    @Test
    void whatDoesNotFitIsRefusedWithBothShapes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Network(1, new Dense(4, 5, Initializer.HE_NORMAL), new Relu(6)))
                .withMessage("layer 2 (Relu) must take the 5 values that layer 1 (Dense) gives, takes 6");
        assertThatIllegalArgumentException().isThrownBy(() -> new Network(1)).withMessage("a network must have at least 1 layer, had none");
        assertThatIllegalArgumentException().isThrownBy(() -> new Dense(0, 5, Initializer.HE_NORMAL))
                .withMessage("a dense layer must have at least 1 input and 1 output and fit in an array, was 0 to 5");
        Network network = NamedNetwork.DENSE64.create(1);
        assertThatIllegalStateException().isThrownBy(() -> network.backward(Variant.SIMD))
                .withMessage("a minibatch must go forward before it goes backward");
        for (int length : new int[]{5, 7}) {
            assertThatIllegalArgumentException().isThrownBy(() -> network.forward(Variant.SIMD, new float[length], 3))
                    .withMessage("a minibatch of 3 samples of 2 values must have 6, had " + length);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SquaredError.valueAndGradient(new float[6], new float[length], 2, 3, new float[6]))
                    .withMessage("targets must be 2 samples of 3, 6 values, were " + length);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SoftmaxCrossEntropy.valueAndGradient(new float[6], new int[3], 2, 3, new float[6]))
                .withMessage("labels must be 2 samples of 1, 2 values, were 3");
        assertThatIllegalArgumentException().isThrownBy(() -> network.forward(Variant.SIMD, new float[5], 0))
                .withMessage("a minibatch must have at least 1 sample, had 0");
        assertThatIllegalStateException().isThrownBy(() -> network.forward(Variant.SIMD, 1))
                .withMessage("a minibatch must go through all layers before it goes through one");
        for (int layer : new int[]{0, 4}) {
            for (ThrowingCallable call : List.<ThrowingCallable>of(() -> network.forward(Variant.SIMD, layer),
                    () -> network.backward(Variant.SIMD, layer), () -> network.outputs(layer), () -> network.outputGradients(layer))) {
                assertThatIllegalArgumentException().isThrownBy(call).withMessage("layer must be between 1 and 3, was " + layer);
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SoftmaxCrossEntropy.valueAndGradient(new float[6], new int[]{0, 3}, 2, 3, new float[6]))
                .withMessage("labels[1] must lie within 0 to 2, was 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinaryCrossEntropy.valueAndGradient(new float[1], new float[]{2}, 1, 1, new float[1]))
                .withMessage("targets[0] must lie within 0 to 1, was 2.0");
        assertThatIllegalArgumentException().isThrownBy(() -> NamedNetwork.of("mlp"))
                .withMessage(
                        "network \"mlp\" is not one of mlp-book, mlp-relu, mlp-tanh, mlp-dropout, dense64, binary-sigmoid, cnn-small, vgg16, vgg16-cifar");
        assertThat(NamedNetwork.of("mlp-book")).isEqualTo(NamedNetwork.MLP_BOOK);
    }

    private static Dense dense(int inputs, int outputs) {
        return new Dense(inputs, outputs, Initializer.HE_NORMAL);
    }

    /// A layer holds the arrays that it works on, so a second position would overwrite those of the first.
    @Test
    void aLayerThatIsAlreadyPartOfANetworkIsRefused() {
        for (Supplier<Layer> made : List.<Supplier<Layer>>of(() -> new Relu(4), () -> new SigmoidLayer(4), () -> new TanhLayer(4),
                () -> new Dropout(4, 0.5, 1), () -> dense(4, 4), () -> new MaxPool(2, 2, 1, 1),
                () -> new Conv2d(2, 2, 1, 1, 1, 1, 0, Initializer.HE_NORMAL))) {
            Layer layer = made.get();
            String name = layer.getClass().getSimpleName();
            Dense other = dense(4, 4);
            assertThatIllegalArgumentException().isThrownBy(() -> new Network(1, other, layer, dense(4, 4), layer))
                    .withMessage("layer 4 (" + name + ") must be an object of its own, was that of layer 2 too");
            Network first = new Network(1, other, layer); // what was refused has taken nothing
            assertThatIllegalArgumentException().isThrownBy(() -> new Network(1, dense(4, 4), layer))
                    .withMessage("layer 2 (" + name + ") must be an object of its own, was part of another network");
            first.forward(Variant.SIMD, new float[4], 1);
        }
        Layer kept = dense(3, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> new Network(1, kept, new Relu(3)));
        assertThatNoException().isThrownBy(() -> new Network(1, kept));
    }

    @Test
    void repeatingADropoutLayerRepeatsItsMaskAndMovesNoLaterOne() {
        for (Variant variant : Variant.values()) {
            Network network = new Network(1, dense(1, 70), new Dropout(70, 0.5, 9), dense(70, 1));
            Network untouched = new Network(1, dense(1, 70), new Dropout(70, 0.5, 9), dense(70, 1));
            for (int minibatch = 0; minibatch < 3; minibatch++) {
                untouched.forward(variant, new float[]{1}, 1);
                network.forward(variant, new float[]{1}, 1);
                assertThat(network.outputs(2)).isEqualTo(untouched.outputs(2));
                network.forward(Variant.SIMD, 2);
                network.forward(Variant.SCALAR, 2);
                assertThat(network.outputs(2)).as("repeated").isEqualTo(untouched.outputs(2));
                network.setTraining(false);
                network.forward(variant, 2); // still a layer of the training minibatch
                assertThat(network.outputs(2)).as("repeated").isEqualTo(untouched.outputs(2));
                network.forward(variant, new float[]{1}, 1);
                network.forward(variant, 2);
                assertThat(network.outputs(2)).as("evaluated").isEqualTo(network.outputs(1));
                network.setTraining(true);
            }
            assertThat(network.trainingMinibatches()).isEqualTo(3);
            Network third = new Network(1, dense(1, 70), new Dropout(70, 0.5, 9), dense(70, 1));
            third.setTrainingMinibatches(2);
            third.forward(variant, new float[]{1}, 1);
            assertThat(third.outputs(2)).isEqualTo(untouched.outputs(2));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> NamedNetwork.DENSE64.create(1).setTrainingMinibatches(-1))
                .withMessage("trainingMinibatches must be at least 0, was -1");
    }

    @Test
    void masksOfANamedNetworkFollowFromItsSeed() {
        float[][] outputs = new float[3][];
        for (int k = 0; k < 3; k++) {
            Network network = NamedNetwork.MLP_DROPOUT.create(k / 2);
            Arrays.fill(network.parameters(), 0.01f);
            float[] ones = new float[784];
            Arrays.fill(ones, 1);
            network.forward(Variant.SIMD, ones, 1);
            outputs[k] = network.outputs(3).clone();
            assertThat(network.outputs(6)).isNotEqualTo(network.outputs(3));
        }
        assertThat(outputs[1]).isEqualTo(outputs[0]).isNotEqualTo(outputs[2]);
    }

    /// What a larger minibatch has left cannot be taken for outputs.
    @Test
    void behindTheLastSampleOfASmallerMinibatchThereIsNaN() {
        Network network = NamedNetwork.DENSE64.create(1);
        assertThat(network.batch()).isZero();
        network.forward(Variant.SIMD, noise(1, 2 * 5), 5);
        network.backward(Variant.SIMD);
        network.forward(Variant.SIMD, noise(2, 2 * 2), 2);
        assertThat(network.batch()).isEqualTo(2);
        for (int layer = 1; layer <= 3; layer++) {
            for (float[] array : new float[][]{network.outputs(layer), network.outputGradients(layer)}) {
                float[] rest = Arrays.copyOfRange(array, 2 * array.length / 5, array.length);
                assertThat(rest).hasSize(3 * array.length / 5).containsOnly(Float.NaN);
            }
        }
        for (float output : Arrays.copyOf(network.outputs(), 2 * 3)) assertThat(output).isFinite();
    }

    @Test
    void nullIsRefusedByTheArgumentsName() {
        Network network = NamedNetwork.DENSE64.create(1);
        network.forward(Variant.SIMD, new float[2], 1);
        float[] one = new float[1];
        record Refused(String name, ThrowingCallable call) {}
        for (Refused refused : List.of(
                new Refused("layers", () -> new Network(1, (Layer[]) null)),
                new Refused("layer 2", () -> new Network(1, dense(1, 1), null)),
                new Refused("initializer", () -> new Dense(1, 1, null)),
                new Refused("initializer", () -> new Conv2d(1, 1, 1, 1, 1, 1, 0, null)),
                new Refused("variant", () -> network.forward(null, new float[2], 1)),
                new Refused("samples", () -> network.forward(Variant.SIMD, null, 1)),
                new Refused("variant", () -> network.backward(null)),
                new Refused("variant", () -> network.forward(null, 1)),
                new Refused("variant", () -> network.backward(null, 1)),
                new Refused("network", () -> Loss.SQUARED_ERROR.valueAndGradient((Network) null, one, null)),
                new Refused("targets", () -> Loss.SQUARED_ERROR.valueAndGradient(network, null, null)),
                new Refused("labels", () -> Loss.SOFTMAX_CROSS_ENTROPY.valueAndGradient(network, one, null)),
                new Refused("outputs", () -> SquaredError.valueAndGradient(null, one, 1, 1, new float[1])),
                new Refused("targets", () -> SquaredError.valueAndGradient(one, null, 1, 1, new float[1])),
                new Refused("gradients", () -> SquaredError.valueAndGradient(one, new float[1], 1, 1, null)),
                new Refused("outputs", () -> BinaryCrossEntropy.valueAndGradient(null, one, 1, 1, new float[1])),
                new Refused("targets", () -> BinaryCrossEntropy.valueAndGradient(one, null, 1, 1, new float[1])),
                new Refused("gradients", () -> BinaryCrossEntropy.valueAndGradient(one, new float[1], 1, 1, null)),
                new Refused("logits", () -> BinaryCrossEntropy.valueAndGradientFromLogits(null, one, 1, 1, new float[1])),
                new Refused("targets", () -> BinaryCrossEntropy.valueAndGradientFromLogits(one, null, 1, 1, new float[1])),
                new Refused("gradients", () -> BinaryCrossEntropy.valueAndGradientFromLogits(one, new float[1], 1, 1, null)),
                new Refused("logits", () -> SoftmaxCrossEntropy.valueAndGradient(null, new int[1], 1, 1, new float[1])),
                new Refused("labels", () -> SoftmaxCrossEntropy.valueAndGradient(one, null, 1, 1, new float[1])),
                new Refused("gradients", () -> SoftmaxCrossEntropy.valueAndGradient(one, new int[1], 1, 1, null)))) {
            assertThatIllegalArgumentException().isThrownBy(refused.call).withMessage(refused.name + " must not be null");
        }
    }

    /// Dropout has no parameters: those of the network stay, and while it is not trained its outputs do.
    @Test
    void aNetworkWithDropoutIsTheSameNetworkWhileItIsNotTrained() {
        Network plain = NamedNetwork.MLP_BOOK.create(4);
        Network dropped = NamedNetwork.MLP_BOOK.create(4, 0.5);
        assertThat(dropped.parameters()).isEqualTo(plain.parameters());
        float[] sample = new float[196];
        Arrays.fill(sample, 0.5f);
        plain.forward(Variant.SIMD, sample, 1);
        dropped.forward(Variant.SIMD, sample, 1);
        assertThat(dropped.outputs()).isNotEqualTo(plain.outputs());
        dropped.setTraining(false);
        dropped.forward(Variant.SIMD, sample, 1);
        assertThat(dropped.outputs()).isEqualTo(plain.outputs());
        assertThat(NamedNetwork.MLP_BOOK.create(4, 0).parameters()).isEqualTo(plain.parameters());
        assertThatIllegalArgumentException().isThrownBy(() -> NamedNetwork.MLP_DROPOUT.create(4, 0.5))
                .withMessage("mlp-dropout has dropout of its own");
    }
}
