package lanewise.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.ChildJvm;
import lanewise.bench.BenchmarkListTest;
import lanewise.bench.BenchmarkVariant;
import lanewise.optim.Catalogue;
import lanewise.run.Durations;
import lanewise.run.Family;
import lanewise.run.Row;
import lanewise.run.Row.ComparedWith;
import lanewise.run.Row.Roofs;
import lanewise.run.Shard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What the profiles hold, and that their rows name each other as they are named.
@Execution(ExecutionMode.CONCURRENT)
class SuiteTest {

    private static final int QUICK_ROUNDS = 3;

    private static List<Row> rows(Profile profile) {
        return Suite.rows(profile, ExternalKernels.NONE, _ -> true);
    }

    private static Stream<Row> all() {
        return Stream.of(Profile.values()).flatMap(profile -> rows(profile).stream());
    }

    private static double seconds(List<Row> rows) {
        return rows.stream().mapToDouble(row -> row.jvm().seconds()).sum();
    }

    /// Prints the rows of every profile and of its shards, for a JVM that sees another machine.
    static final class ProfilesMain {
        public static void main(String[] arguments) {
            lines().forEach(System.out::println);
        }

        static List<String> lines() {
            List<String> lines = new ArrayList<>();
            for (Profile profile : Profile.values()) {
                rows(profile).forEach(row -> lines.add(profile + " " + row));
                for (int number = 1; number <= 3; number++) {
                    String shard = profile + " " + number + "/3 ";
                    new Shard(number, 3).share(rows(profile), 7).forEach(row -> lines.add(shard + row.id()));
                }
            }
            return lines;
        }
    }

    /// But for the threads of the rows that run on all processors.
    @Test
    void aProfileIsTheSameListOfDistinctRowsOnEveryMachineAndSoAreItsShards() throws Exception {
        for (Profile profile : Profile.values()) {
            List<String> ids = rows(profile).stream().map(Row::id).toList();
            assertThat(ids).as("%s", profile).doesNotHaveDuplicates().anyMatch(id -> id.matches(".* SIMD 10(00|24)"));
        }
        ChildJvm other = ChildJvm
                .runBriefly(List.of(ChildJvm.VECTOR, "-XX:MaxVectorSize=16", "-Dstdout.encoding=UTF-8", "-Duser.language=ar",
                        "-Duser.country=EG", ProfilesMain.class.getName()));
        assertThat(other.exitCode()).as(other.output()).isZero();
        assertThat(other.output().lines().filter(line -> !line.startsWith("WARNING"))).containsExactlyElementsOf(ProfilesMain.lines());
    }

    @ParameterizedTest
    @CsvSource({"SMOKE, 26", "QUICK, 64", "FULL, 780", "PR, 40", "NIGHTLY, 201", "PEERS, 214"})
    void aProfileHasSoManyRows(Profile profile, int rows) {
        assertThat(rows(profile)).hasSize(rows);
    }

    @Test
    void everyRowIsABenchmarkAndEveryBenchmarkHasARow() {
        assertThat(all().map(Row::benchmark).distinct()).containsExactlyInAnyOrderElementsOf(BenchmarkListTest.listed());
    }

    @Test
    void everyFamilyHasARow() {
        assertThat(all().map(Row::family).distinct()).containsExactlyInAnyOrder(Family.values());
    }

    @Test
    void profilesForBuildsHoldEveryOptimizerAndNoRoofs() {
        for (Profile profile : List.of(Profile.PR, Profile.NIGHTLY)) {
            assertThat(rows(profile)).noneMatch(row -> row.family().isRoof())
                    .allMatch(row -> row.parameters().containsKey("variant"));
            assertThat(rows(profile).stream().map(row -> row.parameters().get("optimizer")).filter(Objects::nonNull))
                    .contains(Stream.of(Catalogue.values()).map(Enum::name).toArray(String[]::new));
        }
        List<Row> rows = rows(Profile.PR);
        assertThat(rows).filteredOn(row -> row.jvm().seconds() < 1.3).as("in cache").hasSizeGreaterThan(30);
        assertThat(seconds(rows) / rows.size()).isLessThan(1.3);
    }

