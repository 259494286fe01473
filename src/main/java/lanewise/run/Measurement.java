package lanewise.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import lanewise.stats.Sample;
import org.HdrHistogram.Histogram;

/// One fork: a line of the journal.
///
/// @param row       its [Row#id]
/// @param round     counted from 1
/// @param position  in the order of its round, counted from 1
/// @param started   ISO 8601, UTC
/// @param seconds   the fork's whole life
/// @param steal     see [Interference]
/// @param busyCores see [Interference]
/// @param throttled see [Interference]
/// @param nanoseconds per operation, of each iteration; empty if the fork failed
/// @param facts     what the fork says of itself: vector lanes, steps proven, and for the large sizes the times of its invocations
/// @param failure   why it failed, or null
public record Measurement(String row, int round, int position, String started, double seconds, double steal, double busyCores,
        long throttled, double[] nanoseconds, Map<String, Object> facts, String failure) {

    /// @throws IllegalArgumentException if a field is missing or out of its range
    public Measurement {
        if (facts == null) facts = Map.of();
        Check.written("row", row);
        Check.within("round", 1, Plan.MOST_ROUNDS, round);
        Check.atLeast("position", 1, position);
        requireMoment(started);
        Check.positive("seconds", seconds);
        Check.that(seconds <= MOST_SECONDS, "seconds must be a year at most, was " + seconds);
        Check.that(steal >= 0 && steal <= 1, "steal must lie between 0 and 1, was " + steal);
        if (!Double.isNaN(busyCores)) Check.notNegative("busyCores", busyCores);
        Check.atLeast("throttled", 0, throttled);
        for (int k = 0; k < Check.present("nanoseconds", nanoseconds).length; k++) {
            Check.positive("nanoseconds[" + k + "]", nanoseconds[k]);
        }
        Check.that(failure != null || nanoseconds.length > 0, "nanoseconds is empty, a fork that did not fail has its times");
        Check.that(failure == null || !failure.isBlank(), "failure is empty, expected the reason or null");
        requireFacts(facts);
    }

    /// Which of a plan's forks it is.
    public record Fork(String row, int round) {}

    /// Which of the plan's forks this is. One that failed may be measured again.
    public Fork fork() {
        return new Fork(row, round);
    }

    /// Whether these can be the times of a fork that did not fail.
    static boolean areTimes(double... nanoseconds) {
        return nanoseconds.length > 0 && Arrays.stream(nanoseconds).allMatch(time -> time > 0 && time < Double.POSITIVE_INFINITY);
    }

    /// As JSON has it.
    ///
    /// @param busyCores null in journals written before there were any
    /// @param throttled likewise
    @JsonCreator
    static Measurement read(@JsonProperty("row") String row, @JsonProperty("round") int round, @JsonProperty("position") int position,
            @JsonProperty("started") String started, @JsonProperty("seconds") double seconds, @JsonProperty("steal") double steal,
            @JsonProperty("busyCores") Double busyCores, @JsonProperty("throttled") Long throttled,
            @JsonProperty("nanoseconds") double[] nanoseconds, @JsonProperty("facts") Map<String, Object> facts,
            @JsonProperty("failure") String failure) {
        return new Measurement(row, round, position, started, seconds, steal, busyCores == null ? Double.NaN : busyCores,
                throttled == null ? 0 : throttled, nanoseconds, facts, failure);
    }

    private static void requireMoment(String started) {
        try {
            int year = Instant.parse(Check.present("started", started)).atOffset(ZoneOffset.UTC).getYear();
            Check.within("started, a year,", 1970, 9999, year);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("started must be a moment such as 2026-01-01T00:00:00Z, was \"" + started + "\"", e);
        }
    }

    /// A fork says more than is read here; what is read must be what it is taken for.
    private static void requireFacts(Map<String, Object> facts) {
        FACTS.forEach((name, type) -> Check.that(!facts.containsKey(name) || type.isInstance(facts.get(name)),
                "facts." + name + " must be " + (type == Boolean.class ? "true or false" : type == Number.class ? "a number" : "text")
                        + ", was "
                        + facts.get(name)));
        if (!facts.containsKey(INVOCATIONS)) return;
        Check.that(facts.get(INVOCATIONS) instanceof Map<?, ?>, "facts.invocations must be an object, was " + facts.get(INVOCATIONS));
        Map<?, ?> recorded = (Map<?, ?>) facts.get(INVOCATIONS);
        Check.that(recorded.get("histogram") instanceof String, "facts.invocations.histogram must be text");
        decode((String) recorded.get("histogram"));
    }

    private static Histogram decode(String histogram) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(histogram)), 0);
        } catch (DataFormatException | RuntimeException e) { // whatever HdrHistogram meets in bytes that are none
            throw new IllegalArgumentException("facts.invocations.histogram cannot be decoded", e);
        }
    }

    /// What forks of earlier builds call the fact `steady`.
    private static final String STEADY_BEFORE = "settled";

    /// Those that are read here, with their types. Of invocations see [#invocations].
    private static final Map<String, Class<?>> FACTS = Map.of("jdk", String.class, "vmName", String.class,
            "vmVersion", String.class, "lanes", Number.class, "steady", Boolean.class, STEADY_BEFORE, Boolean.class,
            "placedApart", Boolean.class, "hugePageKilobytes", Number.class, "processorSeconds", Number.class);

    private static final String INVOCATIONS = "invocations";

    private static final double MOST_SECONDS = 366 * 86_400;

    /// How far the halves of a fork may differ until it counts as one that was not steady.
    public static final double DRIFT_LIMIT = 0.05;

    /// Whether the fork ran to its end and its result was verified.
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
    public boolean unsteady() {
        return Boolean.FALSE.equals(facts.getOrDefault("steady", facts.get(STEADY_BEFORE)));
    }

    /// The same fork with more facts.
    public Measurement with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.putAll(more);
        return new Measurement(row, round, position, started, seconds, steal, busyCores, throttled, nanoseconds, all, failure);
    }

    /// The same fork under another round's number.
    Measurement inRound(int round) {
        return new Measurement(row, round, position, started, seconds, steal, busyCores, throttled, nanoseconds, facts, failure);
    }

    /// The times of single invocations, in nanoseconds, or null where they are too short to be recorded.
    public Histogram invocations() {
        return facts.get(INVOCATIONS) instanceof Map<?, ?> recorded ? decode((String) recorded.get("histogram")) : null;
    }
}
