package lanewise.report;

import java.util.Locale;

/// How numbers are written, the same in every table, and a dash where there is none.
final class Format {

    static final String NONE = "–";

    private Format() {}

    /// @param format of one floating-point number, as [String#format] takes it
    static String number(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NONE;
    }

    /// With commas: 138,357,544.
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// With one decimal: 4.8 %.
    static String percent(double fraction) {
        return number("%.1f %%", 100 * fraction);
    }

    /// With one decimal where that is not 0: 2 % and 2.5 %.
    static String shortPercent(double fraction) {
        return percent(fraction).replace(".0 %", " %");
    }

    /// In the unit that suits it: 12.3 ns, 4.56 µs, 789.01 ms.
    static String time(double nanoseconds) {
        if (nanoseconds < 1e3) return number("%.1f ns", nanoseconds);
        return nanoseconds < 1e6 ? number("%.2f µs", nanoseconds / 1e3) : number("%.2f ms", nanoseconds / 1e6);
    }

    /// Milliseconds with three digits and without an exponent: 0.0000620 to 145.
    static String milliseconds(double nanoseconds) {
        double milliseconds = nanoseconds / 1e6;
        if (!(milliseconds > 0) || Double.isInfinite(milliseconds)) return NONE;
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(milliseconds)));
        return String.format(Locale.ROOT, "%." + decimals + "f", milliseconds);
    }
}
