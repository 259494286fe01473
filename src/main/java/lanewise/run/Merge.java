package lanewise.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Puts shards together into one run.
///
/// Every shard's rounds keep their forks and get numbers of their own, one shard's after the other's. So a row is held against the rows and
/// the roof of its own machine, as ratios are taken within rounds, also where a roof was measured on several.
public final class Merge {

    private Merge() {}

    private record Part(RunFolder folder, Plan plan, Environment environment, List<Measurement> measurements) {

        String name() {
            return folder.path().toString();
        }

        int rounds() {
            return measurements.stream().mapToInt(Measurement::round).max().orElse(0);
        }

        Completeness completeness() {
            return Completeness.of(plan, measurements);
        }
    }

    /// Writes a new folder below `results`; the shards' own stay as they are.
    ///
    /// @throws RefusedException if they are not all the shards of one plan, measured whole on machines of one kind
    public static RunFolder join(List<RunFolder> folders, Path results) {
        List<Part> parts = new ArrayList<>(folders.stream().map(Merge::read).toList());
        for (Part part : parts) requireSamePlan(parts.getFirst(), part);
        parts.sort(Comparator.comparingInt(part -> part.plan.shard().number()));
        requireEachOnce(parts);
        parts.forEach(Merge::requireComplete);
        Plan plan = plan(parts);
        return write(results, parts, plan);
    }

    private static Part read(RunFolder folder) {
        if (folder.isComparison()) throw refused(folder.path() + " is a comparison, which is judged by itself: expected shards of a run");
        Plan plan = folder.plan();
        if (plan.shard() == null) throw refused(folder.path() + " is not a shard, it was run without --shard");
        return new Part(folder, plan, folder.environment(), folder.measurements());
    }

    private static RefusedException refused(String message) {
        return new RefusedException(ExitCode.USAGE, message);
    }

    /// What must be the same, by what it is called.
    private static Map<String, Object> plan(Part part) {
        Map<String, Object> same = new LinkedHashMap<>();
        same.put("profile", part.plan.profile());
        same.put("seed", part.plan.seed());
        same.put("number of shards", part.plan.shard().of());
        same.put("number of rounds", part.plan.rounds());
        same.put("budget", Durations.format(part.plan.budgetSeconds()));
        same.put("sampling", part.plan.sampling());
        same.put("commit", part.environment.commitName());
        same.put("JDK", part.environment.jdk());
        return same;
    }

    private static void requireSamePlan(Part first, Part part) {
        Map<String, Object> expected = plan(first);
        plan(part).forEach((what, value) -> {
            if (!value.equals(expected.get(what))) {
                throw refused(part.name() + " is of another plan than " + first.name() + ": its " + what + " is " + value + ", not "
                        + expected.get(what));
            }
        });
        if (!part.plan.whole().equals(first.plan.whole())) {
            throw refused(part.name() + " is of another plan than " + first.name() + ": its rows are a share of others");
        }
        if (!kind(part).equals(kind(first))) {
            throw refused(part.name() + " was measured on another kind of machine than " + first.name() + ": " + kind(part) + ", not "
                    + kind(first));
        }
    }

    private static String kind(Part part) {
        return part.environment.machine() + " with vectors of " + part.environment.vectorLanes() + " floats";
    }

    private static void requireEachOnce(List<Part> parts) {
        int of = parts.getFirst().plan.shard().of();
        for (int k = 1; k < parts.size(); k++) {
            Shard shard = parts.get(k).plan.shard();
            if (shard.equals(parts.get(k - 1).plan.shard())) {
                throw refused("shard " + shard + " is there twice: " + parts.get(k - 1).name() + " and " + parts.get(k).name());
            }
        }
        Set<Integer> there = parts.stream().map(part -> part.plan.shard().number()).collect(Collectors.toSet());
        List<String> missing = IntStream.rangeClosed(1, of).filter(number -> !there.contains(number))
                .mapToObj(number -> number + "/" + of).toList();
        if (!missing.isEmpty()) {
            throw new RefusedException(ExitCode.INCOMPLETE, missing.size() == 1
                    ? "shard " + missing.getFirst() + " is missing"
                    : "shards " + String.join(", ", missing) + " are missing");
        }
        Map<String, Part> holders = new LinkedHashMap<>();
        Map<String, Row> rows = new LinkedHashMap<>();
        Set<String> named = new LinkedHashSet<>();
        for (Part part : parts) {
            part.plan.leftOut().forEach(row -> named.add(row.row()));
            for (Row row : part.plan.rows()) {
                named.add(row.id());
                Part holder = holders.putIfAbsent(row.id(), part);
                Row other = rows.putIfAbsent(row.id(), row);
                if (holder == null) continue;
                if (!row.family().isRoof()) throw refused(row.id() + " is in " + holder.name() + " and in " + part.name());
                if (!row.equals(other)) throw refused(row.id() + " is not the same row in " + holder.name() + " and in " + part.name());
            }
        }
        List<String> lost = parts.getFirst().plan.whole().stream().filter(row -> !named.contains(row)).toList();
        if (!lost.isEmpty()) throw refused(lost.getFirst() + " is in no shard");
    }

