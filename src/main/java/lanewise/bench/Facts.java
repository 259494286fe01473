package lanewise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.build.RecordedCommit;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/// What only the fork knows about itself, for the journal. The runner names the file in a system property; plain JMH does not, and then
/// nothing is written.
final class Facts {

    private static final String FILE = "lanewise.facts";

    private final Map<String, Object> facts = new LinkedHashMap<>();

    /// Says at once who this fork is, so that a run that was killed can end it.
    Facts() {
        put("pid", ProcessHandle.current().pid());
        put("jdk", Runtime.version().toString());
        put("vmName", System.getProperty("java.vm.name"));
        put("vmVersion", System.getProperty("java.vm.version"));
        put("commit", RecordedCommit.own().id()); // of two jars each has its own
        write();
    }

    void put(String name, Object value) {
        facts.put(name, value);
    }

    /// Nanoseconds: quantiles to read, and all of it in HdrHistogram's compressed encoding.
    void put(String name, Histogram nanoseconds) {
        ByteBuffer buffer = ByteBuffer.allocate(nanoseconds.getNeededByteBufferCapacity());
        int length = nanoseconds.encodeIntoCompressedByteBuffer(buffer);
        Map<String, Object> histogram = new LinkedHashMap<>();
        histogram.put("count", nanoseconds.getTotalCount());
        histogram.put("p50", nanoseconds.getValueAtPercentile(50));
        histogram.put("p99", nanoseconds.getValueAtPercentile(99));
        histogram.put("max", nanoseconds.getMaxValue());
        histogram.put("histogram", Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)));
        facts.put(name, histogram);
    }

    /// What the kernel gave this process in huge pages, by its own account; asking for them is no more than a wish.
    void putHugePages() {
        Path account = Path.of("/proc/self/smaps_rollup");
        if (!Files.isReadable(account)) return; // another system
        try (Stream<String> lines = Files.lines(account)) {
            lines.filter(line -> line.startsWith("AnonHugePages:"))
                    .forEach(line -> put("hugePageKilobytes", Long.parseLong(line.replaceAll("\\D", ""))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What this process has taken of the processors, so that the runner can tell what others took.
    void putProcessorTime() {
        var self = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        put("processorSeconds", self.getProcessCpuTime() / 1e9);
    }

    void write() {
        String file = System.getProperty(FILE);
        if (file == null) return;
        try {
            Files.writeString(Path.of(file), new JsonMapper().writeValueAsString(facts));
        } catch (IOException e) {
            throw new UncheckedIOException("the facts of this fork cannot be written to " + file, e);
        }
    }
}
