package lanewise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import lanewise.report.Baseline;
import lanewise.run.Durations;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.Finding;
import lanewise.run.Forks;
import lanewise.run.JmhForks;
import lanewise.run.JmhLock;
import lanewise.run.Journal;
import lanewise.run.Measurement;
import lanewise.run.Orphan;
import lanewise.run.Plan;
import lanewise.run.Progress;
import lanewise.run.RefusedException;
import lanewise.run.Rounds;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Shard;
import lanewise.simd.Lanes;
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

    /// What a fork's JVM takes beside its heap, and what the system should keep.
    static final long RESERVED_MEGABYTES = 512;

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

    @CommandLine.Mixin
    private Contestants contestants = new Contestants();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (resume != null) refusePlanOptions();
        Environment environment = Environment.detect(Lanes.LANES);
        List<Finding> findings = Environment.fitness().findings(environment);
        Plan plan = resume == null ? plan(environment, warnings(findings)) : resumable(run(resume), environment);
        if (!force) refuseAnUnfitMachine(findings); // after bad usage, which a fit machine would not cure
        try (JmhLock _ = JmhLock.acquire()) {
            RunFolder folder = resume == null ? RunFolder.create(results, Instant.now(), environment, plan) : new RunFolder(resume);
            System.out.println(environment.summary());
            measure(plan, folder);
            boolean complete = ReportCommand.report(folder);
            Baseline baseline = Baseline.of(folder, references());
            System.out.println("\n" + baseline.toText());
            boolean nothing = folder.measurements().stream().noneMatch(Measurement::succeeded);
            if (!complete && (!advisory || nothing)) return ExitCode.INCOMPLETE;
            if (gate != Gate.FAIL) return ExitCode.FINE;
            if (!baseline.hasCompared()) return ExitCode.INCOMPLETE; // a gate that has nothing to hold the run against is no gate
            return baseline.isSlower() ? ExitCode.FAILED : ExitCode.FINE;
        }
    }

    /// Beside the run.
    private Path references() {
        return resume == null ? results : resume.toAbsolutePath().getParent();
    }

    private void measure(Plan plan, RunFolder folder) {
        List<Measurement> before = resume == null ? List.of() : folder.measurements();
        try (Journal journal = resume == null ? Journal.create(folder.journal()) : Journal.reopen(folder.journal())) {
            Orphan.end(folder.fork());
            Forks forks = new JmhForks(plan, folder.fork());
            new Rounds(plan, forks, new Progress(System.out), () -> System.nanoTime() / 1e9).run(journal, before);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.INCOMPLETE, folder.journal() + " cannot be written (" + e.getMessage()
                    + "), what was measured so far is in it: go on with --resume " + folder.path());
        }
    }

    /// An option that would be ignored is a mistake.
    private void refusePlanOptions() {
        for (String option : List.of("--profile", "--budget", "--rounds", "--only", "--seed", "--shard", "--results", "--jdk", "--flags")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new RefusedException(ExitCode.USAGE, "--resume goes on with the plan of its run and takes no " + option);
            }
        }
    }

    private static Plan resumable(RunFolder folder, Environment here) {
        requireSameMachine(folder, here);
        Plan plan = folder.plan();
        if (!plan.joined().isEmpty()) {
            throw new RefusedException(ExitCode.USAGE,
                    folder.path() + " was put together from shards: go on with the shard that is not complete");
        }
        return plan;
    }

    /// Numbers of one run belong to one machine, one JDK and one commit.
    static void requireSameMachine(RunFolder folder, Environment here) {
        Environment there = folder.environment();
        if (!there.summary().equals(here.summary())) {
            throw new RefusedException(ExitCode.USAGE,
                    folder.path() + " was begun on \"" + there.summary() + "\", this is \"" + here.summary()
                            + "\": start a new run");
        }
    }

    private static RunFolder run(Path path) {
        RunFolder folder = new RunFolder(path);
        if (folder.isComparison()) {
            throw new RefusedException(ExitCode.USAGE, path + " is a comparison, go on with scripts/compare --resume " + path);
        }
        return folder;
    }

    static void refuseAnUnfitMachine(List<Finding> findings) {
        findings.stream().filter(finding -> finding.level() == Finding.Level.REFUSED).findFirst().ifPresent(finding -> {
            throw new RefusedException(ExitCode.UNFIT, finding + " (--force measures all the same)");
        });
    }

    static List<String> warnings(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.level() != Finding.Level.FINE).map(Finding::toString).toList();
    }

    Plan plan(Environment environment, List<String> warnings) {
        if (rounds != null && rounds < 1) throw new RefusedException(ExitCode.USAGE, "--rounds must be at least 1, was " + rounds);
        if (rounds != null && rounds > Plan.MOST_ROUNDS) {
            throw new RefusedException(ExitCode.USAGE, "--rounds must be at most " + Plan.MOST_ROUNDS + ", was " + rounds);
        }
        Shard part = shard(shard, seed);
        List<Row> rows = new ArrayList<>();
        List<Plan.LeftOut> leftOut = new ArrayList<>();
        long available = (environment.availableBytes() >> 20) - RESERVED_MEGABYTES;
        List<Row> whole = contestants.of(wanted(), force);
        for (Row row : part == null ? whole : part.share(whole, seed)) { // before memory is asked for: the others' may differ
            if (row.heapMegabytes() <= available) {
                rows.add(row);
            } else {
                leftOut.add(new Plan.LeftOut(row.id(),
                        "it needs a heap of " + row.heapMegabytes() + " MiB, " + Math.max(0, available) + " are free"));
            }
        }
        if (rows.isEmpty()) {
            throw new RefusedException(ExitCode.INCOMPLETE, "there is nothing to measure: " + leftOut.getFirst().row() + ", "
                    + leftOut.getFirst().reason());
        }
        long order = seed == null ? System.currentTimeMillis() : seed;
        String command = "scripts/lanewise run --profile " + profile + (rounds != null ? " --rounds " + rounds : " --budget " + budget)
                + (only == null ? "" : " --only \"" + only + '"') + " --seed " + order + contestants.command()
                + (part == null ? "" : " --shard " + part);
        Plan plan = new Plan(Plan.SCHEMA, command, profile.toString(), order, rounds == null ? 0 : rounds, budgetSeconds(), SAMPLING, rows,
                leftOut, warnings);
        return part == null ? plan : plan.of(part, whole.stream().map(Row::id).toList());
    }

    /// What `--shard` asks for; null if it is not given. All machines must draw the same shares.
    static Shard shard(String written, Long seed) {
        if (written == null) return null;
        Shard shard = Shard.parse(written);
        if (seed == null) throw new RefusedException(ExitCode.USAGE, "--shard takes --seed, the same one on every machine");
        return shard;
    }

    private List<Row> wanted() {
        if (only == null) return profile.rows();
        Predicate<Row> found = named(only);
        boolean any = profile.rows().stream().filter(found).anyMatch(row -> !Shard.isRoof(row));
        if (!any) {
            throw new RefusedException(ExitCode.USAGE, "--only: no step, product or minibatch of profile " + profile + " has \"" + only
                    + "\" in its name, which is written like StepBenchmark.step ADAM SIMD 1000");
        }
        return profile.rows(found);
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
