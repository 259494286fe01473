package lanewise.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Puts shards together into one run.
///
/// Every shard's rounds keep their forks and get numbers of their own, one shard's after the other's. So a row is compared with the rows and
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
        requireNoShardTwice(parts);
        requireEveryShard(parts);
        requireNoRowTwice(parts);
        requireEveryRow(parts);
        parts.forEach(Merge::requireComplete);
        return write(results, parts, plan(parts));
    }

    private static Part read(RunFolder folder) {
        if (folder.isComparison())
            throw refused(folder.path() + " is a comparison, which has a verdict of its own: expected shards of a run");
        Plan plan = folder.plan();
        if (plan.shard() == null) throw refused(folder.path() + " is not a shard, it was run without --shard");
        return new Part(folder, plan, folder.environment(), folder.measurements());
    }

    private static RefusedException refused(String message) {
        return new RefusedException(ExitCode.USAGE, message);
    }

    /// What must be the same, by what it is called.
    private static Map<String, Object> mustBeSame(Part part) {
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
        Map<String, Object> expected = mustBeSame(first);
        mustBeSame(part).forEach((what, value) -> {
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

    private static void requireNoShardTwice(List<Part> parts) {
        for (int k = 1; k < parts.size(); k++) {
            Shard shard = parts.get(k).plan.shard();
            if (shard.equals(parts.get(k - 1).plan.shard())) {
                throw refused("shard " + shard + " is there twice: " + parts.get(k - 1).name() + " and " + parts.get(k).name());
            }
        }
    }

    private static void requireEveryShard(List<Part> parts) {
        int of = parts.getFirst().plan.shard().of();
        Set<Integer> there = parts.stream().map(part -> part.plan.shard().number()).collect(Collectors.toSet());
        List<String> missing = IntStream.rangeClosed(1, of).filter(number -> !there.contains(number))
                .mapToObj(number -> number + "/" + of).toList();
        if (missing.isEmpty()) return;
        throw new RefusedException(ExitCode.INCOMPLETE, missing.size() == 1
                ? "shard " + missing.getFirst() + " is missing"
                : "shards " + String.join(", ", missing) + " are missing");
    }

    /// A roof may be in several shards; it must then be the same one. Any other row is measured on one machine.
    private static void requireNoRowTwice(List<Part> parts) {
        Map<String, Part> holders = new HashMap<>();
        for (Part part : parts) {
            for (Row row : part.plan.rows()) {
                Part holder = holders.putIfAbsent(row.id(), part);
                if (holder == null) continue;
                String both = " in " + holder.name() + " and in " + part.name();
                if (!row.family().isRoof()) throw refused(row.id() + " is" + both);
                if (!holder.plan.rows().contains(row)) throw refused(row.id() + " is not the same row" + both);
            }
        }
    }

    private static void requireEveryRow(List<Part> parts) {
        Set<String> named = new HashSet<>();
        for (Part part : parts) {
            part.plan.leftOut().forEach(row -> named.add(row.row()));
            part.plan.rows().forEach(row -> named.add(row.id()));
        }
        parts.getFirst().plan.whole().stream().filter(row -> !named.contains(row)).findFirst().ifPresent(row -> {
            throw refused(row + " is in no shard");
        });
    }

    /// A fork that is missing would be missing for good: a run of several machines cannot be gone on with.
    private static void requireComplete(Part part) {
        Completeness there = part.completeness();
        if (there.missing() > 0) {
            throw new RefusedException(ExitCode.INCOMPLETE, part.name() + " lacks " + there.missing() + " of " + there.planned()
                    + " forks: go on with " + part.folder.goOn());
        }
    }

    private static Plan plan(List<Part> parts) {
        Plan first = parts.getFirst().plan;
        List<Plan.Joined> joined = joined(parts);
        return new Plan(Plan.SCHEMA, command(first), first.profile(), first.seed(), parts.stream().mapToInt(Part::rounds).sum(),
                first.budgetSeconds(), first.sampling(), rows(parts), leftOut(parts), warnings(parts, joined), null, List.of(), joined);
    }

    /// Which rounds are whose: one shard's after the other's.
    private static List<Plan.Joined> joined(List<Part> parts) {
        List<Plan.Joined> joined = new ArrayList<>();
        int rounds = 0;
        for (Part part : parts) {
            String folder = part.folder.path().toAbsolutePath().normalize().getFileName().toString();
            joined.add(new Plan.Joined(part.plan.shard().number(), folder, rounds + 1, part.rounds()));
            rounds += part.rounds();
        }
        if (rounds > Plan.MOST_ROUNDS) {
            throw refused("these shards have " + rounds + " rounds together, at most " + Plan.MOST_ROUNDS + " go into a run");
        }
        return joined;
    }

    /// In the order of the profile.
    private static List<Row> rows(List<Part> parts) {
        Map<String, Row> rows = new HashMap<>();
        for (Part part : parts) part.plan.rows().forEach(row -> rows.put(row.id(), row));
        return parts.getFirst().plan.whole().stream().filter(rows::containsKey).map(rows::get).toList();
    }

    private static List<Plan.LeftOut> leftOut(List<Part> parts) {
        return parts.stream().flatMap(part -> part.plan.leftOut().stream()).distinct().toList();
    }

    private static List<String> warnings(List<Part> parts, List<Plan.Joined> joined) {
        String machines = "put together from " + parts.size() + " shards, each from a machine of its own: "
                + joined.stream().map(one -> "rounds " + one.firstRound() + " to " + (one.firstRound() + one.rounds() - 1))
                        .collect(Collectors.joining(", "));
        return Stream.concat(parts.stream().flatMap(part -> part.plan.warnings().stream()), Stream.of(machines)).distinct().toList();
    }

    private static String command(Plan first) {
        return first.command().replace(" --shard " + first.shard(), "") + " --shard K/" + first.shard().of()
                + " for every K, then scripts/lanewise merge";
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
