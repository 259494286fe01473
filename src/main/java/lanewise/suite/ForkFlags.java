package lanewise.suite;

import java.util.List;
import java.util.stream.Stream;
import lanewise.bench.BenchmarkVariant;
import lanewise.bench.Collector;
import lanewise.bench.TimedUpdate;

/// How the JVM of a fork is started: the same collector, a heap of fixed size that is touched before the clock starts, and large pages.
final class ForkFlags {

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private ForkFlags() {}

    /// For arrays that the benchmark aligns.
    static List<String> aligned(ForkCost cost, BenchmarkVariant variant) {
        return with(cost, Stream.concat(Stream.of(TimedUpdate.PLACEMENT_FLAG), variant.jvmArgs().stream()));
    }

    /// For arrays that lie where the JVM puts them.
    static List<String> unaligned(ForkCost cost, BenchmarkVariant variant) {
        return with(cost, variant.jvmArgs().stream());
    }

    /// For arrays that the benchmark aligns, under another collector.
    static List<String> under(Collector collector, ForkCost cost, BenchmarkVariant variant) {
        return aligned(cost, variant).stream().map(flag -> flag.equals(Collector.PARALLEL.flag()) ? collector.flag() : flag).toList();
    }

    private static List<String> with(ForkCost cost, Stream<String> own) {
        String heap = cost.heapMegabytes() + "m";
        Stream<String> common = Stream.of("--add-modules=jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow",
                Collector.PARALLEL.flag(), "-Xms" + heap, "-Xmx" + heap, "-Xmn16m", "-XX:+AlwaysPreTouch", TimedUpdate.ADDRESS_FLAG);
        Stream<String> pages = LINUX ? Stream.of("-XX:+UseTransparentHugePages") : Stream.empty(); // no other system knows the flag
        return Stream.of(common, pages, own).flatMap(flags -> flags).toList();
    }
}
