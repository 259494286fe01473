package lanewise.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lanewise.run.Interference;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.run.Row;
import lanewise.stats.Gate;
import lanewise.stats.Pairs;
import lanewise.stats.Sample;
import lanewise.stats.Screen;

/// What the journal of a comparison comes to: the pairs of forks that count, and those that do not. What excludes a pair was fixed before
/// anything was measured, is the same for every comparison, and does not ask which of the two builds it was.
///
/// @param screened   the first rounds of every row that can have a verdict
/// @param screen     the suspects among them
/// @param confirmed  the later rounds of those suspects that can have a verdict
/// @param excluded   pairs that do not count
/// @param incomplete by name, rows that lack the rounds for a verdict, with the reason
/// @param unfit      by name, rows of which too many pairs are excluded, with the reason
/// @param pairs      how many were measured, excluded or not, of rows that both builds can run
public record Pairing(List<Pairs> screened, Screen screen, List<Pairs> confirmed, List<Excluded> excluded, Map<String, String> incomplete,
        Map<String, String> unfit, int pairs) {

    /// The share of pairs, of a row and of all, that may be excluded.
    public static final double EXCLUDED_LIMIT = 0.2;

    /// Forks that begin later than this after the other has ended are no pair: the comparison was interrupted between them.
    private static final Duration BACK_TO_BACK = Duration.ofSeconds(30);

    /// A pair that does not count.
    ///
    /// @param row its name without the build
    public record Excluded(String row, int round, String reason) {}

    /// Sorts what was measured so far.
    public static Pairing of(Plan plan, Comparison comparison, List<Measurement> measurements) {
        Set<String> names = new LinkedHashSet<>();
        for (Row row : plan.rows()) names.add(row.name());
        Sorter sorter = new Sorter(comparison, measurements);
        int screenRounds = comparison.rule().screenRounds();
        List<Pairs> screened = sorter.sort(names, 1, screenRounds, 1);
        Screen screen = Gate.screen(comparison.rule(), screened);
        List<Pairs> confirmed = sorter.sort(screen.suspects(), screenRounds + 1, screenRounds + comparison.rule().confirmRounds(),
                comparison.rule().leastConfirmRounds());
        return new Pairing(screened, screen, confirmed, sorter.excluded, sorter.incomplete, sorter.unfit, sorter.pairs);
    }

    /// Whether so many pairs are excluded that nothing can be said of any row.
    public boolean isUnfit() {
        return excluded.size() > EXCLUDED_LIMIT * pairs;
    }

    private record Pair(Measurement base, Measurement head) {

        /// Why it does not count, if it does not.
        Optional<String> excluded() {
            Measurement first = base.position() < head.position() ? base : head;
            Measurement second = first == base ? head : base;
            for (Measurement fork : List.of(first, second)) {
                if (fork.steal() > Interference.STEAL_LIMIT) {
                    return Optional.of(String.format(Locale.ROOT, "the hypervisor gave %.1f %% of the processors to others",
                            100 * fork.steal()));
                }
                if (fork.throttled() > 0) return Optional.of("processors were held back by heat or by the container's quota");
            }
            Instant ended = Instant.parse(first.started()).plusMillis((long) (1_000 * first.seconds()));
            return Duration.between(ended, Instant.parse(second.started())).compareTo(BACK_TO_BACK) > 0
                    ? Optional.of("the comparison was interrupted between its forks")
                    : Optional.empty();
        }
    }

    private static final class Sorter {

        private final Comparison comparison;
        private final Map<String, Map<Integer, Measurement>> forks = new HashMap<>(); // by row, then by round
        private final List<Excluded> excluded = new ArrayList<>();
        private final Map<String, String> incomplete = new LinkedHashMap<>();
        private final Map<String, String> unfit = new LinkedHashMap<>();
        private int pairs;

        Sorter(Comparison comparison, List<Measurement> measurements) {
            this.comparison = comparison;
            for (Measurement m : measurements) forks.computeIfAbsent(m.row(), _ -> new HashMap<>()).put(m.round(), m);
        }

        /// The pairs of the rows that can have a verdict; notes the others.
        List<Pairs> sort(Collection<String> names, int firstRound, int lastRound, int least) {
            List<Pairs> fit = new ArrayList<>();
            for (String name : names) sort(name, firstRound, lastRound, least).ifPresent(fit::add);
            return fit;
        }

        private Optional<Pairs> sort(String name, int firstRound, int lastRound, int least) {
            Map<Integer, Measurement> base = forks.getOrDefault(name + " [" + Comparison.BASE + "]", Map.of());
            Map<Integer, Measurement> head = forks.getOrDefault(name + " [" + Comparison.HEAD + "]", Map.of());
            int rounds = lastRound - firstRound + 1;
            List<Pair> fit = new ArrayList<>();
            List<Excluded> unfitPairs = new ArrayList<>();
            List<Pair> all = new ArrayList<>();
            for (int round = firstRound; round <= lastRound; round++) {
                if (!base.containsKey(round) || !head.containsKey(round)) continue;
                Pair pair = new Pair(base.get(round), head.get(round));
                all.add(pair);
                int number = round;
                pair.excluded().ifPresentOrElse(reason -> unfitPairs.add(new Excluded(name, number, reason)), () -> fit.add(pair));
            }
            Optional<String> failure = failure(all);
            if (failure.isPresent()) {
                incomplete.put(name, failure.get());
                return Optional.empty();
            }
            pairs += all.size();
            excluded.addAll(unfitPairs);
            if (all.size() < rounds) {
                incomplete.put(name,
                        String.format(Locale.ROOT, "%d of rounds %d to %d were not measured", rounds - all.size(), firstRound, lastRound));
            } else if (unfitPairs.size() > EXCLUDED_LIMIT * rounds) {
                unfit.put(name, String.format(Locale.ROOT, "%d of the pairs of rounds %d to %d are excluded", unfitPairs.size(), firstRound,
                        lastRound));
            } else if (fit.size() < least) {
                incomplete.put(name, String.format(Locale.ROOT, "%d pairs count, a verdict takes %d", fit.size(), least));
            } else {
                return Optional.of(new Pairs(name, comparison.margins().get(name),
                        fit.stream().mapToDouble(pair -> logarithm(pair.base)).toArray(),
                        fit.stream().mapToDouble(pair -> logarithm(pair.head)).toArray()));
            }
            return Optional.empty();
        }

        /// A build that crashes, or whose work is not what it should be: no interference does that, and a row that fails now and then is not fine.
        private static Optional<String> failure(List<Pair> pairs) {
            for (String side : List.of(Comparison.HEAD, Comparison.BASE)) {
                List<Measurement> failed = pairs.stream().map(pair -> side.equals(Comparison.BASE) ? pair.base : pair.head)
                        .filter(fork -> !fork.succeeded()).toList();
                if (!failed.isEmpty()) {
                    return Optional.of(String.format(Locale.ROOT, "%s failed in %s: %s", side,
                            failed.size() == pairs.size() ? "every round" : failed.size() + " of " + pairs.size() + " rounds",
                            failed.getFirst().failure()));
                }
            }
            return Optional.empty();
        }

        private static double logarithm(Measurement fork) {
            return Math.log(Sample.median(fork.nanoseconds()));
        }
    }
}
