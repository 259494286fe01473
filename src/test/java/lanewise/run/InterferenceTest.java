package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // it measures what other processes take of the machine
class InterferenceTest {

    private static Measurement fork(double seconds, double steal, double busyCores, long throttled, double... nanoseconds) {
        return new Measurement("a row", 1, 1, "2026-01-01T00:00:00Z", seconds, steal, busyCores, throttled, nanoseconds, Map.of(),
                nanoseconds.length == 0 ? "it fell" : null);
    }

    @Test
    void aRoundIsJudgedByAllItsForksEachByItsLength() {
        Interference interference = Interference.of(List.of(fork(1, 0.4, 0.1, 0), fork(9, 0, 0.2, 2), fork(5, 0, Double.NaN, 1)));
        assertThat(interference.steal()).isCloseTo(0.4 / 15, within(1e-12));
        assertThat(interference.busyCores()).isCloseTo(1.9 / 10, within(1e-12));
        assertThat(interference.throttled()).isEqualTo(3);
        assertThat(interference.unfit()).contains("processors were held back 3 times by heat or by the container's quota");
    }

    @Test
    void everyReasonIsNamed() {
        assertThat(new Interference(0.05, 0.25, 0).unfit()).isEmpty();
        assertThat(new Interference(0, Double.NaN, 0).unfit()).isEmpty();
        assertThat(new Interference(0.07, 0.5, 0).unfit())
                .contains("the hypervisor gave 7.0 % of the processors to others, 5 % are allowed; "
                        + "other processes kept 0.50 cores busy, 0.25 are allowed");
    }

    /// A process that keeps a core busy must be seen, and this one's own work must not.
    @Test
    void othersAreToldFromOurselves() throws Exception {
        Interference.Reading before = Interference.Reading.now();
        Thread.sleep(800);
        Interference idle = Interference.between(before, Interference.Reading.now(), 0);
        assumeThat(idle.busyCores()).as("cores that others keep busy already").isLessThan(1);

        before = Interference.Reading.now();
        long end = System.nanoTime() + 800_000_000L;
        while (System.nanoTime() < end)
            Thread.onSpinWait();
        Interference alone = Interference.between(before, Interference.Reading.now(), 0);
        assertThat(alone.busyCores() - idle.busyCores()).as("cores that this process kept busy itself").isLessThan(0.7);

        Process other = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            before = Interference.Reading.now();
            Thread.sleep(1_500);
            Interference shared = Interference.between(before, Interference.Reading.now(), 0);
            assertThat(shared.busyCores() - alone.busyCores()).isGreaterThan(0.4);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aForkDriftsWhenItsHalvesDiffer() {
        assertThat(fork(1, 0, 0, 0, 100, 104, 100, 104).drifted()).isFalse();
        assertThat(fork(1, 0, 0, 0, 100, 100, 107, 107).drifted()).isTrue();
        assertThat(fork(1, 0, 0, 0, 107, 107, 9, 100, 100).drifted()).isTrue();
        assertThat(fork(1, 0, 0, 0, 107).drifted()).isFalse();
        assertThat(fork(1, 0, 0, 0).drifted()).isFalse();
    }
}
