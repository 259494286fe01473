package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lanewise.run.Family;
import lanewise.run.Measurement;
import lanewise.run.Plans;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import org.junit.jupiter.api.Test;

/// Another library's row says how fast this suite is compared with it, not the other way round.
class PeerTableTest {

    private static final Row OWN = Plans.row("ADAM", "SIMD", 1_000);
    private static final Row PEER = Plans.as("PeerStepBenchmark.step", Family.PEER, "ADAM", Plans.with("library", "C", OWN))
            .comparedWith(new ComparedWith(OWN.name(), List.of(), "", ""));

    @Test
    void theSpeedIsOursOverTheirsWithItsInterval() {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= 6; round++) {
            measurements.add(fork(OWN, round, 100 * round));
            measurements.add(fork(PEER, round, 100 * round * (round % 2 == 0 ? 2.2 : 2.0)));
        }
        Table table = Summary.of(Plans.plan(6, 0, OWN, PEER), measurements, 16).tables().stream()
                .filter(candidate -> candidate.toText().startsWith("library")).findFirst().orElseThrow();
        assertThat(table.rows()).hasSize(1);
        assertThat(table.toText()).contains("2.10 (2.00 to 2.20)");
    }

    private static Measurement fork(Row row, int round, double nanoseconds) {
        return new Measurement(row.id(), round, 1, "2026-01-01T00:00:00Z", 1, 0, 0, 0, new double[]{nanoseconds}, Map.of(), null);
    }
}
