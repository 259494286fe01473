package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Jvm;
import lanewise.run.Row.Roofs;
import lanewise.run.Row.Unit;
import lanewise.run.Row.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a row of schema 1 is concluded to be, for each family: a row as it was written then, and the row that would be declared now.
class PlanSchema1Test {

    private static final Roofs MULTIPLY_ADDS = new Roofs(List.of(), Map.of("ArithmeticBenchmark.loop MULTIPLY_ADD", 1));

    private static final String STREAM = old("StreamBenchmark.step", "streams READ_4_WRITE_3 form SIMD size 1000", 1_000, 16, 12, 0, 0);

    /// @param parameters names and values in turns
    private static Map<String, String> parameters(String parameters) {
        String[] words = parameters.split(" ");
        Map<String, String> all = new LinkedHashMap<>();
        for (int k = 0; k < words.length; k += 2) all.put(words[k], words[k + 1]);
        return all;
    }

    /// A row as the first version of plans had it.
    private static String old(String benchmark, String parameters, long count, int read, int written, int divides, int roots) {
        String named = parameters(parameters).entrySet().stream().map(one -> "\"" + one.getKey() + "\": \"" + one.getValue() + '"')
                .collect(Collectors.joining(", "));
        return """
                {"benchmark": "lanewise.bench.%s", "parameters": {%s}, "contestant": "", "javaHome": "", "jvmArgs": ["-Xmx64m"],
                 "heapMegabytes": 64, "seconds": 1.5, "work": {"parameters": %d, "bytesRead": %d, "bytesWritten": %d, "divides": %d,
                 "roots": %d, "formula": "a formula", "source": "a book"}}"""
                .formatted(benchmark, named, count, read, written, divides, roots);
    }

    private static String plan(String... rows) {
        return """
                {"schema": 1, "command": "run", "profile": "full", "seed": 7, "rounds": 3, "budgetSeconds": 0.0, "sampling":
                 {"warmupIterations": 1, "warmupMillis": 5, "iterations": 3, "iterationMillis": 5}, "rows": [%s], "leftOut": []}"""
                .formatted(String.join(",\n", rows));
    }

    /// The first of these rows, in a plan of all of them.
    private static Row upgraded(String... rows) {
        return PlanSchema1.read(plan(rows), "plan.json").rows().getFirst();
    }

    private static Row row(String benchmark, String parameters, Family family, String label, Work work, ComparedWith comparedWith,
            Roofs roofs, String group) {
        return new Row("lanewise.bench." + benchmark, parameters(parameters), family, label, work, comparedWith, roofs, group,
                new Jvm(List.of("-Xmx64m"), 64, 1.5));
    }

    private static Work work(Unit unit, long count, int read, int written) {
        return new Work(unit, count, read, written, "a formula", "a book");
    }

    private static Work onTwoThreads(Unit unit, long count, int read, int written) {
        return new Work(unit, count, false, read, written, 2, "a formula", "a book");
    }

    private static String step(String variant, int size) {
        return old("StepBenchmark.step", "optimizer ADAM variant " + variant + " size " + size, size, 16, 12, 1, 2);
    }

    private static Map<String, Integer> divideAndRoots() {
        return Map.of("ArithmeticBenchmark.loop DIVIDE", 1, "ArithmeticBenchmark.loop ROOT", 2);
    }

    @Test
    void aStepHasTheVariantsThatWereMeasuredAndTheStreamOfItsTraffic() {
        Work work = work(Unit.PARAMETER, 1_000, 16, 12);
        Roofs roofs = new Roofs(List.of("StreamBenchmark.step READ_4_WRITE_3 SIMD 1000"), divideAndRoots());
        String otherTraffic = old("StreamBenchmark.step", "streams READ_2_WRITE_1 form SIMD size 1000", 1_000, 8, 4, 0, 0);
        String otherThreads = old("ParallelStreamBenchmark.step", "streams READ_4_WRITE_3 form SIMD size 1000 threads 2", 1_000, 16, 12, 0,
                0);
        assertThat(upgraded(step("SIMD", 1_000), step("SCALAR", 1_000), step("THEIRS", 1_000), step("SCALAR", 1_024), STREAM, otherTraffic,
                otherThreads))
                .isEqualTo(row("StepBenchmark.step", "optimizer ADAM variant SIMD size 1000", Family.STEP, "ADAM", work,
                        new ComparedWith("StepBenchmark.step ADAM SCALAR_NO_AUTOVEC 1000",
                                List.of("StepBenchmark.step ADAM SCALAR 1000", "StepBenchmark.step ADAM THEIRS 1000"), "",
                                "StepBenchmark.step ADAM SIMD 1024"),
                        roofs, "ADAM 10"));
        assertThat(upgraded(step("SCALAR", 1_000), step("SIMD", 1_000), STREAM))
                .isEqualTo(row("StepBenchmark.step", "optimizer ADAM variant SCALAR size 1000", Family.STEP, "ADAM", work,
                        new ComparedWith("StepBenchmark.step ADAM SCALAR_NO_AUTOVEC 1000", List.of(), "", ""), roofs, "ADAM 10"));
        assertThat(upgraded(step("SIMD", 1_024)).comparedWith().withoutTail()).isEmpty();
    }

