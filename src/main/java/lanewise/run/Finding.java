package lanewise.run;

/// One look at the machine, and what it means for a measurement.
///
/// @param subject     what was looked at
/// @param value       what was seen
/// @param consequence what to expect of the numbers; empty if nothing
public record Finding(Level level, String subject, String value, String consequence) {

    /// What to do about it.
    public enum Level {
        /// Nothing.
        FINE,
        /// Measure, and say so under the numbers.
        WARNING,
        /// Do not measure: the numbers would be of something else.
        REFUSED
    }

    @Override
    public String toString() {
        return subject + " is " + value + (consequence.isEmpty() ? "" : ": " + consequence);
    }
}
