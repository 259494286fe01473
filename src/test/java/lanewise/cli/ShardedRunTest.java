package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lanewise.report.Line;
import lanewise.report.Summary;
import lanewise.compare.Comparisons;
import lanewise.run.Environment;
import lanewise.run.Merge;
import lanewise.run.Plan;
import lanewise.run.Plans;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Session;
import lanewise.run.Shard;
import lanewise.run.Shards;
import lanewise.suite.ExternalKernels;
import lanewise.suite.Profile;
import lanewise.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/// That the shards of every profile are the profile, and say what it would say on one machine.
class ShardedRunTest {

    private static final long SEED = 20261124;

    @TempDir
    private Path results;

    private static Plan plan(String... arguments) {
        RunCommand command = new RunCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return command.plan(new Session(roomy(), List.of()));
    }

    private static Environment roomy() {
        var here = Comparisons.HERE;
        return new Environment(here.cpu(), here.cpuModel(), 2, 2, List.of(), List.of(), 16, 1L << 40, 1L << 40, "", "", "none",
                "Linux", "JDK 25", List.of(), "0123456789", false);
    }

    private static Plan shard(Profile profile, int number, int of) {
        return plan("--profile", profile.toString(), "--rounds", "2", "--seed", "" + SEED, "--shard", number + "/" + of);
    }

    private static List<Row> rows(Profile profile) {
        return Suite.rows(profile, ExternalKernels.NONE, _ -> true);
    }

    private static double seconds(List<Row> rows) {
        return rows.stream().mapToDouble(row -> row.jvm().seconds()).sum();
    }

    @ParameterizedTest
    @EnumSource
    void theSharesOfAProfileAreDisjointButForRoofsAndComplete(Profile profile) {
        for (int of : new int[]{1, 2, 3, 4, 5}) {
            Set<Row> all = new HashSet<>();
            Set<Row> steps = new HashSet<>();
            for (int number = 1; number <= of; number++) {
                List<Row> share = new Shard(number, of).share(rows(profile), SEED);
                assertThat(share).isNotEmpty().doesNotHaveDuplicates();
                assertThat(share).filteredOn(row -> !row.family().isRoof())
                        .allSatisfy(row -> assertThat(steps.add(row)).as(row.id()).isTrue());
                all.addAll(share);
            }
            assertThat(all).as("%s in %d", profile, of).containsExactlyInAnyOrderElementsOf(rows(profile));
        }
    }

    @ParameterizedTest
    @CsvSource({"QUICK, 2", "QUICK, 4", "FULL, 2", "FULL, 5", "FULL, 8", "PR, 4", "NIGHTLY, 2", "NIGHTLY, 5"})
    void noMachineIsMuchLongerThanTheOthers(Profile profile, int of) {
        double[] seconds = IntStream.rangeClosed(1, of).mapToDouble(number -> seconds(new Shard(number, of).share(rows(profile), SEED)))
                .toArray();
        double longest = IntStream.range(0, of).mapToDouble(k -> seconds[k]).max().orElseThrow();
        double average = IntStream.range(0, of).mapToDouble(k -> seconds[k]).average().orElseThrow();
        double vgg = seconds(rows(profile).stream().filter(row -> row.id().matches(".* vgg16 (\\d+ )?SIMD .*")).toList()); // one group, not divided
        assertThat(longest).isLessThan(Math.max(1.25 * average, 1.05 * vgg));
    }

    /// Roofs that no row names are one more group, however the others are called.
    @Test
    void everyRowIsInAShareAlsoARoofThatNoRowNames() {
        Row step = Plans.row("SGD", "SIMD", 1_000);
        List<Row> rows = List.of(step, Plans.arithmetic("DIVIDE", 1_000), Plans.arithmetic("ROOT", 1_000));
        assertThat(IntStream.rangeClosed(1, 2).mapToObj(number -> new Shard(number, 2).share(rows, SEED)))
                .containsExactlyInAnyOrder(List.of(step), rows.subList(1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Row(step.benchmark(), step.parameters(), step.family(), step.label(),
                step.work(), step.comparedWith(), step.roofs(), " ", step.jvm())).withMessageContaining("group");
    }

    @Test
    void anotherSeedDrawsOtherShares() {
        assertThat(new Shard(1, 5).share(rows(Profile.PR), 1).equals(new Shard(1, 5).share(rows(Profile.PR), 2))).isFalse();
    }

    @Test
    void theMinibatchesOfANetworkAreOnOneMachineWithTheirUpdates() {
        List<String> networks = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            new Shard(number, 5).share(rows(Profile.FULL), SEED).stream().filter(row -> row.parameters().containsKey("network"))
                    .map(row -> row.parameters().get("network") + " " + row.parameters().get("variant")).distinct().forEach(networks::add);
        }
        assertThat(networks).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    }

