package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {

    private static final Row[] ROWS = {Plans.row("SGD", "SCALAR", 1_000), Plans.row("SGD", "SIMD", 1_000),
            Plans.row("ADAM", "SCALAR", 1_000),
            Plans.row("ADAM", "SIMD", 1_000), Plans.row("ADAM", "SIMD", 10_000)};

    @TempDir
    private Path folder;

    private double now;
    private final List<Measurement> measured = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Rounds rounds(Plan plan, double secondsPerFork) {
        Forks forks = (row, round, position) -> {
            now += secondsPerFork;
            Measurement measurement = new Measurement(row.id(), round, position, "2026-01-01T00:00:00Z", secondsPerFork, 0, 0, 0,
                    new double[]{1},
                    Map.of(), null);
            measured.add(measurement);
            return measurement;
        };
        return new Rounds(plan, forks, new Progress(new PrintStream(said, true)), () -> now);
    }

    private void run(Plan plan, double secondsPerFork) throws Exception {
        try (Journal journal = Journal.create(folder.resolve("journal.jsonl"))) {
            rounds(plan, secondsPerFork).run(journal, List.of());
        }
    }

    @Test
    void everyRoundHoldsEveryRowOnceInAnOrderOfItsOwn() throws Exception {
        run(Plans.plan(20, 0, ROWS), 1);
        assertThat(measured).hasSize(100);
        List<List<String>> orders = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            orders.add(measured.subList(5 * round, 5 * round + 5).stream().map(Measurement::row).toList());
        }
        assertThat(orders).allSatisfy(order -> assertThat(order).doesNotHaveDuplicates());
        assertThat(orders.stream().distinct().count()).isGreaterThan(10);
        assertThat(Journal.read(folder.resolve("journal.jsonl"))).usingRecursiveComparison().isEqualTo(measured);
    }

    @Test
    void rowsThatAreComparedAreMeasuredOneAfterTheOther() {
        Row[] rows = Stream.of("SGD", "ADAM").flatMap(optimizer -> Stream.of(1_000, 10_000, 100_000)
                .flatMap(size -> Stream.of("SCALAR", "SIMD").map(variant -> Plans.row(optimizer, variant, size)))).toArray(Row[]::new);
        Rounds rounds = rounds(Plans.plan(1, 0, rows), 1);
        Set<List<Long>> orders = new HashSet<>();
        for (int round = 1; round <= 50; round++) {
            List<Long> sizes = rounds.order(round).stream().map(row -> row.work().count()).toList();
            for (int first = 0; first < 12; first += 4) assertThat(sizes.subList(first, first + 4)).containsOnly(sizes.get(first));
            orders.add(sizes);
        }
        assertThat(orders).as("orders of the three sizes").hasSize(6);
    }

    private static int distance(List<String> order, Row one, Row other) {
        return Math.abs(order.indexOf(one.id()) - order.indexOf(other.id()));
    }

    /// Not those of the same size and traffic: a scenario moves other bytes than the plain step.
    @Test
    void aScenarioIsInOneBlockWithItsPlainStepAndARowWithItsMemoryRoof() {
        Row plain = Plans.row("SGD", "SIMD", 1_000);
        Row clipped = Plans.doing(new Row.Work(Row.Unit.PARAMETER, 1_000, 16, 4, "w ← w − ηg / ‖g‖", "a book"),
                Plans.scenario("ClippedStep", plain));
        Row stream = Plans.doing(new Row.Work(Row.Unit.ELEMENT, 500, 1, 1, "x ← x + g", "a stream"),
                Plans.stream("READ_2_WRITE_1", 1_000));
        Row elsewhere = plain.in("another JVM", "", List.of());
        List<Row> rows = new ArrayList<>(List.of(plain, clipped, stream, elsewhere));
        for (int size = 10_000; size <= 100_000_000; size *= 10) {
            rows.add(Plans.row("SGD", "SIMD", size));
            rows.add(Plans.stream("READ_2_WRITE_1", size));
        }
        rows.add(Plans.arithmetic("DIVIDE", 1_000));
        Collections.reverse(rows); // whichever is declared first
        Rounds rounds = rounds(Plans.plan(1, 0, rows.toArray(Row[]::new)), 1);
        for (int round = 1; round <= 50; round++) {
            List<String> order = rounds.order(round).stream().map(Row::id).toList();
            for (Row other : List.of(clipped, stream, elsewhere)) assertThat(distance(order, plain, other)).as("%s", order).isLessThan(4);
            for (int k = 1; k < rows.size() - 4; k += 2) {
                assertThat(distance(order, rows.get(k), rows.get(k + 1))).as("%s", order).isEqualTo(1);
            }
        }
    }

    @Test
    void whatIsNotComparedIsInBlocksOfItsOwn() {
        List<Row> rows = List.of(Plans.row("SGD", "SIMD", 1_000), Plans.row("SGD", "SIMD", 100_000), Plans.arithmetic("DIVIDE", 1_000),
                Plans.arithmetic("ROOT", 1_000));
        assertThat(Blocks.of(rows)).hasSize(4);
    }

    @Test
    void theSeedFixesTheOrder() {
        Rounds rounds = rounds(Plans.plan(1, 0, ROWS), 1);
        assertThat(rounds.order(3)).isEqualTo(rounds(Plans.plan(1, 0, ROWS), 1).order(3)).isNotEqualTo(rounds.order(4));
    }

    @Test
    void theBudgetSetsTheNumberOfRounds() throws Exception {
        run(Plans.plan(0, 300, ROWS), 12); // a round takes a minute
        assertThat(measured).hasSize(25);
        assertThat(said.toString()).contains("round 1 of about 5, fork 5 of 5, 1m00s so far, about 4m00s left");
    }

    @Test
    void aRoundThatHasBegunIsCompletedWhateverTheBudget() throws Exception {
        run(Plans.plan(0, 60, ROWS), 100);
        assertThat(measured).hasSize(5);
    }

    @Test
    void whatWasMeasuredBeforeIsNotMeasuredAgainAndItsTimeCounts() throws Exception {
        Plan plan = Plans.plan(0, 300, ROWS); // five rounds of a minute
        Rounds rounds = rounds(plan, 12);
        List<Measurement> before = new ArrayList<>();
        for (int round = 1; round <= 2; round++) {
            for (Row row : round == 1 ? rounds.order(1) : rounds.order(2).subList(0, 3)) {
                before.add(new Measurement(row.id(), round, 1, "2026-01-01T00:00:00Z", 12, 0, 0, 0, new double[]{1}, Map.of(), null));
            }
        }
        try (Journal journal = Journal.create(folder.resolve("journal.jsonl"))) {
            rounds.run(journal, before);
        }
        assertThat(measured).hasSize(25 - 8);
        assertThat(measured.stream().limit(2).map(Measurement::row))
                .containsExactlyElementsOf(rounds.order(2).subList(3, 5).stream().map(Row::id).toList());
    }

    @Test
    void aBudgetUnderOneRoundIsRefusedWithTheTimeItNeeds() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Plans.plan(0, 49, ROWS))
                .withMessage("a budget of 49s is less than one round of profile test, which needs about 50s")
                .matches(refused -> refused.exitCode() == ExitCode.USAGE);
    }
}
