package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lanewise.compare.Comparisons;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {

    private static final Row[] ROWS = {Plans.row("SGD", "SCALAR", 1_000), Plans.row("SGD", "SIMD", 1_000),
            Plans.row("MOMENTUM", "SIMD", 1_000), Plans.row("ADAM", "SIMD", 1_000), Plans.stream("READ_2_WRITE_1", 1_000)};
    private static final Plan WHOLE = Plans.plan(2, 0, ROWS);

    @TempDir
    private Path folder;

    private Path shards;
    private Path results;

    @BeforeEach
    void folders() {
        shards = folder.resolve("shards");
        results = folder.resolve("results");
    }

    private static Plan plan(Plan whole, int number, int of) {
        Shard shard = new Shard(number, of);
        return new Plan(Plan.SCHEMA, whole.command() + " --shard " + shard, whole.profile(), whole.seed(), whole.rounds(),
                whole.budgetSeconds(), whole.sampling(), shard.share(whole.rows(), whole.seed()), List.of(), List.of("it rains " + number))
                .of(shard, whole.rows().stream().map(Row::id).toList());
    }

    private RunFolder shard(int begun, Environment environment, Plan plan) throws Exception {
        return Shards.folder(shards, begun, environment, plan, Shards.measured(plan, 2, row -> 100.0 * plan.shard().number()));
    }

    private RunFolder shard(int number, int of) throws Exception {
        return shard(number, Comparisons.HERE, plan(WHOLE, number, of));
    }

    private void refused(int exitCode, String message, RunFolder... folders) throws Exception {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> Merge.join(List.of(folders), results)).withMessage(message)
                .matches(refused -> refused.exitCode() == exitCode);
        if (!Files.isDirectory(results)) return;
        try (Stream<Path> left = Files.list(results)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void theRoundsOfEveryShardAreCountedOn() throws Exception {
        List<RunFolder> parts = List.of(shard(3, 3), shard(1, 3), shard(2, 3));
        RunFolder merged = Merge.join(parts, results);
        Plan plan = merged.plan();
        assertThat(plan.rows()).containsExactly(ROWS);
        assertThat(plan.rounds()).isEqualTo(6);
        assertThat(plan.shard()).isNull();
        assertThat(plan.joined()).extracting(Plan.Joined::shard, Plan.Joined::firstRound, Plan.Joined::rounds)
                .containsExactly(tuple(1, 1, 2), tuple(2, 3, 2),
                        tuple(3, 5, 2));
        assertThat(plan.warnings()).containsExactly("it rains 1", "it rains 2", "it rains 3",
                "put together from 3 shards, each from a machine of its own: rounds 1 to 2, rounds 3 to 4, rounds 5 to 6");
        assertThat(plan.command()).isEqualTo("scripts/lanewise run --shard K/3 for every K, then scripts/lanewise merge");
        for (Measurement m : merged.measurements()) {
            assertThat(m.nanoseconds()).as("machine of round %d", m.round()).containsExactly(100.0 * ((m.round() + 1) / 2));
        }
        assertThat(merged.measurements().stream().filter(m -> m.row().equals(ROWS[4].id()))).as("forks of the roof").hasSize(6);
        assertThat(merged.measurements()).hasSize(6 + 2 * (ROWS.length - 1));
        for (int number = 1; number <= 3; number++) assertThat(merged.path().resolve("environment-" + number + ".json")).exists();
        assertThat(merged.path().getFileName()).hasToString("2026-01-01T000002Z_a-2c_0123456");
    }

    @Test
    void shardsThatAreMissingAreNamed() throws Exception {
        refused(ExitCode.INCOMPLETE, "shard 2/3 is missing", shard(3, 3), shard(1, 3));
        refused(ExitCode.INCOMPLETE, "shards 2/3, 3/3 are missing", new RunFolder(path(1)));
    }

    private Path path(int begun) throws Exception {
        try (Stream<Path> all = Files.list(shards)) {
            return all.filter(path -> path.getFileName().toString().startsWith("1970-01-01T00000" + begun)).findFirst().orElseThrow();
        }
    }

    @Test
    void aShardThatIsThereTwiceIsRefused() throws Exception {
        RunFolder first = shard(1, 2);
        RunFolder again = shard(5, Comparisons.HERE, plan(WHOLE, 1, 2));
        refused(ExitCode.USAGE, "shard 1/2 is there twice: " + first.path() + " and " + again.path(), first, shard(2, 2), again);
    }

    @Test
    void shardsOfAnotherPlanAreRefusedByWhatDiffers() throws Exception {
        RunFolder first = shard(1, 2);
        Plan plan = plan(WHOLE, 2, 2);
        record Change(Plan plan, Environment environment, String what) {}
        Environment here = Comparisons.HERE;
        List<Change> changes = List.of(
                new Change(changed(plan, "other", plan.seed(), plan.rounds(), plan.sampling()), here, "its profile is other, not test"),
                new Change(changed(plan, plan.profile(), 43, plan.rounds(), plan.sampling()), here, "its seed is 43, not 42"),
                new Change(changed(plan, plan.profile(), 42, 3, plan.sampling()), here, "its number of rounds is 3, not 2"),
                new Change(changed(plan, plan.profile(), 42, 2, new Plan.Sampling(9, 5, 3, 5)), here,
                        "its sampling is " + new Plan.Sampling(9, 5, 3, 5) + ", not " + plan.sampling()),
                new Change(plan(WHOLE, 2, 3), here, "its number of shards is 3, not 2"),
                new Change(plan, environment("A CPU", 2, 16, "JDK 26", "0123456789"), "its JDK is JDK 26, not JDK 25"),
                new Change(plan, environment("A CPU", 2, 16, "JDK 25", "9999999999"), "its commit is 9999999, not 0123456"),
                new Change(plan(Plans.plan(2, 0, ROWS[0], ROWS[2]), 2, 2), here, "its rows are a share of others"));
        for (int k = 0; k < changes.size(); k++) {
            RunFolder other = shard(10 + k, changes.get(k).environment, changes.get(k).plan);
            refused(ExitCode.USAGE, other.path() + " is of another plan than " + first.path() + ": " + changes.get(k).what, first, other);
        }
    }

    private static Plan changed(Plan plan, String profile, long seed, int rounds, Plan.Sampling sampling) {
        return new Plan(plan.schema(), plan.command(), profile, seed, rounds, plan.budgetSeconds(), sampling, plan.rows(), plan.leftOut(),
                plan.warnings()).of(plan.shard(), plan.whole());
    }

    private static Environment environment(String cpu, int cores, int lanes, String jdk, String commit) {
        return new Environment(cpu, "", cores, cores, List.of(), List.of(), lanes, 1, 1, "", "", "none", "Linux", jdk, List.of(), commit,
                false);
    }

    @Test
    void shardsOfAnotherKindOfMachineAreRefused() throws Exception {
        RunFolder first = shard(1, 2);
        RunFolder cores = shard(2, environment("A CPU", 4, 16, "JDK 25", "0123456789"), plan(WHOLE, 2, 2));
        refused(ExitCode.USAGE, cores.path() + " was measured on another kind of machine than " + first.path()
                + ": a-4c with vectors of 16 floats, not a-2c with vectors of 16 floats", first, cores);
        RunFolder narrow = shard(3, environment("A CPU", 2, 8, "JDK 25", "0123456789"), plan(WHOLE, 2, 2));
        refused(ExitCode.USAGE, narrow.path() + " was measured on another kind of machine than " + first.path()
                + ": a-2c with vectors of 8 floats, not a-2c with vectors of 16 floats", first, narrow);
    }

    @Test
    void rowsInTwoShardsOrInNoneAreRefused() throws Exception {
        RunFolder first = shard(1, 2);
        Plan second = plan(WHOLE, 2, 2);
        Row taken = first.plan().rows().getFirst();
        RunFolder more = shard(2, Comparisons.HERE, rows(second, Stream.concat(second.rows().stream(), Stream.of(taken)).toList()));
        refused(ExitCode.USAGE, taken.id() + " is in " + first.path() + " and in " + more.path(), first, more);
        Row lost = second.rows().getFirst();
        RunFolder less = shard(3, Comparisons.HERE, rows(second, second.rows().stream().skip(1).toList()));
        refused(ExitCode.USAGE, lost.id() + " is in no shard", first, less);
        Row stream = ROWS[4].in("", "", List.of("-Xcheck:jni"));
        RunFolder other = shard(4, Comparisons.HERE,
                rows(second, second.rows().stream().map(row -> row.id().equals(stream.id()) ? stream : row).toList()));
        refused(ExitCode.USAGE, stream.id() + " is not the same row in " + first.path() + " and in " + other.path(), first, other);
    }

    private static Plan rows(Plan plan, List<Row> rows) {
        return new Plan(plan.schema(), plan.command(), plan.profile(), plan.seed(), plan.rounds(), plan.budgetSeconds(), plan.sampling(),
                rows, plan.leftOut(), plan.warnings()).of(plan.shard(), plan.whole());
    }

    @Test
    void anInterruptedShardIsRefusedAndCanBeGoneOnWith() throws Exception {
        RunFolder first = shard(1, 2);
        Plan plan = plan(WHOLE, 2, 2);
        List<Measurement> all = Shards.measured(plan, 2, _ -> 1);
        RunFolder torn = Shards.folder(shards, 2, Comparisons.HERE, plan, all.subList(0, all.size() - 1));
        refused(ExitCode.INCOMPLETE, torn.path() + " lacks 1 of " + all.size() + " forks: go on with scripts/lanewise run --resume "
                + torn.path(), first, torn);
    }

    @Test
    void whatIsNoShardIsRefused() throws Exception {
        RunFolder whole = Shards.folder(shards, 1, Comparisons.HERE, WHOLE, Shards.measured(WHOLE, 2, _ -> 1));
        refused(ExitCode.USAGE, whole.path() + " is not a shard, it was run without --shard", whole);
        RunFolder damaged = shard(2, 2);
        Files.writeString(damaged.journal(), "nonsense\n");
        refused(ExitCode.USAGE, damaged.journal() + ", line 1 is not whole JSON, line 1, column 1", damaged);
        Plan compared = Comparisons.plan("SGD");
        RunFolder comparison = Comparisons.folder(shards, "a-vs-b", Comparisons.HERE, compared, Comparisons.of(compared, "1", "2"),
                List.of());
        refused(ExitCode.USAGE, comparison.path() + " is a comparison, which has a verdict of its own: expected shards of a run",
                comparison);
    }

    @Test
    void aMergedRunIsNoShard() throws Exception {
        RunFolder merged = Merge.join(List.of(shard(1, 2), shard(2, 2)), folder.resolve("merged"));
        refused(ExitCode.USAGE, merged.path() + " is not a shard, it was run without --shard", merged);
    }

    /// Schema 1 began without shards; what was measured then stays readable.
    @Test
    void plansWithoutShardsAreStillRead() throws Exception {
        RunFolder run = Shards.folder(shards, 1, Comparisons.HERE, WHOLE, List.of());
        Path file = run.path().resolve("plan.json");
        String text = Files.readString(file);
        run.write("plan.json", text.replaceFirst("(?s),\\s*\"shard\" : null.*", "\n}"));
        assertThat(Files.readString(file)).doesNotContain("shard", "whole", "joined").hasSizeLessThan(text.length());
        assertThat(run.plan()).isEqualTo(WHOLE);
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() throws Exception {
        results = Files.writeString(folder.resolve("results"), "");
        RunFolder first = shard(1, 2);
        RunFolder second = shard(2, 2);
        refused(ExitCode.USAGE, results + " cannot be written (FileAlreadyExistsException)", first, second);
        assertThat(first.measurements()).isNotEmpty();
    }
}