    /// A fork that is missing would be missing for good: a run of several machines cannot be gone on with.
    private static void requireComplete(Part part) {
        Completeness there = part.completeness();
        if (there.missing() > 0) {
            throw new RefusedException(ExitCode.INCOMPLETE, part.name() + " lacks " + there.missing() + " of " + there.planned()
                    + " forks: go on with scripts/lanewise run --resume " + part.name());
        }
    }

    private static Plan plan(List<Part> parts) {
        Plan first = parts.getFirst().plan;
        Map<String, Row> rows = new LinkedHashMap<>();
        List<Plan.LeftOut> leftOut = new ArrayList<>();
        Set<String> warnings = new LinkedHashSet<>();
        List<Plan.Joined> joined = new ArrayList<>();
        int rounds = 0;
        for (Part part : parts) {
            part.plan.rows().forEach(row -> rows.put(row.id(), row));
            leftOut.addAll(part.plan.leftOut());
            warnings.addAll(part.plan.warnings());
            joined.add(new Plan.Joined(part.plan.shard().number(), part.folder.path().toAbsolutePath().normalize().getFileName().toString(),
                    rounds + 1, part.rounds()));
            rounds += part.rounds();
        }
        if (rounds > Plan.MOST_ROUNDS)
            throw refused("these shards have " + rounds + " rounds together, at most " + Plan.MOST_ROUNDS + " go into a run");
        warnings.add("put together from " + parts.size() + " shards, each from a machine of its own: "
                + joined.stream().map(one -> "rounds " + one.firstRound() + " to " + (one.firstRound() + one.rounds() - 1))
                        .collect(Collectors.joining(", ")));
        String command = first.command().replace(" --shard " + first.shard(), "") + " --shard K/" + first.shard().of()
                + " for every K, then scripts/lanewise merge";
        return new Plan(Plan.SCHEMA, command, first.profile(), first.seed(), rounds, first.budgetSeconds(), first.sampling(),
                first.whole().stream().filter(rows::containsKey).map(rows::get).toList(), leftOut.stream().distinct().toList(),
                List.copyOf(warnings), null, List.of(), joined);
    }

    private static RunFolder write(Path results, List<Part> parts, Plan plan) {
        List<Measurement> all = new ArrayList<>();
        for (int k = 0; k < parts.size(); k++) {
            int before = plan.joined().get(k).firstRound() - 1;
            parts.get(k).measurements.forEach(m -> all.add(m.inRound(before + m.round())));
        }
        // Not the time of the first shard, whose folder is named after it.
        Instant ended = all.stream().map(m -> Instant.parse(m.started()).plusMillis((long) (1_000 * m.seconds())))
                .max(Comparator.naturalOrder()).orElseThrow();
        RunFolder folder = RunFolder.create(results, ended, parts.getFirst().environment, plan);
        try {
            for (Part part : parts) folder.writeJson("environment-" + part.plan.shard().number() + ".json", part.environment);
            folder.write("journal.jsonl", Journal.text(all));
            return folder;
        } catch (IOException e) {
            try {
                Folders.delete(folder.path()); // half a run; the shards have it all
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw new RefusedException(ExitCode.INCOMPLETE, folder.path() + " cannot be written (" + e.getMessage()
                    + "); the shards are as they were");
        }
    }
}
