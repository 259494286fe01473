package lanewise.run;

import java.io.PrintStream;

/// One line of progress every few seconds, which reads as well in a CI log as in a terminal.
public final class Progress {

    private static final double EVERY_SECONDS = 10;

    private final PrintStream out;
    private double last;

    /// @param out where the lines go
    public Progress(PrintStream out) {
        this.out = out;
    }

    void forkEnded(Plan plan, Measurement measurement, double elapsed) {
        int rows = plan.rows().size();
        if (!measurement.succeeded()) {
            out.printf("round %d: %s failed: %s%n", measurement.round(), measurement.row(), measurement.failure());
        }
        boolean roundEnded = measurement.position() == rows;
        if (elapsed < last + EVERY_SECONDS && !roundEnded) return;
        last = elapsed;
        int done = (measurement.round() - 1) * rows + measurement.position();
        double perRound = elapsed / done * rows;
        long rounds = plan.rounds() > 0 ? plan.rounds() : Math.max(measurement.round(), (long) (plan.budgetSeconds() / perRound));
        out.printf("round %d of %s%d, fork %d of %d, %s so far, about %s left%n", measurement.round(), plan.rounds() > 0 ? "" : "about ",
                rounds, measurement.position(), rows, Durations.format(elapsed),
                Durations.format(Math.max(0, rounds * perRound - elapsed)));
    }
}
