package lanewise.suite;

import java.util.Locale;

/// A named list of rows, always the same, and the time that it takes unless told otherwise.
public enum Profile {
    /// Whether everything works: the ends of the scale.
    SMOKE("1m", true),
    /// What a developer waits for.
    QUICK("5m", true),
    /// Every optimizer and variant; those of the textbooks at every size.
    FULL("2h", true),
    /// What a change is compared with its base on before it is merged: every optimizer in cache, a few beyond it.
    PR("5m", false),
    /// What a night has time for, likewise.
    NIGHTLY("30m", false),
    /// What other libraries take for the same, beside this suite's SIMD rows. Those that Maven's profile `peers` has not built are left out.
    PEERS("30m", false);

    private final String budget;
    private final boolean describesTheMachine;

    Profile(String budget, boolean describesTheMachine) {
        this.budget = budget;
        this.describesTheMachine = describesTheMachine;
    }

    /// As the command line takes it.
    public String budget() {
        return budget;
    }

    /// Whether it holds what says something of the machine as well: roofs, kernels of other authors, arrays where the JVM puts them. Profiles
    /// for two builds on one machine do not, since these are the same on both sides, nor does the one for other libraries.
    boolean describesTheMachine() {
        return describesTheMachine;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
