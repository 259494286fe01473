package lanewise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers' pull requests are given, and the script that puts a night's runs away, over a throwaway repository.
@Execution(ExecutionMode.CONCURRENT)
class WorkflowsTest {

    private static final Path GITHUB = Path.of(".github").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path clone;
    private Path store;
    private Path shards;

    static List<Path> workflows() throws Exception {
        try (Stream<Path> files = Files.list(GITHUB.resolve("workflows"))) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void actionsArePinnedByCommitAndNothingIsPutIntoAShellByText(Path workflow) throws Exception {
        List<String> lines = Files.readAllLines(workflow);
        assertThat(lines).filteredOn(line -> line.contains("uses:")).isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches(".* uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
        assertThat(lines).filteredOn(line -> line.contains("run:")).isNotEmpty().noneMatch(line -> line.contains("${{"));
        assertThat(lines).noneMatch(line -> line.matches("\\s*run: *[|>].*")); // longer ones are scripts, which can be tried
        assertThat(String.join("\n", lines)).contains("\npermissions:\n  contents: read\n").doesNotContain("pull_request_target",
                "{{ secrets");
    }

    @Test
    void onlyTheJobThatPushesMayWrite() throws Exception {
        String benchmarks = Files.readString(GITHUB.resolve("workflows/benchmarks.yml"));
        assertThat(benchmarks.split(": write", -1)).hasSize(2);
        String store = benchmarks.substring(benchmarks.indexOf("\n  store:"));
        assertThat(store).contains("contents: write").contains("github.event_name != 'pull_request'");
        assertThat(benchmarks.substring(0, benchmarks.indexOf("\n  store:")).split("actions/checkout@", -1).length).isGreaterThan(1)
                .isEqualTo(benchmarks.split("persist-credentials: false", -1).length);
    }

    @BeforeEach
    void aClone() throws Exception {
        run(folder, 0, "git", "init", "--quiet", "--bare", "--initial-branch=main", "origin");
        run(folder, 0, "git", "clone", "--quiet", "origin", "clone");
        clone = folder.resolve("clone");
        store = clone.resolve("store");
        shards = clone.resolve("shards");
        Files.createDirectories(clone.resolve("scripts"));
        // joins folders into one, and refuses those that say so
        Path lanewise = Files.writeString(clone.resolve("scripts/lanewise"), """
                #!/bin/sh
                set -eu
                results="$3"; shift 3
                echo "WARNING: Using incubator modules: jdk.incubator.vector" >&2
                for run; do if [ -f "$run/other" ]; then echo "lanewise: another kind of machine" >&2; exit 2; fi; done
                mkdir -p "$results/joined-$(basename "$1")"
                for run; do cat "$run/journal.jsonl"; done > "$results/joined-$(basename "$1")/journal.jsonl"
                echo "a table"
                """);
        assertThat(lanewise.toFile().setExecutable(true)).isTrue();
        run(clone, 0, "git", "add", ".");
        run(clone, 0, "git", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "first");
    }

    private static String run(Path in, int exitCode, String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(exitCode);
        return said;
    }

    private String comparePullRequest(int exitCode, String base, String head) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        // a base whose file "broken" is there does not build
        Files.writeString(bin.resolve("mvn"), "#!/bin/sh\ntest ! -e broken\n");
        assertThat(bin.resolve("mvn").toFile().setExecutable(true)).isTrue();
        return run(clone, exitCode, "env", "PATH=" + bin + ":" + System.getenv("PATH"), "BASE=" + base, "HEAD=" + head, "SEED=1",
                "SHARD=1/2", "TMPDIR=" + folder, GITHUB.resolve("scripts/compare-pull-request").toString());
    }

    private String commit(String message) throws Exception {
        run(clone, 0, "git", "add", ".");
        run(clone, 0, "git", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "-m", message);
        return run(clone, 0, "git", "rev-parse", "HEAD").strip();
    }

    private void compareEndsWith(int code) throws Exception {
        Path compare = Files.writeString(clone.resolve("scripts/compare"), "#!/bin/sh\necho compares \"$@\"\nexit " + code + "\n");
        assertThat(compare.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5})
    void aPullRequestEndsAsItsComparison(int code) throws Exception {
        compareEndsWith(code);
        String base = commit("base");
        String head = commit("head");
        assertThat(comparePullRequest(code, base, head))
                .contains("compares " + base + " " + head + " --profile pr --seed 1 --shard 1/2 --results " + clone.toRealPath());
    }

    @Test
    void aPullRequestThatIsNotComparedIsNoVerdict() throws Exception {
        compareEndsWith(1);
        String base = commit("base");
        assertThat(comparePullRequest(2, base, "0123456789")).contains("\"0123456789\" is no commit of this repository");
        assertThat(comparePullRequest(2, "", base)).contains("the variable BASE must be set");
        String orphan = run(clone, 0, "git", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit-tree", "-m", "orphan",
                "HEAD^{tree}").strip();
        assertThat(comparePullRequest(2, base, orphan)).contains("have no ancestor in common");
        Files.writeString(clone.resolve("broken"), "");
        String broken = commit("broken");
        assertThat(comparePullRequest(3, broken, commit("head"))).contains("the base " + broken + " does not build");
        run(clone, 0, "git", "rm", "--quiet", "broken", "scripts/compare");
        String without = commit("without");
        assertThat(comparePullRequest(3, without, commit("head"))).contains("has no scripts/compare");
    }

    private Path shard(String runner, int number) throws Exception {
        Path run = Files.createDirectories(shards.resolve("shard-" + runner + "-" + number).resolve("run-" + runner));
        Files.writeString(run.resolve("journal.jsonl"), number + "\n");
        Files.writeString(run.resolve("report.html"), "");
        return run;
    }

    private String storeRuns(int exitCode) throws Exception {
        return run(clone, exitCode, GITHUB.resolve("scripts/store-runs").toString(), "shards", "store");
    }

    private List<String> stored() throws Exception {
        return run(folder.resolve("origin"), 0, "git", "ls-tree", "-r", "--name-only", "benchmarks").lines().toList();
    }

    @Test
    void shardsAreMergedByRunnerAndTheNextNightIsAppended() throws Exception {
        shard("ubuntu-24.04", 0);
        shard("ubuntu-24.04", 1);
        shard("ubuntu-24.04-arm", 0);
        assertThat(storeRuns(0)).contains("ubuntu-24.04: 2 shards", "ubuntu-24.04-arm: 1 shards").doesNotContain("::warning");
        assertThat(stored()).containsExactly("joined-run-ubuntu-24.04-arm/journal.jsonl.gz",
                "joined-run-ubuntu-24.04/journal.jsonl.gz");
        assertThat(run(store, 0, "gzip", "-dc", "joined-run-ubuntu-24.04/journal.jsonl.gz")).isEqualTo("0\n1\n");

        run(clone, 0, "git", "worktree", "remove", "--force", "store");
        run(clone, 0, "rm", "-r", "shards");
        shard("another", 7);
        storeRuns(0);
        assertThat(stored()).hasSize(3).contains("joined-run-another/journal.jsonl.gz");
        assertThat(run(folder.resolve("origin"), 0, "git", "rev-list", "--count", "benchmarks").strip()).isEqualTo("3");
    }

    @Test
    void shardsThatCannotBeMergedAreKeptAsTheyAre() throws Exception {
        shard("ubuntu-24.04", 0);
        Files.writeString(shard("ubuntu-24.04", 1).resolve("other"), "");
        assertThat(storeRuns(0))
                .contains("::warning::shards of ubuntu-24.04 are kept apart: lanewise: another kind of machine");
        assertThat(stored()).containsExactly("run-ubuntu-24.04_shard-ubuntu-24.04-0/journal.jsonl.gz",
                "run-ubuntu-24.04_shard-ubuntu-24.04-1/journal.jsonl.gz", "run-ubuntu-24.04_shard-ubuntu-24.04-1/other");
    }

    @Test
    void theOnlyShardHasNoFolderOfItsOwn() throws Exception {
        Path run = Files.createDirectories(shards.resolve("run-x"));
        Files.writeString(run.resolve("journal.jsonl"), "1\n");
        storeRuns(0);
        assertThat(stored()).containsExactly("joined-run-x/journal.jsonl.gz");
    }

    @Test
    void aNightWithoutAnythingIsAFault() throws Exception {
        Files.createDirectories(shards);
        assertThat(storeRuns(3)).contains("store-runs: there is no run below shards");
    }
}
