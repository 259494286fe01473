package lanewise.bench;

/// The step on parameters whose gradients ended long ago, so that their state has decayed into the subnormals. Some processors handle such
/// numbers in microcode, at many times the time of others.
///
///     scripts/lanewise jmh SubnormalStateBenchmark -p optimizer=ADAM,MOMENTUM -p variant=SIMD -p size=10000
public class SubnormalStateBenchmark extends StepBenchmark {

    @Override
    StepValues values() {
        return StepValues.SUBNORMAL_STATE;
    }
}
