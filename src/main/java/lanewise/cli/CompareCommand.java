package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import lanewise.compare.Build;
import lanewise.compare.Comparison;
import lanewise.compare.ComparisonPlan;
import lanewise.compare.GivenBuild;
import lanewise.compare.Margins;
import lanewise.compare.PairedRounds;
import lanewise.report.ComparisonReport;
import lanewise.run.Durations;
import lanewise.run.ExitCode;
import lanewise.run.ForkJvm;
import lanewise.run.JmhForks;
import lanewise.run.Plan;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Session;
import lanewise.run.Shard;
import lanewise.simd.Lanes;
import lanewise.stats.GateRule;
import lanewise.suite.Profile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "compare", description = "Compare two builds in pairs of forks; ends with 1 if a row has become slower.")
final class CompareCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "BASE", description = "what there was before: a commit or the path of a benchmarks.jar")
    private String base;

    @Parameters(index = "1", arity = "0..1", paramLabel = "HEAD", description = "what is compared with it: likewise")
    private String head;

    @Option(names = "--profile", defaultValue = "pr", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Profile profile;

    @Option(names = "--base-jdk", paramLabel = "HOME", description = "a JDK for the forks of BASE (default: the one that runs this)")
    private Path baseJdk;

    @Option(names = "--head-jdk", paramLabel = "HOME", description = "a JDK for the forks of HEAD (default: the one that runs this)")
    private Path headJdk;

    @Option(names = "--base-flags", defaultValue = "", paramLabel = "FLAGS", description = "flags for the JVM of BASE, in quotes, after the row's own")
    private String baseFlags;

    @Option(names = "--head-flags", defaultValue = "", paramLabel = "FLAGS", description = "flags for the JVM of HEAD")
    private String headFlags;

    @Option(names = "--screen-rounds", paramLabel = "N", description = "rounds of all rows (default: 6)")
    private Integer screenRounds;

    @Option(names = "--confirm-rounds", paramLabel = "N", description = "fresh rounds of the rows that then look different (default: 20)")
    private Integer confirmRounds;

    @CommandLine.Mixin
    private RowOptions rowOptions = new RowOptions();

    @CommandLine.Mixin
    private MeasuringOptions options = new MeasuringOptions();

    @Option(names = "--history", paramLabel = "FOLDER", description = "comparisons of builds with themselves, which set the margin of rows that differ from themselves (default: that of --results)")
    private Path history;

    @Option(names = "--strict", description = "end with 5 if a row is left undecided")
    private boolean strict;

    @CommandLine.Mixin
    private ResumeOptions resume = new ResumeOptions();

    @Option(names = "--repository", defaultValue = ".", hidden = true, description = "where commits are looked up")
    private Path repository;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (resume.isGiven()) return goOn();
        if (base == null || head == null) {
            throw new RefusedException(ExitCode.USAGE, "compare takes two builds, BASE and HEAD, each a commit or a benchmarks.jar");
        }
        resume.requireWhole("comparison");
        GateRule rule = rule();
        if (history != null && !Files.isDirectory(history)) {
            throw new RefusedException(ExitCode.USAGE, "--history: " + history + " is not a folder");
        }
        List<Row> whole = rowOptions.of(profile, "row");
        List<Row> rows = rowOptions.share(whole);
        GivenBuild before = given(base, "base-", ForkJvm.of(baseJdk, baseFlags));
        GivenBuild after = given(head, "head-", ForkJvm.of(headJdk, headFlags));
        try (Session session = Session.here(Lanes.LANES)) {
            session.begin(options.force()); // before building, which would disturb another run
            RunFolder folder = RunFolder.create(options.results(), Instant.now(), session.environment(),
                    before.name() + "-vs-" + after.name());
            session.prepare(folder, () -> {
                Build baseBuild = before.put(folder.path().resolve(Comparison.BASE));
                Build headBuild = after.put(folder.path().resolve(Comparison.HEAD), before, baseBuild);
                plan(session, rule, whole, rows, baseBuild, headBuild).write(folder, session.environment());
            });
            System.out.println(session.environment().summary());
            return measureAndReport(session, folder);
        }
    }

    /// A build that the command line names, and the JVM that it names for it.
    private GivenBuild given(String text, String side, ForkJvm jvm) {
        if (jvm.isNamed()) jvm.requireUsable(side, options.force());
        return GivenBuild.of(text, repository, jvm);
    }

    private ComparisonPlan plan(Session session, GateRule rule, List<Row> whole, List<Row> rows, Build baseBuild, Build headBuild) {
        Margins margins = Margins.read(history == null ? options.results() : history, session.environment(), baseBuild.side());
        List<String> warnings = new ArrayList<>(session.warnings());
        margins.skipped().forEach(reason -> warnings.add("not counted for the margins: " + reason));
        long order = rowOptions.order();
        Shard shard = rowOptions.shard();
        List<String> names = shard == null ? List.of() : whole.stream().map(Row::name).toList();
        return ComparisonPlan.of(
                new ComparisonPlan.Wanted(command(order), profile.toString(), order, rule, rows, warnings, shard, names), baseBuild,
                headBuild, margins::of, session::lacksMemory);
    }

    private String command(long order) {
        return CommandText.of("scripts/compare", spec, Map.of("--profile", profile.toString(), "--seed", Long.toString(order)),
                Set.of("--repository")); // which the script names
    }

    private int goOn() throws IOException {
        if (base != null) throw new RefusedException(ExitCode.USAGE, "--resume goes on with its own two builds and takes no " + base);
        resume.refuseOthers(spec, "comparison", Set.of("--strict", "--force", "--repository"));
        RunFolder folder = RunFolder.given(resume.path());
        Comparison.read(folder); // refuses the folder of a run
        if (!Build.areIn(folder)) return report(folder, strict); // it came to its end
        Build.requireUnchanged(folder);
        try (Session session = Session.here(Lanes.LANES)) {
            session.requireSameMachine(folder);
            session.begin(options.force());
            resume.redoFailed(session, folder, folder.plan());
            return measureAndReport(session, folder);
        }
    }

    private int measureAndReport(Session session, RunFolder folder) throws IOException {
        Plan plan = folder.plan();
        GateRule rule = Comparison.read(folder).rule();
        double round = plan.rows().stream().mapToDouble(row -> row.jvm().seconds()).sum();
        System.out.printf(Locale.ROOT,
                "%d rounds of a pair of forks of each row (%d), about %s; then %d more rounds of rows that look different%n",
                rule.screenRounds(), plan.rows().size() / 2, Durations.format(rule.screenRounds() * round), rule.confirmRounds());
        PairedRounds.measure(session, folder, folder.goOn(), new JmhForks(plan, folder.fork()));
        int exitCode = report(folder, strict);
        Build.deleteIfMeasured(folder);
        return exitCode;
    }

    /// Writes what is made from the journal, prints the table, and says how to end.
    static int report(RunFolder folder, boolean strict) throws IOException {
        ComparisonReport report = new ComparisonReport(folder);
        report.write(strict);
        System.out.println("\n" + report.toText());
        System.out.println("Folder: " + folder.path());
        return ExitCode.of(report.verdict().verdict(), strict);
    }

    private GateRule rule() {
        for (Integer given : Arrays.asList(screenRounds, confirmRounds)) {
            if (given != null && given > Plan.MOST_ROUNDS / 2) {
                throw new RefusedException(ExitCode.USAGE, "a stage has at most " + Plan.MOST_ROUNDS / 2 + " rounds, was " + given);
            }
        }
        GateRule usual = GateRule.DEFAULT;
        Shard shard = rowOptions.shard();
        try { // all shards share the one chance of a false alarm
            return new GateRule(screenRounds == null ? usual.screenRounds() : screenRounds,
                    confirmRounds == null ? usual.confirmRounds() : confirmRounds, usual.falseAlarms() / (shard == null ? 1 : shard.of()),
                    usual.mostSuspects(), usual.winRate());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, e.getMessage());
        }
    }
}
