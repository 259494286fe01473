package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lanewise.run.Family;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Plans;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;
import org.junit.jupiter.api.Test;

/// Shares of roofs, by numbers that can be followed by hand.
class SummaryTest {

    /// Of the suite's own vectors.
    private static final int LANES = 16;

    private static final Row STREAM = Plans.stream("READ_2_WRITE_1", 1_000);
    private static final Row DIVIDE = Plans.arithmetic("DIVIDE", 1_000);
    private static final Row ROOT = Plans.arithmetic("ROOT", 1_000);

    private static final Map<String, Integer> OPERATIONS = Map.of(DIVIDE.name(), 1, ROOT.name(), 2);

    /// A step that reads 8 and writes 4 bytes, with one divide and two roots.
    private static final Row STEP = Plans.under(new Roofs(List.of(STREAM.name()), OPERATIONS), Plans.row("HEAVY", "SIMD", 1_000));

    private static Line step(double[] stream, double[] divide, double[] root, double[] step) {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= step.length; round++) {
            add(measurements, STREAM, round, stream);
            add(measurements, DIVIDE, round, divide);
            add(measurements, ROOT, round, root);
            add(measurements, STEP, round, step);
        }
        Plan plan = Plans.plan(step.length, 0, STEP, STREAM, DIVIDE, ROOT);
        return Summary.of(plan, measurements, LANES).lines().getFirst();
    }

    private static void add(List<Measurement> to, Row row, int round, double[] nanoseconds) {
        if (nanoseconds.length < round) return;
        to.add(new Measurement(row.id(), round, 1, "2026-01-01T00:00:00Z", 1, 0, 0, 0, new double[]{nanoseconds[round - 1]}, Map.of(),
                null));
    }

    @Test
    void theSlowerRoofBinds() {
        // compute: 100 + 2 · 150 = 400 in both rounds
        Line line = step(new double[]{50, 50}, new double[]{100, 100}, new double[]{150, 150}, new double[]{500, 800});
        assertThat(line.bound()).hasValue(Line.Bound.COMPUTE);
        assertThat(line.share()).isCloseTo((0.8 + 0.5) / 2, within(1e-12));
        line = step(new double[]{450, 450}, new double[]{100, 100}, new double[]{150, 150}, new double[]{500, 900});
        assertThat(line.bound()).hasValue(Line.Bound.MEMORY);
        assertThat(line.share()).isCloseTo((0.9 + 0.5) / 2, within(1e-12));
    }

    /// @param lanes of the fork; it does not say them if they are 0
    /// @param lanes 0 if the fork does not say
    private static Measurement says(Row row, double nanoseconds, int lanes) {
        Map<String, Object> facts = lanes > 0 ? Map.of("lanes", lanes) : Map.of();
        return new Measurement(row.id(), 1, 1, "2026-01-01T00:00:00Z", 1, 0, 0, 0, new double[]{nanoseconds}, facts, null);
    }

    private static Row multiplyAdds(long count, boolean perLane) {
        return Plans.doing(new Work(Unit.MULTIPLY_ADD, count, perLane, 0, 0, 1, "", ""), Plans.arithmetic("MULTIPLY_ADD", 1));
    }

    private static Row product(long multiplyAdds) {
        return Plans.multiplying("SgemmBenchmark.multiply", Map.of("variant", "SIMD", "shape", "10x10x20"), Family.PRODUCT, "10x10x20",
                multiplyAdds);
    }

    /// Two JVMs on a machine of 16 lanes, one of which has 8: both do a multiply-add in 0.02 ns, however the plan counts them.
    ///
    /// @param narrow nanoseconds of the loop in the JVM of 8 lanes
    private static void requireRoofOfTheForksLanes(Row loop, double narrow) {
        List<Row> rows = Stream.of("wide", "narrow").flatMap(jvm -> Stream.of(product(2_000), loop).map(row -> row.in(jvm, "", List.of())))
                .toList();
        List<Measurement> measurements = List.of(says(rows.get(0), 50, 16), says(rows.get(1), 32, 16),
                says(rows.get(2), 50, 8), says(rows.get(3), narrow, 8));
        Summary summary = Summary.of(Plans.plan(1, 0, rows.toArray(Row[]::new)), measurements, LANES);
        assertThat(summary.where(Sections::isProduct)).hasSize(2)
                .allSatisfy(line -> assertThat(line.share()).isCloseTo(0.8, within(1e-12)));
        assertThat(RoofTable.of(summary).rows()).hasSize(2).allSatisfy(cells -> assertThat(cells).contains("0.02000", "100.0"));
        assertThat(summary.lanes()).isEqualTo("16 lanes (wide), 8 lanes (narrow)");
    }

    @Test
    void theRoofOfMultiplyAddsIsThatOfTheForksLanes() {
        requireRoofOfTheForksLanes(multiplyAdds(1_600, false), 32);
        requireRoofOfTheForksLanes(multiplyAdds(100, true), 16); // of schema 1
    }

    @Test
    void forksSayHowManyLanesTheirVectorsHave() {
        Row loop = multiplyAdds(1_600, false);
        Row wide = loop.in("wide", "", List.of());
        Row narrow = loop.in("narrow", "", List.of());
        Plan both = Plans.plan(1, 0, wide, narrow);
        assertThat(new RunTimes(both, List.of(says(wide, 32, 16), says(narrow, 32, 8)), LANES).lanesText())
                .isEqualTo("16 lanes (wide), 8 lanes (narrow)");
        assertThat(new RunTimes(both, List.of(says(narrow, 32, 8)), LANES).lanesText()).as("those of the wide one say nothing")
                .isEqualTo("16 lanes (wide), 8 lanes (narrow)");
        assertThat(new RunTimes(both, List.of(says(wide, 32, 0)), LANES).lanesText()).as("no fork says its lanes")
                .isEqualTo("16 lanes");
        assertThat(new RunTimes(Plans.plan(1, 0, narrow), List.of(says(narrow, 1, 8)), LANES).lanesText()).isEqualTo("8 lanes");
    }

    @Test
    void productsHaveTheRoofOfMultiplyAdds() {
        Row roof = Plans.arithmetic("MULTIPLY_ADD", 1_000);
        Row product = product(2_000);
        List<Measurement> measurements = new ArrayList<>();
        add(measurements, roof, 1, new double[]{20});
        add(measurements, product, 1, new double[]{50});
        Summary summary = Summary.of(Plans.plan(1, 0, product, roof), measurements, LANES);
        assertThat(summary.lines().getFirst().share()).isCloseTo(0.8, within(1e-12)); // 2,000 take at least 40
        assertThat(ProductTable.of(summary).rows()).hasSize(1);
        assertThat(ProductTable.of(summary).rows().getFirst()).contains("10x10x20", "80.0", "0.80");
        assertThat(RoofTable.of(summary).rows()).hasSize(1);
    }

    private static Row layer(String method, int number, String what, long multiplyAdds) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("network", "net");
        parameters.put("layer", "" + number);
        parameters.put("variant", "SIMD");
        parameters.put("batch", "4");
        return Plans.multiplying("LayerBenchmark." + method, parameters, Family.LAYER, what, multiplyAdds);
    }

    @Test
    void aLayersWaysStandInOneLineUnderTheRoofOfMultiplyAdds() {
        Row roof = Plans.arithmetic("MULTIPLY_ADD", 1_000);
        Row minibatch = Plans.multiplying("MinibatchBenchmark.forward",
                Map.of("network", "net", "variant", "SIMD", "batch", "4", "optimizer", "SGD"), Family.MINIBATCH, "net", 3_000_000);
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(minibatch, new double[]{60_000});
        rounds.put(layer("forward", 1, "dense 50→10", 1_000_000), new double[]{20_000}); // half of the roof's 10,000
        rounds.put(layer("backward", 1, "dense 50→10", 1_000_000), new double[]{12_500}); // 0.8 of it
        rounds.put(layer("backward", 12, "dense 10→100", 2_000_000), new double[]{40_000});
        rounds.put(roof, new double[]{10});
        List<Table> tables = summary(rounds).tables();
        assertThat(tables).hasSize(3);
        assertThat(tables.get(1).rows()).containsExactly(
                List.of("net", "1 dense 50→10", "4", "SIMD", "0.0200", "0.0125", "100.0", "160.0", "0.62", "1", "0.0 %"),
                List.of("net", "12 dense 10→100", "4", "SIMD", "–", "0.0400", "–", "100.0", "–", "1", "–"));
        assertThat(tables.getFirst().rows()).singleElement().asInstanceOf(LIST)
                .startsWith("net", "4", "SIMD", "0.0600", "–").contains("100.0");
        assertThat(tables.getLast().head()).contains("roof");
    }

    private static Row onTwoThreads(String benchmark, Family family, String label, Row row) {
        Work work = row.work();
        return Plans.with("threads", "2", Plans.as(benchmark, family, label, Plans.doing(new Work(work.unit(), work.count(), false,
                work.bytesRead(), work.bytesWritten(), 2, work.formula(), work.source()), row)));
    }

    @Test
    void aStepOnSeveralThreadsIsComparedWithStreamsOnAsManyAndThePlainStep() {
        Row stream = onTwoThreads("ParallelStreamBenchmark.step", Family.STREAM, "READ_2_WRITE_1, 2 threads", STREAM);
        Row parallel = Plans.under(new Roofs(List.of(stream.name()), OPERATIONS),
                onTwoThreads("ParallelStepBenchmark.step", Family.PARALLEL_STEP, "ParallelStep, 2 threads", STEP))
                .comparedWith(ComparedWith.plain(STEP.name()));
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= 2; round++) {
            add(measurements, STEP, round, new double[]{1_000, 1_000});
            add(measurements, STREAM, round, new double[]{900, 900});
            add(measurements, parallel, round, new double[]{600, 500});
            add(measurements, stream, round, new double[]{450, 450});
            add(measurements, DIVIDE, round, new double[]{100, 100});
            add(measurements, ROOT, round, new double[]{150, 150});
        }
        Summary summary = Summary.of(Plans.plan(2, 0, STEP, parallel, STREAM, stream, DIVIDE, ROOT), measurements, LANES);
        Line line = summary.lines().get(1);
        assertThat(line.share()).isCloseTo((450 / 600.0 + 450 / 500.0) / 2, within(1e-12)); // compute is 400 on one thread, 200 on two
        assertThat(line.timeToPlain()).isCloseTo(1 / ((1_000 / 600.0 + 1_000 / 500.0) / 2), within(1e-12));
        assertThat(line.speedUpOverBest()).hasValueSatisfying(speedUp -> assertThat(speedUp.over()).isEqualTo("plain"));
        assertThat(ScenarioTable.of(summary).rows().getFirst().getFirst()).isEqualTo("ParallelStep, 2 threads");
        assertThat(RoofTable.of(summary).rows()).anyMatch(cells -> cells.getFirst().equals("READ_2_WRITE_1, 2 threads"));
    }

    @Test
    void rowsOfAnEmbeddingStandBesideTheStepOfAllOfThem() {
        Row sparse = Plans.as("SparseStepBenchmark.step", Family.SPARSE_STEP, "SparseStep, 10 ‰ of the rows, in place",
                Plans.with("layout", "IN_PLACE", Plans.with("permille", "10",
                        Plans.doing(new Work(Unit.PARAMETER, 10, 8, 4, "", ""), STEP))))
                .comparedWith(ComparedWith.plain(STEP.name()));
        List<Measurement> measurements = new ArrayList<>();
        add(measurements, STEP, 1, new double[]{1_000});
        add(measurements, sparse, 1, new double[]{20});
        Summary summary = Summary.of(Plans.plan(1, 0, STEP, sparse), measurements, LANES);
        assertThat(summary.lines().get(1).timeToPlain()).isCloseTo(0.02, within(1e-12));
        assertThat(summary.lines().get(1).nanosecondsPerUnit()).isEqualTo(2);
        assertThat(ScenarioTable.of(summary).rows().getFirst()).startsWith("SparseStep, 10 ‰ of the rows, in place", "HEAVY", "10");
    }

    @Test
    void aShareAboveOneIsShownAsItIs() {
        assertThat(step(new double[]{600}, new double[]{1}, new double[]{1}, new double[]{500}).share()).isEqualTo(1.2);
    }

    @Test
    void withoutItsRoofsARowHasNoShare() {
        assertThat(step(new double[]{}, new double[]{1}, new double[]{1}, new double[]{500})).matches(
                line -> Double.isNaN(line.share()) && line.bound().isEmpty());
        assertThat(step(new double[]{1}, new double[]{1}, new double[]{}, new double[]{500})).matches(
                line -> Double.isNaN(line.share()) && line.bound().isEmpty());
    }

    @Test
    void onlyRoundsThatHaveTheRoofCount() {
        assertThat(step(new double[]{250}, new double[]{1}, new double[]{1}, new double[]{500, 1}).share()).isEqualTo(0.5);
    }

    private static Summary summary(Map<Row, double[]> rounds) {
        return summary(rounds, LANES);
    }

    private static Summary summary(Map<Row, double[]> rounds, int lanes) {
        List<Measurement> measurements = new ArrayList<>();
        rounds.forEach((row, nanoseconds) -> {
            for (int round = 1; round <= nanoseconds.length; round++) add(measurements, row, round, nanoseconds);
        });
        return Summary.of(Plans.plan(1, 0, rounds.keySet().toArray(Row[]::new)), measurements, lanes);
    }

    private static double[] times(double value, int rounds, double drift) {
        double[] times = new double[rounds];
        for (int k = 0; k < rounds; k++) times[k] = value * (1 + drift * k); // two drifts make ratios of which no two are alike
        return times;
    }

    @Test
    void simdMeetsTheBestOtherKernel() {
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(Plans.row("SGD", "SIMD", 1_000), times(100, 10, 1e-3));
        rounds.put(Plans.row("SGD", "SCALAR", 1_000), times(90, 10, 1.1e-3));
        rounds.put(Plans.row("SGD", "UNROLLED", 1_000), times(400, 10, 0));
        SpeedUp speedUp = summary(rounds).lines().getFirst().speedUpOverBest().orElseThrow();
        assertThat(speedUp.over()).isEqualTo("SCALAR");
        assertThat(speedUp.ratio()).isCloseTo(0.9, within(1e-3));
        assertThat(Findings.of(summary(rounds))).containsExactly(
                "SIMD's speed over that of the best other variant, from the ratios within rounds: in 1 of 1 cells the 95 % interval lies "
                        + "wholly below 0.95: SGD 1,000 (0.90 to 0.90 of SCALAR, adjusted p 0.001); adjusted for that many cells (Holm) 1 remain.");
        rounds.put(Plans.row("SGD", "SCALAR", 1_000), times(96, 10, 1.1e-3));
        assertThat(Findings.of(summary(rounds))).containsExactly(
                "SIMD's speed over that of the best other variant, from the ratios within rounds: in none of 1 cells the 95 % interval lies "
                        + "wholly below 0.95.");
    }

    @Test
    void theRoofIsTheFormWithTheLeastMedianNotTheLuckiestOfEachRound() {
        Row paced = Plans.with("form", "PACED", STREAM);
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(Plans.under(new Roofs(List.of(STREAM.name(), paced.name()), Map.of()), Plans.row("SGD", "SIMD", 1_000)),
                new double[]{100, 100, 100});
        rounds.put(STREAM, new double[]{90, 90, 90});
        rounds.put(paced, new double[]{50, 95, 95});
        rounds.put(DIVIDE, new double[]{1, 1, 1});
        rounds.put(ROOT, new double[]{1, 1, 1});
        assertThat(summary(rounds).lines().getFirst().share()).isEqualTo(0.9);
    }

    private static Row lbfgs(String variant, Row stream) {
        Row step = Plans.as("LbfgsBenchmark.step", Family.LBFGS, "LBFGS", Plans.doing(
                new Work(Unit.PARAMETER, 1_000, 336, 92, "d ← −Hg, w ← w + d", "a book"), Plans.row("LBFGS", variant, 1_000)));
        return Plans.under(new Roofs(List.of(stream.name()), Map.of()), step)
                .comparedWith(new ComparedWith("LbfgsBenchmark.step LBFGS SCALAR_NO_AUTOVEC 1000", List.of(), "", ""));
    }

    @Test
    void lbfgsIsAStepUnderARoofOfItsOwnTraffic() {
        Row stream = Plans.as("LbfgsStreamBenchmark.step", Family.STREAM, "READ_84_WRITE_23", Plans.doing(
                new Work(Unit.ELEMENT, 1_000, 336, 92, "x ← x + y", ""), Plans.stream("READ_84_WRITE_23", 1_000)));
        Row simd = lbfgs("SIMD", stream);
        Row baseline = lbfgs("SCALAR_NO_AUTOVEC", stream);
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(simd, new double[]{100});
        rounds.put(baseline, new double[]{400});
        rounds.put(STREAM, new double[]{1});
        rounds.put(stream, new double[]{80});
        assertThat(summary(rounds).lines().getFirst()).matches(line -> Sections.isStep(line) && line.share() == 0.8 && line.speedUp() == 4
                && line.bound().equals(Optional.of(Line.Bound.MEMORY)));
    }

    @Test
    void whatATailCostsIsSaid() {
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(Plans.row("SGD", "SIMD", 1_000), times(125, 3, 0));
        rounds.put(Plans.row("SGD", "SIMD", 1_024), times(102.4, 3, 0));
        assertThat(Findings.of(summary(rounds))).contains(
                "A tail of 8 of 16 lanes: at 1,000 parameters a SIMD step takes more time per parameter than at 1,024 by 25 % (SGD).");
        assertThat(Findings.of(summary(rounds, 8))).noneMatch(sentence -> sentence.contains("tail"));
    }

    @Test
    void aStepUnderAnotherConditionStandsBesideThePlainOne() {
        Row plain = Plans.row("ADAM", "SIMD", 1_000);
        Row mixed = Plans.scenario("MixedSizes", plain);
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(plain, new double[]{100, 200});
        rounds.put(mixed, new double[]{150, 300});
        Line line = summary(rounds).lines().get(1);
        assertThat(Sections.isScenario(line)).isTrue();
        assertThat(line.timeToPlain()).isEqualTo(1.5);
    }

    @Test
    void jvmsAreComparedWithTheFirstAndMeetTheirOwnRoofs() {
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        for (String jvm : List.of("a", "b")) {
            double factor = jvm.equals("a") ? 1 : 2;
            rounds.put(STREAM.in(jvm, "", List.of()), new double[]{50 * factor});
            rounds.put(DIVIDE.in(jvm, "", List.of()), new double[]{1});
            rounds.put(ROOT.in(jvm, "", List.of()), new double[]{1});
            rounds.put(STEP.in(jvm, "", List.of()), new double[]{100 * factor});
        }
        Summary summary = summary(rounds);
        assertThat(summary.lines().get(3).timeTo("a")).isNaN();
        assertThat(summary.lines().get(7).timeTo("a")).isEqualTo(2);
        assertThat(summary.where(Sections::isStep)).hasSize(2).allMatch(line -> line.share() == 0.5);
        assertThat(StepTable.of(summary).toText()).contains("JVM  time to first", "b            2.000");
    }
}
