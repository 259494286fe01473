package lanewise.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import lanewise.build.RecordedCommit;
import lanewise.compare.Bisection.Answer;
import lanewise.compare.Bisection.Kind;
import lanewise.compare.ComparisonVerdict.RowLine;
import lanewise.run.ExitCode;
import lanewise.run.Folders;
import lanewise.run.ForkJvm;
import lanewise.run.Forks;
import lanewise.run.Plan;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Session;
import lanewise.run.ShellWords;
import lanewise.stats.GateRule;
import lanewise.stats.Verdict;

/// One row of several commits, each compared with the same good one. What was measured of a commit is kept in a folder of its own, that of a
/// comparison, and is not measured again.
///
/// @param folder  holds the folders of all comparisons
/// @param good    the commit that the others are compared with
/// @param profile that has the row
/// @param row     as the profile has it
/// @param margin  what it may be slower by, 0.02 is 2 %
/// @param session that holds this machine's lock
/// @param command that goes on if this is interrupted
/// @param seed    of the order of builds
/// @param builder makes `benchmarks.jar` of a commit in a folder
/// @param forks   that measure a plan in its folder
/// @param report  writes the report of a comparison that is measured
public record CommitComparison(Path folder, String good, String profile, Row row, double margin, Session session, String command, long seed,
        BiConsumer<String, Path> builder, BiFunction<Plan, RunFolder, Forks> forks, ReportWriter report) {

    /// Rounds of a step: one row alone is tested, so seven rounds could confirm it.
    private static final GateRule RULE = new GateRule(8, 20, 0.01, 1, GateRule.DEFAULT.winRate());

    /// Of a step that the first rounds left undecided, fresh ones.
    private static final GateRule MORE = new GateRule(16, 40, 0.01, 1, GateRule.DEFAULT.winRate());

    /// How every commit is measured.
    private static final ForkJvm OWN_JVM = new ForkJvm(null, List.of());

    private static final String JAR = "benchmarks.jar";

    /// Writes the files that are made from the journal of a comparison.
    @FunctionalInterface
    public interface ReportWriter {
        /// @param comparison its folder
        void write(RunFolder comparison) throws IOException;
    }

    /// @param line what the rounds say, or null if the commit was not measured
    public record CommitVerdict(Answer answer, RowLine line) {}

    /// Measures a commit, and once more with more rounds if that decides nothing.
    ///
    /// @throws RefusedException if the good commit cannot be measured
    public CommitVerdict step(String commit) throws IOException {
        String name = RecordedCommit.shortName(commit);
        try {
            RowLine line = compare(commit, RULE, name);
            if (line.verdict() == Verdict.INCONCLUSIVE || line.verdict() == Verdict.UNFIT) line = compare(commit, MORE, name + "-more");
            return new CommitVerdict(new Answer(kind(line.verdict()), describe(line)), line);
        } catch (Builds.UnbuildableException e) {
            return new CommitVerdict(new Answer(Kind.UNKNOWN, e.getMessage()), null);
        }
    }

    private static Kind kind(Verdict verdict) {
        return switch (verdict) {
            case REGRESSED -> Kind.BAD;
            case SAME, IMPROVED -> Kind.GOOD;
            case INCONCLUSIVE, UNFIT, INCOMPLETE -> Kind.UNKNOWN;
        };
    }

    private static String describe(RowLine line) {
        String state = line.verdict().name().toLowerCase(Locale.ROOT) + ": ";
        if (line.numbers() == null || Double.isNaN(line.numbers().ratio())) return state + line.reason();
        return String.format(Locale.ROOT, "%s%.3f times the good one's time (%.3f to %.3f) in %d rounds, %s", state,
                line.numbers().ratio(), line.numbers().interval().low(), line.numbers().interval().high(), line.numbers().rounds(),
                line.reason());
    }

    private RowLine compare(String commit, GateRule rule, String name) throws IOException {
        RunFolder step = new RunFolder(folder.resolve(name));
        if (step.isComparison()) {
            session.requireSameMachine(step);
        } else {
            Folders.delete(step.path()); // of a session that was killed while it built
            session.prepare(step, () -> prepare(step, commit, rule));
        }
        if (Build.areIn(step)) {
            PairedRounds.measure(session, step, command, forks.apply(step.plan(), step));
            report.write(step);
            Build.deleteIfMeasured(step);
        }
        return ComparisonVerdict.of(step).lines().getFirst();
    }

    private void prepare(RunFolder step, String commit, GateRule rule) throws IOException {
        Path goodJar = folder.resolve("good").resolve(JAR);
        if (!Files.exists(goodJar)) build(good, goodJar.getParent());
        Path baseJar = Files.createDirectories(step.path().resolve(Comparison.BASE)).resolve(JAR).toAbsolutePath();
        Files.copy(goodJar, baseJar);
        Path headJar = step.path().resolve(Comparison.HEAD).resolve(JAR).toAbsolutePath();
        build(commit, headJar.getParent());
        Build base = Build.of(good, BenchmarksJar.read(baseJar), OWN_JVM);
        Build head = Build.of(commit, BenchmarksJar.read(headJar), OWN_JVM);
        base.jar().lacks(row).ifPresent(what -> {
            throw new RefusedException(ExitCode.INCOMPLETE, good + " cannot be measured, it has " + what);
        });
        head.jar().lacks(row).ifPresent(what -> {
            throw new Builds.UnbuildableException(commit + " cannot be measured, it has " + what);
        });
        String repeats = "scripts/compare " + good + " " + commit + " --profile " + profile + " --only "
                + ShellWords.quoted("^" + row.name() + "$") + " --screen-rounds " + rule.screenRounds() + " --confirm-rounds "
                + rule.confirmRounds() + " --seed " + seed;
        ComparisonPlan.Wanted wanted = new ComparisonPlan.Wanted(repeats, profile, seed, rule, List.of(row), session.warnings(), null,
                List.of());
        ComparisonPlan.of(wanted, base, head, _ -> margin, _ -> Optional.empty()) // whether memory suffices is asked once, before all commits
                .write(step, session.environment());
    }

    private void build(String commit, Path into) {
        System.out.println("building " + RecordedCommit.shortName(commit));
        builder.accept(commit, into);
    }
}
