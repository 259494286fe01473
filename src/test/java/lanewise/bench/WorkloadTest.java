package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import lanewise.optim.Catalogue;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {

    private static final int STEPS = 1_001;

    private static Update update(Catalogue entry) {
        return entry.defaults().at(1_000, entry.learningRate());
    }

    private static Workload worked(Catalogue entry, Variant variant, int size, int steps) {
        Update update = update(entry);
        Workload workload = new Workload(update, variant, size, entry.state().size());
        for (int t = 0; t < steps; t++) {
            update.apply(variant, workload.parameters(), workload.gradients()[t & 1], workload.state(), 0, size);
        }
        return workload;
    }

    @ParameterizedTest
    @EnumSource
    void workThatWasDoneIsProven(Catalogue entry) {
        for (Variant variant : Variant.values()) {
            for (int size : new int[]{1, 15, 39, 1_000}) {
                assertThatCode(() -> worked(entry, variant, size, STEPS).prove(STEPS)).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneStepTooFewIsFound(Catalogue entry) {
        assertThatIllegalStateException().isThrownBy(() -> worked(entry, Variant.SIMD, 1_000, STEPS - 1).prove(STEPS))
                .withMessageContaining("the benchmark did not do its work");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 984, 500})
    void anElementLeftOutIsFound(int index) {
        Workload workload = worked(Catalogue.ADAM, Variant.SIMD, 1_000, STEPS);
        workload.state()[1][index] = 1;
        assertThatIllegalStateException().isThrownBy(() -> workload.prove(STEPS))
                .withMessageStartingWith("state[1][" + index + "] must be ");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE})
    void valuesThatChangeTheTimeOfAStepAreFound(float value) {
        Workload workload = worked(Catalogue.MOMENTUM, Variant.SIMD, 1_000, STEPS);
        workload.state()[0][333] = value;
        assertThatIllegalStateException().isThrownBy(() -> workload.prove(STEPS)).withMessageStartingWith("state[0][333] is " + value);
    }

    @Test
    void nothingDriftsInAMillionSteps() {
        for (Catalogue entry : Catalogue.values()) {
            Workload workload = worked(entry, Variant.SCALAR, 16, 1_000_000);
            for (float w : workload.parameters()) {
                if (!(Math.abs(w) < 0.2)) throw new AssertionError(entry + " took a parameter from below 0.1 to " + w);
            }
        }
    }
}
