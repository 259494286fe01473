package lanewise.run;

import java.util.List;
import java.util.Map;
import lanewise.stats.GateRule;

/// Which builds a comparison holds against each other, and by which rule: `gate.json`, written before the first fork.
///
/// @param schema  of this file
/// @param base    what there was before
/// @param head    what is to be judged
/// @param rule    how many rounds, and what decides
/// @param margins by the row's name: what it may be slower by, 0.02 is 2 %
/// @param missing rows that only one of the two has
public record Comparison(int schema, Side base, Side head, GateRule rule, Map<String, Double> margins, List<Plan.LeftOut> missing) {

    /// The version of this file.
    public static final int SCHEMA = 1;

    /// Its name in the folder of a comparison.
    public static final String FILE = "gate.json";

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
    /// @param flags    for its forks' JVM, beside the rows' own
    public record Side(String given, String commit, String sha256, String javaHome, List<String> flags) {

        /// The same bytes, measured in the same way.
        public boolean isSameAs(Side other) {
            return sha256.equals(other.sha256) && isMeasuredAs(other);
        }

        /// The same JVM and flags.
        public boolean isMeasuredAs(Side other) {
            return javaHome.equals(other.javaHome) && flags.equals(other.flags);
        }
    }

    /// Whether a build is held against itself, so that every difference is noise.
    public boolean isAgainstItself() {
        return base.isSameAs(head);
    }
}
