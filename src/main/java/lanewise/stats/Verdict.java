package lanewise.stats;

/// What a comparison of two builds says, of one row or of all.
public enum Verdict {

    /// The head is slower by more than the margin, and chance alone would say so less often than the rule allows.
    REGRESSED,

    /// The head is faster by more than the margin, by the same tests in the other direction.
    IMPROVED,

    /// Neither a difference nor equality is shown: more rounds, or quieter ones, are needed.
    INCONCLUSIVE,

    /// Not measured, or not as often as a verdict takes.
    INCOMPLETE,

    /// Disturbed too often: too few rounds are left for any verdict.
    UNFIT,

    /// The two are shown to be within the margin of each other; the row's verdict says how small a slowdown could have been seen.
    SAME
}
