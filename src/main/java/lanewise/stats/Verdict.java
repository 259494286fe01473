package lanewise.stats;

/// What paired rounds say about one row.
public enum Verdict {

    /// The head is slower by more than the margin, and chance alone would say so less often than the rule allows.
    REGRESSED,

    /// The head is faster by more than the margin, by the same tests in the other direction.
    IMPROVED,

    /// The two are shown to be within the margin of each other; the judgement says how small a slowdown could have been seen.
    SAME,

    /// Neither a difference nor equality is shown: more rounds, or quieter ones, are needed.
    INCONCLUSIVE,

    /// Too few rounds were left to judge the row at all.
    UNFIT
}
