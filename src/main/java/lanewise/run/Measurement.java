package lanewise.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.stats.Sample;

/// One fork: a line of the journal.
///
/// @param row       its [Row#id]
/// @param round     counted from 1
/// @param position  in the order of its round, counted from 1
/// @param started   ISO 8601, UTC
/// @param seconds   the fork's whole life
/// @param steal     see [Weather]
/// @param busyCores see [Weather]
/// @param throttled see [Weather]
/// @param nanoseconds per operation, of each iteration; empty if the fork failed
/// @param facts     what the fork says of itself: vector lanes, steps proven, and for the large sizes the times of its invocations
/// @param failure   why it failed, or null
public record Measurement(String row, int round, int position, String started, double seconds, double steal, double busyCores,
        long throttled, double[] nanoseconds, Map<String, Object> facts, String failure) {

    public Measurement {
        if (row == null || nanoseconds == null) throw new IllegalArgumentException("a measurement must name its row and have its times");
        Instant.parse(started);
        if (facts == null) facts = Map.of();
    }

    /// How far the halves of a fork may differ until it counts as one that had not settled.
    public static final double DRIFT_LIMIT = 0.05;

    /// Whether the fork came to its end and proved its work.
    public boolean succeeded() {
        return failure == null;
    }

    /// Whether the medians of its first and second half of iterations differ by more than [#DRIFT_LIMIT].
    @JsonProperty
    public boolean drifted() {
        int half = nanoseconds.length / 2;
        if (half == 0) return false;
        double first = Sample.median(Arrays.copyOf(nanoseconds, half));
        double second = Sample.median(Arrays.copyOfRange(nanoseconds, nanoseconds.length - half, nanoseconds.length));
        return Math.abs(first - second) > DRIFT_LIMIT * Math.min(first, second);
    }

    /// Whether the fork says that the time of a call, or what it allocates, still changed when its iterations began.
    public boolean unsettled() {
        return Boolean.FALSE.equals(facts.get("settled"));
    }

    /// The same fork with more facts.
    Measurement with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.putAll(more);
        return new Measurement(row, round, position, started, seconds, steal, busyCores, throttled, nanoseconds, all, failure);
    }

    /// The same fork under another round's number.
    Measurement inRound(int round) {
        return new Measurement(row, round, position, started, seconds, steal, busyCores, throttled, nanoseconds, facts, failure);
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
