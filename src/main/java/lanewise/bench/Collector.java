package lanewise.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// The garbage collector of a fork.
public enum Collector {
    /// The JVM's default on most machines.
    G1("UseG1GC"),
    /// The one that all other rows have.
    PARALLEL("UseParallelGC"),
    /// Collects while the program runs.
    ZGC("UseZGC");

    private final String option;

    Collector(String option) {
        this.option = option;
    }

    /// The flag that the fork needs.
    public String flag() {
        return "-XX:+" + option;
    }

    /// Refuses to be measured under another collector: the row would carry a wrong name.
    void requireItsFlag() {
        String actual = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(option).getValue();
        if (!Boolean.parseBoolean(actual)) {
            throw new RefusedTrialException(this + " needs a JVM with " + flag() + ", give it with -jvmArgs or choose another collector");
        }
    }
}
