package lanewise.check;

import java.util.Locale;
import lanewise.optim.Variant;

/// One element in which a variant left other bits than the rest.
///
/// @param subject the optimizer and its convention
/// @param variant the one that stands alone; where all three disagree, each of the two that differ from the scalar kernel
/// @param from    where the range began in its arrays
/// @param index   the element, counted from the start of the array, canaries included
public record Difference(String subject, Variant variant, TestValues values, int size, int from, long step, String array, int index,
        float expected, float actual) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s, size %d at %d, step %d, %s[%d]: expected %08X, was %08X (%s values)", subject, variant,
                size, from,
                step, array, index, Float.floatToIntBits(expected), Float.floatToIntBits(actual), values);
    }
}