    /// Machines of different speed: if a row were compared with anything of another one, a ratio would show it.
    @ParameterizedTest
    @CsvSource({"SMOKE, 2", "QUICK, 3", "FULL, 5", "NIGHTLY, 4"})
    void theMergedRunSaysOfEveryRowWhatOneMachineWouldSay(Profile profile, int of) throws Exception {
        Plan whole = plan("--profile", profile.toString(), "--rounds", "2", "--seed", "" + SEED);
        RunFolder alone = Shards.folder(results, 0, roomy(), whole, Shards.measured(whole, 2, ShardedRunTest::nanoseconds));
        List<RunFolder> shards = new ArrayList<>();
        for (int number = of; number >= 1; number--) {
            Plan plan = shard(profile, number, of);
            int slow = number;
            shards.add(Shards.folder(results, number, roomy(), plan, Shards.measured(plan, 2, row -> slow * nanoseconds(row))));
        }
        RunFolder merged = Merge.join(shards, results);
        assertThat(merged.plan().rows()).isEqualTo(whole.rows());
        assertThat(merged.plan().rounds()).isEqualTo(2 * of);
        List<Line> expected = Summary.of(alone).lines();
        List<Line> lines = Summary.of(merged).lines();
        for (int k = 0; k < expected.size(); k++) {
            Line one = expected.get(k);
            Line line = lines.get(k);
            String name = line.row().id();
            assertThat(line.forks()).as(name).isGreaterThanOrEqualTo(one.forks());
            assertThat(line.bound()).as(name).isEqualTo(one.bound());
            same(name + ", speed-up", line.speedUp(), one.speedUp());
            same(name + ", share", line.share(), one.share());
            same(name + ", plain", line.timeToPlain(), one.timeToPlain());
            same(name + ", tail", line.costOfTail(), one.costOfTail());
            assertThat((Object) line.speedUpOverBest()).as(name).usingRecursiveComparison()
                    .withEqualsForType((a, b) -> Math.abs(a - b) < 1e-9, Double.class).isEqualTo(one.speedUpOverBest());
        }
    }

    private static void same(String what, double value, double expected) {
        if (Double.isNaN(expected)) assertThat(value).as(what).isNaN();
        else
            assertThat(value).as(what).isCloseTo(expected, within(1e-9 * expected));
    }

    /// Of a row, in any order of the rows.
    private static double nanoseconds(Row row) {
        return row.work().count() * (1 + Math.floorMod(row.id().hashCode(), 1_000) / 1_000.0);
    }

    @Test
    void jvmsThatAreComparedStayOnOneMachine() {
        for (int number = 1; number <= 3; number++) {
            Plan plan = plan("--profile", "smoke", "--seed", "7", "--shard", number + "/3", "--flags", "", "--flags", "-XX:UseAVX=2");
            assertThat(plan.rows().stream().map(row -> row.jvm().configuration()).filter(String::isEmpty)).isEmpty();
            assertThat(plan.rows().stream().filter(row -> row.jvm().configuration().equals("no flags")).map(Row::name).toList())
                    .isEqualTo(
                            plan.rows().stream().filter(row -> row.jvm().configuration().equals("-XX:UseAVX=2")).map(Row::name).toList());
        }
    }

    @Test
    void thePlanSaysWhichShardItIsAndOfWhat() {
        Plan plan = shard(Profile.QUICK, 2, 3);
        assertThat(plan.shard()).isEqualTo(new Shard(2, 3));
        assertThat(plan.whole()).isEqualTo(rows(Profile.QUICK).stream().map(Row::id).toList());
        assertThat(plan.command()).isEqualTo("scripts/lanewise run --profile quick --rounds 2 --seed " + SEED + " --shard 2/3");
        assertThat(shard(Profile.QUICK, 2, 3)).isEqualTo(plan);
    }
}
