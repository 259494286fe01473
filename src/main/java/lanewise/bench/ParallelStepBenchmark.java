package lanewise.bench;

import lanewise.optim.ParallelStep;
import lanewise.optim.Update;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/// The step on several threads.
///
///     scripts/lanewise jmh ParallelStepBenchmark -p optimizer=ADAM -p variant=SIMD -p size=10000000 -p threads=2
public class ParallelStepBenchmark extends StepBenchmark {

    /// That work on a step, the caller's included.
    @Param("2")
    public int threads;

    private ParallelStep parallel;

    @Override
    Update update() {
        if (threads < 1) throw new RefusedTrialException("threads must be at least 1, were " + threads);
        parallel = new ParallelStep(threads);
        return parallel.of(super.update());
    }

    /// Ends the threads.
    @TearDown(Level.Trial)
    public void close() {
        parallel.close();
    }
}
