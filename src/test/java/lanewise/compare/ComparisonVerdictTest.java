package lanewise.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lanewise.optim.Catalogue;
import lanewise.report.ComparisonReport;
import lanewise.run.ExitCode;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.stats.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How comparisons end, from journals of forks that were told what to say. What the statistics make of pairs is tested where they are.
class ComparisonVerdictTest {

    private static final int SCREEN = Comparisons.RULE.screenRounds();
    private static final int ALL = SCREEN + Comparisons.RULE.confirmRounds();
    private static final Plan PLAN = Comparisons.plan("SGD", "MOMENTUM", "NESTEROV", "ADAGRAD", "ADAM");

    @TempDir
    private Path results;

    private int folders;

    /// Adam takes `ratio` times as long in the head; the others are the same, in both stages as far as they are asked for.
    private static List<Measurement> adam(double ratio) {
        List<Measurement> forks = new ArrayList<>();
        for (int round = 1; round <= ALL; round++) {
            for (Row row : PLAN.rows()) {
                boolean adam = row.id().contains(" ADAM ");
                if (round > SCREEN && !adam) continue;
                forks.add(Comparisons.fork(row, round, forks.size() + 1,
                        adam && row.jvm().configuration().equals(Comparison.HEAD) ? ratio : 1));
            }
        }
        return forks;
    }

    private RunFolder folder(Comparison comparison, List<Measurement> measurements) throws Exception {
        return Comparisons.folder(results, "comparison-" + ++folders, Comparisons.HERE, PLAN, comparison, measurements);
    }

    private RunFolder folder(List<Measurement> measurements) throws Exception {
        return folder(Comparisons.of(PLAN, "1", "2"), measurements);
    }

    private static List<Measurement> change(List<Measurement> measurements, String row, int rounds, UnaryOperator<Measurement> change) {
        return measurements.stream().map(m -> m.row().contains(row) && m.round() <= rounds ? change.apply(m) : m).toList();
    }

    private void ends(Verdict verdict, int exitCode, List<Measurement> measurements) throws Exception {
        ComparisonVerdict ruling = ComparisonVerdict.of(folder(measurements));
        assertThat(ruling.verdict()).isEqualTo(verdict);
        assertThat(ExitCode.of(ruling.verdict(), false)).isEqualTo(exitCode);
    }

    @Test
    void everyWayToEndHasItsExitCode() throws Exception {
        ends(Verdict.REGRESSED, 1, adam(1.2));
        ends(Verdict.IMPROVED, 0, adam(0.8));
        ends(Verdict.INCOMPLETE, 3, List.of());
        ends(Verdict.INCOMPLETE, 3, adam(1.2).stream().filter(m -> m.round() <= SCREEN).toList());
        ends(Verdict.INCOMPLETE, 3, change(adam(1), "NESTEROV SIMD 1000 [head]", ALL, Comparisons::failed));
        ends(Verdict.UNFIT, 4, change(adam(1), "NESTEROV", 2, Comparisons::stolen));
        ends(Verdict.UNFIT, 4, change(adam(1.2), "", 10, Comparisons::throttled));
    }

    @Test
    void aRegressionIsNotExcusedByARowThatWasNotMeasured() throws Exception {
        ends(Verdict.REGRESSED, 1, change(adam(1.2), "NESTEROV SIMD 1000 [head]", ALL, Comparisons::failed));
    }

