package lanewise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import lanewise.report.Baseline;
import lanewise.run.BuildCopy;
import lanewise.run.Durations;
import lanewise.run.ExitCode;
import lanewise.run.Forks;
import lanewise.run.JmhForks;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Progress;
import lanewise.run.RefusedException;
import lanewise.run.Rounds;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Session;
import lanewise.run.Shard;
import lanewise.simd.Lanes;
import lanewise.suite.ExternalKernels;
import lanewise.suite.Profile;
import lanewise.suite.Suite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "run", description = "Measure a profile, in rounds, into a new run folder.")
final class RunCommand implements Callable<Integer> {

    static final Plan.Sampling SAMPLING = new Plan.Sampling(3, 30, 10, 30);

    private enum Gate {
        ADVISORY, FAIL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String PROFILES_OWN = "auto";

    @Option(names = "--profile", defaultValue = "quick", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Profile profile;

    @Option(names = "--budget", defaultValue = PROFILES_OWN, paramLabel = "TIME", description = "as many rounds as fit, written 90s, 5m, 1h30m; auto is the profile's own, times the number of JVMs (default: ${DEFAULT-VALUE})")
    private String budget;

    @Option(names = "--rounds", paramLabel = "N", description = "this many rounds, whatever they take")
    private Integer rounds;

    @Option(names = "--only", paramLabel = "REGEX", description = "of the profile's steps those in whose name this is found, such as \"ADAM SIMD\", with their roofs")
    private String only;

    @Option(names = "--seed", paramLabel = "N", description = "of the order of rows (default: the time)")
    private Long seed;

    @Option(names = "--shard", paramLabel = "K/N", description = "measure the K-th of N parts of the profile; the others are measured by other machines of the same kind with the same --seed, and put together with merge")
    private String shard;

    @Option(names = "--results", defaultValue = "jmh-results", paramLabel = "FOLDER", description = "where the run folder is made (default: ${DEFAULT-VALUE})")
    private Path results;

    @Option(names = "--advisory", description = "end with 0 if anything was measured; failed rows are warnings in the table")
    private boolean advisory;

    @Option(names = "--force", description = "measure on a machine that is not fit for it; what is wrong stands under the table")
    private boolean force;

    @Option(names = "--gate", defaultValue = "advisory", description = "what a row that is slower than the reference of this kind of machine does: ${COMPLETION-CANDIDATES}; fail ends with 1 (default: ${DEFAULT-VALUE})")
    private Gate gate;

    @Option(names = "--resume", paramLabel = "RUN", description = "go on with an interrupted run; its own plan counts")
    private Path resume;

    @Option(names = "--redo-failed", description = "with --resume: measure forks that failed again")
    private boolean redoFailed;

    @CommandLine.Mixin
    private Contestants contestants = new Contestants();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (resume != null) refusePlanOptions();
        else if (redoFailed) throw new RefusedException(ExitCode.USAGE, "--redo-failed goes with --resume, which says of which run");
        try (Session session = Session.here(Lanes.LANES)) {
            RunFolder begun = resume == null ? null : begun(session);
            Plan plan = begun == null ? plan(session) : begun.plan();
            session.begin(force); // after bad usage, which a fit machine would not cure
            RunFolder folder = begun == null ? session.create(results, plan) : begun;
            System.out.println(session.environment().summary());
            measure(session, folder);
            return end(folder);
        }
    }

    private void measure(Session session, RunFolder folder) throws IOException {
        Plan plan = folder.plan();
        if (redoFailed) {
            BuildCopy.of(folder, plan); // before anything is taken out of the journal
            System.out.println("forks that failed, and are measured again: " + session.redoFailed(folder, plan));
        }
        Forks forks = JmhForks.of(folder, plan);
        Rounds rounds = new Rounds(plan, forks, new Progress(System.out), () -> System.nanoTime() / 1e9);
        session.measure(folder, folder.goOn(), rounds::run);
    }

    private int end(RunFolder folder) throws IOException {
        boolean complete = ReportCommand.report(folder);
        if (complete) BuildCopy.remove(folder);
        Baseline baseline = Baseline.of(folder, references());
        System.out.println("\n" + baseline.toText());
        boolean nothing = folder.measurements().stream().noneMatch(Measurement::succeeded);
        if (!complete && (!advisory || nothing)) return ExitCode.INCOMPLETE;
        if (gate != Gate.FAIL) return ExitCode.FINE;
        if (!baseline.hasCompared()) return ExitCode.INCOMPLETE; // a gate that has nothing to hold the run against is no gate
        return baseline.isSlower() ? ExitCode.FAILED : ExitCode.FINE;
    }

