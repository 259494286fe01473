package lanewise.stats;

/// Two clusters of forks: the JIT compiler chose one of two codes, and which one is chance.
///
/// @param fastBase      the median of the base's fast forks in nanoseconds per operation; NaN where it has none, as for the next three
/// @param slowForksBase how many of the base's forks were slow
/// @param pValue        of shares of slow forks this unlike each other if they are the same: Fisher's exact test, two-sided, not adjusted
public record Modes(double fastBase, double slowBase, double fastHead, double slowHead, int slowForksBase, int slowForksHead,
        double pValue) {}
