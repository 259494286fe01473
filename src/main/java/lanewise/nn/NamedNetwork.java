package lanewise.nn;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Networks that are measured, by the names that tables give them.
public enum NamedNetwork {
    /// 196-100-50-10, a logistic function after every layer, parameters uniform on [−0.5, 0.5); for squared error.
    MLP_BOOK {
        @Override
        public Network create(long seed) {
            return new Network(seed, new Dense(196, 100, Initializer.UNIFORM_HALF), new SigmoidLayer(100),
                    new Dense(100, 50, Initializer.UNIFORM_HALF), new SigmoidLayer(50),
                    new Dense(50, 10, Initializer.UNIFORM_HALF), new SigmoidLayer(10));
        }
    },
    /// 784-512-512-10 with rectifiers, for softmax cross-entropy.
    MLP_RELU {
        @Override
        public Network create(long seed) {
            return new Network(seed, new Dense(784, 512, Initializer.HE_UNIFORM), new Relu(512),
                    new Dense(512, 512, Initializer.HE_UNIFORM), new Relu(512),
                    new Dense(512, 10, Initializer.GLOROT_UNIFORM));
        }
    },
    /// 2-64-3 with a rectifier, for softmax cross-entropy.
    DENSE64 {
        @Override
        public Network create(long seed) {
            return new Network(seed, new Dense(2, 64, Initializer.HE_UNIFORM), new Relu(64),
                    new Dense(64, 3, Initializer.GLOROT_UNIFORM));
        }
    },
    /// 2-10-1, a logistic function after both layers, for binary cross-entropy.
    BINARY_SIGMOID {
        @Override
        public Network create(long seed) {
            return new Network(seed, new Dense(2, 10, Initializer.GLOROT_UNIFORM), new SigmoidLayer(10),
                    new Dense(10, 1, Initializer.GLOROT_UNIFORM), new SigmoidLayer(1));
        }
    };

    /// The network with fresh parameters.
    public abstract Network create(long seed);

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
