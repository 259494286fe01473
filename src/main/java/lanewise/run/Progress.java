package lanewise.run;

import java.io.PrintStream;
import java.util.Locale;

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
            out.printf(Locale.ROOT, "round %d: %s failed: %s%n", measurement.round(), measurement.row(), measurement.failure());
        }
        boolean roundEnded = measurement.position() == rows;
        if (elapsed < last + EVERY_SECONDS && !roundEnded) return;
        last = elapsed;
        int done = (measurement.round() - 1) * rows + measurement.position();
        double perRound = elapsed / done * rows;
        long rounds = plan.rounds() > 0 ? plan.rounds() : Math.max(measurement.round(), (long) (plan.budgetSeconds() / perRound));
        out.printf(Locale.ROOT, "round %d of %s%d, fork %d of %d, %s so far, about %s left%n", measurement.round(),
                plan.rounds() > 0 ? "" : "about ",
                rounds, measurement.position(), rows, Durations.format(elapsed),
                Durations.format(Math.max(0, rounds * perRound - elapsed)));
    }

    /// One fork of a stage of a comparison.
    ///
    /// @param done  forks of the stage so far, `of` so many
    /// @param spent seconds for those of them that this session has measured, `fresh` so many
    public void forkEnded(String stage, Measurement measurement, int done, int of, double spent, int fresh) {
        if (!measurement.succeeded()) {
            out.printf(Locale.ROOT, "%s, round %d: %s failed: %s%n", stage, measurement.round(), measurement.row(), measurement.failure());
        }
        if (spent < last + EVERY_SECONDS && done < of) return;
        last = done < of ? spent : 0; // the next stage counts anew
        out.printf(Locale.ROOT, "%s, round %d, fork %d of %d, about %s left%n", stage, measurement.round(), done, of,
                Durations.format(spent / fresh * (of - done)));
    }
}
