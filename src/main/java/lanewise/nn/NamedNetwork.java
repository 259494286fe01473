package lanewise.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import lanewise.optim.Variant;

/// The networks that are measured, by the names that they have in tables. Each says what it is made of, its loss, and how it is measured.
public enum NamedNetwork {
    /// 196-100-50-10, a logistic function after every layer, parameters uniform on [−0.5, 0.5).
    MLP_BOOK(Loss.SQUARED_ERROR, Measured.SMALL.withLayers().quickly().wholly().withAllCores()) {
        @Override
        Layer[] layers(long seed) {
            return stack(new Dense(196, 100, Initializer.UNIFORM_HALF), new SigmoidLayer(100),
                    new Dense(100, 50, Initializer.UNIFORM_HALF), new SigmoidLayer(50),
                    new Dense(50, 10, Initializer.UNIFORM_HALF), new SigmoidLayer(10));
        }
    },
    /// 784-512-512-10 with rectifiers.
    MLP_RELU(Loss.SOFTMAX_CROSS_ENTROPY, Measured.SMALL.quickly().withAllCores()) {
        @Override
        Layer[] layers(long seed) {
            return stack(new Dense(784, 512, Initializer.HE_UNIFORM), new Relu(512),
                    new Dense(512, 512, Initializer.HE_UNIFORM), new Relu(512),
                    new Dense(512, 10, Initializer.GLOROT_UNIFORM));
        }
    },
    /// 784-300-100-10 with hyperbolic tangents, for images of 28 x 28. The widths are those of a network in LeCun, Bottou, Bengio and Haffner,
    /// *Gradient-Based Learning Applied to Document Recognition*, 1998, section III.C; its tangent was scaled, this one is not.
    MLP_TANH(Loss.SOFTMAX_CROSS_ENTROPY, Measured.ONE_BATCH) {
        @Override
        Layer[] layers(long seed) {
            return stack(new Dense(784, 300, Initializer.GLOROT_UNIFORM), new TanhLayer(300),
                    new Dense(300, 100, Initializer.GLOROT_UNIFORM), new TanhLayer(100),
                    new Dense(100, 10, Initializer.GLOROT_UNIFORM));
        }
    },
    /// 784-800-800-10 with rectifiers, and half of the hidden units dropped. The widths and the probability are those of a network in Hinton,
    /// Srivastava, Krizhevsky, Sutskever and Salakhutdinov, *Improving neural networks by preventing co-adaptation of feature detectors*, 2012,
    /// figure 1. The masks follow from the seed.
    MLP_DROPOUT(Loss.SOFTMAX_CROSS_ENTROPY, Measured.ONE_BATCH) {
        @Override
        Layer[] layers(long seed) {
            return stack(new Dense(784, 800, Initializer.HE_UNIFORM), new Relu(800), new Dropout(800, 0.5, 2 * seed),
                    new Dense(800, 800, Initializer.HE_UNIFORM), new Relu(800), new Dropout(800, 0.5, 2 * seed + 1),
                    new Dense(800, 10, Initializer.GLOROT_UNIFORM));
        }
    },
    /// 2-64-3 with a rectifier.
    DENSE64(Loss.SOFTMAX_CROSS_ENTROPY, Measured.SMALL) {
        @Override
        Layer[] layers(long seed) {
            return stack(new Dense(2, 64, Initializer.HE_UNIFORM), new Relu(64),
                    new Dense(64, 3, Initializer.GLOROT_UNIFORM));
        }
    },
    /// 2-10-1, a logistic function after the first layer. The output is a logit; the loss takes the second logistic function in.
    BINARY_SIGMOID(Loss.BINARY_CROSS_ENTROPY_FROM_LOGITS, Measured.SMALL) {
        @Override
        Layer[] layers(long seed) {
            return stack(new Dense(2, 10, Initializer.GLOROT_UNIFORM), new SigmoidLayer(10),
                    new Dense(10, 1, Initializer.GLOROT_UNIFORM));
        }
    },
    /// Two 3 x 3 convolutions of 28 x 28 images, 32 and 64 filters, pooling, 128 units, ten classes.
    CNN_SMALL(Loss.SOFTMAX_CROSS_ENTROPY, Measured.SMALL.withLayers().withAllCores()) {
        @Override
        Layer[] layers(long seed) {
            return stack(new Conv2d(28, 28, 1, 32, 3, 1, 1, Initializer.HE_UNIFORM), new Relu(28 * 28 * 32),
                    new Conv2d(28, 28, 32, 64, 3, 1, 1, Initializer.HE_UNIFORM), new Relu(28 * 28 * 64),
                    new MaxPool(28, 28, 64, 2),
                    new Dense(14 * 14 * 64, 128, Initializer.HE_UNIFORM), new Relu(128),
                    new Dense(128, 10, Initializer.GLOROT_UNIFORM));
        }
    },
    /// VGG-16 for images of 224 x 224 x 3 and a thousand classes: 138,357,544 parameters.
    VGG16(Loss.SOFTMAX_CROSS_ENTROPY, Measured.VGG16) {
        @Override
        Layer[] layers(long seed) {
            return vgg(224, 4_096, 1_000);
        }
    },
    /// VGG-16 for images of 32 x 32 x 3 and ten classes, with 512 units in place of 4,096.
    VGG16_CIFAR(Loss.SOFTMAX_CROSS_ENTROPY, Measured.VGG16_CIFAR) {
        @Override
        Layer[] layers(long seed) {
            return vgg(32, 512, 10);
        }
    };

