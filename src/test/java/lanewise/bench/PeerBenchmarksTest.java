package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.optim.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What another library is held to when it has been timed.
class PeerBenchmarksTest {

    private static PeerStepBenchmark steps(String library, Catalogue optimizer, int size) {
        PeerStepBenchmark benchmark = new PeerStepBenchmark();
        benchmark.library = library;
        benchmark.optimizer = optimizer;
        benchmark.size = size;
        benchmark.threads = 1;
        benchmark.setUp();
        for (int k = 0; k < 20; k++) benchmark.step();
        return benchmark;
    }

    @ParameterizedTest
    @EnumSource(names = {"SGD", "ADAM"})
    void aLibraryThatDoesTheSameIsAccepted(Catalogue optimizer) {
        assertThatCode(() -> steps("TEST_RIGHT", optimizer, 100).verify()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEST_IDLE", "TEST_OTHER"})
    void oneThatDoesNothingOrSomethingElseIsNot(String library) {
        assertThatThrownBy(() -> steps(library, Catalogue.ADAM, 100).verify()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(library + ", w[0]: expected to go from ");
    }

    @Test
    void aLibraryThatIsNotThereIsRefusedByName() {
        assertThatThrownBy(() -> steps("TEST_ABSENT", Catalogue.SGD, 100)).isInstanceOf(RefusedTrialException.class)
                .hasMessageContaining("was TEST_ABSENT");
    }

    @Test
    void aTrainingStepIsComparedByLossGradientsAndMomentum() {
        assertThatCode(() -> trained("TEST_RIGHT").verify()).doesNotThrowAnyException();
        assertThatThrownBy(() -> trained("TEST_IDLE").verify()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TEST_IDLE, momentum[");
    }

    private static PeerMinibatchBenchmark trained(String library) {
        PeerMinibatchBenchmark benchmark = new PeerMinibatchBenchmark();
        benchmark.library = library;
        benchmark.network = "dense64";
        benchmark.batch = 8;
        benchmark.threads = 1;
        benchmark.setUp();
        for (int k = 0; k < 20; k++) benchmark.step();
        return benchmark;
    }
}
