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
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.report.ComparisonReport;
import lanewise.run.BenchmarksJar;
import lanewise.run.Builds;
import lanewise.run.Comparison;
import lanewise.run.Durations;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.Finding;
import lanewise.run.Forks;
import lanewise.run.JmhForks;
import lanewise.run.JmhLock;
import lanewise.run.Journal;
import lanewise.run.Margins;
import lanewise.run.Measurement;
import lanewise.run.Orphan;
import lanewise.run.PairedRounds;
import lanewise.run.Plan;
import lanewise.run.Progress;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Shard;
import lanewise.simd.Lanes;
import lanewise.stats.GateRule;
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
        if (resume != null) return goOn(new RunFolder(resume));
        GateRule rule = rule();
        if (history != null && !Files.isDirectory(history)) {
            throw new RefusedException(ExitCode.USAGE, "--history: " + history + " is not a folder");
        }
        List<Row> wanted = part() == null ? wanted() : part().share(wanted(), seed);
        GivenBuild before = GivenBuild.of(base, repository, "base-", baseJdk, baseFlags, force);
        GivenBuild after = GivenBuild.of(head, repository, "head-", headJdk, headFlags, force);
        Environment environment = Environment.detect(Lanes.LANES);
        List<Finding> findings = Environment.fitness().findings(environment);
        if (!force) RunCommand.refuseAnUnfitMachine(findings);
        try (JmhLock _ = JmhLock.acquire()) { // before building, which would disturb another run
            RunFolder folder = RunFolder.create(results, Instant.now(), environment, before.name() + "-vs-" + after.name());
            try {
                prepare(folder, environment, RunCommand.warnings(findings), rule, wanted, before, after);
            } catch (RefusedException | IOException e) {
                Builds.delete(folder.path()); // nothing is measured yet
                throw e;
            }
            System.out.println(environment.summary());
            return measureAndReport(folder);
        }
    }

    /// Builds, then decides what is measured and by which rule.
    private void prepare(RunFolder folder, Environment environment, List<String> unfit, GateRule rule, List<Row> wanted, GivenBuild before,
            GivenBuild after) throws IOException {
        BenchmarksJar baseJar = before.put(folder.path().resolve(Comparison.BASE), after, null);
        BenchmarksJar headJar = after.put(folder.path().resolve(Comparison.HEAD), before, baseJar);
        Comparison.Side baseSide = before.side(baseJar);
        Margins margins = Margins.read(history == null ? results : history, environment, baseSide);
        List<String> warnings = new ArrayList<>(unfit);
        margins.skipped().forEach(reason -> warnings.add("not counted for the margins: " + reason));
        List<Row> rows = new ArrayList<>();
        Map<String, Double> byRow = new LinkedHashMap<>();
        List<Plan.LeftOut> leftOut = new ArrayList<>();
        List<Plan.LeftOut> missing = new ArrayList<>();
        long available = (environment.availableBytes() >> 20) - RunCommand.RESERVED_MEGABYTES;
        for (Row row : wanted) {
            Optional<String> baseLacks = baseJar.lacks(row);
            Optional<String> headLacks = headJar.lacks(row);
            if (baseLacks.isPresent() && headLacks.isPresent()) {
                leftOut.add(new Plan.LeftOut(row.name(), "neither build has it"));
            } else if (baseLacks.isPresent() || headLacks.isPresent()) {
                missing.add(new Plan.LeftOut(row.name(),
                        baseLacks.map(what -> "BASE has " + what).orElseGet(() -> "HEAD has " + headLacks.orElseThrow())));
            } else if (row.heapMegabytes() > available) {
                leftOut.add(new Plan.LeftOut(row.name(), "it needs a heap of " + row.heapMegabytes() + " MiB, " + available + " are free"));
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
        folder.write(environment, plan, new Comparison(Comparison.SCHEMA, baseSide, after.side(headJar), rule, byRow, missing));
    }

    private String command(long order) {
        StringBuilder command = new StringBuilder("scripts/compare ").append(base).append(' ').append(head).append(" --profile ")
                .append(profile);
        if (only != null) command.append(" --only \"").append(only).append('"');
        if (baseJdk != null) command.append(" --base-jdk ").append(baseJdk);
        if (headJdk != null) command.append(" --head-jdk ").append(headJdk);
        if (!baseFlags.isBlank()) command.append(" --base-flags \"").append(baseFlags).append('"');
        if (!headFlags.isBlank()) command.append(" --head-flags \"").append(headFlags).append('"');
        if (screenRounds != null) command.append(" --screen-rounds ").append(screenRounds);
        if (confirmRounds != null) command.append(" --confirm-rounds ").append(confirmRounds);
        if (history != null) command.append(" --history ").append(history);
        command.append(" --seed ").append(order);
        if (shard != null) command.append(" --shard ").append(shard);
        return command.toString();
    }

    private int goOn(RunFolder folder) throws IOException {
        Comparison comparison = folder.comparison();
        Plan plan = folder.plan();
        if (!Files.exists(folder.path().resolve(Comparison.BASE))) return report(folder, strict); // it came to its end
        for (Comparison.Side side : List.of(comparison.base(), comparison.head())) {
            String name = side == comparison.base() ? Comparison.BASE : Comparison.HEAD;
            Row row = plan.rows().stream().filter(one -> one.contestant().equals(name)).findFirst().orElseThrow();
            BenchmarksJar jar = BenchmarksJar.read(Path.of(row.classPath()));
            if (!jar.sha256().equals(side.sha256())) {
                throw new RefusedException(ExitCode.USAGE, jar.path() + " is not the jar that this comparison began with: start a new one");
            }
        }
        Environment environment = Environment.detect(Lanes.LANES);
        RunCommand.requireSameMachine(folder, environment);
        if (!force) RunCommand.refuseAnUnfitMachine(Environment.fitness().findings(environment));
        try (JmhLock _ = JmhLock.acquire()) {
            return measureAndReport(folder);
        }
    }

    private int measureAndReport(RunFolder folder) throws IOException {
        Plan plan = folder.plan();
        Comparison comparison = folder.comparison();
        int rows = plan.rows().size() / 2;
        double round = plan.rows().stream().mapToDouble(Row::seconds).sum();
        System.out.printf(Locale.ROOT,
                "%d rounds of a pair of forks of each row (%d), about %s; then %d more rounds of rows that look different%n",
                comparison.rule().screenRounds(), rows, Durations.format(comparison.rule().screenRounds() * round),
                comparison.rule().confirmRounds());
        measure(folder, plan, comparison, new JmhForks(plan, folder.fork()));
        int exitCode = report(folder, strict);
        for (String side : List.of(Comparison.BASE, Comparison.HEAD)) Builds.delete(folder.path().resolve(side)); // measured, and large
        return exitCode;
    }

    /// Begins or goes on.
    static void measure(RunFolder folder, Plan plan, Comparison comparison, Forks forks) {
        boolean begun = Files.exists(folder.journal());
        List<Measurement> before = begun ? folder.measurements() : List.of();
        try (Journal journal = begun ? Journal.reopen(folder.journal()) : Journal.create(folder.journal())) {
            Orphan.end(folder.fork());
            new PairedRounds(plan, comparison, forks, new Progress(System.out), () -> System.nanoTime() / 1e9).run(journal, before);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.INCOMPLETE, folder.journal() + " cannot be written (" + e.getMessage()
                    + "), what was measured so far is in it: go on with scripts/compare --resume " + folder.path());
        }
    }

    /// Writes what is made from the journal, prints the table, and says how to end.
    static int report(RunFolder folder, boolean strict) throws IOException {
        ComparisonReport report = new ComparisonReport(folder);
        report.write(strict);
        System.out.println("\n" + report.toText());
        System.out.println("Folder: " + folder.path());
        return report.ruling().exitCode(strict);
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
        List<Row> rows = only == null ? profile.rows() : profile.rows().stream().filter(RunCommand.named(only)).toList();
        if (rows.isEmpty()) {
            throw new RefusedException(ExitCode.USAGE, "--only: no row of profile " + profile + " has \"" + only
                    + "\" in its name, which is written like StepBenchmark.step ADAM SIMD 1000");
        }
        return rows;
    }
}
