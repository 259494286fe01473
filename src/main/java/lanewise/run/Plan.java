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
public record Plan(int schema, String command, String profile, long seed, int rounds, double budgetSeconds, Sampling sampling,
        List<Row> rows, List<LeftOut> leftOut, List<String> warnings) {

    /// The version of the files in a run folder.
    public static final int SCHEMA = 1;

    /// A row that is not measured, and why.
    public record LeftOut(String row, String reason) {}

    /// Iterations of a fork, which yield one value: their median.
    public record Sampling(int warmupIterations, int warmupMillis, int iterations, int iterationMillis) {}

    /// @throws RefusedException if the budget does not hold one round
    public Plan {
        if (warnings == null) warnings = List.of(); // in plans written before there were any
        double round = rows.stream().mapToDouble(Row::seconds).sum();
        if (rounds == 0 && budgetSeconds < round) {
            throw new RefusedException(ExitCode.USAGE,
                    String.format("a budget of %s is less than one round of profile %s, which needs about %s",
                            Durations.format(budgetSeconds), profile, Durations.format(round)));
        }
    }
}
