package lanewise.run;

import java.util.List;

/// What a run measures, decided before the first fork.
///
/// @param schema  of this file and the journal beside it
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
/// @param whole    of a shard: names of the rows of all shards, in the profile's order
/// @param joined   of a run that was put together from shards: which rounds are whose
/// @param build    the class path of the forks; empty where each row names its own, and in plans of older versions
public record Plan(int schema, String command, String profile, long seed, int rounds, double budgetSeconds, Sampling sampling,
        List<Row> rows, List<LeftOut> leftOut, List<String> warnings, Shard shard, List<String> whole, List<Joined> joined,
        List<ClassPathEntry> build) {

    /// The version of the files in a run folder.
    public static final int SCHEMA = 2;

    /// A row that is not measured, and why.
    public record LeftOut(String row, String reason) {}

    /// One of the shards that a run was put together from. Its rounds are counted on after those of the one before, so that a ratio within a
    /// round is always of one machine.
    public record Joined(int shard, String folder, int firstRound, int rounds) {}

    /// A jar or a folder of classes that the forks are started with.
    ///
    /// @param name   of its copy
    /// @param sha256 of its content
    public record ClassPathEntry(String name, String sha256) {}

    /// Iterations of a fork, which yield one value: their median.
    public record Sampling(int warmupIterations, int warmupMillis, int iterations, int iterationMillis) {}

    /// @throws RefusedException if the budget does not hold one round
    public Plan {
        if (warnings == null) warnings = List.of(); // in plans written before there were any
        if (whole == null) whole = List.of();
        if (joined == null) joined = List.of();
        if (build == null) build = List.of();
        double round = rows.stream().mapToDouble(row -> row.jvm().seconds()).sum();
        if (rounds == 0 && budgetSeconds < round) {
            throw new RefusedException(ExitCode.USAGE,
                    String.format("a budget of %s is less than one round of profile %s, which needs about %s",
                            Durations.format(budgetSeconds), profile, Durations.format(round)));
        }
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
