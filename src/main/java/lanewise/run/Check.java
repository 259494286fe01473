package lanewise.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// What the constructors of records require of their fields. Each message begins with the field's name, to which [Records] adds the file.
public final class Check {

    private Check() {}

    /// @throws IllegalArgumentException with this sentence, unless it holds
    public static void that(boolean holds, String sentence) {
        if (!holds) throw new IllegalArgumentException(sentence);
    }

    /// The value, which must not be null.
    public static <T> T present(String field, T value) {
        that(value != null, field + " is missing");
        return value;
    }

    /// A text must not be blank.
    public static void written(String field, String text) {
        that(!present(field, text).isBlank(), field + " is empty");
    }

    /// A number must not be smaller than `least`.
    public static void atLeast(String field, long least, long value) {
        that(value >= least, field + " must be at least " + least + ", was " + value);
    }

    /// A number must lie between both, or be one of them.
    public static void within(String field, long least, long most, long value) {
        that(value >= least && value <= most, field + " must be from " + least + " to " + most + ", was " + value);
    }

    /// A number must be finite and above 0.
    public static void positive(String field, double value) {
        that(value > 0 && value < Double.POSITIVE_INFINITY, field + " must be a number above 0, was " + value);
    }

    /// A number must be finite and not below 0.
    public static void notNegative(String field, double value) {
        that(value >= 0 && value < Double.POSITIVE_INFINITY, field + " must be a number of at least 0, was " + value);
    }

    /// @param what the elements are
    public static void eachOnce(String field, String what, Collection<String> elements) {
        Set<String> met = new HashSet<>();
        for (String element : elements) that(met.add(element), field + " has the " + what + " " + element + " twice");
    }

    /// A text must be a path of this system.
    public static void path(String field, String text) {
        try {
            Path _ = Path.of(present(field, text));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(field + " must be a path, was \"" + text + "\"", e);
        }
    }
}