    /// Beside the run.
    private Path references() {
        return resume == null ? results : resume.toAbsolutePath().normalize().getParent();
    }

    /// An option that would be ignored is a mistake.
    private void refusePlanOptions() {
        for (String option : List.of("--profile", "--budget", "--rounds", "--only", "--seed", "--shard", "--results", "--jdk", "--flags")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new RefusedException(ExitCode.USAGE, "--resume goes on with the plan of its run and takes no " + option);
            }
        }
    }

    private RunFolder begun(Session session) {
        RunFolder folder = RunFolder.given(resume);
        if (folder.isComparison()) {
            throw new RefusedException(ExitCode.USAGE, resume + " is a comparison, go on with " + folder.goOn());
        }
        session.requireSameMachine(folder);
        if (!folder.plan().joined().isEmpty()) {
            throw new RefusedException(ExitCode.USAGE,
                    folder.path() + " was put together from shards: go on with the shard that is not complete");
        }
        return folder;
    }

    Plan plan(Session session) {
        if (rounds != null && rounds < 1) throw new RefusedException(ExitCode.USAGE, "--rounds must be at least 1, was " + rounds);
        if (rounds != null && rounds > Plan.MOST_ROUNDS) {
            throw new RefusedException(ExitCode.USAGE, "--rounds must be at most " + Plan.MOST_ROUNDS + ", was " + rounds);
        }
        Shard part = shard(shard, seed);
        List<Row> rows = new ArrayList<>();
        List<Plan.LeftOut> leftOut = new ArrayList<>();
        List<Row> whole = contestants.of(wanted(), force);
        for (Row row : part == null ? whole : part.share(whole, seed)) { // before memory is asked for: the others' may differ
            session.lacksMemory(row).ifPresentOrElse(reason -> leftOut.add(new Plan.LeftOut(row.id(), reason)), () -> rows.add(row));
        }
        if (rows.isEmpty()) {
            throw new RefusedException(ExitCode.INCOMPLETE, "there is nothing to measure: " + leftOut.getFirst().row() + ", "
                    + leftOut.getFirst().reason());
        }
        long order = seed == null ? System.currentTimeMillis() : seed;
        Plan plan = new Plan(Plan.SCHEMA, command(order), profile.toString(), order, rounds == null ? 0 : rounds, budgetSeconds(), SAMPLING,
                rows, leftOut, session.warnings());
        return part == null ? plan : plan.of(part, whole.stream().map(Row::id).toList());
    }

    private String command(long order) {
        Map<String, String> defaults = new HashMap<>(Map.of("--profile", profile.toString(), "--seed", Long.toString(order)));
        if (rounds == null) defaults.put("--budget", budget);
        return CommandText.of(CommandText.lanewise(PrivateCopy.given()) + " run", spec, defaults, Set.of());
    }

    /// What `--shard` asks for; null if it is not given. All machines must draw the same shares.
    static Shard shard(String written, Long seed) {
        if (written == null) return null;
        Shard shard = Shard.parse(written);
        if (seed == null) throw new RefusedException(ExitCode.USAGE, "--shard takes --seed, the same one on every machine");
        return shard;
    }

    private List<Row> wanted() {
        List<Row> rows = Suite.rows(profile, ExternalKernels.find(), only == null ? _ -> true : named(only));
        if (rows.isEmpty()) {
            throw new RefusedException(ExitCode.USAGE, "--only: no step, product or minibatch of profile " + profile + " has \"" + only
                    + "\" in its name, which is written like StepBenchmark.step ADAM SIMD 1000");
        }
        return rows;
    }

    /// Rows in whose name `only` is found.
    static Predicate<Row> named(String only) {
        try {
            Pattern pattern = Pattern.compile(only);
            return row -> pattern.matcher(row.id()).find();
        } catch (PatternSyntaxException e) {
            throw new RefusedException(ExitCode.USAGE, "--only: \"" + only + "\" is not a regular expression: " + e.getDescription());
        }
    }

    private double budgetSeconds() {
        try {
            return budget.equals(PROFILES_OWN) ? contestants.count() * Durations.parse(profile.budget()) : Durations.parse(budget);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, "--budget: " + e.getMessage());
        }
    }
}