    private static final int[][] VGG_FILTERS = {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}};

    /// How a network is measured.
    ///
    /// @param batches       sizes of the minibatches of the SIMD variant
    /// @param usualBatch    the one of them at which updates and layers are measured
    /// @param otherVariants the one of them at which each other variant is measured; none where a call would take too long
    /// @param inQuick       whether the `quick` profile measures the network
    /// @param whole         whether the short profiles measure its training step and updates too, and not its two passes alone
    /// @param layerByLayer  whether each layer is measured by itself
    /// @param onAllCores    whether the usual minibatch is measured on all cores as well
    private record Measured(List<Integer> batches, int usualBatch, Map<Variant, Integer> otherVariants, boolean inQuick, boolean whole,
            boolean layerByLayer, boolean onAllCores) {

        private static final Map<Variant, Integer> AT_64 = Map.of(Variant.SCALAR, 64, Variant.UNROLLED, 64);

        static final Measured SMALL = new Measured(List.of(1, 32, 64, 128, 256, 512), 64, AT_64, false, false, false, false);
        static final Measured ONE_BATCH = new Measured(List.of(64), 64, AT_64, false, false, false, false);
        static final Measured VGG16 = new Measured(List.of(1, 4, 8), 4, Map.of(Variant.SCALAR, 1), false, false, true, true);
        static final Measured VGG16_CIFAR = new Measured(List.of(32), 32, Map.of(), false, false, false, false);

        Measured withLayers() {
            return new Measured(batches, usualBatch, otherVariants, inQuick, whole, true, onAllCores);
        }

        Measured quickly() {
            return new Measured(batches, usualBatch, otherVariants, true, whole, layerByLayer, onAllCores);
        }

        Measured wholly() {
            return new Measured(batches, usualBatch, otherVariants, inQuick, true, layerByLayer, onAllCores);
        }

        Measured withAllCores() {
            return new Measured(batches, usualBatch, otherVariants, inQuick, whole, layerByLayer, true);
        }
    }

    private final Loss loss;
    private final Measured measured;

    NamedNetwork(Loss loss, Measured measured) {
        this.loss = loss;
        this.measured = measured;
    }

    /// Fresh layers.
    ///
    /// @param seed of the masks of dropout; parameters are drawn later
    abstract Layer[] layers(long seed);

    private static Layer[] stack(Layer... layers) {
        return layers;
    }

    /// Source: Simonyan and Zisserman, *Very Deep Convolutional Networks for Large-Scale Image Recognition*, 2015, configuration D
    /// (arXiv:1409.1556).
    private static Layer[] vgg(int imageSide, int units, int classes) {
        List<Layer> layers = new ArrayList<>();
        int side = imageSide;
        int channels = 3;
        for (int[] group : VGG_FILTERS) {
            for (int filters : group) {
                layers.add(new Conv2d(side, side, channels, filters, 3, 1, 1, Initializer.HE_UNIFORM));
                layers.add(new Relu(side * side * filters));
                channels = filters;
            }
            layers.add(new MaxPool(side, side, channels, 2));
            side /= 2;
        }
        layers.add(new Dense(side * side * channels, units, Initializer.HE_UNIFORM));
        layers.add(new Relu(units));
        layers.add(new Dense(units, units, Initializer.HE_UNIFORM));
        layers.add(new Relu(units));
        layers.add(new Dense(units, classes, Initializer.GLOROT_UNIFORM));
        return layers.toArray(Layer[]::new);
    }

    /// The loss that the network is trained with.
    public Loss loss() {
        return loss;
    }

    /// The sizes of the minibatches at which the SIMD variant is measured.
    public List<Integer> batches() {
        return measured.batches;
    }

    /// The size of the minibatch at which updates and single layers are measured.
    public int usualBatch() {
        return measured.usualBatch;
    }

    /// The size of the minibatch at which a variant other than SIMD is measured, or 0 if it is not measured.
    public int otherVariantsBatch(Variant variant) {
        return measured.otherVariants.getOrDefault(variant, 0);
    }

    /// Whether the `quick` profile measures the network, at its usual batch.
    public boolean isInQuick() {
        return measured.inQuick;
    }

    /// Whether the short profiles measure its training step and its updates too: `smoke`, which measures no other network, and `quick`.
    public boolean isWholeInShortProfiles() {
        return measured.whole;
    }

    /// Whether each layer with parameters is measured by itself.
    public boolean isMeasuredLayerByLayer() {
        return measured.layerByLayer;
    }

    /// Whether the gradients of the usual minibatch are measured on all cores as well.
    public boolean isMeasuredOnAllCores() {
        return measured.onAllCores;
    }

    /// A new network.
    ///
    /// @param seed of its parameters, and of the masks of its dropout
    public Network create(long seed) {
        return new Network(seed, layers(seed));
    }

    /// A new network whose minibatches are divided among threads, with the parameters and the masks of [#create].
    ///
    /// @param threads that work on a minibatch, the caller's included
    /// @param parts   that a minibatch is cut into
    /// @param seed    of its parameters, and of the masks of its dropout
    /// @throws IllegalArgumentException if there is no thread or no part
    public ParallelNetwork createParallel(int threads, int parts, long seed) {
        return new ParallelNetwork(threads, parts, seed, () -> layers(seed));
    }

    /// A new network with dropout behind the activation of each hidden dense layer. Its parameters are those of [#create(long)].
    ///
    /// @param seed    of its parameters, and of the masks of its dropout
    /// @param dropout the probability of a value to be set to zero; with 0 the network is that of [#create(long)]
    /// @throws IllegalArgumentException if the probability is out of its range, or there is no such place or there is dropout already
    public Network create(long seed, double dropout) {
        if (dropout == 0) return create(seed);
        Layer[] own = layers(seed);
        List<Layer> layers = new ArrayList<>();
        for (int l = 0; l < own.length; l++) {
            if (own[l] instanceof Dropout) throw new IllegalArgumentException(this + " has dropout of its own");
            layers.add(own[l]);
            if (l > 0 && l < own.length - 1 && own[l] instanceof Activation && own[l - 1] instanceof Dense) {
                layers.add(new Dropout(own[l].outputs(), dropout, own.length * seed + l));
            }
        }
        if (layers.size() == own.length) throw new IllegalArgumentException(this + " has no hidden dense layer to be dropped from");
        return new Network(seed, layers.toArray(Layer[]::new));
    }

    /// Layers like those of the network, from first to last, which can be asked for their sizes. Their parameters are not drawn.
    public List<Layer> layerList() {
        return List.of(layers(0));
    }

    /// The number of parameters of the network, which is not created for it.
    public long parameters() {
        return layerList().stream().mapToLong(Layer::parameters).sum();
    }

    /// The number of values of one sample that the network keeps during a forward pass: its inputs and the outputs of every layer.
    public long activations() {
        return layerList().stream().mapToLong(Layer::outputs).sum() + layerList().getFirst().inputs();
    }

    /// The multiply-adds of the forward pass of one sample.
    public long forwardMultiplyAdds() {
        return layerList().stream().mapToLong(Layer::multiplyAdds).sum();
    }

    /// The multiply-adds of the backward pass of one sample. The first layer does not compute the gradient of its inputs.
    public long backwardMultiplyAdds() {
        return 2 * forwardMultiplyAdds() - layerList().getFirst().multiplyAdds();
    }

    /// The name in tables: `mlp-book`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The network of a name.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    public static NamedNetwork of(String name) {
        return Arrays.stream(values()).filter(network -> network.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("network \"" + name + "\" is not one of "
                        + Arrays.stream(values()).map(NamedNetwork::toString).collect(Collectors.joining(", "))));
    }
}
