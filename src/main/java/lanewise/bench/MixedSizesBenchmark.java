package lanewise.bench;

import lanewise.data.IndexedNoise;

/// The step after its kernel has run on thousands of arrays of up to 4,099 elements, as it does in a network of many layers. C2 compiles
/// the plain loop for the lengths it has seen and may choose shorter vectors; a kernel that spells out its vectors leaves no choice.
///
///     scripts/lanewise jmh MixedSizesBenchmark -p optimizer=ADAM -p variant=SCALAR,SIMD -p size=1000
public class MixedSizesBenchmark extends StepBenchmark {

    private static final int LARGEST_LAYER = 4_099;
    private static final int LAYERS = 20_000;
    private static final int LAYER_SEED = 4;

    @Override
    void warmUp() {
        Workload layers = workload(LARGEST_LAYER);
        for (int call = 0; call < LAYERS; call++) {
            int length = (int) ((1 + IndexedNoise.at(LAYER_SEED, call)) / 2 * (LARGEST_LAYER + 1));
            stepOn(layers, call, length);
        }
        super.warmUp();
    }
}
