package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.run.Environment;
import lanewise.run.Family;
import lanewise.run.Journal;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Plans;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reports go by what rows declare, whatever these are called.
class DeclaredTest {

    private static final Environment HERE = new Environment("A CPU", "", 1, 2, List.of(), List.of(), 16, 1L << 34, 1L << 33, "madvise",
            "unknown", "none", "Linux 6", "JVM 25", List.of(), "0123456789", false);

    @TempDir
    private Path results;

    /// A fork that got no huge pages.
    private static Measurement fork(Row row) {
        return new Measurement(row.id(), 1, 1, "2026-01-01T00:00:00Z", 1, 0, 0, 0, new double[]{1_000}, Map.of("hugePageKilobytes", 0),
                null);
    }

    private String report(Row row) throws Exception {
        RunFolder folder = RunFolder.create(results, Instant.EPOCH, HERE, Plans.plan(1, 0, row));
        try (Journal journal = Journal.create(folder.journal())) {
            journal.append(fork(row));
        }
        return new Report(folder).toText();
    }

    @Test
    void aLargeStepWithoutHugePagesIsNamed() throws Exception {
        assertThat(report(Plans.row("SGD", "SIMD", 10_000_000))).contains("in 1 of 1 forks of 10,000,000 parameters or more");
    }

    /// Ten million multiply-adds fit a cache.
    @Test
    void multiplyAddsAreNoParameters() throws Exception {
        Row product = Plans.multiplying("SgemmBenchmark.multiply", Map.of("shape", "250x200x200", "variant", "SIMD"), Family.PRODUCT,
                "250x200x200", 10_000_000);
        assertThat(report(product)).contains("250x200x200").doesNotContain("10,000,000 parameters");
    }

    /// The roof of the row that is compared with others, here of a variant that this suite does not know.
    @Test
    void aChartHasTheRoofOfTheRowsThatHaveAlternatives() {
        assertThat(chart(steps("MINE", "SIMD"), steps("SIMD", ""))).contains("MINE").contains("roof, 1,000");
        assertThat(chart(steps("MINE", ""), steps("SIMD", ""))).contains("MINE").doesNotContain("roof");
        assertThat(chart(steps("MINE", ""), List.of())).as("the only variant").contains("roof, 1,000");
    }

    private static List<Row> steps(String variant, String alternative) {
        return Stream.of(1_000, 10_000).map(size -> Plans.row("SGD", variant, size).comparedWith(alternative.isEmpty()
                ? ComparedWith.NOTHING
                : ComparedWith.alternatives(List.of(Plans.row("SGD", alternative, size).name())))).toList();
    }

    private static String chart(List<Row> one, List<Row> another) {
        List<Row> streams = List.of(Plans.stream("READ_2_WRITE_1", 1_000), Plans.stream("READ_2_WRITE_1", 10_000));
        Plan plan = Plans.plan(1, 0, Stream.of(one, another, streams).flatMap(List::stream).toArray(Row[]::new));
        return Chart.of(Summary.of(plan, plan.rows().stream().map(DeclaredTest::fork).toList(), 16)).get("SGD");
    }

    /// The speed of a product is said over its baseline, whatever that is called, and of its alternatives only that one.
    @Test
    void theSpeedOfProductsIsOverTheirBaseline() {
        Row own = product("SCALAR");
        Row another = product("MINE");
        List<String> alternatives = List.of(own.name(), another.name());
        assertThat(findings(product("SIMD").comparedWith(new ComparedWith(another.name(), alternatives, "", "")), own, another))
                .singleElement().asString().contains("speed over that of MINE, geometric mean of 1 products: 1.00");
        assertThat(findings(product("SIMD").comparedWith(ComparedWith.alternatives(alternatives)), own, another)).isEmpty();
    }

    private static Row product(String variant) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("variant", variant);
        parameters.put("shape", "8x8x8");
        return Plans.multiplying("SgemmBenchmark.multiply", parameters, Family.PRODUCT, "8x8x8", 512);
    }

    private static List<String> findings(Row... rows) {
        return Findings.of(Summary.of(Plans.plan(1, 0, rows), Stream.of(rows).map(DeclaredTest::fork).toList(), 16));
    }

    /// The table of minibatches calculates with the batch.
    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "four", "9999999999"})
    void aBatchThatIsNoCountIsRefused(String batch) {
        assertThatThrownBy(() -> Plans.multiplying("MinibatchBenchmark.forward",
                Map.of("network", "net", "variant", "SIMD", "batch", batch, "optimizer", "SGD"), Family.MINIBATCH, "net", 1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters.batch must be a whole number above 0, was \"" + batch + '"');
    }
}
