package lanewise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.run.Durations;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.JmhForks;
import lanewise.run.JmhLock;
import lanewise.run.Journal;
import lanewise.run.Plan;
import lanewise.run.Progress;
import lanewise.run.RefusedException;
import lanewise.run.Rounds;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.simd.Lanes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "run", description = "Measure a profile, in rounds, into a new run folder.")
final class RunCommand implements Callable<Integer> {

    private static final Plan.Sampling SAMPLING = new Plan.Sampling(3, 30, 10, 30);
    private static final String PROFILES_OWN = "auto";

    /// What a fork's JVM takes beside its heap, and what the system should keep.
    private static final long RESERVED_MEGABYTES = 512;

    @Option(names = "--profile", defaultValue = "quick", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Profile profile;

    @Option(names = "--budget", defaultValue = PROFILES_OWN, paramLabel = "TIME", description = "as many rounds as fit, written 90s, 5m, 1h30m; auto is the profile's own (default: ${DEFAULT-VALUE})")
    private String budget;

    @Option(names = "--rounds", paramLabel = "N", description = "this many rounds, whatever they take")
    private int rounds;

    @Option(names = "--seed", paramLabel = "N", description = "of the order of rows (default: the time)")
    private Long seed;

    @Option(names = "--results", defaultValue = "jmh-results", paramLabel = "FOLDER", description = "where the run folder is made (default: ${DEFAULT-VALUE})")
    private Path results;

    @Option(names = "--advisory", description = "end with 0 if anything was measured; failed rows are warnings in the table")
    private boolean advisory;

    @Override
    public Integer call() throws IOException {
        Environment environment = Environment.detect(Lanes.LANES);
        Plan plan = plan(environment);
        try (JmhLock _ = JmhLock.acquire()) {
            RunFolder folder = RunFolder.create(results, Instant.now(), environment, plan);
            System.out.println(environment.summary());
            try (Journal journal = Journal.create(folder.journal())) {
                new Rounds(plan, new JmhForks(plan.sampling()), new Progress(System.out), () -> System.nanoTime() / 1e9).run(journal);
            } catch (IOException e) {
                throw new RefusedException(ExitCode.INCOMPLETE,
                        folder.journal() + " cannot be written (" + e.getMessage() + "), what was measured so far is in it");
            }
            boolean complete = ReportCommand.report(folder) && plan.leftOut().isEmpty();
            boolean nothing = folder.measurements().stream().noneMatch(measurement -> measurement.succeeded());
            return complete || (advisory && !nothing) ? ExitCode.FINE : ExitCode.INCOMPLETE;
        }
    }

    private Plan plan(Environment environment) {
        if (rounds < 0) throw new RefusedException(ExitCode.USAGE, "--rounds must be at least 1, was " + rounds);
        List<Row> rows = new ArrayList<>();
        List<Plan.LeftOut> leftOut = new ArrayList<>();
        long available = (environment.availableBytes() >> 20) - RESERVED_MEGABYTES;
        for (Row row : profile.rows()) {
            if (row.heapMegabytes() <= available) {
                rows.add(row);
            } else {
                leftOut.add(new Plan.LeftOut(row.id(),
                        "it needs a heap of " + row.heapMegabytes() + " MiB, " + Math.max(0, available) + " are free"));
            }
        }
        long order = seed == null ? System.currentTimeMillis() : seed;
        String command = "scripts/lanewise run --profile " + profile + (rounds > 0 ? " --rounds " + rounds : " --budget " + budget)
                + " --seed " + order;
        return new Plan(Plan.SCHEMA, command, profile.toString(), order, rounds, budgetSeconds(), SAMPLING, rows, leftOut);
    }

    private double budgetSeconds() {
        try {
            return Durations.parse(budget.equals(PROFILES_OWN) ? profile.budget() : budget);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, "--budget: " + e.getMessage());
        }
    }
}
