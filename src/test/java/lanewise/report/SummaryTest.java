package lanewise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        return new Row(row.benchmark(), row.parameters(), "", "", row.jvmArgs(), 1, 1, new Row.Work(1_000, 8, 4, 1, 2, "", ""));
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
        to.add(new Measurement(row.id(), round, 1, "2026-01-01T00:00:00Z", 1, 0, 0, 0, new double[]{nanoseconds[round - 1]}, Map.of(),
                null));
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

    private static ForkLanes lanes(int suite) {
        return new ForkLanes(Plans.plan(1, 0), List.of(), suite);
    }

    private static Measurement says(Row row, double nanoseconds, Map<String, Object> facts) {
        return new Measurement(row.id(), 1, 1, "2026-01-01T00:00:00Z", 1, 0, 0, 0, new double[]{nanoseconds}, facts, null);
    }

    /// Two JVMs on a machine of 16 lanes, one of which has 8: both do a multiply-add in 0.02 ns, whatever the plan counted for the suite's lanes.
    @Test
    void theRoofOfMultiplyAddsIsThatOfTheForksLanes() {
        Row roof = Plans.arithmetic("MULTIPLY_ADD", 1_600);
        Row product = new Row("lanewise.bench.SgemmBenchmark.multiply", Map.of("variant", "SIMD", "shape", "10x10x20"), "", "", List.of(),
                1, 1, new Row.Work(2_000, 0, 0, 0, 0, "", ""));
        Row[] wide = {product.in("wide", "", List.of()), roof.in("wide", "", List.of())};
        Row[] narrow = {product.in("narrow", "", List.of()), roof.in("narrow", "", List.of())};
        Plan plan = Plans.plan(1, 0, wide[0], wide[1], narrow[0], narrow[1]);
        for (boolean old : new boolean[]{true, false}) { // forks of older versions do not say their elements, which depended on the lanes
            List<Measurement> measurements = List.of(says(wide[0], 50, Map.of("lanes", 16)), says(narrow[0], 50, Map.of("lanes", 8)),
                    says(wide[1], 32, old ? Map.of("lanes", 16) : Map.of("lanes", 16, "elements", 1_600)),
                    says(narrow[1], old ? 16 : 32, old ? Map.of("lanes", 8) : Map.of("lanes", 8, "elements", 1_600)));
            ForkLanes lanes = new ForkLanes(plan, measurements, 16);
            Summary summary = Summary.of(lanes.corrected(plan), measurements);
            assertThat(summary.rows()).filteredOn(Summary.Line::isProduct).allSatisfy(line -> assertThat(line.share()).isCloseTo(0.8,
                    within(1e-12)));
            assertThat(Table.ofRoofs(summary).rows()).allSatisfy(cells -> assertThat(cells).contains("0.02000", "100.0"));
            assertThat(lanes).hasToString("16 lanes (wide), 8 lanes (narrow)");
        }
        assertThat(new ForkLanes(plan, List.of(says(wide[1], 32, Map.of())), 16)).as("no fork says its lanes").hasToString("16 lanes");
        assertThat(new ForkLanes(Plans.plan(1, 0, narrow), List.of(says(narrow[1], 1, Map.of("lanes", 8))), 16)).hasToString("8 lanes");
    }

    private static Row with(Row row, String benchmark, String parameter, String value, Row.Work work) {
        Map<String, String> parameters = new LinkedHashMap<>(row.parameters());
        if (!parameter.isEmpty()) parameters.put(parameter, value);
        return new Row("lanewise.bench." + benchmark, parameters, "", "", row.jvmArgs(), 1, 1, work);
    }

    @Test
    void productsAreHeldAgainstMultiplyAdds() {
        Row roof = Plans.arithmetic("MULTIPLY_ADD", 1_000);
        Row product = new Row("lanewise.bench.SgemmBenchmark.multiply", Map.of("variant", "SIMD", "shape", "10x10x20"), "", "", List.of(),
                1, 1,
                new Row.Work(2_000, 0, 0, 0, 0, "", ""));
        List<Measurement> measurements = new ArrayList<>();
        add(measurements, roof, 1, new double[]{20});
        add(measurements, product, 1, new double[]{50});
        Summary summary = Summary.of(Plans.plan(1, 0, product, roof), measurements);
        assertThat(summary.rows().getFirst().share()).isCloseTo(0.8, within(1e-12)); // 2,000 take at least 40
        assertThat(Table.ofProducts(summary).rows()).hasSize(1);
        assertThat(Table.ofProducts(summary).rows().getFirst()).contains("10x10x20", "80.0", "0.80");
        assertThat(Table.ofRoofs(summary).rows()).hasSize(1);
    }

    private static Row layer(String method, int number, String what, long multiplyAdds) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("network", "net");
        parameters.put("layer", "" + number);
        parameters.put("variant", "SIMD");
        parameters.put("batch", "4");
        return new Row("lanewise.bench.LayerBenchmark." + method, parameters, "", "", List.of(), 1, 1,
                new Row.Work(multiplyAdds, 0, 0, 0, 0, what, ""));
    }

    @Test
    void aLayersWaysStandInOneLineUnderTheRoofOfMultiplyAdds() {
        Row roof = Plans.arithmetic("MULTIPLY_ADD", 1_000);
        Row minibatch = new Row("lanewise.bench.MinibatchBenchmark.forward",
                Map.of("network", "net", "variant", "SIMD", "batch", "4", "optimizer", "SGD"), "", "", List.of(), 1, 1,
                new Row.Work(3_000_000, 0, 0, 0, 0, "", ""));
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(minibatch, new double[]{60_000});
        rounds.put(layer("forward", 1, "dense 50→10", 1_000_000), new double[]{20_000}); // half of the roof's 10,000
        rounds.put(layer("backward", 1, "dense 50→10", 1_000_000), new double[]{12_500}); // 0.8 of it
        rounds.put(layer("backward", 12, "dense 10→100", 2_000_000), new double[]{40_000});
        rounds.put(roof, new double[]{10});
        Summary summary = summary(rounds);
        assertThat(Layers.table(summary).rows()).containsExactly(
                List.of("net", "1 dense 50→10", "4", "SIMD", "0.0200", "0.0125", "100.0", "160.0", "0.62", "1", "0.0 %"),
                List.of("net", "12 dense 10→100", "4", "SIMD", "–", "0.0400", "–", "100.0", "–", "1", "–"));
        assertThat(Minibatches.table(summary).rows()).singleElement().asInstanceOf(LIST)
                .startsWith("net", "4", "SIMD", "0.0600", "–").contains("100.0");
        assertThat(Table.ofRoofs(summary).rows()).hasSize(1);
        assertThat(Table.ofConditions(summary).isEmpty()).isTrue();
    }

    @Test
    void aStepOnSeveralThreadsIsHeldAgainstStreamsOnAsManyAndThePlainStep() {
        Row parallel = with(STEP, "ParallelStepBenchmark.step", "threads", "2", STEP.work());
        Row stream = with(STREAM, "ParallelStreamBenchmark.step", "threads", "2", STREAM.work());
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= 2; round++) {
            add(measurements, STEP, round, new double[]{1_000, 1_000});
            add(measurements, STREAM, round, new double[]{900, 900});
            add(measurements, parallel, round, new double[]{600, 500});
            add(measurements, stream, round, new double[]{450, 450});
            add(measurements, DIVIDE, round, new double[]{100, 100});
            add(measurements, ROOT, round, new double[]{150, 150});
        }
        Summary summary = Summary.of(Plans.plan(2, 0, STEP, parallel, STREAM, stream, DIVIDE, ROOT), measurements);
        Summary.Line line = summary.rows().get(1);
        assertThat(line.share()).isCloseTo((450 / 600.0 + 450 / 500.0) / 2, within(1e-12)); // compute is 400 on one thread, 200 on two
        assertThat(line.plain()).isCloseTo(1 / ((1_000 / 600.0 + 1_000 / 500.0) / 2), within(1e-12));
        assertThat(line.duel().opponent()).isEqualTo("plain");
        assertThat(Table.ofConditions(summary).rows().getFirst().getFirst()).isEqualTo("ParallelStep, 2 threads");
        assertThat(Table.ofRoofs(summary).rows()).anyMatch(cells -> cells.getFirst().equals("READ_2_WRITE_1, 2 threads"));
    }

    @Test
    void rowsOfAnEmbeddingStandBesideTheStepOfAllOfThem() {
        Row sparse = with(with(STEP, "SparseStepBenchmark.step", "permille", "10", STEP.work()), "SparseStepBenchmark.step", "layout",
                "IN_PLACE", new Row.Work(10, 8, 4, 1, 2, "", ""));
        List<Measurement> measurements = new ArrayList<>();
        add(measurements, STEP, 1, new double[]{1_000});
        add(measurements, sparse, 1, new double[]{20});
        Summary summary = Summary.of(Plans.plan(1, 0, STEP, sparse), measurements);
        assertThat(summary.rows().get(1).plain()).isCloseTo(0.02, within(1e-12));
        assertThat(summary.rows().get(1).nanosecondsPerParameter()).isEqualTo(2);
        assertThat(Table.ofConditions(summary).rows().getFirst()).startsWith("SparseStep, 10 ‰ of the rows, in place", "HEAVY", "10");
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

    private static Summary summary(Map<Row, double[]> rounds) {
        List<Measurement> measurements = new ArrayList<>();
        rounds.forEach((row, nanoseconds) -> {
            for (int round = 1; round <= nanoseconds.length; round++) add(measurements, row, round, nanoseconds);
        });
        return Summary.of(Plans.plan(1, 0, rounds.keySet().toArray(Row[]::new)), measurements);
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
        Duel duel = summary(rounds).rows().getFirst().duel();
        assertThat(duel.opponent()).isEqualTo("SCALAR");
        assertThat(duel.ratio()).isCloseTo(0.9, within(1e-3));
        assertThat(Findings.of(summary(rounds), lanes(16))).containsExactly(
                "SIMD's speed over that of the best other variant, from the ratios within rounds: in 1 of 1 cells the 95 % interval lies "
                        + "wholly below 0.95: SGD 1,000 (0.90 to 0.90 of SCALAR, adjusted p 0.001); adjusted for that many cells (Holm) 1 remain.");
        rounds.put(Plans.row("SGD", "SCALAR", 1_000), times(96, 10, 1.1e-3));
        assertThat(Findings.of(summary(rounds), lanes(16))).containsExactly(
                "SIMD's speed over that of the best other variant, from the ratios within rounds: in none of 1 cells the 95 % interval lies "
                        + "wholly below 0.95.");
    }

    @Test
    void theRoofIsTheFormWithTheLeastMedianNotTheLuckiestOfEachRound() {
        Row paced = new Row(STREAM.benchmark(), Map.of("form", "PACED"), "", "", List.of(), 1, 1, STREAM.work());
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(Plans.row("SGD", "SIMD", 1_000), new double[]{100, 100, 100});
        rounds.put(STREAM, new double[]{90, 90, 90});
        rounds.put(paced, new double[]{50, 95, 95});
        rounds.put(DIVIDE, new double[]{1, 1, 1});
        rounds.put(ROOT, new double[]{1, 1, 1});
        assertThat(summary(rounds).rows().getFirst().share()).isEqualTo(0.9);
    }

    @Test
    void lbfgsIsAStepUnderARoofOfItsOwnTraffic() {
        Row.Work work = new Row.Work(1_000, 336, 92, 0, 0, "d ← −Hg, w ← w + d", "a book");
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("optimizer", "LBFGS"));
        parameters.put("variant", "SIMD");
        parameters.put("size", "1000");
        Row simd = new Row("lanewise.bench.LbfgsBenchmark.step", parameters, "", "", List.of(), 1, 1, work);
        Map<String, String> baseline = new LinkedHashMap<>(parameters);
        baseline.put("variant", "SCALAR_NO_AUTOVEC");
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(simd, new double[]{100});
        rounds.put(new Row(simd.benchmark(), baseline, "", "", List.of(), 1, 1, work), new double[]{400});
        rounds.put(STREAM, new double[]{1});
        rounds.put(new Row("lanewise.bench.LbfgsStreamBenchmark.step", Map.of("form", "SIMD"), "", "", List.of(), 1, 1, work),
                new double[]{80});
        assertThat(summary(rounds).rows().getFirst()).matches(line -> line.isStep() && line.share() == 0.8 && line.speedup() == 4
                && line.roof() == Summary.Roof.MEMORY);
    }

    @Test
    void whatATailCostsIsSaid() {
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(Plans.row("SGD", "SIMD", 1_000), times(125, 3, 0));
        rounds.put(Plans.row("SGD", "SIMD", 1_024), times(102.4, 3, 0));
        assertThat(Findings.of(summary(rounds), lanes(16))).contains(
                "A tail of 8 of 16 lanes: at 1,000 parameters a SIMD step takes more time per parameter than at 1,024 by SGD 25 %.");
        assertThat(Findings.of(summary(rounds), lanes(8))).noneMatch(sentence -> sentence.contains("tail"));
    }

    @Test
    void aStepUnderAnotherConditionStandsBesideThePlainOne() {
        Row plain = Plans.row("ADAM", "SIMD", 1_000);
        Row mixed = new Row("lanewise.bench.MixedSizesBenchmark.step", plain.parameters(), "", "", List.of(), 1, 1, plain.work());
        Map<Row, double[]> rounds = new LinkedHashMap<>();
        rounds.put(plain, new double[]{100, 200});
        rounds.put(mixed, new double[]{150, 300});
        Summary.Line line = summary(rounds).rows().get(1);
        assertThat(line.isCondition()).isTrue();
        assertThat(line.plain()).isEqualTo(1.5);
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
        assertThat(summary.rows().get(3).first()).isNaN();
        assertThat(summary.rows().get(7).first()).isEqualTo(2);
        assertThat(summary.rows()).filteredOn(Summary.Line::isStep).hasSize(2).allMatch(line -> line.share() == 0.5);
        assertThat(Table.ofSteps(summary).toText()).contains("JVM  time to first", "b            2.000");
    }
}
