package lanewise.nn;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import lanewise.optim.Variant;
import lanewise.simd.Lanes;

/// Prints a number made of the bits of activations and gradients, for a JVM with other vectors or another compiler.
final class NetworksMain {

    private NetworksMain() {}

    /// @param args the variant
    public static void main(String[] args) {
        System.out.println(Lanes.LANES + " lanes");
        System.out.println(hash(Variant.valueOf(args[0].toUpperCase(Locale.ROOT))));
    }

    static String hash(Variant variant) {
        Network[] networks = {NamedNetwork.MLP_BOOK.create(1), NamedNetwork.DENSE64.create(2), NamedNetwork.BINARY_SIGMOID.create(3),
                new Network(4, convolutions())};
        StringBuilder hash = new StringBuilder("hash");
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
        try (ParallelNetwork network = new ParallelNetwork(2, 2, 4, NetworksMain::convolutions, 1)) {
            float[] samples = new float[batch * network.inputWidth()];
            for (int i = 0; i < samples.length; i++) samples[i] = (float) random.nextGaussian();
            network.forward(variant, samples, batch);
            Loss.SOFTMAX_CROSS_ENTROPY.valueAndGradient(network, null, new int[batch]);
            network.backward(variant);
            return 31 * Arrays.hashCode(network.outputs()) + Arrays.hashCode(network.gradients());
        }
    }
}
