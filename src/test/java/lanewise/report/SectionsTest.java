package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.run.Family;
import lanewise.run.Plans;
import lanewise.run.Row;
import lanewise.run.Row.Unit;
import lanewise.suite.ExternalKernels;
import lanewise.suite.Profile;
import lanewise.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every row of every profile stands in one table, and in no second one.
@Execution(ExecutionMode.CONCURRENT)
class SectionsTest {

    private static List<Row> rows(Profile profile) {
        return Suite.rows(profile, ExternalKernels.NONE, _ -> true);
    }

    private static List<Table> tables(List<Row> rows) {
        return Summary.of(Plans.plan(1, 0, rows.toArray(Row[]::new)), List.of(), 16).tables();
    }

    /// The update of a minibatch has no line: it is a column of its network's line.
    private static boolean isUpdate(Row row) {
        return row.family() == Family.MINIBATCH && row.work().unit() == Unit.PARAMETER;
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void everyRowStandsInOneTable(Profile profile) {
        assertThat(rows(profile)).isNotEmpty().allSatisfy(row -> {
            List<Table> tables = tables(List.of(row));
            assertThat(tables).as(row.id()).hasSize(isUpdate(row) ? 0 : 1);
            assertThat(tables).allSatisfy(table -> assertThat(table.rows()).hasSize(1));
        });
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void rowsOfOneFamilyStandInTheSameTable(Profile profile) {
        rows(profile).stream().collect(Collectors.groupingBy(Row::family)).forEach((family, rows) -> {
            List<Table> tables = tables(rows);
            assertThat(tables).as("%s", family).hasSize(1);
            boolean together = family == Family.MINIBATCH || family == Family.LAYER; // several rows make a line
            assertThat(tables.getFirst().rows()).as("%s", family).hasSize(together
                    ? (int) rows.stream().filter(row -> !isUpdate(row)).map(SectionsTest::lineOf).distinct().count()
                    : rows.size());
        });
    }

    private static List<String> lineOf(Row row) {
        return Stream.of("network", "layer", "batch", "variant").map(row::parameter).toList();
    }

    /// The tables of a network find its passes by the method that its rows declare.
    @Test
    void theRowsOfANetworkDeclareWhichPassTheyAre() {
        assertThat(Stream.of(Profile.values()).flatMap(profile -> rows(profile).stream())
                .filter(row -> row.family() == Family.MINIBATCH || row.family() == Family.LAYER).map(Row::method).distinct())
                .containsExactlyInAnyOrder("forward", "backward", "update", "step");
    }

    /// An optimizer whose update is measured has a column, and no other has.
    @Test
    void theColumnsOfUpdatesAreThoseThatWereMeasured() {
        List<Row> full = rows(Profile.FULL).stream().filter(row -> row.family() == Family.MINIBATCH).toList();
        assertThat(tables(full).getFirst().head()).containsSubsequence("update SGD", "update MOMENTUM", "update ADAM");
        List<Row> changed = full.stream().map(row -> row.parameter("optimizer").equals("SGD") ? Plans.with("optimizer", "LION", row) : row)
                .toList();
        assertThat(tables(changed).getFirst().head()).contains("update LION").doesNotContain("update SGD");
        assertThat(tables(full.stream().filter(row -> !isUpdate(row)).toList()).getFirst().head())
                .noneMatch(head -> head.startsWith("update"));
    }

    /// Or else the tests above would hold of less than they say.
    @Test
    void theProfilesHaveRowsOfEveryFamily() {
        Set<Family> families = Stream.of(Profile.values()).flatMap(profile -> rows(profile).stream()).map(Row::family)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Family.class)));
        assertThat(families).containsExactly(Family.values());
    }
}
