package lanewise.run;

import java.util.Map;

/// One fork: a line of the journal.
///
/// @param row      its [Row#id]
/// @param round    counted from 1
/// @param position in the order of its round, counted from 1
/// @param started  ISO 8601, UTC
/// @param seconds  the fork's whole life
/// @param steal    share of the processors' time in it that the hypervisor gave to others, 0 to 1
/// @param nanoseconds per operation, of each iteration; empty if the fork failed
/// @param facts    what the fork says of itself: vector lanes, steps proven, and for the large sizes the times of its invocations
/// @param failure  why it failed, or null
public record Measurement(String row, int round, int position, String started, double seconds, double steal, double[] nanoseconds,
        Map<String, Object> facts, String failure) {

    /// Whether the fork came to its end and proved its work.
    public boolean succeeded() {
        return failure == null;
    }

    /// The times of single invocations, in nanoseconds, with the whole histogram as HdrHistogram encodes it.
    public record Invocations(long count, long p50, long p99, long max, String histogram) {}

    /// What the fork recorded of single invocations, or null where they are too short for it.
    public Invocations invocations() {
        return facts.get("invocations") instanceof Map<?, ?> recorded
                ? new Invocations(number(recorded, "count"), number(recorded, "p50"), number(recorded, "p99"), number(recorded, "max"),
                        (String) recorded.get("histogram"))
                : null;
    }

    private static long number(Map<?, ?> recorded, String name) {
        return ((Number) recorded.get(name)).longValue();
    }
}
