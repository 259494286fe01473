package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Plans;
import lanewise.run.Row;
import org.junit.jupiter.api.Test;

/// Shares of roofs, by numbers that can be followed by hand.
class SummaryTest {

    private static final Row STREAM = Plans.stream("READ_2_WRITE_1", 1_000);
    private static final Row DIVIDE = Plans.arithmetic("DIVIDE", 1_000);
    private static final Row ROOT = Plans.arithmetic("ROOT", 1_000);

    /// A step that reads 8 and writes 4 bytes, with one divide and two roots.
    private static final Row STEP = heavy(Plans.row("HEAVY", "SIMD", 1_000));

    private static Row heavy(Row row) {
        return new Row(row.benchmark(), row.parameters(), row.jvmArgs(), 1, 1, new Row.Work(1_000, 8, 4, 1, 2, "", ""));
    }

    private static Summary.Line step(double[] stream, double[] divide, double[] root, double[] step) {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= step.length; round++) {
            add(measurements, STREAM, round, stream);
            add(measurements, DIVIDE, round, divide);
            add(measurements, ROOT, round, root);
            add(measurements, STEP, round, step);
        }
        Plan plan = Plans.plan(step.length, 0, STEP, STREAM, DIVIDE, ROOT);
        return Summary.of(plan, measurements).rows().getFirst();
    }

    private static void add(List<Measurement> to, Row row, int round, double[] nanoseconds) {
        if (nanoseconds.length < round) return;
        to.add(new Measurement(row.id(), round, 1, "2026-01-01T00:00:00Z", 1, 0, new double[]{nanoseconds[round - 1]}, Map.of(), null));
    }

    @Test
    void theSlowerRoofBinds() {
        // compute: 100 + 2 · 150 = 400 in both rounds
        Summary.Line line = step(new double[]{50, 50}, new double[]{100, 100}, new double[]{150, 150}, new double[]{500, 800});
        assertThat(line.roof()).isEqualTo(Summary.Roof.COMPUTE);
        assertThat(line.share()).isCloseTo((0.8 + 0.5) / 2, within(1e-12));
        line = step(new double[]{450, 450}, new double[]{100, 100}, new double[]{150, 150}, new double[]{500, 900});
        assertThat(line.roof()).isEqualTo(Summary.Roof.MEMORY);
        assertThat(line.share()).isCloseTo((0.9 + 0.5) / 2, within(1e-12));
    }

    @Test
    void aShareAboveOneIsShownAsItIs() {
        assertThat(step(new double[]{600}, new double[]{1}, new double[]{1}, new double[]{500}).share()).isEqualTo(1.2);
    }

    @Test
    void withoutItsRoofsARowHasNoShare() {
        assertThat(step(new double[]{}, new double[]{1}, new double[]{1}, new double[]{500})).matches(
                line -> Double.isNaN(line.share()) && line.roof() == null);
        assertThat(step(new double[]{1}, new double[]{1}, new double[]{}, new double[]{500})).matches(
                line -> Double.isNaN(line.share()) && line.roof() == null);
    }

    @Test
    void onlyRoundsThatHaveTheRoofCount() {
        assertThat(step(new double[]{250}, new double[]{1}, new double[]{1}, new double[]{500, 1}).share()).isEqualTo(0.5);
    }
}
