package lanewise.bench;

/// The step after its kernel has run on thousands of arrays of up to 4,099 elements, as it does in a network of many layers. C2 compiles
/// the plain loop for the lengths it has seen and may settle for shorter vectors; a kernel that spells out its vectors leaves no choice.
///
///     scripts/lanewise jmh MixedSizesBenchmark -p optimizer=ADAM -p variant=SCALAR,SIMD -p size=1000
public class MixedSizesBenchmark extends StepBenchmark {

    @Override
    void prepare(WarmUp warmUp) {
        warmUp.onMixedSizes();
        super.prepare(warmUp);
    }
}
