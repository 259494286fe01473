package lanewise.run;

import static lanewise.run.Finding.Level.FINE;
import static lanewise.run.Finding.Level.REFUSED;
import static lanewise.run.Finding.Level.WARNING;

import java.util.List;
import java.util.Locale;

/// Whether numbers from this machine would mean anything.
///
/// @param vmName      of the Java virtual machine
/// @param toolOptions flags that every JVM here takes from JAVA_TOOL_OPTIONS and its kin, or empty
/// @param noTurbo     1 if Intel's turbo is off, 0 if on, or `unknown`
/// @param boost       1 if AMD's boost is on, 0 if off, or `unknown`
/// @param quota       processors' time that the container or another control group gives, infinite where it sets no limit that binds
/// @param busyCores   cores that other processes kept busy just now
/// @param steal       share of the processors that the hypervisor gave to others just now
/// @param lock        why JMH's lock cannot be taken, or empty
public record Fitness(String vmName, String toolOptions, String noTurbo, String boost, double quota, double busyCores, double steal,
        String lock) {

    /// Flags with which a kernel is not compiled as it would be.
    public static final String NOT_COMPILED = ".*(-Xint|TieredStopAtLevel=[0-3]|-XX:-UseCompiler|\\+UseJVMCICompiler|-XX:MaxVectorSize=0).*";

    private static final double BUSY = 0.2;
    private static final double STOLEN = 0.02;
    private static final long VGG16_ADAM_BYTES = 4L << 30;

    /// Every look, in the order in which it matters.
    public List<Finding> findings(Environment environment) {
        boolean turbo = noTurbo.equals("0") || boost.equals("1");
        String performance = "performance";
        return List.of(
                finding(REFUSED, !vmName.contains("Server VM"), "the Java virtual machine", vmName,
                        "without HotSpot's C2 every vector is an object and a step a thousand times slower"),
                toolOptions.matches(NOT_COMPILED)
                        ? finding(REFUSED, true, "the set of flags in the environment", toolOptions,
                                "kernels would not be compiled as they are elsewhere")
                        : finding(WARNING, !toolOptions.isEmpty(), "the set of flags in the environment",
                                toolOptions.isEmpty() ? "empty" : toolOptions,
                                "every fork takes these flags too"),
                finding(REFUSED, !lock.isEmpty(), "JMH's lock", lock.isEmpty() ? "free" : lock,
                        "two runs at a time measure each other"),
                finding(WARNING, busyCores > BUSY, "the number of busy cores", String.format(Locale.ROOT, "%.2f", busyCores),
                        "other processes run, and what they take is missing here"),
                finding(WARNING, steal > STOLEN, "steal", String.format(Locale.ROOT, "%.1f %%", 100 * steal),
                        "the hypervisor gives the processors to others"),
                finding(WARNING, !List.of("none", "unknown").contains(environment.hypervisor()), "the hypervisor", environment.hypervisor(),
                        "neighbours share cache and memory, compare rows only within a run"),
                finding(WARNING, environment.logicalCores() < 2, "the number of cores", Integer.toString(environment.logicalCores()),
                        "the compiler and the collector interrupt the benchmark"),
                finding(WARNING, Double.isFinite(quota), "the container's processor quota",
                        Double.isFinite(quota) ? String.format(Locale.ROOT, "%.2f processors", quota) : "none that binds",
                        "a fork that uses it up is halted until its next period"),
                finding(WARNING, !List.of(performance, "unknown").contains(environment.governor()), "the frequency governor",
                        environment.governor(), "the clock follows the load, set it to " + performance),
                finding(WARNING, turbo, "turbo", turbo ? "on" : noTurbo.equals("1") || boost.equals("0") ? "off" : "unknown",
                        "the clock depends on temperature and on the other cores"),
                finding(WARNING, environment.hugePages().contains("[never]"), "transparent huge pages", environment.hugePages(),
                        "large arrays cost page walks, about a tenth of the time of a large step"),
                finding(WARNING, environment.availableBytes() < VGG16_ADAM_BYTES, "free memory",
                        (environment.availableBytes() >> 20) + " MiB", "rows of 138,357,544 parameters are left out"));
    }

    private static Finding finding(Finding.Level level, boolean applies, String subject, String value, String consequence) {
        return new Finding(applies ? level : FINE, subject, value, applies ? consequence : "");
    }
}
