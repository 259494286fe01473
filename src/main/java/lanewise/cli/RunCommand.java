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
import lanewise.report.Baseline;
import lanewise.report.Report;
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
import lanewise.suite.Profile;
import lanewise.suite.Suite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "run", description = "Measure a profile, in rounds, into a new run folder.")
final class RunCommand implements Callable<Integer> {

    private enum GateMode {
        ADVISORY, FAIL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Rows that are shown of those that differ from the reference.
    private static final int MOST_MOVED = 4;

    private static final String PROFILES_OWN = "auto";

    @Option(names = "--profile", defaultValue = "quick", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Profile profile;

    @Option(names = "--budget", defaultValue = PROFILES_OWN, paramLabel = "TIME", description = "as many rounds as fit, written 90s, 5m, 1h30m; auto is the profile's own, times the number of JVMs (default: ${DEFAULT-VALUE})")
    private String budget;

    @Option(names = "--rounds", paramLabel = "N", description = "this many rounds, whatever they take")
    private Integer rounds;

    @CommandLine.Mixin
    private RowOptions rowOptions = new RowOptions();

    @CommandLine.Mixin
    private MeasuringOptions options = new MeasuringOptions();

    @Option(names = "--advisory", description = "end with 0 if anything was measured; failed rows are warnings in the table")
    private boolean advisory;

    @Option(names = "--gate", defaultValue = "advisory", description = "what a row that is slower than the reference of this kind of machine does: ${COMPLETION-CANDIDATES}; fail ends with 1 (default: ${DEFAULT-VALUE})")
    private GateMode gate;

    @CommandLine.Mixin
    private ResumeOptions resume = new ResumeOptions();

    @CommandLine.Mixin
    private JvmConfigurations configurations = new JvmConfigurations();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        resume.requireWhole("run");
        if (resume.isGiven()) resume.refuseOthers(spec, "run", Set.of("--advisory", "--force", "--gate"));
        try (Session session = Session.here(Lanes.LANES)) {
            RunFolder begun = resume.isGiven() ? begun(session) : null;
            Plan plan = begun == null ? plan(session) : begun.plan();
            session.begin(options.force()); // after bad usage, which a fit machine would not cure
            RunFolder folder = begun == null ? session.create(options.results(), plan) : begun;
            System.out.println(session.environment().summary());
            measure(session, folder);
            return end(folder);
        }
    }

    private void measure(Session session, RunFolder folder) throws IOException {
        Plan plan = folder.plan();
        if (resume.redoFailed()) BuildCopy.of(folder, plan); // it is refused before anything is taken out of the journal
        resume.redoFailed(session, folder, plan);
        Forks forks = JmhForks.of(folder, plan);
        Rounds rounds = new Rounds(plan, forks, new Progress(System.out), () -> System.nanoTime() / 1e9);
        session.measure(folder, folder.goOn(), rounds::run);
    }

    private int end(RunFolder folder) throws IOException {
        Report report = ReportCommand.tables(folder);
        boolean complete = report.summary().completeness().isWhole();
        if (complete) BuildCopy.remove(folder);
        Baseline baseline = Baseline.of(folder, references());
        folder.write(Baseline.FILE, baseline.toText());
        System.out.println("\n" + baseline.toText(MOST_MOVED, ReportCommand.COLUMNS));
        System.out.println(ReportCommand.files(folder));
        boolean nothing = folder.measurements().stream().noneMatch(Measurement::succeeded);
        if (!complete && (!advisory || nothing)) return ExitCode.INCOMPLETE;
        if (gate != GateMode.FAIL) return ExitCode.FINE;
        if (!baseline.hasCompared()) return ExitCode.INCOMPLETE; // a gate that has nothing to compare the run with is no gate
        return baseline.isSlower() ? ExitCode.FAILED : ExitCode.FINE;
    }

    /// The folder that holds the run holds the references as well.
    private Path references() {
        return resume.isGiven() ? resume.path().toAbsolutePath().normalize().getParent() : options.results();
    }

    private RunFolder begun(Session session) {
        RunFolder folder = RunFolder.given(resume.path());
        if (folder.isComparison()) {
            throw new RefusedException(ExitCode.USAGE, resume.path() + " is a comparison, go on with " + folder.goOn());
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
        Shard part = rowOptions.shard();
        List<Row> rows = new ArrayList<>();
        List<Plan.LeftOut> leftOut = new ArrayList<>();
        List<Row> whole = configurations.of(rowOptions.of(profile, "step, product or minibatch"), options.force());
        for (Row row : rowOptions.share(whole)) { // before memory is asked for: the others' may differ
            Suite.missing(row).or(() -> session.lacksMemory(row)).ifPresentOrElse(reason -> leftOut.add(new Plan.LeftOut(row.id(), reason)),
                    () -> rows.add(row));
        }
        if (rows.isEmpty()) {
            throw new RefusedException(ExitCode.INCOMPLETE, "there is nothing to measure: " + leftOut.getFirst().row() + ", "
                    + leftOut.getFirst().reason());
        }
        long order = rowOptions.order();
        Plan plan = new Plan(Plan.SCHEMA, command(order), profile.toString(), order, rounds == null ? 0 : rounds, budgetSeconds(),
                Plan.Sampling.USUAL,
                rows, leftOut, session.warnings());
        return part == null ? plan : plan.of(part, whole.stream().map(Row::id).toList());
    }

    private String command(long order) {
        Map<String, String> defaults = new HashMap<>(Map.of("--profile", profile.toString(), "--seed", Long.toString(order)));
        if (rounds == null) defaults.put("--budget", budget);
        return CommandText.of(CommandText.lanewise(PrivateCopy.given()) + " run", spec, defaults, Set.of());
    }

    private double budgetSeconds() {
        try {
            return budget.equals(PROFILES_OWN) ? configurations.count() * Durations.parse(profile.budget()) : Durations.parse(budget);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, "--budget: " + e.getMessage());
        }
    }
}
