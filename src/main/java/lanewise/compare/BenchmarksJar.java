package lanewise.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lanewise.build.RecordedCommit;
import lanewise.run.BuildCopy;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;

/// A build: the jar that forks run, and what it says of itself.
///
/// @param commit     that it was built from, or `unknown`
/// @param dirty      whether there were changes on top of it
/// @param sha256     of the file
/// @param benchmarks JMH's list of them
public record BenchmarksJar(Path path, String commit, boolean dirty, String sha256, List<BenchmarkListEntry> benchmarks) {

    private static final String OPTIMIZER = "optimizer";

    /// Looks into a jar.
    ///
    /// @throws RefusedException if there are no benchmarks in it
    public static BenchmarksJar read(Path path) {
        if (!Files.isRegularFile(path)) throw refused(path + " does not exist");
        try (ZipFile jar = new ZipFile(path.toFile())) {
            ZipEntry list = jar.getEntry(BenchmarkList.BENCHMARK_LIST.substring(1));
            if (list == null) throw refused(path + " has no JMH benchmarks");
            RecordedCommit recorded = RecordedCommit.of(jar);
            try (InputStream in = jar.getInputStream(list)) {
                return new BenchmarksJar(path, recorded.id(), recorded.dirty(), BuildCopy.sha256(path),
                        BenchmarkList.readBenchmarkList(in));
            }
        } catch (IOException | IllegalStateException e) { // JMH's, for a list that it cannot read
            throw refused(path + " cannot be read as a jar (" + e.getMessage() + ")");
        }
    }

    private static RefusedException refused(String what) {
        return new RefusedException(ExitCode.USAGE, what + ", expected a benchmarks.jar of Lanewise");
    }

    /// The commit's first digits, marked if there were changes on top of it; the file's, if it does not know its commit.
    public String name() {
        String known = RecordedCommit.shortName(commit);
        return known.equals(commit) ? "jar-" + RecordedCommit.shortName(sha256) : RecordedCommit.shortName(commit, dirty);
    }

    /// What of a row this build does not have, if there is anything: the benchmark, one of its parameters, or its optimizer. Other values
    /// are not looked at, because benchmarks take more of them than they list.
    public Optional<String> lacks(Row row) {
        Optional<BenchmarkListEntry> entry = benchmarks.stream().filter(one -> one.getUsername().equals(row.benchmark())).findFirst();
        if (entry.isEmpty()) return Optional.of("no " + row.benchmarkName());
        Map<String, String[]> parameters = entry.get().getParams().orElse(Map.of());
        for (String parameter : row.parameters().keySet()) {
            String[] values = parameters.get(parameter);
            if (values == null) return Optional.of("no parameter " + parameter);
            String value = row.parameters().get(parameter);
            if (parameter.equals(OPTIMIZER) && !Arrays.asList(values).contains(value)) return Optional.of("no " + OPTIMIZER + " " + value);
        }
        return Optional.empty();
    }
}
