package lanewise.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import lanewise.run.Forks;
import lanewise.run.Journal;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Progress;
import lanewise.run.Row;
import lanewise.run.RunFolder;
import lanewise.run.Session;

/// The loop of a comparison: in each round one fork of either build of every row, back to back, so that both meet the same interference. First a
/// few rounds of all rows, then fresh ones of those alone that look slower or faster.
public final class PairedRounds {

    private final Plan plan;
    private final Comparison comparison;
    private final Forks forks;
    private final Progress progress;
    private final DoubleSupplier clock;
    private final Map<String, Map<String, Row>> sides = new LinkedHashMap<>(); // by name, then by side
    private final List<Measurement> measured = new ArrayList<>();
    private final Set<Measurement.Fork> done = new HashSet<>();

    /// @param plan  whose rows are of the JVM configurations [Comparison#BASE] and [Comparison#HEAD]
    /// @param clock seconds since any moment
    public PairedRounds(Plan plan, Comparison comparison, Forks forks, Progress progress, DoubleSupplier clock) {
        this.plan = plan;
        this.comparison = comparison;
        this.forks = forks;
        this.progress = progress;
        this.clock = clock;
        for (Row row : plan.rows()) sides.computeIfAbsent(row.name(), _ -> new HashMap<>()).put(row.jvm().configuration(), row);
    }

    /// Begins a comparison or goes on with one.
    ///
    /// @param goOn the command that goes on if this is interrupted
    public static void measure(Session session, RunFolder folder, String goOn, Forks forks) {
        session.measure(folder, goOn, new PairedRounds(folder.plan(), Comparison.read(folder), forks, new Progress(System.out),
                () -> System.nanoTime() / 1e9)::run);
    }

    /// Measures both stages to their end.
    ///
    /// @param before what earlier sessions have measured of this plan; none of it is measured again
    public void run(Journal journal, List<Measurement> before) throws IOException {
        for (Measurement measurement : before) {
            measured.add(measurement);
            done.add(measurement.fork());
        }
        int screen = comparison.rule().screenRounds();
        measure("screen", 1, screen, List.copyOf(sides.keySet()), journal);
        Pairing pairing = Pairing.of(plan, comparison, measured);
        if (pairing.isUnfit()) return; // more rounds could not change the verdict
        measure("confirmation", screen + 1, screen + comparison.rule().confirmRounds(), pairing.screen().suspects(), journal);
    }

    private void measure(String stage, int first, int last, List<String> names, Journal journal) throws IOException {
        int of = 2 * names.size() * (last - first + 1);
        int past = 0;
        int fresh = 0;
        double start = clock.getAsDouble();
        for (int round = first; round <= last; round++) {
            int position = 0;
            for (String name : order(names, round)) {
                for (String side : order(name, round)) {
                    position++;
                    past++;
                    Row row = sides.get(name).get(side);
                    if (!done.add(new Measurement.Fork(row.id(), round))) continue;
                    Measurement measurement = forks.measure(row, round, position).with(Map.of("side", side, "slot", 2 - position % 2));
                    journal.append(measurement);
                    measured.add(measurement);
                    progress.forkEnded(stage, measurement, past, of, clock.getAsDouble() - start, ++fresh);
                }
            }
        }
    }

    /// The rows in the order of one round, the same whenever it is asked for.
    List<String> order(List<String> names, int round) {
        List<String> order = new ArrayList<>(names);
        Collections.shuffle(order, random(round));
        return order;
    }

    /// Which build comes first in one round of a row. In each stage it is the base in half of the rounds, but for one if they are odd: what
    /// comes second often takes longer, whatever it is.
    List<String> order(String name, int round) {
        int screen = comparison.rule().screenRounds();
        int first = round <= screen ? 1 : screen + 1;
        int rounds = round <= screen ? screen : comparison.rule().confirmRounds();
        RandomGenerator random = random(31L * name.hashCode() + first);
        boolean odd = random.nextBoolean();
        List<Boolean> baseFirst = new ArrayList<>();
        for (int k = 0; k < rounds; k++) baseFirst.add(k % 2 == 0 ^ odd);
        Collections.shuffle(baseFirst, random);
        return baseFirst.get(round - first) ? List.of(Comparison.BASE, Comparison.HEAD) : List.of(Comparison.HEAD, Comparison.BASE);
    }

    private RandomGenerator random(long what) {
        return new SplittableRandom(plan.seed() * 1_000_003 + what);
    }
}
