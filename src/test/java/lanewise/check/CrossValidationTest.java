package lanewise.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import lanewise.optim.Catalogue;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class CrossValidationTest {

    static Stream<Subject> subjects() {
        return Subject.all().stream();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void variantsAreEqualToTheBit(Subject subject) {
        CrossValidation.Result result = CrossValidations.of(subject); // other JVMs hold that its inputs are the same every time
        assertThat(result.differences()).isEmpty();
        assertThat(result.compared()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("lanewise.check.Subject#composed")
    void composedOptimizersAreEqualToTheBitToo(Subject subject) {
        assertThat(CrossValidations.of(subject).differences()).isEmpty();
    }

    @Test
    void everyOptimizerIsASubjectWithItsOwnHash() {
        assertThat(subjects().map(Subject::name)).contains(Stream.of(Catalogue.values()).map(Enum::name).toArray(String[]::new));
        assertThat(subjects().map(subject -> CrossValidation.run(subject, new int[]{55}).hash())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void kernelsDoNotAllocateAndStepsAllocateOnlyTheirScalars(Variant variant) {
        subjects().forEach(subject -> {
            assertThat(Allocation.ofUpdate(subject, variant)).as("%s", subject).isLessThan(Allocation.UPDATE_BOUND);
            for (int size : new int[]{16, 1_000, 100_000}) {
                assertThat(Allocation.ofStep(subject, variant, size)).as("%s, size %d", subject, size)
                        .isLessThanOrEqualTo(Allocation.STEP_BOUND);
            }
        });
    }
}
