package lanewise.train;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A log of a run as JSON Lines: one object a check, each line flushed when it is written.
public final class TrainingLog implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Writer writer; // null if nothing is logged

    private TrainingLog(Writer writer) {
        this.writer = writer;
    }

    /// Nowhere.
    public static TrainingLog none() {
        return new TrainingLog(null);
    }

    /// Into a file. What it holds of a run's later minibatches, which a run that goes on will train again, is dropped; so is everything if the
    /// run begins anew.
    ///
    /// @param minibatches that the run has trained with
    /// @throws IOException if the file cannot be read or written
    public static TrainingLog to(Path file, long minibatches) throws IOException {
        List<String> kept = minibatches == 0 || !Files.exists(file)
                ? List.of()
                : Files.readAllLines(file).stream().takeWhile(line -> isOfEarlier(line, minibatches)).toList();
        Files.write(file, kept);
        return new TrainingLog(Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
    }

    private static boolean isOfEarlier(String line, long minibatches) {
        try {
            long minibatch = JSON.readTree(line).path("minibatch").asLong(Long.MAX_VALUE);
            return minibatch <= minibatches;
        } catch (JacksonException _) { // cut off when the process was killed
            return false;
        }
    }

    /// Adds a line.
    ///
    /// @throws IOException if it cannot be written
    public void add(Map<String, Object> fields) throws IOException {
        if (writer == null) return;
        writer.write(JSON.writeValueAsString(fields));
        writer.write('\n');
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        if (writer != null) writer.close();
    }
}
