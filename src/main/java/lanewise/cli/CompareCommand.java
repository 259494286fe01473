package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.report.ComparisonReport;
import lanewise.run.BenchmarksJar;
import lanewise.run.Builds;
import lanewise.run.Comparison;
import lanewise.run.Durations;
import lanewise.run.ExitCode;
import lanewise.run.Forks;
import lanewise.run.JmhForks;
import lanewise.run.Margins;
import lanewise.run.Measurement;
import lanewise.run.PairedRounds;
import lanewise.run.Plan;
import lanewise.run.Progress;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Session;
import lanewise.run.Shard;
import lanewise.simd.Lanes;
import lanewise.stats.GateRule;
import lanewise.suite.ExternalKernels;
import lanewise.suite.Profile;
import lanewise.suite.Suite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "compare", description = "Hold two builds against each other, in pairs of forks; ends with 1 if a row has become slower.")
final class CompareCommand implements Callable<Integer> {

    /// Of rows that cannot be measured, as many are said to say why.
    private static final int REASONS = 3;

    @Parameters(index = "0", arity = "0..1", paramLabel = "BASE", description = "what there was before: a commit or the path of a benchmarks.jar")
    private String base;

    @Parameters(index = "1", arity = "0..1", paramLabel = "HEAD", description = "what is to be judged, likewise")
    private String head;

    @Option(names = "--profile", defaultValue = "pr", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Profile profile;

    @Option(names = "--only", paramLabel = "REGEX", description = "of the profile's rows those in whose name this is found, such as \"ADAM SIMD\"")
    private String only;

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

    @Option(names = "--seed", paramLabel = "N", description = "of the order of rows and builds (default: the time)")
    private Long seed;

    @Option(names = "--shard", paramLabel = "K/N", description = "the K-th of N parts of the rows; other machines compare the others with the same --seed, and all share the one chance of a false alarm")
    private String shard;

    @Option(names = "--results", defaultValue = "jmh-results", paramLabel = "FOLDER", description = "where the comparison's folder is made (default: ${DEFAULT-VALUE})")
    private Path results;

    @Option(names = "--history", paramLabel = "FOLDER", description = "comparisons of builds with themselves, which set the margin of rows that differ from themselves (default: that of --results)")
    private Path history;

    @Option(names = "--strict", description = "end with 5 if a row is left undecided")
    private boolean strict;

    @Option(names = "--force", description = "measure on a machine that is not fit for it")
    private boolean force;

    @Option(names = "--resume", paramLabel = "COMPARISON", description = "go on with an interrupted comparison; its own plan counts")
    private Path resume;

    @Option(names = "--redo-failed", description = "with --resume: measure forks that failed again, with the other fork of their pair")
    private boolean redoFailed;

    @Option(names = "--repository", defaultValue = ".", hidden = true, description = "where commits are looked up")
    private Path repository;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (resume != null) refusePlanOptions();
        else if (base == null || head == null) {
            throw new RefusedException(ExitCode.USAGE, "compare takes two builds, BASE and HEAD, each a commit or a benchmarks.jar");
        }
        if (resume != null) return goOn(RunFolder.given(resume));
        if (redoFailed) throw new RefusedException(ExitCode.USAGE, "--redo-failed goes with --resume, which says of which comparison");
        GateRule rule = rule();
        if (history != null && !Files.isDirectory(history)) {
            throw new RefusedException(ExitCode.USAGE, "--history: " + history + " is not a folder");
        }
        List<Row> wanted = part() == null ? wanted() : part().share(wanted(), seed);
        GivenBuild before = GivenBuild.of(base, repository, "base-", baseJdk, baseFlags, force);
        GivenBuild after = GivenBuild.of(head, repository, "head-", headJdk, headFlags, force);
        try (Session session = Session.here(Lanes.LANES)) {
            session.begin(force); // before building, which would disturb another run
            RunFolder folder = RunFolder.create(results, Instant.now(), session.environment(), before.name() + "-vs-" + after.name());
            session.prepare(folder, () -> prepare(folder, session, rule, wanted, before, after));
            System.out.println(session.environment().summary());
            return measureAndReport(session, folder);
        }
    }

