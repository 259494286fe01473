package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LbfgsWorkTest {

    private static Workload worked(Update update, Variant variant, int size, int steps) {
        Workload workload = new Workload(size, LbfgsBenchmark.STATE_ARRAYS, StepValues.PAIRS,
                Placement.aligned(Workload.ARRAYS + LbfgsBenchmark.STATE_ARRAYS, size));
        for (int t = 0; t < steps; t++) {
            workload.step(update, variant, t, workload.size());
        }
        return workload;
    }

    @ParameterizedTest
    @EnumSource
    void workThatWasDoneIsVerified(Variant variant) {
        for (int size : new int[]{15, 39, 1_000, 5_003}) {
            for (int steps : new int[]{1, 2, 1_001}) {
                assertThatCode(
                        () -> LbfgsBenchmark.verifyDirection(worked(new LbfgsBenchmark.DirectionAndStep(), variant, size, steps), steps))
                        .as("size %d, %d steps", size, steps).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void workThatWasNotDoneIsFound(Variant variant) {
        Update update = new LbfgsBenchmark.DirectionAndStep();
        assertThatIllegalStateException().isThrownBy(() -> LbfgsBenchmark.verifyDirection(worked(update, variant, 1_000, 100), 101))
                .withMessageContaining("the benchmark did not do its work");
        Workload parameters = worked(update, variant, 1_000, 101);
        parameters.parameters()[parameters.from() + 999] += 1e-3f;
        assertThatIllegalStateException().isThrownBy(() -> LbfgsBenchmark.verifyDirection(parameters, 101))
                .withMessageStartingWith("w[999] must be");
        Workload direction = worked(update, variant, 1_000, 101);
        direction.state()[2 * LbfgsBenchmark.HISTORY][direction.from() + 333] *= 1.000001f;
        assertThatIllegalStateException().isThrownBy(() -> LbfgsBenchmark.verifyDirection(direction, 101))
                .withMessageStartingWith("direction[333] must be");
        Workload subnormal = worked(update, variant, 1_000, 101);
        subnormal.state()[3][subnormal.from() + 7] = Float.MIN_VALUE;
        assertThatIllegalStateException().isThrownBy(() -> LbfgsBenchmark.verifyDirection(subnormal, 101))
                .withMessageStartingWith("state[3][7] is");
    }

    @ParameterizedTest
    @EnumSource
    void theRoofIsElementWiseAndVerifiedAsUpdatesAre(Variant variant) {
        Update update = new LbfgsStreamBenchmark().update();
        Workload workload = new Workload(1_000, LbfgsBenchmark.STATE_ARRAYS, StepValues.ORDINARY,
                Placement.aligned(Workload.ARRAYS + LbfgsBenchmark.STATE_ARRAYS, 1_000));
        for (int t = 0; t < 101; t++) {
            workload.step(update, variant, t, workload.size());
        }
        assertThatCode(() -> Replay.verify(workload, update, 101)).doesNotThrowAnyException();
    }
}
