package lanewise.bench;

import org.openjdk.jmh.annotations.Fork;

/// The step on arrays that lie where the JVM puts them: what an application gets.
///
///     scripts/lanewise jmh DefaultPlacementBenchmark -p optimizer=ADAM -p variant=SIMD -p size=1000
@Fork(value = 5, jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC", TimedUpdate.ADDRESS_FLAG})
public class DefaultPlacementBenchmark extends StepBenchmark {

    @Override
    Placement place(int arrays) {
        return Placement.unaligned(arrays, size);
    }
}