    /// Builds, then decides what is measured and by which rule.
    private void prepare(RunFolder folder, Session session, GateRule rule, List<Row> wanted, GivenBuild before, GivenBuild after)
            throws IOException {
        BenchmarksJar baseJar = before.put(folder.path().resolve(Comparison.BASE), after, null);
        BenchmarksJar headJar = after.put(folder.path().resolve(Comparison.HEAD), before, baseJar);
        Comparison.Side baseSide = before.side(baseJar);
        Margins margins = Margins.read(history == null ? results : history, session.environment(), baseSide);
        List<String> warnings = new ArrayList<>(session.warnings());
        margins.skipped().forEach(reason -> warnings.add("not counted for the margins: " + reason));
        List<Row> rows = new ArrayList<>();
        Map<String, Double> byRow = new LinkedHashMap<>();
        List<Plan.LeftOut> leftOut = new ArrayList<>();
        List<Plan.LeftOut> missing = new ArrayList<>();
        for (Row row : wanted) {
            Optional<String> baseLacks = baseJar.lacks(row);
            Optional<String> headLacks = headJar.lacks(row);
            Optional<String> lacksMemory = session.lacksMemory(row);
            if (baseLacks.isPresent() && headLacks.isPresent()) {
                leftOut.add(new Plan.LeftOut(row.name(), "neither build has it"));
            } else if (baseLacks.isPresent() || headLacks.isPresent()) {
                missing.add(new Plan.LeftOut(row.name(),
                        baseLacks.map(what -> "BASE has " + what).orElseGet(() -> "HEAD has " + headLacks.orElseThrow())));
            } else if (lacksMemory.isPresent()) {
                leftOut.add(new Plan.LeftOut(row.name(), lacksMemory.get()));
            } else {
                rows.add(row.in(Comparison.BASE, before.javaHome(), before.flags()).on(baseJar.path().toString()));
                rows.add(row.in(Comparison.HEAD, after.javaHome(), after.flags()).on(headJar.path().toString()));
                byRow.put(row.name(), margins.of(row.name()));
            }
        }
        if (rows.isEmpty()) {
            throw new RefusedException(ExitCode.INCOMPLETE,
                    "there is nothing to measure: " + Stream.concat(missing.stream(), leftOut.stream()).limit(REASONS)
                            .map(row -> row.row() + ": " + row.reason()).collect(Collectors.joining("; "))
                            + (missing.size() + leftOut.size() > REASONS
                                    ? "; and " + (missing.size() + leftOut.size() - REASONS) + " rows more"
                                    : ""));
        }
        long order = seed == null ? System.currentTimeMillis() : seed;
        Plan plan = new Plan(Plan.SCHEMA, command(order), profile.toString(), order, rule.screenRounds() + rule.confirmRounds(), 0,
                RunCommand.SAMPLING, rows, leftOut, warnings);
        if (part() != null) plan = plan.of(part(), wanted().stream().map(Row::name).toList());
        folder.write(session.environment(), plan, new Comparison(Comparison.SCHEMA, baseSide, after.side(headJar), rule, byRow, missing));
    }

    private String command(long order) {
        return CommandText.of("scripts/compare", spec, Map.of("--profile", profile.toString(), "--seed", Long.toString(order)),
                Set.of("--repository")); // which the script names
    }

    private int goOn(RunFolder folder) throws IOException {
        Comparison comparison = folder.comparison();
        Plan plan = folder.plan();
        if (!Files.exists(folder.path().resolve(Comparison.BASE))) return report(folder, strict); // it came to its end
        for (Comparison.Side side : List.of(comparison.base(), comparison.head())) {
            String name = side == comparison.base() ? Comparison.BASE : Comparison.HEAD;
            Row row = plan.rows().stream().filter(one -> one.jvm().configuration().equals(name)).findFirst().orElseThrow();
            BenchmarksJar jar = BenchmarksJar.read(Path.of(row.jvm().classPath()));
            if (!jar.sha256().equals(side.sha256())) {
                throw new RefusedException(ExitCode.USAGE, jar.path() + " is not the jar that this comparison began with: start a new one");
            }
        }
        try (Session session = Session.here(Lanes.LANES)) {
            session.requireSameMachine(folder);
            session.begin(force);
            if (redoFailed) System.out.println("forks that failed, and are measured again: " + session.redoFailed(folder, plan));
            return measureAndReport(session, folder);
        }
    }

