package lanewise.stats;

import java.util.List;

/// Decides a paired comparison of two builds.
public final class Gate {

    private Gate() {}

    /// The rows that deserve fresh rounds.
    public static Screen screen(GateRule rule, List<Pairs> screened) {
        if (screened.isEmpty()) return new Screen(List.of(), 0);
        throw new UnsupportedOperationException(rule + " of " + screened);
    }

    /// The verdicts.
    ///
    /// @param screened  the first rounds, of every row
    /// @param confirmed fresh rounds, of the suspects alone
    public static Outcome judge(GateRule rule, List<Pairs> screened, List<Pairs> confirmed) {
        if (screened.isEmpty()) return new Outcome(List.of(), 1, screen(rule, screened));
        throw new UnsupportedOperationException(rule + " of " + screened + confirmed);
    }
}
