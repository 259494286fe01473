package lanewise.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;

/// `journal.jsonl`: one line a fork, on the disk before the next fork starts, so that a crash costs the fork in flight and no other.
public final class Journal implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final FileChannel channel;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /// Starts a journal.
    ///
    /// @throws IOException if it exists or cannot be written
    public static Journal create(Path path) throws IOException {
        return new Journal(FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /// Continues a journal, without the line that a crash tore, or starts one. A compressed one is written out first.
    ///
    /// @throws IOException if it cannot be written
    public static Journal open(Path path) throws IOException {
        if (!Files.exists(path)) {
            if (!Files.exists(compressed(path))) return create(path);
            replace(path, content(path));
            Files.delete(compressed(path)); // it would be read no more
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        channel.truncate(Files.readString(path, StandardCharsets.ISO_8859_1).lastIndexOf('\n') + 1); // a character a byte
        channel.position(channel.size());
        return new Journal(channel);
    }

    /// Appends one line and waits until it is on the disk.
    public void append(Measurement measurement) throws IOException {
        Interruption.stopIfEnding(); // forks that are ended then have not failed
        ByteBuffer line = ByteBuffer.wrap(text(List.of(measurement)).getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining())
            channel.write(line);
        channel.force(false);
    }

    /// Moves lines of a journal to the end of another file.
    static void move(Path path, Path to, Predicate<Measurement> which) throws IOException {
        Map<Boolean, List<Measurement>> lines = read(path).stream().collect(Collectors.partitioningBy(which));
        String moved = (Files.exists(to) ? Files.readString(to) : "") + text(lines.get(true));
        replace(to, moved.lines().distinct().map(line -> line + "\n").collect(Collectors.joining())); // once, if this was interrupted before
        replace(path, text(lines.get(false)));
        Files.deleteIfExists(compressed(path));
    }

    private static void replace(Path path, String text) throws IOException {
        Path whole = Files.writeString(path.resolveSibling(path.getFileName() + ".new"), text);
        Files.move(whole, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path compressed(Path path) {
        return path.resolveSibling(path.getFileName() + ".gz");
    }

    /// A whole journal.
    static String text(List<Measurement> measurements) {
        return measurements.stream().map(measurement -> JSON.writeValueAsString(measurement) + "\n").collect(Collectors.joining());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// All whole lines. A last line without its end was torn by a crash, and its fork does not count.
    ///
    /// @param path of the journal, which may be compressed there, with `.gz` added to its name
    /// @throws RefusedException if a line is not a measurement
    public static List<Measurement> read(Path path) throws IOException {
        List<Measurement> measurements = new ArrayList<>();
        forEach(path, (_, measurement) -> measurements.add(measurement));
        return measurements;
    }

    /// The forks that count of this plan. One that failed is replaced by a later one of the same row and round.
    ///
    /// @throws RefusedException if a line is not a measurement, or not one of this plan
    static List<Measurement> read(Path path, Plan plan) throws IOException {
        Set<String> rows = plan.rows().stream().map(Row::id).collect(Collectors.toSet());
        Map<Measurement.Fork, Measurement> measurements = new LinkedHashMap<>();
        forEach(path, (where, measurement) -> {
            if (!rows.contains(measurement.row())) {
                throw Records.refused(where + ": row is " + measurement.row() + ", which is not in plan.json");
            }
            if (plan.rounds() > 0 && measurement.round() > plan.rounds()) {
                throw Records.refused(where + ": round is " + measurement.round() + ", plan.json has " + plan.rounds());
            }
            Measurement before = measurements.remove(measurement.fork());
            if (before != null && before.succeeded()) {
                throw Records
                        .refused(where + ": row and round, " + measurement.row() + " and " + measurement.round() + ", are there already");
            }
            measurements.put(measurement.fork(), measurement);
        });
        return new ArrayList<>(measurements.values());
    }

    private static void forEach(Path path, BiConsumer<String, Measurement> line) throws IOException {
        Path file = file(path);
        String text = content(path);
        int number = 0;
        for (int start = 0, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
            number++;
            String where = file + ", line " + number;
            line.accept(where, Records.read(text.substring(start, end), Measurement.class, where));
        }
    }

    /// The journal itself, or else the compressed one.
    private static Path file(Path path) {
        return Files.exists(path) ? path : compressed(path);
    }

    /// All lines, decompressed.
    static String content(Path path) throws IOException {
        Path file = file(path);
        if (!file.toString().endsWith(".gz")) return Files.readString(file);
        try (InputStream compressed = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(compressed.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
