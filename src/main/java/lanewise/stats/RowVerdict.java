package lanewise.stats;

/// The verdict on one row with the numbers that it rests on.
///
/// @param rounds     that the verdict rests on
/// @param ratio      the head's time over the base's, by Hodges and Lehmann
/// @param interval   of the ratio, at 95 %
/// @param pValue     adjusted by Holm, one-sided against the margin; NaN if the row was not tested
/// @param winRate    the share of rounds in which the head was beyond the margin, in the direction of the ratio
/// @param detectable the smallest slowdown these rounds could have seen: 0.05 is 5 %
/// @param modes      null unless there are two clusters of forks
/// @param reason     one clause
public record RowVerdict(String row, Verdict verdict, int rounds, double ratio, SignedRank.Interval interval, double pValue,
        double winRate, double detectable, Modes modes, String reason) {}
