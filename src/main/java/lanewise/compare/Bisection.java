package lanewise.compare;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A binary search for the first bad commit in a line of commits. Of some it cannot be told whether they are good or bad.
///
/// @param candidates the first bad commit is one of these, oldest first; the last is known to be bad, and nothing is known of the others
/// @param unknown    commits of which it could not be told, with the reason
public record Bisection(List<String> candidates, Map<String, String> unknown) {

    /// What is known of a commit.
    public enum Kind {
        /// As good as the commit before the line.
        GOOD,
        /// As bad as the last.
        BAD,
        /// It does not build, or measuring it decided nothing.
        UNKNOWN
    }

    /// @param why one clause
    public record Answer(Kind kind, String why) {}

    /// What is asked of a commit.
    @FunctionalInterface
    public interface Question {
        /// Builds and measures, say.
        Answer of(String commit) throws IOException;
    }

    /// @param commits oldest first, the last of them known to be bad
    public static Bisection search(List<String> commits, Question ask) throws IOException {
        int good = -1;
        int bad = commits.size() - 1;
        Map<String, String> unknown = new LinkedHashMap<>();
        for (Optional<Integer> next; (next = middle(good, bad, commits, unknown)).isPresent();) {
            int k = next.get();
            Answer answer = ask.of(commits.get(k));
            switch (answer.kind) {
                case GOOD -> good = k;
                case BAD -> bad = k;
                case UNKNOWN -> unknown.put(commits.get(k), answer.why);
            }
        }
        return new Bisection(commits.subList(good + 1, bad + 1), unknown);
    }

    /// Of those between the two that were not asked for, the nearest to the middle.
    private static Optional<Integer> middle(int good, int bad, List<String> commits, Map<String, String> unknown) {
        return IntStream.range(good + 1, bad).boxed().filter(k -> !unknown.containsKey(commits.get(k)))
                .min(Comparator.comparingInt(k -> Math.abs(2 * k - good - bad)));
    }
}