    @Test
    void theSameBuildIsFineAndUndecidedRowsAreAFaultOnlyIfAskedFor() throws Exception {
        ComparisonVerdict same = ComparisonVerdict.of(folder(Comparisons.of(PLAN, "1", "1"), adam(1)));
        assertThat(same.of(Verdict.REGRESSED)).isEmpty();
        assertThat(same.of(Verdict.INCONCLUSIVE)).isEmpty();
        assertThat(ExitCode.of(same.verdict(), true)).isZero();
        ComparisonVerdict noisy = ComparisonVerdict.of(folder(adam(1).stream().filter(m -> m.round() <= SCREEN)
                .map(m -> new Measurement(m.row(), m.round(), m.position(), m.started(), 1, 0, 0, 0,
                        new double[]{m.nanoseconds()[0] * (m.round() % 2 == 0 ^ m.row().contains("head") ? 1.2 : 1)}, Map.of(), null))
                .toList()));
        assertThat(noisy.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(ExitCode.of(noisy.verdict(), false)).isZero();
        assertThat(ExitCode.of(noisy.verdict(), true)).isEqualTo(5);
    }

    @Test
    void aSlowdownOfAllRowsIsOneRegression() throws Exception {
        Plan many = Comparisons.plan(Stream.of(Catalogue.values()).map(Enum::name).toArray(String[]::new));
        RunFolder folder = Comparisons.folder(results, "shifted", Comparisons.HERE, many, Comparisons.of(many, "1", "2"),
                Comparisons.measured(many, SCREEN, 1.05));
        ComparisonVerdict ruling = ComparisonVerdict.of(folder);
        assertThat(ruling.sharedShift()).isBetween(1.04, 1.06);
        assertThat(ruling.of(Verdict.REGRESSED)).isEmpty();
        assertThat(ExitCode.of(ruling.verdict(), false)).isEqualTo(1);
        assertThat(ruling.headline()).startsWith("REGRESSED: all rows 5.0 % slower; of " + Catalogue.values().length + " rows");
        assertThat(new ComparisonReport(folder).toText().split("all rows together", -1)).hasSize(2);
    }

    @Test
    void rowsThatOnlyOneBuildHasAreNeverFine() throws Exception {
        Comparison whole = Comparisons.of(PLAN, "1", "2");
        Comparison part = new Comparison(whole.schema(), whole.base(), whole.head(), whole.rule(), whole.margins(),
                List.of(new Plan.LeftOut("StepBenchmark.step LION SIMD 1000", "BASE has no optimizer LION")));
        RunFolder folder = folder(part, adam(1));
        assertThat(ExitCode.of(ComparisonVerdict.of(folder).verdict(), false)).isEqualTo(3);
        assertThat(new ComparisonReport(folder).toText())
                .contains("StepBenchmark.step LION SIMD 1000 is in one build only: BASE has no optimizer LION", "INCOMPLETE: of 5 rows");
    }

    @Test
    void aRowAtTheLargestMarginDoesNotDecide() throws Exception {
        Comparison usual = Comparisons.of(PLAN, "1", "2");
        Map<String, Double> margins = new LinkedHashMap<>(usual.margins());
        margins.put("StepBenchmark.step ADAM SIMD 1000", Margins.MOST);
        Comparison noisy = new Comparison(usual.schema(), usual.base(), usual.head(), usual.rule(), margins, List.of());
        RunFolder folder = folder(noisy, adam(1.3));
        assertThat(ComparisonVerdict.of(folder).of(Verdict.REGRESSED)).hasSize(1);
        assertThat(ExitCode.of(ComparisonVerdict.of(folder).verdict(), false)).isZero();
        assertThat(new ComparisonReport(folder).toText()).contains("REGRESSED (advisory)", "does not decide");
    }

    @Test
    void theMarkdownBeginsWithTheVerdictAndEndsWithTheCommand() throws Exception {
        RunFolder folder = folder(change(adam(1.2), "SGD SIMD 1000 [base]", 1, Comparisons::stolen));
        new ComparisonReport(folder).write(false);
        String text = Files.readString(folder.path().resolve("comparison.md"));
        assertThat(text.lines().findFirst()).hasValueSatisfying(line -> assertThat(line).startsWith("# REGRESSED: of 5 rows 1 regressed"));
        assertThat(text).contains("before (aaaaaaa) against after (bbbbbbb)",
                "| StepBenchmark.step ADAM SIMD 1000 | REGRESSED | 1.00 µs | 1.20 µs | 1.200 |",
                "<details><summary>The other 4 rows", "<details><summary>1 of 42 pairs do not count</summary>",
                "- StepBenchmark.step SGD SIMD 1000, round 1: the hypervisor gave 6.0 % of the processors to others", "A CPU, 2 cores");
        assertThat(text).endsWith("    " + PLAN.command() + "\n");
        assertThat(text.indexOf("ADAM SIMD")).isLessThan(text.indexOf("<details>"));
        try (Stream<Path> files = Files.list(folder.path())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("environment.json", "plan.json",
                    "gate.json",
                    "journal.jsonl", "comparison.md", "comparison.json", "report.html");
        }
    }

    @Test
    void theJsonHoldsTheVerdictOfEveryRow() throws Exception {
        RunFolder folder = folder(adam(1.2));
        new ComparisonReport(folder).write(false);
        JsonNode json = new JsonMapper().readTree(Files.readString(folder.path().resolve("comparison.json")));
        assertThat(json.path("verdict").asString()).isEqualTo("REGRESSED");
        assertThat(json.path("exitCode").asInt()).isEqualTo(1);
        assertThat(json.path("rows").size()).isEqualTo(5);
        JsonNode adam = json.path("rows").path(4);
        assertThat(adam.path("row").asString()).isEqualTo("StepBenchmark.step ADAM SIMD 1000");
        assertThat(adam.path("ratio").asDouble()).isBetween(1.19, 1.21);
        assertThat(adam.path("rounds").asInt()).isEqualTo(ALL - SCREEN);
        assertThat(adam.path("adjustedP").asDouble()).isBetween(0.0, 0.01);
        assertThat(json.path("rows").valueStream().filter(row -> row.path("verdict").asString().equals("SAME"))).hasSize(4)
                .allMatch(row -> row.path("detectable").asDouble() > 0);
        assertThat(Files.readString(folder.path().resolve("comparison.json"))).doesNotContain("NaN", "Infinity");
    }
}