    @Test
    void fullHoldsEverything() {
        int steps = 7 * 4 * 7 + (Catalogue.values().length - 7) * (4 + 2 + 3);
        int scenarios = 2 * 2 * 5 + 2 * 4 * 2 + 2 * 2 + 2 * (2 * 2 * 2); // the last are clipped, by value and by norm
        int latencies = 3 * 3;
        int streams = 3 * (2 * 7 + 2) + 2 * 3 + 2; // five arrays read and four written are for the others alone
        int lbfgs = 2 * 4 + 2 + 3;
        int products = 3 + 6 * 3 + 2 * (1 + 3 * 3) + 3 * 6 + 1; // the large ones and small minibatches only with SIMD
        int parallel = 2 * 5 + 2 * (5 + 2);
        int embedding = 2 + 3 + 2 * 3 * 2;
        int minibatches = 5 * (6 * 3 + 3 + 2 * 2) + 2 * (3 + 3 + 2 * 2); // small networks at every batch, others at one
        int vgg = (3 * 3 + 3 + 2) + (3 + 3);
        int layers = 2 * (3 + 4 + 16);
        int onAllCores = 4 * 2;
        assertThat(rows(Profile.FULL))
                .hasSize(steps + scenarios + latencies + streams + lbfgs + parallel + embedding + products + minibatches
                        + vgg + onAllCores + layers + 4);
        assertThat(rows(Profile.FULL).stream().limit(steps).map(row -> row.parameters().get("optimizer")).distinct())
                .containsExactly(Stream.of(Catalogue.values()).map(Enum::name).toArray(String[]::new));
    }

    /// A minibatch's multiply-adds are those of its layers, of which the others have none.
    @ParameterizedTest
    @CsvSource({"mlp-book, 64", "cnn-small, 64", "vgg16, 4"})
    void theLayersOfANetworkDoTheWorkOfItsMinibatch(String network, String batch) {
        for (String method : List.of("forward", "backward")) {
            long minibatch = rows(Profile.FULL).stream()
                    .filter(row -> row.id().equals("MinibatchBenchmark." + method + " " + network + " SIMD " + batch + " MOMENTUM"))
                    .mapToLong(row -> row.work().count()).sum();
            long layers = rows(Profile.FULL).stream()
                    .filter(row -> row.id().matches("LayerBenchmark." + method + " " + network + " \\d+ SIMD " + batch))
                    .mapToLong(row -> row.work().count()).sum();
            assertThat(layers).isPositive().isEqualTo(minibatch);
        }
    }

    @Test
    void everyOptimizerIsInQuickAndAllOfQuickIsInFull() {
        assertThat(rows(Profile.FULL).stream().map(SuiteTest::withoutRoofs).toList())
                .containsAll(rows(Profile.QUICK).stream().map(SuiteTest::withoutRoofs).toList());
        for (Catalogue entry : Catalogue.values()) {
            assertThat(stepsOf(entry, Profile.QUICK)).as("%s in cache", entry).anyMatch(row -> row.work().count() <= 10_000);
            for (Profile profile : List.of(Profile.FULL, Profile.NIGHTLY)) {
                assertThat(stepsOf(entry, profile)).as("%s in memory", entry).anyMatch(row -> row.work().count() == 10_000_000);
            }
        }
    }

    /// The longer profile measures roofs in more forms.
    private static Row withoutRoofs(Row row) {
        return new Row(row.benchmark(), row.parameters(), row.family(), row.label(), row.work(), row.comparedWith(), Roofs.NONE,
                row.group(), row.jvm());
    }

    private static List<Row> stepsOf(Catalogue entry, Profile profile) {
        return rows(profile).stream().filter(row -> row.family() == Family.STEP && row.label().equals(entry.name())).toList();
    }

    @Test
    void threeRoundsOfQuickFitItsBudget() {
        double round = seconds(rows(Profile.QUICK));
        assertThat(round).isLessThanOrEqualTo(95);
        assertThat(QUICK_ROUNDS * round).isLessThanOrEqualTo(Durations.parse(Profile.QUICK.budget()));
    }

    /// Each is compared with one of the suite's own rows, and the suite's own are there for one of theirs.
    @Test
    void everyRowOfAnotherLibraryIsComparedWithOneThatIsMeasured() {
        List<Row> rows = rows(Profile.PEERS);
        Set<String> own = rows.stream().filter(row -> row.family() != Family.PEER).map(Row::name).collect(Collectors.toSet());
        assertThat(rows.stream().filter(row -> row.family() == Family.PEER).map(row -> row.comparedWith().baseline())
                .collect(Collectors.toSet())).isEqualTo(own);
        assertThat(rows).filteredOn(row -> row.family() == Family.PEER)
                .allSatisfy(row -> assertThat(row.jvm().args()).as(row.id())
                        .anyMatch(flag -> flag.startsWith("-Dlanewise.peer=target/peers/")));
    }

