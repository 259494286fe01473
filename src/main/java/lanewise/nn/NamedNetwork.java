package lanewise.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Networks that are measured, by the names that tables give them.
public enum NamedNetwork {
    /// 196-100-50-10, a logistic function after every layer, parameters uniform on [−0.5, 0.5); for squared error.
    MLP_BOOK {
        @Override
        Layer[] layers() {
            return stack(new Dense(196, 100, Initializer.UNIFORM_HALF), new SigmoidLayer(100),
                    new Dense(100, 50, Initializer.UNIFORM_HALF), new SigmoidLayer(50),
                    new Dense(50, 10, Initializer.UNIFORM_HALF), new SigmoidLayer(10));
        }
    },
    /// 784-512-512-10 with rectifiers, for softmax cross-entropy.
    MLP_RELU {
        @Override
        Layer[] layers() {
            return stack(new Dense(784, 512, Initializer.HE_UNIFORM), new Relu(512),
                    new Dense(512, 512, Initializer.HE_UNIFORM), new Relu(512),
                    new Dense(512, 10, Initializer.GLOROT_UNIFORM));
        }
    },
    /// 2-64-3 with a rectifier, for softmax cross-entropy.
    DENSE64 {
        @Override
        Layer[] layers() {
            return stack(new Dense(2, 64, Initializer.HE_UNIFORM), new Relu(64),
                    new Dense(64, 3, Initializer.GLOROT_UNIFORM));
        }
    },
    /// 2-10-1, a logistic function after both layers, for binary cross-entropy.
    BINARY_SIGMOID {
        @Override
        Layer[] layers() {
            return stack(new Dense(2, 10, Initializer.GLOROT_UNIFORM), new SigmoidLayer(10),
                    new Dense(10, 1, Initializer.GLOROT_UNIFORM), new SigmoidLayer(1));
        }
    },
    /// Two 3 x 3 convolutions of 28 x 28 images, 32 and 64 filters, pooling, 128 units; for softmax cross-entropy of ten classes.
    CNN_SMALL {
        @Override
        Layer[] layers() {
            return stack(new Conv2d(28, 28, 1, 32, 3, 1, 1, Initializer.HE_UNIFORM), new Relu(28 * 28 * 32),
                    new Conv2d(28, 28, 32, 64, 3, 1, 1, Initializer.HE_UNIFORM), new Relu(28 * 28 * 64),
                    new MaxPool(28, 28, 64, 2),
                    new Dense(14 * 14 * 64, 128, Initializer.HE_UNIFORM), new Relu(128),
                    new Dense(128, 10, Initializer.GLOROT_UNIFORM));
        }
    },
    /// VGG-16 for images of 224 x 224 x 3 and a thousand classes, for softmax cross-entropy: 138,357,544 parameters.
    VGG16 {
        @Override
        Layer[] layers() {
            return vgg(224, 4_096, 1_000);
        }
    },
    /// VGG-16 for images of 32 x 32 x 3 and ten classes, with 512 units in place of 4,096.
    VGG16_CIFAR {
        @Override
        Layer[] layers() {
            return vgg(32, 512, 10);
        }
    };

    private static final int[][] VGG_FILTERS = {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}};

    abstract Layer[] layers();

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

    /// The network with fresh parameters.
    public Network create(long seed) {
        return new Network(seed, layers());
    }

    /// Its layers from first to last, to be asked what they are, without making their parameters.
    public List<Layer> layerList() {
        return List.of(layers());
    }

    /// How many parameters it has, without making them.
    public long parameters() {
        return Arrays.stream(layers()).mapToLong(Layer::parameters).sum();
    }

    /// How many values of a sample stand in memory while it goes through, without making the network.
    public long activations() {
        return Arrays.stream(layers()).mapToLong(Layer::outputs).sum() + layers()[0].inputs();
    }

    /// Multiply-adds that a sample takes on its way forward, likewise.
    public long forwardMultiplyAdds() {
        return Arrays.stream(layers()).mapToLong(Layer::multiplyAdds).sum();
    }

    /// Multiply-adds that a sample takes on its way back, likewise. The first layer is not asked for the gradient of its inputs.
    public long backwardMultiplyAdds() {
        return 2 * forwardMultiplyAdds() - layers()[0].multiplyAdds();
    }

    public java.util.List<Integer> batches() {
        return switch (this) {
            case VGG16 -> java.util.List.of(1, 4, 8);
            case VGG16_CIFAR -> java.util.List.of(32);
            default -> java.util.List.of(1, 32, 64, 128, 256, 512);
        };
    }
    public int usualBatch() { return this == VGG16 ? 4 : this == VGG16_CIFAR ? 32 : 64; }
    public boolean isSmall() { return this != VGG16 && this != VGG16_CIFAR; }
    public boolean isMeasuredLayerByLayer() { return this == MLP_BOOK || this == CNN_SMALL || this == VGG16; }
    public int otherVariantsBatch(lanewise.optim.Variant v) { return this == VGG16 ? (v == lanewise.optim.Variant.SCALAR ? 1 : 0) : this == VGG16_CIFAR ? 0 : 64; }

    /// As tables write it: `mlp-book`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The network of this name.
    ///
    /// @throws IllegalArgumentException if there is none
    public static NamedNetwork of(String name) {
        return Arrays.stream(values()).filter(network -> network.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("network \"" + name + "\" is not one of "
                        + Arrays.stream(values()).map(NamedNetwork::toString).collect(Collectors.joining(", "))));
    }
}