    @Test
    void aScenarioIsComparedWithThePlainStep() {
        assertThat(upgraded(old("MixedSizesBenchmark.step", "optimizer ADAM variant SIMD size 1000", 1_000, 16, 12, 1, 2), STREAM))
                .isEqualTo(row("MixedSizesBenchmark.step", "optimizer ADAM variant SIMD size 1000", Family.SCENARIO, "MixedSizes",
                        work(Unit.PARAMETER, 1_000, 16, 12), ComparedWith.plain("StepBenchmark.step ADAM SIMD 1000"), Roofs.NONE,
                        "ADAM 10"));
    }

    @Test
    void aParallelStepMeetsStreamsOnThreads() {
        String stream = old("ParallelStreamBenchmark.step", "streams READ_4_WRITE_3 form SIMD size 1000 threads 2", 1_000, 16, 12, 0, 0);
        assertThat(upgraded(old("ParallelStepBenchmark.step", "optimizer ADAM variant SIMD size 1000 threads 2", 1_000, 16, 12, 1, 2),
                STREAM, stream))
                .isEqualTo(row("ParallelStepBenchmark.step", "optimizer ADAM variant SIMD size 1000 threads 2", Family.PARALLEL_STEP,
                        "ParallelStep, 2 threads", onTwoThreads(Unit.PARAMETER, 1_000, 16, 12),
                        ComparedWith.plain("StepBenchmark.step ADAM SIMD 1000"),
                        new Roofs(List.of("ParallelStreamBenchmark.step READ_4_WRITE_3 SIMD 1000 2"), divideAndRoots()), "ADAM 10"));
    }

    @Test
    void aSparseStepIsComparedWithTheStepOfAllRows() {
        assertThat(upgraded(old("SparseStepBenchmark.step",
                "optimizer ADAM variant SIMD size 64000000 permille 1 layout IN_PLACE", 64_000, 16, 12, 1, 2), STREAM))
                .isEqualTo(row("SparseStepBenchmark.step", "optimizer ADAM variant SIMD size 64000000 permille 1 layout IN_PLACE",
                        Family.SPARSE_STEP, "SparseStep, 1 ‰ of the rows, in place", work(Unit.PARAMETER, 64_000, 16, 12),
                        ComparedWith.plain("StepBenchmark.step ADAM SIMD 64000000"), Roofs.NONE, "ADAM 26"));
    }

    @Test
    void lbfgsHasABaselineAndAStreamButNoRowWithoutTail() {
        String stream = old("LbfgsStreamBenchmark.step", "streams READ_84_WRITE_23 form SIMD size 1000", 1_000, 336, 92, 0, 0);
        assertThat(upgraded(old("LbfgsBenchmark.step", "optimizer LBFGS variant SIMD size 1000", 1_000, 336, 92, 0, 0),
                old("LbfgsBenchmark.step", "optimizer LBFGS variant SCALAR size 1000", 1_000, 336, 92, 0, 0), STREAM, stream))
                .isEqualTo(row("LbfgsBenchmark.step", "optimizer LBFGS variant SIMD size 1000", Family.LBFGS, "LBFGS",
                        work(Unit.PARAMETER, 1_000, 336, 92),
                        new ComparedWith("LbfgsBenchmark.step LBFGS SCALAR_NO_AUTOVEC 1000",
                                List.of("LbfgsBenchmark.step LBFGS SCALAR 1000"), "", ""),
                        new Roofs(List.of("LbfgsStreamBenchmark.step READ_84_WRITE_23 SIMD 1000"), Map.of()), "LBFGS 10"));
    }

