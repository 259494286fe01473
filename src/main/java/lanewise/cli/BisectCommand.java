package lanewise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lanewise.build.RecordedCommit;
import lanewise.compare.Bisection;
import lanewise.compare.Builds;
import lanewise.compare.CommitComparison;
import lanewise.compare.Comparison;
import lanewise.compare.Margins;
import lanewise.report.ComparisonReport;
import lanewise.run.ExitCode;
import lanewise.run.Interruption;
import lanewise.run.JmhForks;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.Session;
import lanewise.simd.Lanes;
import lanewise.stats.Verdict;
import lanewise.suite.ExternalKernels;
import lanewise.suite.Profile;
import lanewise.suite.Suite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "bisect", description = "Find the commit with which a row became slower; ends as a strict comparison of GOOD and BAD would, and with 5 if several commits are left. What is measured of each commit is kept in bisect/ below --results.")
final class BisectCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "GOOD", description = "a commit that all others are compared with")
    private String good;

    @Parameters(index = "1", paramLabel = "BAD", description = "a later commit that is slower")
    private String bad;

    @Parameters(index = "2", paramLabel = "ROW", description = "the row's whole name, such as \"StepBenchmark.step ADAM SIMD 10000\"")
    private String row;

    @Option(names = "--profile", defaultValue = "nightly", description = "that has the row: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Profile profile;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of the order of builds (default: ${DEFAULT-VALUE})")
    private long seed;

    @CommandLine.Mixin
    private MeasuringOptions options = new MeasuringOptions();

    @Option(names = "--repository", defaultValue = ".", hidden = true, description = "where commits are looked up")
    private Path repository;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Row wanted = wanted();
        List<String> commits = Builds.between(repository, good, bad);
        Builds.removeLeftOver(repository);
        String from = Builds.commit(repository, good);
        Comparison.Side plain = new Comparison.Side("", "", "", "", List.of());
        try (Session session = Session.here(Lanes.LANES);
                Interruption _ = Interruption.during("interrupted, what was measured of each commit is kept: go on with " + command(),
                        () -> {})) {
            session.lacksMemory(wanted).ifPresent(reason -> {
                throw new RefusedException(ExitCode.INCOMPLETE, row + " cannot be measured: " + reason);
            });
            session.begin(options.force());
            Path folder = options.results().resolve("bisect").resolve(
                    RecordedCommit.shortName(from) + "_" + session.environment().machine() + "_" + row.replaceAll("[^A-Za-z0-9.]+", "-"));
            return search(commits, new CommitComparison(folder, from, profile.toString(), wanted,
                    Margins.read(options.results(), session.environment(), plain).of(wanted.name()), session, command(), seed,
                    (commit, into) -> Builds.jar(repository, commit, into), (plan, step) -> new JmhForks(plan, step.fork()),
                    step -> new ComparisonReport(step).write(false)));
        }
    }

    /// Given again, it goes on.
    private String command() {
        return CommandText.of("scripts/lanewise bisect", spec, Map.of(), Set.of());
    }

    /// Both ends first: without a difference between them there is nothing to look for.
    int search(List<String> commits, CommitComparison bisect) throws IOException {
        String last = commits.getLast();
        System.out.println(commits.size() + (commits.size() == 1 ? " commit" : " commits") + " after " + describe(bisect.good()));
        CommitComparison.CommitVerdict ends = bisect.step(last);
        say(last, ends.answer());
        if (ends.line() == null)
            throw new RefusedException(ExitCode.USAGE, bad + " cannot be compared with " + good + ": "
                    + ends.answer().why());
        Verdict verdict = ends.line().verdict();
        if (verdict != Verdict.REGRESSED) {
            System.out.println(
                    bad + (verdict == Verdict.SAME || verdict == Verdict.IMPROVED
                            ? " is not slower than "
                            : " is not shown to be slower than ")
                            + good + " in " + row + ", there is nothing to look for");
            return ExitCode.of(verdict, true);
        }
        Bisection found = Bisection.search(commits, commit -> {
            Bisection.Answer answer = bisect.step(commit).answer();
            say(commit, answer);
            return answer;
        });
        found.unknown().keySet().stream().filter(commit -> !found.candidates().contains(commit))
                .forEach(commit -> System.out.println("passed over: " + describe(commit)));
        if (found.candidates().size() > 1) {
            System.out
                    .println("the first slower commit is one of these, of which only the last was measured:\n" + found.candidates().stream()
                            .map(this::describe).collect(Collectors.joining("\n")));
            return ExitCode.INCONCLUSIVE;
        }
        System.out.println("the first slower commit is " + describe(found.candidates().getFirst()));
        return ExitCode.FAILED;
    }

    private void say(String commit, Bisection.Answer answer) {
        System.out.println(describe(commit) + ": " + answer.why());
    }

    private String describe(String commit) {
        return Builds.describe(repository, commit);
    }

    private Row wanted() {
        return Suite.rows(profile, ExternalKernels.NONE, one -> one.name().equals(row)).stream().findFirst()
                .orElseThrow(() -> new RefusedException(ExitCode.USAGE, "profile " + profile + " has no row \"" + row
                        + "\", which is written like StepBenchmark.step ADAM SIMD 10000"));
    }
}
