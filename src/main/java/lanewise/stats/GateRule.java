package lanewise.stats;

/// How many rounds, and what chance of a false alarm a whole comparison may have.
///
/// @param screenRounds  rounds of every row
/// @param confirmRounds fresh rounds of the suspects alone
/// @param falseAlarms   the chance that a comparison of equal builds reports any regression, such as 0.01
/// @param mostSuspects  how many rows are confirmed at most
/// @param winRate       the share of rounds in which a changed row must be beyond its margin
public record GateRule(int screenRounds, int confirmRounds, double falseAlarms, int mostSuspects, double winRate) {

    public static final GateRule DEFAULT = new GateRule(6, 20, 0.01, 20, 0.75);

    /// The least number of confirmation rounds that can reject at the level of the first of the most suspects.
    public int leastConfirmRounds() {
        return (int) Math.ceil(Math.log(mostSuspects / falseAlarms) / Math.log(2));
    }
}