    @Test
    void aProductHasTheRoofOfMultiplyAdds() {
        Work work = work(Unit.MULTIPLY_ADD, 2_000, 0, 0);
        String simd = old("SgemmBenchmark.multiply", "variant SIMD shape 10x10x20", 2_000, 0, 0, 0, 0);
        String scalar = old("SgemmBenchmark.multiply", "variant SCALAR shape 10x10x20", 2_000, 0, 0, 0, 0);
        assertThat(upgraded(simd, scalar)).isEqualTo(row("SgemmBenchmark.multiply", "variant SIMD shape 10x10x20", Family.PRODUCT,
                "10x10x20", work, ComparedWith.alternatives(List.of("SgemmBenchmark.multiply SCALAR 10x10x20")), MULTIPLY_ADDS,
                "10x10x20"));
        assertThat(upgraded(scalar, simd)).isEqualTo(row("SgemmBenchmark.multiply", "variant SCALAR shape 10x10x20", Family.PRODUCT,
                "10x10x20", work, ComparedWith.NOTHING, MULTIPLY_ADDS, "10x10x20"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "backward", "step"})
    void aMinibatchIsMultiplyAdds(String method) {
        String parameters = "network mlp variant SIMD batch 64 optimizer MOMENTUM";
        assertThat(upgraded(old("MinibatchBenchmark." + method, parameters, 3_000, 0, 0, 0, 0)))
                .isEqualTo(row("MinibatchBenchmark." + method, parameters, Family.MINIBATCH, "mlp", work(Unit.MULTIPLY_ADD, 3_000, 0, 0),
                        ComparedWith.NOTHING, MULTIPLY_ADDS, "mlp SIMD"));
    }

    @Test
    void theUpdateOfAMinibatchIsParameters() {
        String parameters = "network mlp variant SIMD batch 64 optimizer SGD";
        assertThat(upgraded(old("MinibatchBenchmark.update", parameters, 3_000, 0, 0, 0, 0)))
                .isEqualTo(row("MinibatchBenchmark.update", parameters, Family.MINIBATCH, "mlp", work(Unit.PARAMETER, 3_000, 0, 0),
                        ComparedWith.NOTHING, Roofs.NONE, "mlp SIMD"));
    }

    @Test
    void aLayerIsCalledByItsFormula() {
        String parameters = "network mlp layer 1 variant SIMD batch 64";
        assertThat(upgraded(old("LayerBenchmark.backward", parameters, 3_000, 0, 0, 0, 0)))
                .isEqualTo(row("LayerBenchmark.backward", parameters, Family.LAYER, "a formula", work(Unit.MULTIPLY_ADD, 3_000, 0, 0),
                        ComparedWith.NOTHING, MULTIPLY_ADDS, "mlp SIMD"));
    }

    @Test
    void streamsMoveElements() {
        assertThat(upgraded(STREAM)).isEqualTo(row("StreamBenchmark.step", "streams READ_4_WRITE_3 form SIMD size 1000", Family.STREAM,
                "READ_4_WRITE_3", work(Unit.ELEMENT, 1_000, 16, 12), ComparedWith.NOTHING, Roofs.NONE, ""));
        String parameters = "streams READ_4_WRITE_3 form SIMD size 1000 threads 2";
        assertThat(upgraded(old("ParallelStreamBenchmark.step", parameters, 1_000, 16, 12, 0, 0)))
                .isEqualTo(row("ParallelStreamBenchmark.step", parameters, Family.STREAM, "READ_4_WRITE_3, 2 threads",
                        onTwoThreads(Unit.ELEMENT, 1_000, 16, 12), ComparedWith.NOTHING, Roofs.NONE, ""));
    }

    @Test
    void multiplyAddsWereCountedByLanesAndOtherLoopsByElements() {
        assertThat(upgraded(old("ArithmeticBenchmark.loop", "operation DIVIDE", 1_024, 0, 0, 1, 0)))
                .isEqualTo(row("ArithmeticBenchmark.loop", "operation DIVIDE", Family.ARITHMETIC, "DIVIDE", work(Unit.ELEMENT, 1_024, 0, 0),
                        ComparedWith.NOTHING, Roofs.NONE, ""));
        for (int lanes : new int[]{4, 8, 16}) { // of the JVM that wrote the plan; the forks' own lanes count
            assertThat(upgraded(old("ArithmeticBenchmark.loop", "operation MULTIPLY_ADD", 8_192L * lanes, 0, 0, 0, 0)))
                    .isEqualTo(row("ArithmeticBenchmark.loop", "operation MULTIPLY_ADD", Family.ARITHMETIC, "MULTIPLY_ADD",
                            new Work(Unit.MULTIPLY_ADD, 8_192, true, 0, 0, 1, "a formula", "a book"), ComparedWith.NOTHING, Roofs.NONE,
                            ""));
        }
    }

    /// But for that of other libraries, which plans of that schema had none of.
    @Test
    void everyFamilyIsConcluded() {
        Plan plan = PlanSchema1.read(plan(step("SIMD", 1_000), STREAM,
                old("MixedSizesBenchmark.step", "optimizer ADAM variant SIMD size 1000", 1_000, 16, 12, 1, 2),
                old("ParallelStepBenchmark.step", "optimizer ADAM variant SIMD size 1000 threads 2", 1_000, 16, 12, 1, 2),
                old("SparseStepBenchmark.step", "optimizer ADAM variant SIMD size 1000 permille 1 layout COMPACT", 10, 16, 12, 1, 2),
                old("LbfgsBenchmark.step", "optimizer LBFGS variant SIMD size 1000", 1_000, 336, 92, 0, 0),
                old("SgemmBenchmark.multiply", "variant SIMD shape 10x10x20", 2_000, 0, 0, 0, 0),
                old("MinibatchBenchmark.step", "network mlp variant SIMD batch 64 optimizer MOMENTUM", 3_000, 0, 0, 0, 0),
                old("LayerBenchmark.forward", "network mlp layer 1 variant SIMD batch 64", 3_000, 0, 0, 0, 0),
                old("ArithmeticBenchmark.loop", "operation ROOT", 1_024, 0, 0, 0, 1)), "plan.json");
        // Two families are younger than this schema.
        assertThat(plan.rows()).extracting(Row::family)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Family.PARALLEL_MINIBATCH, Family.PEER)));
        assertThat(plan.schema()).isEqualTo(Plan.SCHEMA);
    }

    @Test
    void aContestantIsAConfigurationOfTheJvm() {
        String named = step("SIMD", 1_000).replace("\"contestant\": \"\", \"javaHome\": \"\"",
                "\"contestant\": \"head\", \"javaHome\": \"/a/jdk\", \"classPath\": \"/a.jar\"");
        assertThat(upgraded(named).jvm()).isEqualTo(new Jvm("head", "/a/jdk", List.of("-Xmx64m"), 64, 1.5, "/a.jar"));
        assertThat(upgraded(named).id()).isEqualTo("StepBenchmark.step ADAM SIMD 1000 [head]");
    }

    @Test
    void namesOfOtherRowsAreOfAllConfigurations() {
        String[] both = Stream.of("base", "head").flatMap(side -> Stream.of(step("SIMD", 1_000), step("SCALAR", 1_000), STREAM)
                .map(row -> row.replace("\"contestant\": \"\"", "\"contestant\": \"" + side + '"'))).toArray(String[]::new);
        Row row = upgraded(both);
        assertThat(row.comparedWith().alternatives()).containsExactly("StepBenchmark.step ADAM SCALAR 1000");
        assertThat(row.roofs().memory()).containsExactly("StreamBenchmark.step READ_4_WRITE_3 SIMD 1000");
    }

    @Test
    void whatTheTablesOfThatTimeNeededIsRefusedByNameIfItIsMissing() {
        assertThatThrownBy(() -> upgraded(old("StepBenchmark.step", "optimizer ADAM size 1000", 1_000, 16, 12, 1, 2)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("plan.json").hasMessageContaining("parameters.variant");
        assertThatThrownBy(() -> upgraded(old("MinibatchBenchmark.step", "network mlp variant SIMD", 1_000, 0, 0, 0, 0)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("parameters.batch");
        assertThatThrownBy(() -> upgraded(old("StreamBenchmark.step", "form SIMD size many", 1_000, 8, 4, 0, 0)))
                .isInstanceOf(RefusedException.class).hasMessageContaining("parameters.streams");
        assertThatThrownBy(() -> upgraded(step("SIMD", 1_000).replace("\"jvmArgs\"", "\"others\"")))
                .isInstanceOf(RefusedException.class).hasMessageContaining("jvmArgs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "two", "9999999999"})
    void countsThatAreNoneAreRefused(String threads) {
        String row = old("ParallelStepBenchmark.step", "optimizer ADAM variant SIMD size 1000 threads " + threads, 1_000, 16, 12, 1, 2);
        assertThatThrownBy(() -> upgraded(row)).isInstanceOf(RefusedException.class)
                .hasMessageEndingWith("parameters.threads must be a whole number above 0, was \"" + threads + '"');
    }
}
