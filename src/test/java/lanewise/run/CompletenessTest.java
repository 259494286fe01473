package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lanewise.compare.Comparisons;
import org.junit.jupiter.api.Test;

/// How much of a plan was measured.
class CompletenessTest {

    private static final Row[] ROWS = {Plans.row("SGD", "SIMD", 1_000), Plans.row("ADAM", "SIMD", 1_000)};
    private static final Plan PLAN = Plans.plan(10, 0, ROWS);

    private static String of(Plan plan, List<Measurement> measurements) {
        return Completeness.of(plan, measurements).toString();
    }

    @Test
    void plannedRoundsCountAndNotAForkOfEachRow() {
        List<Measurement> all = Shards.measured(PLAN, 10, _ -> 1);
        assertThat(Completeness.of(PLAN, all).isWhole()).isTrue();
        assertThat(of(PLAN, all.subList(0, 7))).isEqualTo("13 of 20 forks are missing");
        assertThat(of(PLAN, all.subList(0, 19))).isEqualTo("1 of 20 forks is missing");
        assertThat(of(PLAN, List.of())).isEqualTo("20 of 20 forks are missing");
        List<Measurement> broken = new ArrayList<>(all.subList(0, 18));
        broken.add(Comparisons.failed(all.get(18)));
        assertThat(of(PLAN, broken)).isEqualTo("1 of 20 forks is missing and 1 failed");
        assertThat(Completeness.of(PLAN, broken).isWhole()).isFalse();
    }

    @Test
    void ofABudgetTheRoundsThatWereBegunCount() {
        Plan budget = Plans.plan(0, 60, ROWS);
        List<Measurement> three = Shards.measured(budget, 3, _ -> 1);
        assertThat(Completeness.of(budget, three).isWhole()).isTrue();
        assertThat(of(budget, three.subList(0, 5))).isEqualTo("1 of 6 forks is missing");
        assertThat(of(budget, List.of())).isEqualTo("2 of 2 forks are missing");
    }

    @Test
    void aRoundOfAShardHasItsOwnRows() {
        Plan joined = new Plan(Plan.SCHEMA, "", "test", 1, 4, 0, PLAN.sampling(), PLAN.rows(), List.of(), List.of(), null, List.of(),
                List.of(new Plan.Joined(1, "one", 1, 2), new Plan.Joined(2, "two", 3, 2)));
        List<Measurement> all = new ArrayList<>();
        for (Measurement m : Shards.measured(PLAN, 4, _ -> 1)) {
            if (m.row().equals(ROWS[m.round() < 3 ? 0 : 1].id())) all.add(m);
        }
        assertThat(all).hasSize(4);
        assertThat(Completeness.of(joined, all).isWhole()).isTrue();
        assertThat(of(joined, all.subList(0, 3))).isEqualTo("1 of 4 forks is missing");
        assertThat(of(joined, all.subList(0, 2))).isEqualTo("2 of 4 forks are missing");
    }
}
