package lanewise.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/// The loop that makes numbers comparable: each round runs every row once, in an order of its own, so that all rows meet the same
/// interference.
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

    /// Measures rounds until the plan's number is reached or another would not fit the budget. A round that has
    /// begun is completed, and the first is always begun.
    ///
    /// @param before what an earlier session has measured of this plan; its time counts, and none of it is measured again
    public void run(Journal journal, List<Measurement> before) throws IOException {
        Set<Measurement.Fork> done = new HashSet<>();
        Map<Integer, Double> seconds = new HashMap<>(); // by round
        for (Measurement measurement : before) {
            done.add(measurement.fork());
            seconds.merge(measurement.round(), measurement.seconds(), Double::sum);
        }
        int begun = seconds.keySet().stream().mapToInt(Integer::intValue).max().orElse(1);
        double start = clock.getAsDouble() - total(seconds);
        for (int round = 1; isDue(round, begun, clock.getAsDouble() - start, longest(seconds)); round++) {
            List<Row> order = order(round);
            for (int position = 1; position <= order.size(); position++) {
                Row row = order.get(position - 1);
                if (!done.add(new Measurement.Fork(row.id(), round))) continue;
                Measurement measurement = forks.measure(row, round, position);
                journal.append(measurement);
                seconds.merge(round, measurement.seconds(), Double::sum);
                progress.forkEnded(plan, measurement, clock.getAsDouble() - start);
            }
        }
    }

    private static double total(Map<Integer, Double> seconds) {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double longest(Map<Integer, Double> seconds) {
        return seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private boolean isDue(int round, int begun, double elapsed, double longest) {
        return plan.rounds() > 0 ? round <= plan.rounds() : round <= begun || elapsed + longest <= plan.budgetSeconds();
    }

    /// The rows in the order of one round, the same whenever it is asked for. The rows of a block are compared with each other and with the
    /// same roof, so they come one after the other, in an order of their own: what neighbours do to a machine's memory changes within a minute.
    List<Row> order(int round) {
        RandomGenerator random = new SplittableRandom(plan.seed() * 1_000_003 + round);
        List<List<Row>> order = new ArrayList<>(Blocks.of(plan.rows()));
        Collections.shuffle(order, random);
        order.forEach(block -> Collections.shuffle(block, random));
        return order.stream().flatMap(List::stream).toList();
    }
}
