package lanewise.experiment;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import lanewise.optim.Variant;

/// A number that is known of an example, or a point, with what the textbook's loop and the kernels make of it.
///
/// @param inFloat by variant; empty if no kernel has a part in it
/// @param bound   how far float may lie from double, relative to it
public record Figure(String meaning, Source source, Reference reference, double[] inDouble, Map<Variant, double[]> inFloat, double bound) {

    /// Float against double, where a run converges.
    static final double CONVERGENT = 1e-5;

    /// A figure of a descent: what `read` finds in its track.
    static Figure of(String meaning, Source source, Reference reference, Run run, double bound, Function<Track, double[]> read) {
        return new Figure(meaning, source, reference, read.apply(run.inDouble()),
                run.inFloat().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> read.apply(entry.getValue()))),
                bound);
    }

    /// Whether double has every digit of the reference, float lies within the bound of it, and the variants agree to the bit.
    public boolean isFine() {
        return reference.holds(inDouble) && variantsAgree() && inFloat.values().stream().allMatch(this::isWithinBound);
    }

    /// Whether the kernels found the same.
    public boolean variantsAgree() {
        double[] first = inFloat.values().stream().findFirst().orElse(inDouble);
        return inFloat.values().stream().allMatch(values -> Arrays.equals(values, first));
    }

    private boolean isWithinBound(double[] values) {
        for (int k = 0; k < values.length; k++) {
            if (values[k] != inDouble[k] && !(Math.abs(values[k] - inDouble[k]) <= bound * Math.abs(inDouble[k]))) return false;
        }
        return true;
    }
}
