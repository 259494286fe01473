package lanewise.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A JVM that a command line names for its forks.
///
/// @param jdk   the JDK's folder; null for the one that runs the suite
/// @param flags after the rows' own
public record ForkJvm(Path jdk, List<String> flags) {

    /// What every fork needs; the flags must go with it.
    private static final List<String> VECTOR = List.of("--add-modules=jdk.incubator.vector", "--version");

    private static final int LEAST_JAVA = 25;

    /// Such as `openjdk 25.0.3 2026-04-21 LTS`.
    private static final Pattern VERSION = Pattern.compile("^\\S+ (\\d{1,4})", Pattern.MULTILINE);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// @param flags separated by spaces, as one word of a command line
    public static ForkJvm of(Path jdk, String flags) {
        return new ForkJvm(jdk, Arrays.stream(flags.strip().split("\\s+")).filter(flag -> !flag.isEmpty()).toList());
    }

    /// Whether it is another JVM than the one that runs the suite, or has flags.
    public boolean isNamed() {
        return jdk != null || !flags.isEmpty();
    }

    /// Where the JDK is; empty for the one that runs the suite.
    public String javaHome() {
        return jdk == null ? "" : jdk.toAbsolutePath().normalize().toString();
    }

    /// Starts it once to see that benchmarks run on it as they should.
    ///
    /// @param side  what the options' names begin with: `base-`, `head-` or nothing
    /// @param force although kernels are not compiled as they are elsewhere
    /// @throws RefusedException if they do not
    public void requireUsable(String side, boolean force) {
        Path home = jdk == null ? Path.of(System.getProperty("java.home")) : jdk;
        Path java = home.resolve("bin").resolve("java");
        if (!Files.isExecutable(java)) {
            throw new RefusedException(ExitCode.USAGE, "--" + side + "jdk: " + home + " is not a JDK, it has no bin/java");
        }
        if (!force && joined().matches(Fitness.NOT_COMPILED)) {
            throw new RefusedException(ExitCode.UNFIT, "--" + side + "flags: with \"" + joined()
                    + "\" kernels would not be compiled as they are elsewhere (--force measures all the same)");
        }
        String version = version(java);
        if (!version.contains("Server VM") && !force) {
            throw new RefusedException(ExitCode.UNFIT, "--" + side + "jdk: " + home
                    + " is not a HotSpot JVM with C2, without which a step is a thousand times slower (--force measures all the same)");
        }
        Matcher number = VERSION.matcher(version);
        int major = number.find() ? Integer.parseInt(number.group(1)) : 0;
        if (major < LEAST_JAVA) {
            throw new RefusedException(ExitCode.USAGE,
                    "--" + side + "jdk: " + home + " is a Java " + major + ", expected " + LEAST_JAVA + " or newer");
        }
    }

    private String joined() {
        return String.join(" ", flags);
    }

    /// What it answers when it is asked for its version.
    private String version(Path java) {
        List<String> command = Stream.of(List.of(java.toString()), flags, VECTOR).flatMap(List::stream).toList();
        try {
            Program said = Program.run(PATIENCE, command);
            if (said.exitCode() != 0) {
                throw new RefusedException(ExitCode.USAGE, java + " does not start with \"" + joined() + "\": " + said.cause());
            }
            return said.output();
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, java + " cannot be started: " + e.getMessage());
        }
    }
}
