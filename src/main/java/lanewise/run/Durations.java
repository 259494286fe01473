package lanewise.run;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `90s`, `5m`, `1h30m`.
public final class Durations {

    private static final Pattern WRITTEN = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");

    private Durations() {}

    /// Seconds.
    ///
    /// @throws IllegalArgumentException if the text is not a duration longer than zero
    public static double parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        double seconds = matcher.matches() ? 3600 * part(matcher, 1) + 60 * part(matcher, 2) + part(matcher, 3) : 0;
        if (seconds <= 0) {
            throw new IllegalArgumentException("a duration is written like 90s, 5m or 1h30m, was \"" + text + "\"");
        }
        return seconds;
    }

    private static double part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Double.parseDouble(matcher.group(group));
    }

    /// Whole seconds, rounded up.
    public static String format(double seconds) {
        long all = (long) Math.ceil(seconds);
        long hours = all / 3600;
        long minutes = all / 60 % 60;
        return hours > 0
                ? String.format(Locale.ROOT, "%dh%02dm", hours, minutes)
                : minutes > 0 ? String.format(Locale.ROOT, "%dm%02ds", minutes, all % 60) : all + "s";
    }
}
