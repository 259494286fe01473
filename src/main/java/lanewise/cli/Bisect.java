package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import lanewise.report.ComparisonReport;
import lanewise.report.Ruling;
import lanewise.stats.Verdict;
import lanewise.run.BenchmarksJar;
import lanewise.run.Bisection;
import lanewise.run.Bisection.Answer;
import lanewise.run.Bisection.Kind;
import lanewise.run.Builds;
import lanewise.run.Comparison;
import lanewise.run.ExitCode;
import lanewise.run.Forks;
import lanewise.run.Plan;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Session;
import lanewise.run.ShellWords;
import lanewise.stats.GateRule;

/// One row of several commits, each held against the same good one. What was measured of a commit is kept in a folder of its own, that of a
/// comparison, and is not measured again.
///
/// @param folder      holds the folders of all comparisons
/// @param good        what every commit is held against
/// @param profile     that has the row
/// @param row         as the profile has it
/// @param margin      what it may be slower by, 0.02 is 2 %
/// @param session     that holds this machine's lock
/// @param command     that goes on if this is interrupted
/// @param seed        of the order of builds
/// @param builder     makes `benchmarks.jar` of a commit in a folder
/// @param forks       that measure a plan in its folder
record Bisect(Path folder, String good, String profile, Row row, double margin, Session session, String command, long seed,
        BiConsumer<String, Path> builder, BiFunction<Plan, RunFolder, Forks> forks) {

    /// Rounds of a step: one row alone is tested, so seven rounds could confirm it.
    private static final GateRule RULE = new GateRule(8, 20, 0.01, 1, GateRule.DEFAULT.winRate());

    /// Of a step that the first rounds left undecided, fresh ones.
    private static final GateRule MORE = new GateRule(16, 40, 0.01, 1, GateRule.DEFAULT.winRate());

    private static final String JAR = "benchmarks.jar";
    private static final int SHORT_COMMIT = 7;

    /// @param line what the rounds say, or null if the commit was not measured
    record Step(Answer answer, Ruling.Line line) {}

    /// Measures a commit, and once more with more rounds if that decides nothing.
    ///
    /// @throws RefusedException if the good commit cannot be measured
    Step step(String commit) throws IOException {
        String name = commit.substring(0, SHORT_COMMIT);
        try {
            Ruling.Line line = compare(commit, RULE, name);
            if (line.verdict() == Verdict.INCONCLUSIVE || line.verdict() == Verdict.UNFIT) line = compare(commit, MORE, name + "-more");
            return new Step(new Answer(kind(line.verdict()), describe(line)), line);
        } catch (Builds.UnbuildableException e) {
            return new Step(new Answer(Kind.UNKNOWN, e.getMessage()), null);
        }
    }

    private static Kind kind(Verdict verdict) {
        return switch (verdict) {
            case REGRESSED -> Kind.BAD;
            case SAME, IMPROVED -> Kind.GOOD;
            case INCONCLUSIVE, UNFIT, INCOMPLETE -> Kind.UNKNOWN;
        };
    }

    private static String describe(Ruling.Line line) {
        String state = line.verdict().name().toLowerCase(Locale.ROOT) + ": ";
        if (line.numbers() == null || Double.isNaN(line.numbers().ratio())) return state + line.reason();
        return String.format(Locale.ROOT, "%s%.3f times the good one's time (%.3f to %.3f) in %d rounds, %s", state,
                line.numbers().ratio(),
                line.numbers().interval().low(), line.numbers().interval().high(), line.numbers().rounds(), line.reason());
    }

    private Ruling.Line compare(String commit, GateRule rule, String name) throws IOException {
        RunFolder step = new RunFolder(folder.resolve(name));
        if (step.isComparison()) {
            session.requireSameMachine(step);
        } else {
            if (Files.exists(step.path())) Builds.delete(step.path()); // of a session that was killed while it built
            session.prepare(step, () -> prepare(step, commit, rule));
        }
        if (Files.exists(step.path().resolve(Comparison.BASE))) {
            Plan plan = step.plan();
            CompareCommand.measure(session, step, command, forks.apply(plan, step));
            new ComparisonReport(step).write(false);
            for (String side : List.of(Comparison.HEAD, Comparison.BASE)) { // the base's last: it says that there is more to do
                if (Files.exists(step.path().resolve(side))) Builds.delete(step.path().resolve(side));
            }
        }
        return Ruling.of(step).lines().getFirst();
    }

    private void prepare(RunFolder step, String commit, GateRule rule) throws IOException {
        Path goodJar = folder.resolve("good").resolve(JAR);
        if (!Files.exists(goodJar)) build(good, goodJar.getParent());
        Path base = Files.createDirectories(step.path().resolve(Comparison.BASE)).resolve(JAR);
        Files.copy(goodJar, base);
        Path head = step.path().resolve(Comparison.HEAD).resolve(JAR);
        build(commit, head.getParent());
        BenchmarksJar baseJar = BenchmarksJar.read(base.toAbsolutePath());
        BenchmarksJar headJar = BenchmarksJar.read(head.toAbsolutePath());
        baseJar.lacks(row).ifPresent(what -> {
            throw new RefusedException(ExitCode.INCOMPLETE, good + " cannot be measured, it has " + what);
        });
        headJar.lacks(row).ifPresent(what -> {
            throw new Builds.UnbuildableException(commit + " cannot be measured, it has " + what);
        });
        String command = "scripts/compare " + good + " " + commit + " --profile " + profile + " --only "
                + ShellWords.quoted("^" + row.name() + "$") + " --screen-rounds " + rule.screenRounds() + " --confirm-rounds "
                + rule.confirmRounds() + " --seed " + seed;
        Plan plan = new Plan(Plan.SCHEMA, command, profile, seed, rule.screenRounds() + rule.confirmRounds(), 0, RunCommand.SAMPLING,
                List.of(row.in(Comparison.BASE, "", List.of()).on(baseJar.path().toString()),
                        row.in(Comparison.HEAD, "", List.of()).on(headJar.path().toString())),
                List.of(), session.warnings());
        step.write(session.environment(), plan, new Comparison(Comparison.SCHEMA, side(good, baseJar), side(commit, headJar), rule,
                Map.of(row.name(), margin), List.of()));
    }

    private void build(String commit, Path into) {
        System.out.println("building " + commit.substring(0, SHORT_COMMIT));
        builder.accept(commit, into);
    }

    private static Comparison.Side side(String commit, BenchmarksJar jar) {
        return new Comparison.Side(commit, jar.commit(), jar.sha256(), "", List.of());
    }
}
