package lanewise.stats;

/// Two clusters of forks: the JIT compiler settled on one of two codes, and which one is chance. All medians are nanoseconds per operation.
///
/// @param fastBase      the median of the base's fast forks; NaN where it has none, as for the others
/// @param slowForksBase how many of the base's forks were slow
/// @param pValue        that the head's share of slow forks is no larger than the base's
public record Modes(double fastBase, double slowBase, double fastHead, double slowHead, int slowForksBase, int slowForksHead,
        double pValue) {}
