package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LbfgsWorkTest {

    private static Workload worked(Update update, Variant variant, int size, int steps) {
        Workload workload = new Workload(update, size, LbfgsBenchmark.STATE_ARRAYS, Values.PAIRS,
                Placement.onPurpose(Workload.ARRAYS + LbfgsBenchmark.STATE_ARRAYS, size));
        for (int t = 0; t < steps; t++) {
            update.apply(variant, workload.parameters(), workload.gradients()[t & 1], workload.state(), workload.from(), workload.to());
        }
        return workload;
    }

    @ParameterizedTest
    @EnumSource
    void workThatWasDoneIsProven(Variant variant) {
        for (int size : new int[]{15, 39, 1_000, 5_003}) {
            for (int steps : new int[]{1, 2, 1_001}) {
                assertThatCode(() -> LbfgsBenchmark.requireWork(worked(new LbfgsBenchmark.DirectionAndStep(), variant, size, steps), steps))
                        .as("size %d, %d steps", size, steps).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void workThatWasNotDoneIsFound(Variant variant) {
        Update update = new LbfgsBenchmark.DirectionAndStep();
        assertThatIllegalStateException().isThrownBy(() -> LbfgsBenchmark.requireWork(worked(update, variant, 1_000, 100), 101))
                .withMessageContaining("the benchmark did not do its work");
        Workload parameters = worked(update, variant, 1_000, 101);
        parameters.parameters()[parameters.from() + 999] += 1e-3f;
        assertThatIllegalStateException().isThrownBy(() -> LbfgsBenchmark.requireWork(parameters, 101))
                .withMessageStartingWith("w[999] must be");
        Workload direction = worked(update, variant, 1_000, 101);
        direction.state()[2 * LbfgsBenchmark.HISTORY][direction.from() + 333] *= 1.000001f;
        assertThatIllegalStateException().isThrownBy(() -> LbfgsBenchmark.requireWork(direction, 101))
                .withMessageStartingWith("direction[333] must be");
        Workload subnormal = worked(update, variant, 1_000, 101);
        subnormal.state()[3][subnormal.from() + 7] = Float.MIN_VALUE;
        assertThatIllegalStateException().isThrownBy(() -> LbfgsBenchmark.requireWork(subnormal, 101))
                .withMessageStartingWith("state[3][7] is");
    }

    @ParameterizedTest
    @EnumSource
    void theRoofIsElementWiseAndProvenAsUpdatesAre(Variant variant) {
        Update update = new LbfgsStreamBenchmark().update();
        Workload workload = new Workload(update, 1_000, LbfgsBenchmark.STATE_ARRAYS, Values.ORDINARY,
                Placement.onPurpose(Workload.ARRAYS + LbfgsBenchmark.STATE_ARRAYS, 1_000));
        for (int t = 0; t < 101; t++) {
            update.apply(variant, workload.parameters(), workload.gradients()[t & 1], workload.state(), workload.from(), workload.to());
        }
        assertThatCode(() -> workload.prove(101)).doesNotThrowAnyException();
    }
}
