package lanewise.suite;

import java.util.List;
import java.util.function.BiFunction;
import lanewise.bench.BenchmarkVariant;
import lanewise.run.Row.Jvm;

/// What a fork needs: a heap for what it allocates, and about how many seconds. The only place where either is estimated; the constants are
/// fitted to forks that were seen.
///
/// @param heapMegabytes   of the JVM
/// @param seconds         from start to end, for the budget
/// @param nativeMegabytes what a library of another language takes outside of the heap
record ForkCost(long heapMegabytes, double seconds, long nativeMegabytes) {

    /// From the start of the JVM to its end, with the iterations of one fork.
    private static final double LEAST_SECONDS = 1.1;
    private static final double SECONDS_A_BYTE = 1.5e-9;

    /// The young generation and what the JVM needs itself.
    private static final long WITHOUT_ARRAYS = 64;

    private static final long COLLECTED_MEGABYTES = 192;

    private static final double SIMD_MULTIPLY_ADD_SECONDS = 4e-11;
    private static final double SCALAR_MULTIPLY_ADD_SECONDS = 1e-9;

    /// What a product adds: blocks of its factors are packed, and C2 compiles its tiles first.
    private static final long PACKED_MEGABYTES = 16;
    private static final double LEAST_PRODUCT_SECONDS = 1.5;

    /// For each multiply-add of one product, over all calls of the fork and the check of its result.
    private static final double SIMD_PRODUCT_SECONDS = 4e-10;
    private static final double SCALAR_PRODUCT_SECONDS = 1.5e-8;

    /// Warm-up and measured iterations of a call that is longer than an iteration.
    private static final int CALLS = 15;

    /// Objects of another library's own, and a pass over the arrays of an update, for each parameter.
    private static final long PEER_MEGABYTES = 512;
    private static final double PASS_SECONDS = 1e-9;

    private ForkCost(long heapMegabytes, double seconds) {
        this(heapMegabytes, seconds, 0);
    }

    /// A loop over arrays that fit the first-level cache.
    static ForkCost ofLoop() {
        return new ForkCost(WITHOUT_ARRAYS, LEAST_SECONDS);
    }

    /// An update of parameters: with gradients of either sign and the state, this many arrays of this length.
    static ForkCost ofUpdate(long size, int stateArrays) {
        long bytes = size * Float.BYTES * (3 + stateArrays);
        return new ForkCost(megabytes(bytes) + WITHOUT_ARRAYS, LEAST_SECONDS + bytes * SECONDS_A_BYTE);
    }

    /// The same arrays beside the minibatches that a step leaves behind; a collector needs room for what it has not collected yet.
    static ForkCost ofLatency(long size, int stateArrays) {
        ForkCost update = ofUpdate(size, stateArrays);
        return new ForkCost(update.heapMegabytes * 5 / 4 + COLLECTED_MEGABYTES, update.seconds + 1);
    }

    /// The same arrays, with forty passes over them a call.
    static ForkCost ofLbfgs(long size, int stateArrays) {
        return new ForkCost(ofUpdate(size, stateArrays).heapMegabytes, 2 + size * 1e-6);
    }

    /// A table of embeddings, whose rows are drawn before the clock starts.
    static ForkCost ofSparseUpdate(long size, int stateArrays) {
        ForkCost update = ofUpdate(size, stateArrays);
        return new ForkCost(update.heapMegabytes, update.seconds + 1);
    }

    /// A product of matrices with this many elements in all three.
    static ForkCost ofProduct(long elements, long multiplyAdds, BenchmarkVariant variant) {
        double multiplyAdd = variant == BenchmarkVariant.SIMD ? SIMD_PRODUCT_SECONDS : SCALAR_PRODUCT_SECONDS;
        return new ForkCost(megabytes(elements * Float.BYTES) + WITHOUT_ARRAYS + PACKED_MEGABYTES,
                LEAST_PRODUCT_SECONDS + multiplyAdds * multiplyAdd);
    }

    /// A minibatch through a network. It holds the network's arrays and those of the one that verifies the result; activations and their
    /// gradients of both.
    static ForkCost ofMinibatch(NetworkCost network, int batch, int stateArrays, BenchmarkVariant variant) {
        long floats = network.parameters() * (5 + stateArrays) + 4L * (batch + 1) * network.activations();
        double multiplyAdd = variant == BenchmarkVariant.SIMD ? SIMD_MULTIPLY_ADD_SECONDS : SCALAR_MULTIPLY_ADD_SECONDS;
        double call = batch * (network.forward() + network.backward()) * multiplyAdd + network.parameters() * 1e-9;
        return new ForkCost(networkMegabytes(floats), networkSeconds(network) + CALLS * call);
    }

    /// One layer of a network. It holds parameters, gradients and transposed weights; activations and their gradients; what the verification
    /// keeps.
    ///
    /// @param multiplyAdds of one call
    /// @param before       multiply-adds of a sample that go through the whole network before the layer is timed
    /// @param kept         values that the verification keeps
    static ForkCost ofLayer(NetworkCost network, int batch, long multiplyAdds, long before, long kept) {
        long floats = 3 * network.parameters() + 3L * batch * network.activations() + kept;
        return new ForkCost(networkMegabytes(floats),
                networkSeconds(network) + (batch * before + (CALLS + 2) * multiplyAdds) * SIMD_MULTIPLY_ADD_SECONDS);
    }

    /// The update of another library.
    ///
    /// @param onHeap whether it takes the arrays where they are; else it has copies
    /// @param passes how many times longer it takes than one pass over its arrays
    static ForkCost ofPeerUpdate(long size, int stateArrays, boolean onHeap, int passes) {
        ForkCost own = ofUpdate(size, stateArrays);
        long arrays = own.heapMegabytes - WITHOUT_ARRAYS;
        long copies = onHeap ? 0 : 3 * arrays; // temporaries too
        double calls = CALLS * size * passes * PASS_SECONDS;
        return new ForkCost(own.heapMegabytes + (onHeap ? 0 : PEER_MEGABYTES), own.seconds + (onHeap ? 0.5 : 1.5) + calls, copies);
    }

    /// The training step of another library.
    static ForkCost ofPeerMinibatch(NetworkCost network, int batch) {
        ForkCost own = ofMinibatch(network, batch, 1, BenchmarkVariant.SIMD);
        return new ForkCost(own.heapMegabytes, own.seconds + 2, own.heapMegabytes);
    }

    private static double networkSeconds(NetworkCost network) {
        return 1.8 + network.parameters() * 2e-8; // the initializer draws every parameter
    }

    private static long networkMegabytes(long floats) {
        return megabytes(floats * Float.BYTES) * 9 / 8 + 256;
    }

    private static long megabytes(long bytes) {
        return bytes >> 20;
    }

    /// The JVM that this is the cost of.
    ///
    /// @param flags one of [ForkFlags]
    Jvm jvm(BiFunction<ForkCost, BenchmarkVariant, List<String>> flags, BenchmarkVariant variant) {
        return new Jvm(flags.apply(this, variant), heapMegabytes, seconds);
    }
}
