package lanewise.run;

import java.util.List;
import java.util.Locale;

/// What a run measures, decided before the first fork.
///
/// @param schema  of this file and of the journal in the same folder
/// @param command that repeats the run
/// @param profile the name of this list of rows
/// @param seed    of the order of rows in each round
/// @param rounds  how many, or 0 for as many as fit the budget
/// @param budgetSeconds how long the rounds may take; not used if `rounds` is given
/// @param sampling how long a fork measures
/// @param rows    measured once a round
/// @param leftOut rows of the profile that this machine cannot hold
/// @param warnings about the machine, as it was found before the first fork
/// @param shard    which part of the profile this machine measures; null if it is all of it
/// @param whole    of a shard: the names of the rows that all shards measure together, in the profile's order; otherwise empty
/// @param joined   of a run that was put together from shards: which rounds are whose
/// @param build    the class path of the forks; empty where each row names its own, and in plans of older versions
public record Plan(int schema, String command, String profile, long seed, int rounds, double budgetSeconds, Sampling sampling,
        List<Row> rows, List<LeftOut> leftOut, List<String> warnings, Shard shard, List<String> whole, List<Joined> joined,
        List<ClassPathEntry> build) {

    /// The version of the files in a run folder.
    public static final int SCHEMA = 2;

    /// More than any machine measures.
    public static final int MOST_ROUNDS = 100_000;

    /// A row that is not measured, and why.
    public record LeftOut(String row, String reason) {

        /// @throws IllegalArgumentException if a field is missing
        public LeftOut {
            Check.written("row", row);
            Check.written("reason", reason);
        }
    }

    /// One of the shards that a run was put together from. Its rounds are counted on after those of the one before, so that a ratio within a
    /// round is always of one machine.
    public record Joined(int shard, String folder, int firstRound, int rounds) {

        /// @throws IllegalArgumentException if a field is missing or out of its range
        public Joined {
            Check.within("shard", 1, Shard.MOST, shard);
            Check.written("folder", folder);
            Check.within("firstRound", 1, MOST_ROUNDS, firstRound);
            Check.within("rounds", 1, MOST_ROUNDS, rounds);
        }
    }

    /// A jar or a folder of classes that the forks are started with.
    ///
    /// @param name   of its copy
    /// @param sha256 of its content
    public record ClassPathEntry(String name, String sha256) {

        /// @throws IllegalArgumentException if a field is missing
        public ClassPathEntry {
            Check.written("name", name);
            Check.written("sha256", sha256);
        }
    }

    /// Iterations of a fork, which yield one value: their median.
    public record Sampling(int warmupIterations, int warmupMillis, int iterations, int iterationMillis) {

        /// Of every run and comparison.
        public static final Sampling USUAL = new Sampling(3, 30, 10, 30);

        /// @throws IllegalArgumentException if a field is out of its range
        public Sampling {
            Check.atLeast("warmupIterations", 0, warmupIterations);
            Check.atLeast("warmupMillis", 0, warmupMillis);
            Check.atLeast("iterations", 1, iterations);
            Check.atLeast("iterationMillis", 1, iterationMillis);
        }
    }

    /// @throws IllegalArgumentException if a field is missing or out of its range
    /// @throws RefusedException         if the budget does not hold one round
    public Plan {
        if (warnings == null) warnings = List.of(); // in plans written before there were any
        if (whole == null) whole = List.of();
        if (joined == null) joined = List.of();
        if (build == null) build = List.of();
        Check.present("command", command);
        Check.written("profile", profile);
        Check.within("rounds", 0, MOST_ROUNDS, rounds);
        Check.notNegative("budgetSeconds", budgetSeconds);
        Check.present("sampling", sampling);
        Check.that(!Check.present("rows", rows).isEmpty(), "rows is empty, a plan must have something to measure");
        Check.eachOnce("rows", "row", rows.stream().map(Row::id).toList());
        Check.present("leftOut", leftOut);
        requireShares(rows, shard, whole);
        requireOneAfterTheOther(rounds, joined);
        double round = rows.stream().mapToDouble(row -> row.jvm().seconds()).sum();
        if (rounds == 0 && budgetSeconds < round) {
            throw new RefusedException(ExitCode.USAGE,
                    String.format(Locale.ROOT, "a budget of %s is less than one round of profile %s, which needs about %s",
                            Durations.format(budgetSeconds), profile, Durations.format(round)));
        }
    }

    private static void requireShares(List<Row> rows, Shard shard, List<String> whole) {
        if (shard == null) return;
        for (Row row : rows) { // a comparison's by their names without the build
            Check.that(whole.contains(row.id()) || whole.contains(row.name()), "whole lacks the row " + row.id());
        }
    }

    private static void requireOneAfterTheOther(int rounds, List<Joined> joined) {
        int before = 0;
        for (int k = 0; k < joined.size(); k++) {
            Check.that(joined.get(k).firstRound == before + 1,
                    "joined[" + k + "].firstRound must be " + (before + 1) + ", was " + joined.get(k).firstRound);
            before += joined.get(k).rounds;
        }
        Check.that(joined.isEmpty() || before == rounds, "rounds must be " + before + " as in joined, was " + rounds);
    }

    /// Of all rows of a profile, on one machine.
    public Plan(int schema, String command, String profile, long seed, int rounds, double budgetSeconds, Sampling sampling, List<Row> rows,
            List<LeftOut> leftOut, List<String> warnings) {
        this(schema, command, profile, seed, rounds, budgetSeconds, sampling, rows, leftOut, warnings, null, List.of(), List.of());
    }

    /// Of rows that name their own class path, or of several machines.
    public Plan(int schema, String command, String profile, long seed, int rounds, double budgetSeconds, Sampling sampling, List<Row> rows,
            List<LeftOut> leftOut, List<String> warnings, Shard shard, List<String> whole, List<Joined> joined) {
        this(schema, command, profile, seed, rounds, budgetSeconds, sampling, rows, leftOut, warnings, shard, whole, joined, List.of());
    }

    /// The same plan as a part of one.
    ///
    /// @param whole see [Plan]
    public Plan of(Shard shard, List<String> whole) {
        return new Plan(schema, command, profile, seed, rounds, budgetSeconds, sampling, rows, leftOut, warnings, shard, whole, joined,
                build);
    }

    /// The same plan for forks of this build.
    Plan of(List<ClassPathEntry> build) {
        return new Plan(schema, command, profile, seed, rounds, budgetSeconds, sampling, rows, leftOut, warnings, shard, whole, joined,
                build);
    }
}
