package lanewise.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How much of a plan was measured. Every row belongs into every round; a run with a budget has as many rounds as were begun.
///
/// @param planned forks
/// @param missing of these, neither measured nor failed
/// @param failed  of these
public record Completeness(long planned, long missing, long failed) {

    /// @param measurements of this plan, each row at most once in a round
    public static Completeness of(Plan plan, List<Measurement> measurements) {
        long failed = measurements.stream().filter(fork -> !fork.succeeded()).count();
        long planned = plan.joined().isEmpty() ? (long) rounds(plan, measurements) * plan.rows().size() : ofShards(plan, measurements);
        return new Completeness(planned, planned - measurements.size(), failed);
    }

    private static int rounds(Plan plan, List<Measurement> measurements) {
        return plan.rounds() > 0 ? plan.rounds() : Math.max(1, measurements.stream().mapToInt(Measurement::round).max().orElse(0));
    }

    /// The rounds of a shard have its rows alone, which are those that were met in one of them.
    private static long ofShards(Plan plan, List<Measurement> measurements) {
        Set<String> nowhere = new HashSet<>();
        plan.rows().forEach(row -> nowhere.add(row.id()));
        Map<Plan.Joined, Set<String>> rows = new HashMap<>();
        for (Measurement fork : measurements) {
            nowhere.remove(fork.row());
            for (Plan.Joined shard : plan.joined()) {
                boolean here = fork.round() >= shard.firstRound() && fork.round() < shard.firstRound() + shard.rounds();
                if (here) rows.computeIfAbsent(shard, _ -> new HashSet<>()).add(fork.row());
            }
        }
        long planned = (long) nowhere.size() * plan.joined().getFirst().rounds();
        for (Plan.Joined shard : plan.joined()) planned += (long) shard.rounds() * rows.getOrDefault(shard, Set.of()).size();
        return planned;
    }

    /// Whether all of it was measured, without a failure.
    public boolean isWhole() {
        return missing == 0 && failed == 0;
    }

    /// What there is not, such as `13 of 20 forks are missing and 1 failed`.
    @Override
    public String toString() {
        String absent = missing == 1 ? "1 of " + planned + " forks is missing" : missing + " of " + planned + " forks are missing";
        String broken = failed + (missing > 0 ? " failed" : " of " + planned + " forks failed");
        if (isWhole()) return "all " + planned + " forks were measured";
        return missing == 0 ? broken : failed == 0 ? absent : absent + " and " + broken;
    }
}
