package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitnessTest {

    private static Environment environment(int cores, long available, String hugePages, String governor, String hypervisor) {
        return new Environment("CPU", "", cores, cores, List.of(), List.of(), 16, 1L << 34, available, hugePages, governor, hypervisor,
                "Linux",
                "JVM",
                List.of(), "", false);
    }

    private static final Environment QUIET = environment(2, 1L << 33, "always [madvise] never", "performance", "none");

    private static Fitness fitness(String vmName, String toolOptions, String lock) {
        return new Fitness(vmName, toolOptions, "1", "unknown", Double.POSITIVE_INFINITY, 0.1, 0, lock);
    }

    private static List<Finding> notFine(Fitness fitness, Environment environment) {
        return fitness.findings(environment).stream().filter(finding -> finding.level() != Finding.Level.FINE).toList();
    }

    @Test
    void aQuietMachineIsFine() {
        assertThat(notFine(fitness("OpenJDK 64-Bit Server VM", "", ""), QUIET)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Eclipse OpenJ9 VM, , ", "OpenJDK 64-Bit Server VM, -Xint, ", "OpenJDK 64-Bit Server VM, -XX:TieredStopAtLevel=1, ",
            "OpenJDK 64-Bit Server VM, , /tmp/jmh.lock"})
    void whatWouldMeasureSomethingElseIsRefused(String vmName, String toolOptions, String lock) {
        List<Finding> findings = notFine(fitness(vmName, toolOptions == null ? "" : toolOptions, lock == null ? "" : lock), QUIET);
        assertThat(findings).hasSize(1).allMatch(finding -> finding.level() == Finding.Level.REFUSED);
        assertThat(findings.getFirst().toString()).contains(": ");
    }

    @Test
    void whatDisturbsIsWarnedAboutWithItsConsequence() {
        Fitness restless = new Fitness("OpenJDK 64-Bit Server VM", "-Dx=y", "0", "unknown", 1.5, 1.5, 0.1, "");
        Environment poor = environment(1, 1L << 30, "always madvise [never]", "powersave", "KVM");
        assertThat(notFine(restless, poor)).hasSize(10).allMatch(finding -> finding.level() == Finding.Level.WARNING)
                .allMatch(finding -> !finding.consequence().isEmpty());
        assertThat(notFine(restless, poor).stream().map(Finding::toString)).contains(
                "the container's processor quota is 1.50 processors: a fork that uses it up is halted until its next period",
                "the number of busy cores is 1.50: other processes run, and what they take is missing here",
                "free memory is 1024 MiB: rows of 138,357,544 parameters are left out");
    }

    @Test
    void whatIsNotKnownIsNotHeldAgainstTheMachine() {
        Fitness unknown = new Fitness("OpenJDK 64-Bit Server VM", "", "unknown", "unknown", Double.POSITIVE_INFINITY, 0, 0, "");
        assertThat(notFine(unknown, environment(2, 1L << 33, "unknown", "unknown", "unknown"))).isEmpty();
    }
}
