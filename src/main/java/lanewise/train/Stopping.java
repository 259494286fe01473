package lanewise.train;

/// When to stop before all minibatches are done, from what is seen at each check.
///
/// @param delta    stops when the training loss of two checks differs by less; 0 for never
/// @param patience stops when the validation loss has not reached a new low for so many checks; 0 for never
public record Stopping(double delta, int patience) {

    /// Never.
    public static final Stopping NEVER = new Stopping(0, 0);

    /// @throws IllegalArgumentException if a number is below 0, or the delta is no number
    public Stopping {
        if (!(delta >= 0)) throw new IllegalArgumentException("the delta of the loss must be at least 0, was " + delta);
        if (patience < 0) throw new IllegalArgumentException("the patience must be at least 0, was " + patience);
    }

    /// What is remembered from check to check.
    ///
    /// @param trainingLoss of the last check; NaN before the first
    /// @param lowest       validation loss so far; infinite before the first
    /// @param since        checks since then
    public record Memory(double trainingLoss, double lowest, int since) {

        /// Before the first check.
        public static final Memory NONE = new Memory(Double.NaN, Double.POSITIVE_INFINITY, 0);

        /// After one more check.
        public Memory after(double trainingLoss, double validationLoss) {
            return validationLoss < lowest ? new Memory(trainingLoss, validationLoss, 0) : new Memory(trainingLoss, lowest, since + 1);
        }
    }

    /// Why a run stops after a check, or the empty text if it goes on.
    ///
    /// @param before what was remembered before the check
    /// @param now    what is remembered after it
    public String reason(Memory before, Memory now) {
        if (delta > 0 && Math.abs(now.trainingLoss - before.trainingLoss) < delta) {
            return "the training loss changed by less than " + delta;
        }
        if (patience > 0 && now.since >= patience) {
            return "the validation loss has not reached a new low for " + now.since + " checks";
        }
        return "";
    }
}
