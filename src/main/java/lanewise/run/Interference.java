package lanewise.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/// What others did to the processors while a fork ran.
///
/// @param steal     share of the processors' time that the hypervisor gave to others, 0 to 1
/// @param busyCores cores that other processes kept busy; NaN if the fork did not say what it took itself
/// @param throttled how often the container's quota or heat held processors back
public record Interference(double steal, double busyCores, long throttled) {

    /// Beyond these a round is unfit. They were fixed before anything was measured and are the same for every run.
    public static final double STEAL_LIMIT = 0.05;

    /// A quarter of a core, see [#STEAL_LIMIT]. The runner, compiler threads that still run and the clock's ticks come to a tenth on a quiet machine.
    public static final double BUSY_LIMIT = 0.25;

    /// Nothing is known.
    public static final Interference UNKNOWN = new Interference(0, Double.NaN, 0);

    private static final CentralProcessor PROCESSOR = new SystemInfo().getHardware().getProcessor();

    private static final ControlGroups GROUPS = ControlGroups.in(Path.of("/"));

    /// The counters at one moment.
    record Reading(long nanoTime, long[] ticks, long ownNanoseconds, long throttled) {

        static Reading now() {
            var self = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Reading(System.nanoTime(), PROCESSOR.getSystemCpuLoadTicks(), self.getProcessCpuTime(), throttledSoFar());
        }
    }

    /// Between two readings.
    ///
    /// @param forkSeconds of processor time that the fork took, or NaN
    static Interference between(Reading before, Reading after, double forkSeconds) {
        double seconds = (after.nanoTime - before.nanoTime) / 1e9;
        long all = 0;
        for (int k = 0; k < before.ticks.length; k++) all += after.ticks[k] - before.ticks[k];
        if (all == 0) return UNKNOWN;
        long idle = ticks(before, after, CentralProcessor.TickType.IDLE) + ticks(before, after, CentralProcessor.TickType.IOWAIT);
        long stolen = ticks(before, after, CentralProcessor.TickType.STEAL);
        double busy = (double) (all - idle - stolen) / all * PROCESSOR.getLogicalProcessorCount();
        double own = ((after.ownNanoseconds - before.ownNanoseconds) / 1e9 + forkSeconds) / seconds;
        return new Interference(Math.clamp((double) stolen / all, 0, 1), Math.max(0, busy - own), // counters of some hypervisors also go back
                Math.max(0, after.throttled - before.throttled));
    }

    private static long ticks(Reading before, Reading after, CentralProcessor.TickType type) {
        return after.ticks[type.getIndex()] - before.ticks[type.getIndex()];
    }

    /// Over all forks of a round, each by its length.
    public static Interference of(List<Measurement> round) {
        double seconds = round.stream().mapToDouble(Measurement::seconds).sum();
        double steal = round.stream().mapToDouble(m -> m.steal() * m.seconds()).sum() / seconds;
        List<Measurement> known = round.stream().filter(m -> !Double.isNaN(m.busyCores())).toList();
        double busy = known.stream().mapToDouble(m -> m.busyCores() * m.seconds()).sum()
                / known.stream().mapToDouble(Measurement::seconds).sum();
        return new Interference(steal, busy, round.stream().mapToLong(Measurement::throttled).sum());
    }

    /// Why a round like this is unfit, if it is.
    public Optional<String> unfit() {
        List<String> reasons = new ArrayList<>();
        if (steal > STEAL_LIMIT) {
            reasons.add(
                    String.format(Locale.ROOT, "the hypervisor gave %.1f %% of the processors to others, %.0f %% are allowed", 100 * steal,
                            100 * STEAL_LIMIT));
        }
        if (busyCores > BUSY_LIMIT) {
            reasons.add(String.format(Locale.ROOT, "other processes kept %.2f cores busy, %.2f are allowed", busyCores, BUSY_LIMIT));
        }
        if (throttled > 0) reasons.add("processors were held back " + throttled + " times by heat or by the container's quota");
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    /// Quota periods that ended in a halt, and times that a core was too hot; 0 where the system does not count them.
    private static long throttledSoFar() {
        long heat = 0;
        for (int core = 0; core < PROCESSOR.getLogicalProcessorCount(); core++) {
            heat += lines(Path.of("/sys/devices/system/cpu/cpu" + core + "/thermal_throttle/core_throttle_count")).stream()
                    .mapToLong(Long::parseLong).sum();
        }
        return GROUPS.throttled() + heat;
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // another system, or not for this user
        }
    }
}
