package lanewise.report;

import java.util.Locale;

/// How numbers are written, the same in every table, and a dash where there is none.
final class Format {

    static final String NONE = "–";

    private Format() {}

    /// @param format of one floating-point number, as [String#format] takes it
    static String number(String format, double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, format, value);
    }

    /// With commas: 138,357,544.
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// With one decimal: 4.8 %.
    static String percent(double fraction) {
        return number("%.1f %%", 100 * fraction);
    }

    /// Milliseconds with three digits and without an exponent: 0.0000620 to 145.
    static String milliseconds(double nanoseconds) {
        double milliseconds = nanoseconds / 1e6;
        if (!(milliseconds > 0) || Double.isInfinite(milliseconds)) return NONE;
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(milliseconds)));
        return String.format(Locale.ROOT, "%." + decimals + "f", milliseconds);
    }
}
