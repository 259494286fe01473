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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
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
            replace(path, text(path));
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
        String text = text(path);
        List<Measurement> measurements = new ArrayList<>();
        int number = 0;
        for (int start = 0, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
            number++;
            try {
                measurements.add(Objects.requireNonNull(JSON.readValue(text.substring(start, end), Measurement.class)));
            } catch (JacksonException | NullPointerException e) {
                throw new RefusedException(ExitCode.USAGE, path + ": line " + number + " is not a measurement");
            }
        }
        return measurements;
    }

    private static String text(Path path) throws IOException {
        if (Files.exists(path)) return Files.readString(path);
        try (InputStream compressed = new GZIPInputStream(Files.newInputStream(compressed(path)))) {
            return new String(compressed.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
