package lanewise.stats;

import java.util.List;

/// What a comparison found.
///
/// @param judgements  one of each row, in the order of the screened rows
/// @param sharedShift the ratio that is common to all rows; 1 if there is none. Rows that move with it are not called REGRESSED: it is
///                    one finding of its own, such as another JDK's or a flag's
public record Outcome(List<Judgement> judgements, double sharedShift, Screen screen) {

    /// Whether the head is slower: all rows together, or at least one of them.
    public boolean regressed() {
        return sharedShift > 1 || judgements.stream().anyMatch(judgement -> judgement.verdict() == Verdict.REGRESSED);
    }
}
