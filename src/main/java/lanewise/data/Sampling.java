package lanewise.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How the samples of the next minibatch are chosen.
public enum Sampling {
    /// All samples in a random order, cut into minibatches, the last of which may be smaller; then in another order.
    EPOCHS,
    /// The same without a last minibatch that would be smaller.
    EPOCHS_WHOLE,
    /// Each sample of a minibatch is any sample, whatever was drawn before.
    WITH_REPLACEMENT,
    /// Each minibatch is a fresh draw in which no sample is drawn twice.
    WITHOUT_REPLACEMENT,
    /// A minibatch is one random sample.
    SINGLE,
    /// A minibatch is all samples, in their own order.
    FULL;

    /// The name on a command line: `without-replacement`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The one of a name.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    public static Sampling of(String name) {
        return Arrays.stream(values()).filter(sampling -> sampling.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("sampling \"" + name + "\" is not one of "
                        + Arrays.stream(values()).map(Sampling::toString).collect(Collectors.joining(", "))));
    }
}
