package lanewise.stats;

/// How many rounds, and what chance of a false alarm a whole comparison may have.
///
/// @param screenRounds  rounds of every row
/// @param confirmRounds fresh rounds of the suspects alone
/// @param falseAlarms   the chance that a comparison reports any change beyond the margins where there is none, such as 0.01
/// @param mostSuspects  how many rows are confirmed at most
/// @param winRate       the share of rounds in which a changed row must be beyond its margin
public record GateRule(int screenRounds, int confirmRounds, double falseAlarms, int mostSuspects, double winRate) {

    public static final GateRule DEFAULT = new GateRule(6, 20, 0.01, 20, 0.75);

    /// At which each of the two tests of equality is held.
    static final double EQUIVALENCE = 0.05;

    /// At which the sign test must put the median's lower bound above the margin.
    static final double SIGN = 0.025;

    /// Fewer rounds can show nothing about a row, not even that it is the same: 2⁻ⁿ is the least probability n signs can have.
    static final int LEAST_ROUNDS = leastRounds(EQUIVALENCE);

    /// A hundredth of the false alarms is kept for the shift common to all rows: over many rows its test needs no more.
    private static final double SHIFT_SHARE = 0.01;

    /// @throws IllegalArgumentException if these rounds could never reject, or a share is none
    public GateRule {
        if (!(falseAlarms > 0 && falseAlarms < 1))
            throw new IllegalArgumentException("the chance of a false alarm must lie between 0 and 1, was " + falseAlarms);
        if (!(winRate >= 0.5 && winRate <= 1))
            throw new IllegalArgumentException("the win rate must lie between 0.5 and 1, was " + winRate);
        if (mostSuspects < 1) throw new IllegalArgumentException("at least one suspect must be confirmed, the most was " + mostSuspects);
        if (screenRounds < LEAST_ROUNDS)
            throw new IllegalArgumentException(
                    "a screen needs at least " + LEAST_ROUNDS + " rounds to show that a row is the same, had " + screenRounds);
        int least = leastConfirmRounds(falseAlarms, mostSuspects);
        if (confirmRounds < least)
            throw new IllegalArgumentException("to confirm one of " + mostSuspects + " suspects at " + falseAlarms + " takes at least "
                    + least + " rounds, had " + confirmRounds);
    }

    /// The least number of confirmation rounds that can reject at the level of the first of the most suspects.
    public int leastConfirmRounds() {
        return leastConfirmRounds(falseAlarms, mostSuspects);
    }

    /// What the suspects may spend of [#falseAlarms].
    double suspectAlarms() {
        return suspectAlarms(falseAlarms);
    }

    /// What the shift common to all rows may spend.
    double shiftAlarms() {
        return SHIFT_SHARE * falseAlarms;
    }

    private static int leastConfirmRounds(double falseAlarms, int mostSuspects) {
        return leastRounds(Math.min(SIGN, suspectAlarms(falseAlarms) / mostSuspects));
    }

    private static double suspectAlarms(double falseAlarms) {
        return (1 - SHIFT_SHARE) * falseAlarms;
    }

    private static int leastRounds(double level) {
        int rounds = 1;
        while (Math.scalb(1.0, -rounds) > level)
            rounds++;
        return rounds;
    }
}