    private int measureAndReport(Session session, RunFolder folder) throws IOException {
        Plan plan = folder.plan();
        Comparison comparison = folder.comparison();
        int rows = plan.rows().size() / 2;
        double round = plan.rows().stream().mapToDouble(row -> row.jvm().seconds()).sum();
        System.out.printf(Locale.ROOT,
                "%d rounds of a pair of forks of each row (%d), about %s; then %d more rounds of rows that look different%n",
                comparison.rule().screenRounds(), rows, Durations.format(comparison.rule().screenRounds() * round),
                comparison.rule().confirmRounds());
        measure(session, folder, folder.goOn(), new JmhForks(plan, folder.fork()));
        int exitCode = report(folder, strict);
        if (folder.measurements().stream().allMatch(Measurement::succeeded)) { // else forks may be measured again
            for (String side : List.of(Comparison.BASE, Comparison.HEAD)) Builds.delete(folder.path().resolve(side)); // large
        }
        return exitCode;
    }

    /// Begins or goes on.
    static void measure(Session session, RunFolder folder, String goOn, Forks forks) {
        session.measure(folder, goOn, new PairedRounds(folder.plan(), folder.comparison(), forks, new Progress(System.out),
                () -> System.nanoTime() / 1e9)::run);
    }

    /// Writes what is made from the journal, prints the table, and says how to end.
    static int report(RunFolder folder, boolean strict) throws IOException {
        ComparisonReport report = new ComparisonReport(folder);
        report.write(strict);
        System.out.println("\n" + report.toText());
        System.out.println("Folder: " + folder.path());
        return ExitCode.of(report.ruling().verdict(), strict);
    }

    /// An option that would be ignored is a mistake.
    private void refusePlanOptions() {
        if (base != null) throw new RefusedException(ExitCode.USAGE, "--resume goes on with its own two builds and takes no " + base);
        for (String option : List.of("--profile", "--only", "--base-jdk", "--head-jdk", "--base-flags", "--head-flags", "--screen-rounds",
                "--confirm-rounds", "--seed", "--shard", "--results", "--history")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new RefusedException(ExitCode.USAGE, "--resume goes on with the plan of its comparison and takes no " + option);
            }
        }
    }

    private GateRule rule() {
        GateRule usual = GateRule.DEFAULT;
        for (Integer given : Arrays.asList(screenRounds, confirmRounds)) {
            if (given != null && given > Plan.MOST_ROUNDS / 2) {
                throw new RefusedException(ExitCode.USAGE, "a stage has at most " + Plan.MOST_ROUNDS / 2 + " rounds, was " + given);
            }
        }
        try {
            return new GateRule(screenRounds == null ? usual.screenRounds() : screenRounds,
                    confirmRounds == null ? usual.confirmRounds() : confirmRounds,
                    usual.falseAlarms() / (part() == null ? 1 : part().of()), usual.mostSuspects(),
                    usual.winRate());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, e.getMessage());
        }
    }

    private Shard part() {
        return RunCommand.shard(shard, seed);
    }

    private List<Row> wanted() {
        List<Row> rows = Suite.rows(profile, ExternalKernels.find(), only == null ? _ -> true : RunCommand.named(only));
        if (rows.isEmpty()) {
            throw new RefusedException(ExitCode.USAGE, "--only: no row of profile " + profile + " has \"" + only
                    + "\" in its name, which is written like StepBenchmark.step ADAM SIMD 1000");
        }
        return rows;
    }
}
