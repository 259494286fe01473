package lanewise.experiment;

import java.util.Locale;

/// Where a reference figure comes from.
public enum Source {
    /// The literature.
    PRINTED,
    /// Follows from the literature's listing.
    COMPUTED,
    /// Recorded here.
    OWN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
