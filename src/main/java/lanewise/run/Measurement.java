package lanewise.run;

/// One fork: a line of the journal.
///
/// @param row      its [Row#id]
/// @param round    counted from 1
/// @param position in the order of its round, counted from 1
/// @param started  ISO 8601, UTC
/// @param seconds  the fork's whole life
/// @param nanoseconds per operation, of each iteration; empty if the fork failed
/// @param failure  why it did, or null
public record Measurement(String row, int round, int position, String started, double seconds, double[] nanoseconds, String failure) {

    /// Whether the fork came to its end and proved its work.
    public boolean succeeded() {
        return failure == null;
    }
}
