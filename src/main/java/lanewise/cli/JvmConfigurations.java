package lanewise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lanewise.run.ExitCode;
import lanewise.run.ForkJvm;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import picocli.CommandLine.Option;

/// The JVM configurations that a run compares: every JDK with every set of flags. The others are compared with the first.
final class JvmConfigurations {

    @Option(names = "--jdk", paramLabel = "HOME", description = "a JDK to run the forks on; given more than once, the JDKs are compared")
    private List<Path> jdks = List.of();

    @Option(names = "--flags", paramLabel = "FLAGS", description = "flags for the forks' JVM, in quotes, after the row's own; given more than once, the sets are compared: --flags \"\" --flags \"-XX:UseAVX=2\"")
    private List<String> flags = List.of();

    /// The rows of every JVM configuration, or the same rows if none is given.
    ///
    /// @throws RefusedException if a JDK or its flags cannot run a benchmark
    List<Row> of(List<Row> rows, boolean force) {
        if (jdks.isEmpty() && flags.isEmpty()) return rows;
        List<Row> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path jdk : jdks.isEmpty() ? Collections.<Path>singletonList(null) : jdks) {
            for (String set : flags.isEmpty() ? List.of("") : flags) {
                ForkJvm jvm = ForkJvm.of(jdk, set);
                jvm.requireUsable("", force);
                String name = name(jvm);
                if (!names.add(name)) {
                    throw new RefusedException(ExitCode.USAGE,
                            "two JVM configurations are \"" + name + "\", expected different ones");
                }
                for (Row row : rows) all.add(row.in(name, jvm.javaHome(), jvm.flags()));
            }
        }
        return all;
    }

    int count() {
        return Math.max(1, jdks.size()) * Math.max(1, flags.size());
    }

    /// The folder tells two builds of a version apart.
    private String name(ForkJvm jvm) {
        String set = jvm.flags().isEmpty() ? "no flags" : String.join(" ", jvm.flags());
        if (jvm.jdk() == null) return set;
        String home = jvm.jdk().toAbsolutePath().normalize().getFileName().toString();
        return flags.isEmpty() ? home : home + ", " + set;
    }
}