    /// The tests' folder has none: every row of another library is missing, by the name of its folder, and no other row is.
    @Test
    void aLibraryThatWasNotBuiltIsMissingByName() {
        for (Row row : rows(Profile.PEERS)) {
            if (row.family() != Family.PEER) assertThat(Suite.missing(row)).as(row.id()).isEmpty();
            else if (!Files.exists(Path.of("target", "peers")))
                assertThat(Suite.missing(row)).as(row.id()).get().asString().contains("-Ppeers");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoundFitsTheBudget(Profile profile) {
        assertThat(seconds(rows(profile))).isLessThanOrEqualTo(Durations.parse(profile.budget()));
    }

    @Test
    void heapAndSecondsArePositive() {
        assertThat(all()).allSatisfy(row -> {
            assertThat(row.jvm().heapMegabytes()).as(row.id()).isPositive();
            assertThat(row.jvm().seconds()).as(row.id()).isPositive().isFinite();
            if (row.family() == Family.PEER) return; // what it takes outside of the heap counts too
            assertThat(row.jvm().args()).as(row.id()).contains("-Xmx" + row.jvm().heapMegabytes() + "m");
        });
    }

    @Test
    void rowsCarryTheFlagsAndTheHeapTheyNeed() {
        Row large = rows(Profile.SMOKE).stream().filter(row -> row.id().endsWith("138357544")).findFirst().orElseThrow();
        assertThat(large.jvm().heapMegabytes()).isBetween(5L * 138_357_544 * 4 >> 20, (5L * 138_357_544 * 4 >> 20) + 100);
        assertThat(large.jvm().args()).contains("-XX:+UseParallelGC", "-Xmx" + large.jvm().heapMegabytes() + "m");
        assertThat(rows(Profile.FULL)).allSatisfy(row -> assertThat(row.jvm().args().contains("-XX:-UseSuperWord"))
                .isEqualTo("SCALAR_NO_AUTOVEC".equals(row.parameters().get("variant"))));
    }

    /// Roofs and the plain steps of scenarios are there. Of the other ways to do the same, a profile may lack some: [#lacks] lists them.
    @ParameterizedTest
    @EnumSource(names = {"SMOKE", "QUICK", "FULL"})
    void whatARowIsComparedWithIsInTheProfile(Profile profile) {
        Set<String> names = rows(profile).stream().map(Row::name).collect(Collectors.toSet());
        for (Row row : rows(profile)) {
            assertThat(names).as(row.id()).containsAll(row.roofs().names().toList());
            if (!row.comparedWith().plain().isEmpty()) assertThat(names).as(row.id()).contains(row.comparedWith().plain());
        }
        Set<String> missing = rows(profile).stream().map(Row::comparedWith).flatMap(SuiteTest::ways)
                .filter(name -> !names.contains(name)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(missing).containsExactlyInAnyOrderElementsOf(lacks(profile));
    }

    private static Stream<String> ways(ComparedWith others) {
        return Stream.of(Stream.of(others.baseline(), others.withoutTail()), others.alternatives().stream()).flatMap(names -> names)
                .filter(name -> !name.isEmpty());
    }

    /// Rows that others would be compared with and that the profile leaves out, to be short.
    private static Set<String> lacks(Profile profile) {
        Set<String> lacks = new HashSet<>();
        switch (profile) {
            case SMOKE -> {
                lacks.addAll(steps("SGD", 1_000, "SCALAR", "UNROLLED", "SCALAR_NO_AUTOVEC"));
                lacks.addAll(steps("ADAM", 138_357_544, "SCALAR", "UNROLLED", "SCALAR_NO_AUTOVEC"));
                lacks.addAll(steps("SGD", 1_024, "SIMD"));
                lacks.addAll(steps("ADAM", 1_024, "SIMD"));
            }
            case QUICK -> {
                for (Catalogue optimizer : Catalogue.values()) {
                    if (!optimizer.isTextbook()) {
                        lacks.addAll(steps(optimizer.name(), 10_000, "SCALAR", "UNROLLED", "SCALAR_NO_AUTOVEC"));
                        continue;
                    }
                    lacks.addAll(steps(optimizer.name(), 1_024, "SIMD"));
                    boolean unrolled = optimizer == Catalogue.SGD || optimizer == Catalogue.ADAM;
                    if (!unrolled) lacks.addAll(steps(optimizer.name(), 1_000, "UNROLLED"));
                }
                lacks.addAll(steps("ADAM", 138_357_544, "SCALAR", "UNROLLED", "SCALAR_NO_AUTOVEC"));
            }
            case FULL -> {
                for (Catalogue optimizer : Catalogue.values()) {
                    if (optimizer.isTextbook()) continue;
                    lacks.addAll(steps(optimizer.name(), 10_000_000, "UNROLLED", "SCALAR_NO_AUTOVEC"));
                    lacks.addAll(steps(optimizer.name(), 138_357_544, "SCALAR_NO_AUTOVEC"));
                }
                lacks.addAll(steps("ADAM", 64_000_000, "UNROLLED", "SCALAR_NO_AUTOVEC")); // the whole table of embeddings
                lacks.add("LbfgsBenchmark.step LBFGS UNROLLED 10000000");
                lacks.add("LbfgsBenchmark.step LBFGS SCALAR_NO_AUTOVEC 10000000");
            }
            case PR, NIGHTLY -> throw new AssertionError("two builds on one machine are compared with each other");
        }
        return lacks;
    }

    private static List<String> steps(String optimizer, int size, String... variants) {
        return Stream.of(variants).map(variant -> "StepBenchmark.step " + optimizer + " " + variant + " " + size).toList();
    }

    /// A roof that no row names says nothing; but a divide and a root together show how far they overlap.
    @ParameterizedTest
    @EnumSource
    void everyRoofIsNamedByARow(Profile profile) {
        Set<String> named = rows(profile).stream().flatMap(row -> row.roofs().names()).collect(Collectors.toSet());
        assertThat(rows(profile).stream().filter(row -> row.family().isRoof()).map(Row::name)
                .filter(name -> !name.equals("ArithmeticBenchmark.loop DIVIDE_BY_ROOT"))).isSubsetOf(named);
    }

    @ParameterizedTest
    @EnumSource(names = "PEERS", mode = EnumSource.Mode.EXCLUDE)
    void aScenarioIsComparedWithAStepThatIsMeasured(Profile profile) {
        Set<String> steps = rows(profile).stream().filter(row -> row.family() == Family.STEP).map(Row::name).collect(Collectors.toSet());
        assertThat(rows(profile)).filteredOn(row -> row.family() == Family.SCENARIO).isNotEmpty()
                .allSatisfy(row -> assertThat(steps).as(row.id()).contains(row.comparedWith().plain()));
    }

    /// Rows of a group stay on one machine, so whatever a row is compared with must be of its group.
    @ParameterizedTest
    @EnumSource
    void rowsThatAreComparedAreOfOneGroup(Profile profile) {
        List<Row> rows = rows(profile);
        for (Row row : rows) {
            Set<String> others = Stream.concat(ways(row.comparedWith()), Stream.of(row.comparedWith().plain())).collect(Collectors.toSet());
            assertThat(rows).filteredOn(other -> others.contains(other.name()))
                    .allSatisfy(other -> assertThat(other.group()).as("%s with %s", row.id(), other.id()).isEqualTo(row.group()));
        }
    }

    @Test
    void onlyWantedRowsAndTheirRoofsAreHeld() {
        List<Row> rows = Suite.rows(Profile.FULL, ExternalKernels.NONE, row -> row.name().equals("StepBenchmark.step SGD SIMD 1000"));
        assertThat(rows).extracting(Row::name).containsExactly("StepBenchmark.step SGD SIMD 1000",
                "StreamBenchmark.step READ_2_WRITE_1 SCALAR 1000", "StreamBenchmark.step READ_2_WRITE_1 SIMD 1000");
        assertThat(Suite.rows(Profile.FULL, ExternalKernels.NONE, _ -> false)).isEmpty();
    }

    @Test
    void variantsAreNamedAsBenchmarksNameThem() {
        Set<String> variants = Arrays.stream(BenchmarkVariant.values()).map(Enum::name).collect(Collectors.toSet());
        assertThat(
                all().filter(row -> row.family() != Family.PEER).map(row -> row.parameter("variant")).filter(variant -> !variant.isEmpty()))
                .isSubsetOf(variants);
    }
}
