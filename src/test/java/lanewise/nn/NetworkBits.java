package lanewise.nn;

import java.util.Arrays;
import java.util.SplittableRandom;
import lanewise.optim.Variant;

/// A number made of the bits of activations and gradients, for comparison with a JVM that has other vectors or another compiler.
public final class NetworkBits {

    private NetworkBits() {}

    /// All variants have the same.
    public static String hash(Variant variant) {
        Network[] networks = {NamedNetwork.MLP_BOOK.create(1), NamedNetwork.DENSE64.create(2), NamedNetwork.BINARY_SIGMOID.create(3),
                new Network(4, convolutions())};
        StringBuilder hash = new StringBuilder("networks");
        for (Network network : networks) {
            int batch = 3;
            SplittableRandom random = new SplittableRandom(1);
            float[] samples = new float[batch * network.inputWidth()];
            for (int i = 0; i < samples.length; i++) samples[i] = (float) random.nextGaussian();
            network.forward(variant, samples, batch);
            SoftmaxCrossEntropy.valueAndGradient(network.outputs(), new int[batch], batch, network.outputWidth(),
                    network.outputGradients());
            network.backward(variant);
            hash.append(' ').append(Integer.toHexString(31 * Arrays.hashCode(network.outputs()) + Arrays.hashCode(network.gradients())));
        }
        return hash + " " + Integer.toHexString(ofTwoThreads(variant));
    }

    private static Layer[] convolutions() {
        return new Layer[]{new Conv2d(9, 7, 3, 18, 3, 1, 1, Initializer.HE_NORMAL), new Relu(9 * 7 * 18), new MaxPool(9, 7, 18, 2),
                new Conv2d(4, 3, 18, 5, 3, 2, 1, Initializer.HE_NORMAL), new TanhLayer(20), new Dropout(20, 0.3, 5),
                new Dense(20, 3, Initializer.GLOROT_NORMAL)};
    }

    private static int ofTwoThreads(Variant variant) {
        int batch = 3;
        SplittableRandom random = new SplittableRandom(2);
        try (ParallelNetwork network = new ParallelNetwork(2, 2, 4, NetworkBits::convolutions, 1)) {
            float[] samples = new float[batch * network.inputWidth()];
            for (int i = 0; i < samples.length; i++) samples[i] = (float) random.nextGaussian();
            network.forward(variant, samples, batch);
            Loss.SOFTMAX_CROSS_ENTROPY.valueAndGradient(network, null, new int[batch]);
            network.backward(variant);
            return 31 * Arrays.hashCode(network.outputs()) + Arrays.hashCode(network.gradients());
        }
    }
}
