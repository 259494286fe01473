package lanewise.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.build.RecordedCommit;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.ComputerSystem;
import oshi.hardware.HardwareAbstractionLayer;

/// The machine, the JDK and the build that a run's numbers belong to.
///
/// @param cpu            as it names itself
/// @param cpuModel       vendor, family, model and stepping: virtual machines hide the name's number
/// @param physicalCores  cores
/// @param logicalCores   hardware threads that the JVM may use
/// @param caches         such as `L2 2048 KiB`
/// @param instructionSets those that vector code depends on
/// @param vectorLanes    floats in a vector of the preferred species
/// @param memoryBytes    of the machine, or of the container if that is less
/// @param availableBytes of these, not in use
/// @param hugePages      the kernel's setting for transparent huge pages, or `unknown`, and the sizes of pages
/// @param governor       of the CPU frequency, or `unknown`
/// @param hypervisor     the virtual machine's name, `none`, or `unknown`
/// @param os             kernel and version
/// @param jdk            virtual machine, version and vendor
/// @param jvmFlags       of the process that started the forks
/// @param commit         of the code that was measured, or `unknown`
/// @param dirty          whether it had uncommitted changes
public record Environment(String cpu, String cpuModel, int physicalCores, int logicalCores, List<String> caches,
        List<String> instructionSets,
        int vectorLanes, long memoryBytes, long availableBytes, String hugePages, String governor, String hypervisor, String os, String jdk,
        List<String> jvmFlags, String commit, boolean dirty) {

    private static final String UNKNOWN = "unknown";

    /// Of the widest vectors that any instruction set has room for.
    private static final int MOST_LANES = 512;

    private static final Pattern FAMILY_AND_MODEL = Pattern.compile("Family (\\S+) Model (\\S+)");

    /// Runs of older versions have no model.
    ///
    /// @throws IllegalArgumentException if a field is missing or out of its range
    public Environment {
        cpuModel = Objects.requireNonNullElse(cpuModel, "");
        Check.present("cpu", cpu);
        Check.atLeast("physicalCores", 0, physicalCores); // where the system hides them
        Check.atLeast("logicalCores", 1, logicalCores);
        Check.present("caches", caches);
        Check.present("instructionSets", instructionSets);
        Check.within("vectorLanes", 1, MOST_LANES, vectorLanes);
        Check.atLeast("memoryBytes", 0, memoryBytes);
        Check.atLeast("availableBytes", 0, availableBytes);
        Check.present("hugePages", hugePages);
        Check.present("governor", governor);
        Check.present("hypervisor", hypervisor);
        Check.present("os", os);
        Check.present("jdk", jdk);
        Check.present("jvmFlags", jvmFlags);
        // It becomes a part of a folder's name.
        Check.that(Check.present("commit", commit).matches("[0-9A-Za-z-]*"), "commit must be letters and digits, was \"" + commit + "\"");
    }

    /// Looks at the machine it runs on.
    ///
    /// @param vectorLanes floats in a vector of the preferred species
    public static Environment detect(int vectorLanes) {
        SystemInfo system = new SystemInfo();
        HardwareAbstractionLayer hardware = system.getHardware();
        CentralProcessor processor = hardware.getProcessor();
        var container = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long memory = Math.min(hardware.getMemory().getTotal(), container.getTotalMemorySize());
        List<String> flags = processor.getFeatureFlags().stream()
                .flatMap(line -> Stream.of(line.substring(line.indexOf(':') + 1).toLowerCase(Locale.ROOT).strip().split("\\s+")))
                .distinct().toList();
        RecordedCommit commit = RecordedCommit.own();
        return new Environment(
                processor.getProcessorIdentifier().getName().strip(),
                processor.getProcessorIdentifier().getIdentifier(),
                processor.getPhysicalProcessorCount(),
                Runtime.getRuntime().availableProcessors(),
                processor.getProcessorCaches().stream().map(Environment::describe).toList(),
                flags.stream().filter(flag -> flag.matches("sse4_2|avx.*|fma|f16c|amx.*|asimd|neon|sve.*")).sorted().toList(),
                vectorLanes,
                memory,
                Math.min(hardware.getMemory().getAvailable(), memory),
                hugePages(hardware.getMemory().getPageSize()),
                firstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
                flags.isEmpty() ? UNKNOWN : flags.contains("hypervisor") ? virtualMachine(hardware.getComputerSystem()) : "none",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version() + ", " + System.getProperty("java.vendor"),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                commit.id(),
                commit.dirty());
    }

    /// Looks at what changes from minute to minute; takes half a second.
    public static Fitness fitness() {
        Interference.Reading before = Interference.Reading.now();
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Interference interference = Interference.between(before, Interference.Reading.now(), 0);
        return new Fitness(
                System.getProperty("java.vm.name"),
                Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS").map(System::getenv).filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")),
                firstLine("/sys/devices/system/cpu/intel_pstate/no_turbo"),
                firstLine("/sys/devices/system/cpu/cpufreq/boost"),
                quota(),
                interference.busyCores(),
                interference.steal(),
                JmhLock.obstacle());
    }

    /// Processors' time that the control groups give; infinite if that is as much as this process can use. The JVM counts the processors that
    /// the process may run on, and no more than the quota rounded up.
    private static double quota() {
        double quota = ControlGroups.in(Path.of("/")).processors();
        boolean binds = quota < new SystemInfo().getHardware().getProcessor().getLogicalProcessorCount()
                && quota <= Runtime.getRuntime().availableProcessors();
        return binds ? quota : Double.POSITIVE_INFINITY;
    }

    private static String describe(CentralProcessor.ProcessorCache cache) {
        String type = cache.getType() == CentralProcessor.ProcessorCache.Type.UNIFIED
                ? ""
                : " " + cache.getType().name().toLowerCase(Locale.ROOT);
        return "L" + cache.getLevel() + type + " " + cache.getCacheSize() / 1024 + " KiB";
    }

    private static String hugePages(long pageBytes) {
        String huge = firstLine("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");
        return firstLine("/sys/kernel/mm/transparent_hugepage/enabled") + ", "
                + (huge.equals(UNKNOWN) ? "" : Long.parseLong(huge) / 1024 + " KiB beside ") + "pages of " + pageBytes / 1024 + " KiB";
    }

    private static String virtualMachine(ComputerSystem system) {
        String name = (system.getManufacturer() + " " + system.getModel()).replace(UNKNOWN, "").strip();
        return name.isEmpty() ? "one that hides its name" : name;
    }

    private static String firstLine(String path) {
        try (Stream<String> lines = Files.lines(Path.of(path))) {
            return lines.findFirst().orElse(UNKNOWN);
        } catch (IOException | UncheckedIOException e) {
            return UNKNOWN; // another system, or not readable for this user
        }
    }

    /// The kind of machine, fit for a file name: `intel-xeon-platinum-8375c-6-106-2c`, where the numbers are the CPU's family and model.
    public String machine() {
        Matcher model = FAMILY_AND_MODEL.matcher(cpuModel);
        String name = (cpu + (model.find() ? " " + model.group(1) + " " + model.group(2) : "")).toLowerCase(Locale.ROOT)
                .replaceAll("\\((r|tm)\\)|@ *[0-9.]+ghz|\\b(processor|cpu|\\d+-core)\\b", " ").strip();
        return name.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "") + "-" + logicalCores + "c";
    }

    /// The commit's first digits, marked if there were changes on top of it.
    public String commitName() {
        return RecordedCommit.shortName(commit, dirty);
    }

    /// One line for the head of a table.
    public String summary() {
        return summary(vectorLanes + " lanes");
    }

    /// The same line for forks whose vectors may have another width.
    ///
    /// @param lanes such as `8 lanes`
    public String summary(String lanes) {
        return String.format(Locale.ROOT, "%s, %d cores, %s, %.0f GiB; %s; %s; commit %s", cpu, logicalCores, lanes,
                memoryBytes / 0x1p30, jdk, os, commitName());
    }
}
