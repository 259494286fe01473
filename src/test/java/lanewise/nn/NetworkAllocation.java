package lanewise.nn;

import java.util.SplittableRandom;
import lanewise.linalg.AllocatedBytes;
import lanewise.linalg.ConvolutionBits;
import lanewise.optim.Variant;

/// What minibatches allocate in a JVM that does nothing else, as one does that trains. In one that has run a thousand tests, C2 may compile a loop
/// by what those did, and leave a few vectors of each call on the heap.
final class NetworkAllocation {

    private NetworkAllocation() {}

    /// Ends with an error that names the methods if one allocates.
    public static void main(String[] args) {
        dense();
        for (Variant variant : Variant.values()) convolutions(variant);
        onTwoThreads();
        ConvolutionBits.assertNothingAllocated();
        System.out.println("nothing allocated");
    }

    private static void dense() {
        Network network = NamedNetwork.DENSE64.create(1);
        float[] samples = noise(2 * 7);
        int[] labels = new int[7];
        for (int batch : new int[]{3, 40, 7}) network.forward(Variant.SIMD, noise(2 * batch), batch);
        AllocatedBytes.assertBelow(1, 500, () -> {
            network.forward(Variant.SIMD, samples, 7);
            SoftmaxCrossEntropy.valueAndGradient(network.outputs(), labels, 7, 3, network.outputGradients());
            network.backward(Variant.SIMD);
        });
    }

    private static void convolutions(Variant variant) {
        Network network = new Network(1, new Conv2d(6, 6, 2, 3, 3, 1, 1, Initializer.HE_NORMAL), new Relu(6 * 6 * 3),
                new Conv2d(6, 6, 3, 4, 3, 1, 1, Initializer.HE_NORMAL), new MaxPool(6, 6, 4, 2), new Dense(36, 5, Initializer.HE_NORMAL));
        float[] samples = noise(2 * 6 * 6 * 2);
        AllocatedBytes.assertBelow(1, 500, () -> {
            network.forward(variant, samples, 2);
            network.backward(variant);
        });
    }

    private static void onTwoThreads() {
        try (ParallelNetwork network = new ParallelNetwork(2, 2, 1, () -> NamedNetwork.DENSE64.layers(1),
                ParallelNetworkTest.ALWAYS_WORTH_THREADS)) {
            float[] samples = noise(16 * network.inputWidth());
            AllocatedBytes.assertBelow(1, 50, () -> {
                network.forward(Variant.SIMD, samples, 16);
                network.backward(Variant.SIMD);
            });
        }
    }

    private static float[] noise(int length) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float) random.nextGaussian();
        return values;
    }
}
