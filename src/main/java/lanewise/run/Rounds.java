package lanewise.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

/// The loop that makes numbers comparable: each round runs every row once, in an order of its own, so that all contestants meet the same
/// weather.
public final class Rounds {

    private final Plan plan;
    private final Forks forks;
    private final Progress progress;
    private final DoubleSupplier clock;

    /// @param clock seconds since any moment
    public Rounds(Plan plan, Forks forks, Progress progress, DoubleSupplier clock) {
        this.plan = plan;
        this.forks = forks;
        this.progress = progress;
        this.clock = clock;
    }

    /// Measures rounds until the plan's number is reached or another would not fit the budget. The first is always completed.
    public void run(Journal journal) throws IOException {
        double start = clock.getAsDouble();
        double longest = 0;
        for (int round = 1; isDue(round, clock.getAsDouble() - start, longest); round++) {
            double roundStart = clock.getAsDouble();
            List<Row> order = order(round);
            for (int position = 1; position <= order.size(); position++) {
                Measurement measurement = forks.measure(order.get(position - 1), round, position);
                journal.append(measurement);
                progress.forkEnded(plan, measurement, clock.getAsDouble() - start);
            }
            longest = Math.max(longest, clock.getAsDouble() - roundStart);
        }
    }

    private boolean isDue(int round, double elapsed, double longest) {
        return plan.rounds() > 0 ? round <= plan.rounds() : round == 1 || elapsed + longest <= plan.budgetSeconds();
    }

    /// The rows in the order of one round, the same whenever it is asked for.
    List<Row> order(int round) {
        List<Row> order = new ArrayList<>(plan.rows());
        Collections.shuffle(order, new Random(plan.seed() * 1_000_003 + round));
        return order;
    }
}
