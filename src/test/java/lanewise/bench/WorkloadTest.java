package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lanewise.optim.Catalogue;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class WorkloadTest {

    private static final int STEPS = 1_001;

    /// Rprop forgets a gradient whose sign has changed and takes every other step; a velocity remembers that RMSprop's first steps are large.
    private static final Set<Catalogue> WIDE = EnumSet.of(Catalogue.RPROP, Catalogue.RMSPROP_MOMENTUM, Catalogue.RMSPROP_CENTERED_MOMENTUM,
            Catalogue.RMSPROP_NESTEROV);

    private static Update update(Catalogue entry) {
        return entry.defaults().at(1_000, entry.learningRate());
    }

    private static Workload worked(Catalogue entry, Variant variant, int size, int steps) {
        Update update = update(entry);
        int states = entry.state().size();
        Workload workload = new Workload(size, states, StepValues.ORDINARY,
                Placement.aligned(Workload.ARRAYS + states, size));
        for (int t = 0; t < steps; t++) {
            workload.step(update, variant, t, workload.size());
        }
        return workload;
    }

    @ParameterizedTest
    @EnumSource
    void workThatWasDoneIsVerified(Catalogue entry) {
        for (Variant variant : Variant.values()) {
            for (int size : new int[]{1, 15, 39, 1_000}) {
                assertThatCode(() -> Replay.verify(worked(entry, variant, size, STEPS), update(entry), STEPS)).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneStepTooFewIsFound(Catalogue entry) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Replay.verify(worked(entry, Variant.SIMD, 1_000, STEPS - 1), update(entry), STEPS))
                .withMessageContaining("the benchmark did not do its work");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 984, 500})
    void anElementLeftOutIsFound(int index) {
        Workload workload = worked(Catalogue.ADAM, Variant.SIMD, 1_000, STEPS);
        workload.state()[1][workload.from() + index] = 1;
        assertThatIllegalStateException().isThrownBy(() -> Replay.verify(workload, update(Catalogue.ADAM), STEPS))
                .withMessageStartingWith("state[1][" + index + "] must be ");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE})
    void valuesThatChangeTheTimeOfAStepAreFound(float value) {
        Workload workload = worked(Catalogue.MOMENTUM, Variant.SIMD, 1_000, STEPS);
        workload.state()[0][workload.from() + 333] = value;
        assertThatIllegalStateException().isThrownBy(() -> Replay.verify(workload, update(Catalogue.MOMENTUM), STEPS))
                .withMessageStartingWith("state[0][333] is " + value);
    }

    @Test
    void nothingDriftsInAMillionSteps() {
        for (Catalogue entry : Catalogue.values()) {
            Workload workload = worked(entry, Variant.SCALAR, 16, 1_000_000);
            for (float w : workload.parameters()) {
                double bound = WIDE.contains(entry) ? 1 : 0.2;
                if (!(Math.abs(w) < bound)) throw new AssertionError(entry + " took a parameter from below 0.1 to " + w);
            }
        }
    }

    @Test
    void stateThatIsSubnormalStaysSo() {
        for (Catalogue entry : List.of(Catalogue.MOMENTUM, Catalogue.ADAM)) {
            Update update = update(entry);
            int states = entry.state().size();
            Workload workload = new Workload(100, states, StepValues.SUBNORMAL_STATE,
                    Placement.aligned(Workload.ARRAYS + states, 100));
            for (int t = 0; t < 100_000; t++) {
                workload.step(update, Variant.SIMD, t, workload.size());
            }
            Replay.verify(workload, update, 100_000);
            workload.state()[0][workload.from() + 7] = 1;
            assertThatIllegalStateException().isThrownBy(() -> Replay.verify(workload, update, 100_000))
                    .withMessageStartingWith("state[0][7] is 1.0");
        }
    }
}
