package lanewise.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    /// Continues a journal, without the line that a crash tore.
    ///
    /// @throws IOException if it does not exist or cannot be written
    public static Journal reopen(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        channel.truncate(Files.readString(path, StandardCharsets.ISO_8859_1).lastIndexOf('\n') + 1); // a character a byte
        channel.position(channel.size());
        return new Journal(channel);
    }

    /// Appends one line and waits until it is on the disk.
    public void append(Measurement measurement) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(text(List.of(measurement)).getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining())
            channel.write(line);
        channel.force(false);
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
        try (InputStream compressed = new GZIPInputStream(Files.newInputStream(path.resolveSibling(path.getFileName() + ".gz")))) {
            return new String(compressed.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
