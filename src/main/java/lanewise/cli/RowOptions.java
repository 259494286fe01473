package lanewise.cli;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.run.Row;
import lanewise.run.Shard;
import lanewise.suite.ExternalKernels;
import lanewise.suite.Profile;
import lanewise.suite.Suite;
import picocli.CommandLine.Option;

/// Which rows of a profile a command measures, and in which order.
final class RowOptions {

    @Option(names = "--only", paramLabel = "REGEX", description = "of the profile's rows those in whose name this is found, such as \"ADAM SIMD\", with their roofs")
    private String only;

    @Option(names = "--seed", paramLabel = "N", description = "of the order of rows, and of the builds of a comparison (default: the time)")
    private Long seed;

    @Option(names = "--shard", paramLabel = "K/N", description = "the K-th of N parts of the rows; other machines of the same kind measure the others with the same --seed")
    private String shard;

    /// What `--seed` asks for, otherwise the time.
    long order() {
        return seed == null ? System.currentTimeMillis() : seed;
    }

    /// What `--shard` asks for; null if it is not given.
    ///
    /// @throws RefusedException if `--seed` is not given with it: all machines must draw the same shares
    Shard shard() {
        if (shard == null) return null;
        Shard part = Shard.parse(shard);
        if (seed == null) throw new RefusedException(ExitCode.USAGE, "--shard takes --seed, the same one on every machine");
        return part;
    }

    /// This machine's share of the rows.
    List<Row> share(List<Row> rows) {
        Shard part = shard();
        return part == null ? rows : part.share(rows, seed);
    }

    /// The rows of a profile in whose name `--only` is found.
    ///
    /// @param kinds what a row can be, for the sentence that there is none
    /// @throws RefusedException if there is none
    List<Row> of(Profile profile, String kinds) {
        List<Row> rows = Suite.rows(profile, ExternalKernels.find(), only == null ? _ -> true : named());
        if (rows.isEmpty()) {
            throw new RefusedException(ExitCode.USAGE, "--only: no " + kinds + " of profile " + profile + " has \"" + only
                    + "\" in its name, which is written like StepBenchmark.step ADAM SIMD 1000");
        }
        return rows;
    }

    private Predicate<Row> named() {
        try {
            Pattern pattern = Pattern.compile(only);
            return row -> pattern.matcher(row.id()).find();
        } catch (PatternSyntaxException e) {
            throw new RefusedException(ExitCode.USAGE, "--only: \"" + only + "\" is not a regular expression: " + e.getDescription());
        }
    }
}
