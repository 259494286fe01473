package lanewise.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import lanewise.simd.Lanes;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What all benchmarks have in common: how JMH runs them, and what a fork does when it has been timed. It verifies its result and tells the
/// runner about itself.
///
/// JMH inherits these annotations. A benchmark repeats one only where it differs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-XX:+UseParallelGC"}) // forks differ more than iterations do
@Warmup(iterations = 3, time = 30, timeUnit = TimeUnit.MILLISECONDS) // WarmUp has compiled the kernel before
@Measurement(iterations = 10, time = 30, timeUnit = TimeUnit.MILLISECONDS)
public abstract class KernelBenchmark {

    /// What this fork tells the runner about itself.
    final Facts facts;

    /// Refuses a JVM without the Vector API.
    KernelBenchmark() {
        RefusedTrialException.unlessVectorApi();
        facts = new Facts();
    }

    /// Verifies the result of what was timed.
    ///
    /// @throws IllegalStateException if the benchmark did not do its work
    abstract void verify();

    /// Adds what this benchmark alone knows about its fork.
    void addFacts() {}

    /// @param steps how often what was timed has been called
    /// @param index counted from the start of the range
    /// @throws IllegalStateException unless the bits are equal, or both are NaN
    static void requireEqual(long steps, String name, int index, float expected, float actual) {
        if (Float.compare(expected, actual) != 0) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s[%d] must be %08X after %d steps, was %08X: the benchmark did not do its work",
                            name, index, Float.floatToIntBits(expected), steps, Float.floatToIntBits(actual)));
        }
    }

    /// Verifies the result, then tells the runner about this fork.
    @TearDown(Level.Trial)
    public final void finish() {
        verify();
        facts.put("lanes", Lanes.LANES);
        addFacts();
        facts.putHugePages();
        facts.putProcessorTime();
        facts.write();
    }
}
