package lanewise.bench;

import lanewise.optim.ParallelStep;
import lanewise.optim.Update;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;

/// The roof of memory for several threads: the streams, cut into slices as [ParallelStepBenchmark] cuts the step.
///
///     scripts/lanewise jmh ParallelStreamBenchmark -p streams=READ_4_WRITE_3 -p form=SIMD -p size=10000000 -p threads=2
public class ParallelStreamBenchmark extends StreamBenchmark {

    /// That work on a stream, the caller's included.
    @Param("2")
    public int threads;

    private ParallelStep parallel;

    @Override
    Update update() {
        parallel = new ParallelStep(threads);
        return parallel.of(super.update());
    }

    @Override
    Update reference() {
        return super.update();
    }

    /// Ends the threads.
    @TearDown(Level.Trial)
    public void close() {
        parallel.close();
    }
}
