package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.PlantedSlowdown;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real comparisons of real builds, for minutes: not a part of `mvn test`, see CONTRIBUTING. They leave their folders in `target/timed`.
@Tag("timed")
class TimedComparisonTest {

    private static final Path JAR = Path.of("target/benchmarks.jar").toAbsolutePath();
    private static final Path RESULTS = Path.of("target/timed").toAbsolutePath();

    /// @return what the comparison wrote
    private static JsonNode compare(int exitCode, Path head, String only, String... options) throws Exception {
        Path results = Files.createTempDirectory(Files.createDirectories(RESULTS), "comparison");
        List<String> command = new ArrayList<>(List.of("scripts/compare", JAR.toString(), head.toString(), "--only", only, "--results",
                results.toString()));
        command.addAll(List.of(options));
        Process compare = new ProcessBuilder(command).inheritIO().start();
        assertThat(compare.waitFor()).isEqualTo(exitCode);
        try (Stream<Path> folders = Files.list(results)) {
            return new JsonMapper().readTree(Files.readString(folders.findFirst().orElseThrow().resolve("comparison.json")));
        }
    }

    @Test
    void aPlantedSlowdownOfAFifthIsFoundInCacheAndInMemory() throws Exception {
        Path slow = Files.createDirectories(RESULTS).resolve("slow.jar");
        PlantedSlowdown.make(JAR, slow, 0.2, 0.2);
        JsonNode result = compare(1, slow, "StepBenchmark.step (ADAM SCALAR 1000|(ADAM|SGD) SIMD 10000)", "--screen-rounds", "12",
                "--confirm-rounds", "40");
        assertThat(result.path("verdict").asString()).isEqualTo("REGRESSED");
        Map<String, JsonNode> rows = result.path("rows").valueStream()
                .collect(Collectors.toMap(row -> row.path("row").asString(), row -> row));
        for (String size : List.of("10000", "10000000")) {
            JsonNode row = rows.get("StepBenchmark.step ADAM SIMD " + size);
            assertThat(row.path("verdict").asString()).isEqualTo("REGRESSED");
            assertThat(row.path("ratio").asDouble()).isBetween(1.05, 1.5);
        }
        for (String untouched : List.of("ADAM SCALAR 1000", "SGD SIMD 10000", "SGD SIMD 10000000")) {
            assertThat(rows.get("StepBenchmark.step " + untouched).path("verdict").asString()).isNotEqualTo("REGRESSED");
        }
    }

    @Test
    void theSameBuildTwiceIsSilent() throws Exception {
        JsonNode result = compare(0, JAR, "ADAM");
        assertThat(result.path("againstItself").asBoolean()).isTrue();
        assertThat(result.path("rows").size()).isGreaterThan(5);
        assertThat(result.path("rows").valueStream().map(row -> row.path("verdict").asString()))
                .isSubsetOf(List.of("SAME", "INCONCLUSIVE"));
    }
}
