package lanewise.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Forks started by JMH's own runner, called once for each.
public final class JmhForks implements Forks {

    /// A fork that hangs is ended after this long an iteration.
    private static final TimeValue PATIENCE = TimeValue.minutes(2);

    /// More than a fork has to say of itself.
    private static final int ROOM_BYTES = 1 << 18;

    /// What JMH says of a fork that was ended by SIGHUP, SIGINT or SIGTERM.
    private static final Pattern INTERRUPTED = Pattern.compile("<forked VM failed with exit code (129|130|143)>");

    private static final String CLASS_PATH = "java.class.path";

    private static final Pattern ENDED = Pattern.compile("<(forked VM failed with exit code -?\\d+)>");

    /// What a JVM said before it ended, as JMH quotes it.
    private static final Pattern STREAM = Pattern.compile("<(stdout|stderr)[^>\n]*>(.*?)</\\1>", Pattern.DOTALL);

    private final Plan plan;
    private final Path facts;
    private final Supplier<String> build;
    private String classPath; // of rows that name none; null before the first

    /// For rows that name their class path, or have the suite's own.
    ///
    /// @param plan  how long a fork measures, and the seed of its arrays' places
    /// @param facts the file in which a fork says who it is and, at its end, what it knows
    public JmhForks(Plan plan, Path facts) {
        this(plan, facts, () -> "");
    }

    private JmhForks(Plan plan, Path facts, Supplier<String> build) {
        this.plan = plan;
        this.facts = facts;
        this.build = build;
    }

    /// For a run, whose forks run the folder's [BuildCopy]. It is looked for when the first fork is started.
    public static JmhForks of(RunFolder folder, Plan plan) {
        return new JmhForks(plan, folder.fork(), () -> BuildCopy.of(folder, plan));
    }

    @Override
    public Measurement measure(Row row, int round, int position) {
        if (classPath == null) classPath = build.get();
        Path java = Path.of(row.jvm().home(), "bin", "java");
        Plan.Sampling sampling = plan.sampling();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(row.benchmark()) + "$")
                .forks(1)
                .warmupIterations(sampling.warmupIterations())
                .warmupTime(TimeValue.milliseconds(sampling.warmupMillis()))
                .measurementIterations(sampling.iterations())
                .measurementTime(TimeValue.milliseconds(sampling.iterationMillis()))
                .timeUnit(TimeUnit.NANOSECONDS)
                .timeout(PATIENCE)
                .jvmArgsPrepend() // the benchmark's annotation is for plain JMH, a row has it all
                .jvmArgs(Stream.concat(row.jvm().args().stream(), own(round)).toArray(String[]::new))
                .shouldFailOnError(true);
        row.parameters().forEach(options::param);
        if (!row.jvm().home().isEmpty()) options.jvm(java.toString());

        // JMH tells why a fork died only in its log, so the log is kept, not printed.
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Instant started = Instant.now();
        Interference.Reading before = Interference.Reading.now();
        double[] nanoseconds = {};
        String failure = null;
        if (!row.jvm().home().isEmpty() && !Files.isExecutable(java)) failure = java + " is missing"; // JMH would end the run
        try (PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8)) {
            var format = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
            if (failure == null)
                nanoseconds = on(row.jvm().classPath().isEmpty() ? classPath : row.jvm().classPath(),
                        () -> iterations(new Runner(options.build(), format).run()));
        } catch (RunnerException e) {
            if (INTERRUPTED.matcher(log.toString(StandardCharsets.UTF_8)).find()) throw new Interrupted("the fork was interrupted");
            failure = reason(log.toString(StandardCharsets.UTF_8), e);
        }
        if (failure == null && !Measurement.areTimes(nanoseconds))
            failure = "JMH reported times that are none: " + Arrays.toString(nanoseconds);
        Interference.Reading after = Interference.Reading.now();
        if (failure != null) requireRoom();
        Map<String, Object> said = takeFacts();
        double processorSeconds = said.get("processorSeconds") instanceof Number number ? number.doubleValue() : Double.NaN;
        Interference interference = Interference.between(before, after, processorSeconds);
        return new Measurement(row.id(), round, position, started.truncatedTo(ChronoUnit.MILLIS).toString(),
                (after.nanoTime() - before.nanoTime()) / 1e9, interference.steal(), interference.busyCores(), interference.throttled(),
                failure == null ? nanoseconds : new double[0], said,
                failure);
    }

    @FunctionalInterface
    private interface Measuring {

        double[] run() throws RunnerException;
    }

    /// JMH gives a fork the class path that this process says it has, so for the length of the call it says another.
    private static double[] on(String classPath, Measuring measuring) throws RunnerException {
        if (classPath.isEmpty()) return measuring.run();
        String own = System.getProperty(CLASS_PATH);
        try (ClassPath path = ClassPath.of(classPath)) {
            System.setProperty(CLASS_PATH, path.text());
            return measuring.run();
        } catch (IOException e) {
            throw new RunnerException("a link to " + classPath + " cannot be made", e);
        } finally {
            System.setProperty(CLASS_PATH, own);
        }
    }

    /// Each round has places of its own for the arrays, so that no row owes its time to a lucky one.
    private Stream<String> own(int round) {
        return Stream.of("-Dlanewise.facts=" + facts, "-Dlanewise.placement=" + (plan.seed() + round));
    }

    @SuppressWarnings("unchecked") // JSON objects have string keys
    private Map<String, Object> takeFacts() {
        try {
            if (!Files.exists(facts)) return Map.of();
            String said = Files.readString(facts);
            Files.delete(facts);
            return new JsonMapper().readValue(said, Map.class);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.INCOMPLETE, "the fork's file " + facts + " cannot be read: " + e.getMessage());
        } catch (JacksonException e) {
            return Map.of(); // the fork was killed while it wrote
        }
    }

    /// A fork that cannot write what it knows fails, and would count as failed for good.
    ///
    /// @throws RefusedException if nothing can be written into the journal's folder
    private void requireRoom() {
        Path probe = facts.resolveSibling(facts.getFileName() + ".probe");
        try {
            Files.write(probe, new byte[ROOM_BYTES]);
            Files.delete(probe);
        } catch (IOException e) {
            probe.toFile().delete(); // what there is of it
            RunFolder folder = new RunFolder(facts.toAbsolutePath().getParent());
            throw new RefusedException(ExitCode.INCOMPLETE, folder.path() + " cannot be written (" + e.getMessage()
                    + "), what was measured so far is in its journal: make room, then go on with " + folder.goOn());
        }
    }

    private static double[] iterations(Collection<RunResult> results) {
        return results.stream()
                .flatMap(result -> result.getBenchmarkResults().stream())
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(IterationResult::getPrimaryResult)
                .mapToDouble(result -> result.getScore())
                .toArray();
    }

    /// What the fork said after JMH's mark, which names the exception and its message; else why its JVM ended, in its own words; or what JMH
    /// itself says.
    static String reason(String log, RunnerException e) {
        int failure = log.indexOf("<failure>");
        if (failure >= 0) return Program.cause(Stream.of(log.substring(failure + "<failure>".length())));
        Matcher ended = ENDED.matcher(log);
        if (!ended.find()) return e instanceof NoBenchmarksException ? "JMH found no such benchmark" : e.toString();
        Stream<String> said = STREAM.matcher(log.substring(ended.end())).results().map(stream -> stream.group(2))
                .filter(text -> !text.isBlank()).toList().reversed().stream(); // its standard error comes second
        String cause = Program.cause(said);
        return cause.equals(Program.SILENT) ? ended.group(1) : cause + " (" + ended.group(1) + ")";
    }
}
