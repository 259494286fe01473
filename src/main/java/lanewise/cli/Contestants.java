package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lanewise.run.ExitCode;
import lanewise.run.Fitness;
import lanewise.run.Program;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import picocli.CommandLine.Option;

/// The JVMs that a run compares: every JDK with every set of flags. The first is what the others are held against.
final class Contestants {

    /// What every fork needs; the contestants' flags must go with it.
    private static final List<String> VECTOR = List.of("--add-modules=jdk.incubator.vector", "--version");

    private static final int LEAST_JAVA = 25;

    /// Such as `openjdk 25.0.3 2026-04-21 LTS`.
    private static final Pattern VERSION = Pattern.compile("^\\S+ (\\d{1,4})", Pattern.MULTILINE);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Option(names = "--jdk", paramLabel = "HOME", description = "a JDK to run the forks on; given more than once, the JDKs are compared")
    private List<Path> jdks = List.of();

    @Option(names = "--flags", paramLabel = "FLAGS", description = "flags for the forks' JVM, in quotes, after the row's own; given more than once, the sets are compared: --flags \"\" --flags \"-XX:UseAVX=2\"")
    private List<String> flags = List.of();

    /// Rows for every contestant, or the same rows if there is no choice.
    ///
    /// @throws RefusedException if a JDK or its flags cannot run a benchmark
    List<Row> of(List<Row> rows, boolean force) {
        if (jdks.isEmpty() && flags.isEmpty()) return rows;
        List<Row> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path jdk : jdks.isEmpty() ? List.of(Path.of(System.getProperty("java.home"))) : jdks) {
            for (String set : flags.isEmpty() ? List.of("") : flags) {
                List<String> split = split(set);
                check("", jdk, split, force);
                String name = name(jdk, split);
                if (!names.add(name))
                    throw new RefusedException(ExitCode.USAGE, "two contestants are \"" + name + "\", expected different ones");
                Path home = jdk.toAbsolutePath().normalize();
                for (Row row : rows) all.add(row.in(name, jdks.isEmpty() ? "" : home.toString(), split));
            }
        }
        return all;
    }

    int count() {
        return Math.max(1, jdks.size()) * Math.max(1, flags.size());
    }

    /// The folder tells two builds of a version apart.
    private String name(Path jdk, List<String> flags) {
        String set = flags.isEmpty() ? "no flags" : String.join(" ", flags);
        if (jdks.isEmpty()) return set;
        String home = jdk.toAbsolutePath().normalize().getFileName().toString();
        return this.flags.isEmpty() ? home : home + ", " + set;
    }

    /// Flags as the command line takes them.
    static List<String> split(String flags) {
        return Arrays.stream(flags.strip().split("\\s+")).filter(flag -> !flag.isEmpty()).toList();
    }

    /// @param side what the options' names begin with: `base-`, `head-` or nothing
    /// @throws RefusedException if this JVM cannot run a benchmark
    static void check(String side, Path jdk, List<String> flags, boolean force) {
        Path java = jdk.resolve("bin").resolve("java");
        if (!Files.isExecutable(java))
            throw new RefusedException(ExitCode.USAGE, "--" + side + "jdk: " + jdk + " is not a JDK, it has no bin/java");
        if (!force && String.join(" ", flags).matches(Fitness.NOT_COMPILED)) {
            throw new RefusedException(ExitCode.UNFIT, "--" + side + "flags: with \"" + String.join(" ", flags)
                    + "\" kernels would not be compiled as they are elsewhere (--force measures all the same)");
        }
        String version = version(java, flags);
        if (!version.contains("Server VM") && !force) {
            throw new RefusedException(ExitCode.UNFIT,
                    "--" + side + "jdk: " + jdk
                            + " is not a HotSpot JVM with C2, without which a step is a thousand times slower (--force measures all the same)");
        }
        Matcher number = VERSION.matcher(version);
        int major = number.find() ? Integer.parseInt(number.group(1)) : 0;
        if (major < LEAST_JAVA) {
            throw new RefusedException(ExitCode.USAGE,
                    "--" + side + "jdk: " + jdk + " is a Java " + major + ", expected " + LEAST_JAVA + " or newer");
        }
    }

    /// What a JVM with these flags answers when it is asked for its version.
    private static String version(Path java, List<String> flags) {
        List<String> command = Stream.of(List.of(java.toString()), flags, VECTOR).flatMap(List::stream).toList();
        try {
            Program said = Program.run(PATIENCE, command);
            if (said.exitCode() != 0) {
                throw new RefusedException(ExitCode.USAGE,
                        java + " does not start with \"" + String.join(" ", flags) + "\": " + said.cause());
            }
            return said.output();
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, java + " cannot be started: " + e.getMessage());
        }
    }
}
