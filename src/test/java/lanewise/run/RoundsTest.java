package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
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
