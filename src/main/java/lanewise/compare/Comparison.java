package lanewise.compare;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import lanewise.run.Check;
import lanewise.run.Environment;
import lanewise.run.Plan;
import lanewise.run.RefusedException;
import lanewise.run.ExitCode;
import lanewise.run.RunFolder;
import lanewise.stats.GateRule;

/// Which two builds are compared, and by which rule: `gate.json`, written before the first fork.
///
/// @param schema  of this file
/// @param base    what there was before
/// @param head    what is compared with it
/// @param rule    how many rounds, and what decides
/// @param margins by the row's name: what it may be slower by, 0.02 is 2 %
/// @param missing rows that only one of the two has
public record Comparison(int schema, Side base, Side head, GateRule rule, Map<String, Double> margins, List<Plan.LeftOut> missing) {

    /// The version of this file.
    public static final int SCHEMA = 1;

    /// Its name in the folder of a comparison.
    public static final String FILE = RunFolder.COMPARISON;

    /// How rows of the two builds are marked; names of one length, so that paths and command lines are as well.
    public static final String BASE = "base";

    /// See [#BASE].
    public static final String HEAD = "head";

    /// One of the builds.
    ///
    /// @param given    how it was asked for: a commit's name, or the path of a jar
    /// @param commit   that it says it was built from, or `unknown`
    /// @param sha256   of its jar
    /// @param javaHome of the JDK that its forks run on; empty for the one that runs the suite
    /// @param flags    for its forks' JVM, after the rows' own
    public record Side(String given, String commit, String sha256, String javaHome, List<String> flags) {

        /// @throws IllegalArgumentException if a field is missing
        public Side {
            Check.present("given", given);
            Check.present("commit", commit);
            Check.present("sha256", sha256);
            Check.path("javaHome", javaHome);
            Check.present("flags", flags);
        }

        /// The same bytes, measured in the same way.
        public boolean isSameAs(Side other) {
            return sha256.equals(other.sha256) && isMeasuredAs(other);
        }

        /// The same JVM and flags.
        public boolean isMeasuredAs(Side other) {
            return javaHome.equals(other.javaHome) && flags.equals(other.flags);
        }
    }

    /// @throws IllegalArgumentException if a field is missing or out of its range
    public Comparison {
        Check.present("base", base);
        Check.present("head", head);
        Check.present("rule", rule);
        Check.within("rule.screenRounds", 1, Plan.MOST_ROUNDS / 2, rule.screenRounds());
        Check.within("rule.confirmRounds", 1, Plan.MOST_ROUNDS / 2, rule.confirmRounds());
        Check.present("margins", margins).forEach((row, margin) -> Check.that(margin > 0 && margin < 1,
                "margins." + row + " must lie between 0 and 1, was " + margin));
        Check.present("missing", missing);
    }

    /// Reads the comparison of a folder.
    ///
    /// @throws RefusedException if this is not the folder of a comparison, or one of another version, or not of the plan in the same folder
    public static Comparison read(RunFolder folder) {
        return read(folder, folder::plan);
    }

    /// With a plan that has been read already.
    ///
    /// @throws RefusedException as the other
    public static Comparison read(RunFolder folder, Plan plan) {
        return read(folder, () -> plan);
    }

    private static Comparison read(RunFolder folder, Supplier<Plan> plan) {
        Comparison comparison = folder.read(FILE, Comparison.class, SCHEMA);
        try {
            comparison.requireFits(plan.get());
            return comparison;
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, folder.path().resolve(FILE) + ": " + e.getMessage());
        }
    }

    /// Writes, before the first fork of a comparison, where it is measured, what is measured, and by which rule.
    public void write(RunFolder folder, Environment environment, Plan plan) throws IOException {
        folder.write(environment, plan);
        folder.writeJson(FILE, this);
    }

    /// Whether this rule and these margins are of the plan's rows.
    ///
    /// @throws IllegalArgumentException if they are of others
    private void requireFits(Plan plan) {
        Check.that(plan.rounds() == rule.screenRounds() + rule.confirmRounds(),
                "rule must have the " + plan.rounds() + " rounds of plan.json, has " + (rule.screenRounds() + rule.confirmRounds()));
        Map<String, Set<String>> sides = new LinkedHashMap<>();
        plan.rows().forEach(row -> sides.computeIfAbsent(row.name(), _ -> new HashSet<>()).add(row.jvm().configuration()));
        sides.forEach((row, of) -> {
            Check.that(of.equals(Set.of(BASE, HEAD)), "plan.json must have the row " + row + " of both builds, has " + of);
            Check.present("margins." + row, margins.get(row));
        });
        margins.keySet().forEach(row -> Check.that(sides.containsKey(row), "margins has " + row + ", which is not in plan.json"));
    }

    /// Whether a build is compared with itself, so that every difference is noise.
    public boolean isAgainstItself() {
        return base.isSameAs(head);
    }
}
