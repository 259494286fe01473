package lanewise.run;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Durations as people write them, such as `90s`, `5m` and `1h30m`: those of [Duration] without its letters `PT`.
public final class Durations {

    private static final Pattern WRITTEN = Pattern.compile("(\\d+h)?(\\d+m)?(\\d+s)?");

    private Durations() {}

    /// Seconds.
    ///
    /// @throws IllegalArgumentException if the text is not a duration longer than zero
    public static double parse(String text) {
        Duration duration = Duration.ZERO;
        try {
            if (WRITTEN.matcher(text).matches() && !text.isEmpty()) duration = Duration.parse("PT" + text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a duration is at most 2562047788015215h, was \"" + text + "\"", e);
        }
        if (duration.isZero()) throw new IllegalArgumentException("a duration is written like 90s, 5m or 1h30m, was \"" + text + "\"");
        return duration.toSeconds();
    }

    /// Whole seconds, rounded up.
    public static String format(double seconds) {
        Duration duration = Duration.ofSeconds((long) Math.ceil(seconds));
        if (duration.toHours() > 0) return String.format(Locale.ROOT, "%dh%02dm", duration.toHours(), duration.toMinutesPart());
        return duration.toMinutes() > 0
                ? String.format(Locale.ROOT, "%dm%02ds", duration.toMinutes(), duration.toSecondsPart())
                : duration.toSeconds() + "s";
    }
}
