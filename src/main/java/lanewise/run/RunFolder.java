package lanewise.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The files of one run: `environment.json`, `plan.json`, `journal.jsonl`, and what is made from them.
public record RunFolder(Path path) {

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Makes `<timestamp>_<machine>_<commit>` below `results`, with its environment and its plan.
    ///
    /// @throws RefusedException if the folder cannot be written
    public static RunFolder create(Path results, Instant now, Environment environment, Plan plan) {
        String name = TIMESTAMP.format(now) + "_" + environment.machine() + "_" + environment.commitName();
        try {
            Files.createDirectories(results);
            RunFolder folder = new RunFolder(Files.createDirectory(results.resolve(name)));
            folder.write("environment.json", JSON.writeValueAsString(environment));
            folder.write("plan.json", JSON.writeValueAsString(plan));
            return folder;
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE,
                    results.toAbsolutePath() + " cannot be written (" + e.getClass().getSimpleName() + ")");
        }
    }

    /// The journal's path.
    public Path journal() {
        return path.resolve("journal.jsonl");
    }

    /// Where the fork in flight says who it is; gone when it has ended.
    public Path fork() {
        return path.resolve("fork.json").toAbsolutePath();
    }

    /// @throws RefusedException if this is not the folder of a run
    public Plan plan() {
        return read("plan.json", Plan.class);
    }

    /// @throws RefusedException if this is not the folder of a run
    public Environment environment() {
        return read("environment.json", Environment.class);
    }

    /// @throws RefusedException if there is no journal, or it is damaged
    public List<Measurement> measurements() {
        try {
            return Journal.read(journal());
        } catch (IOException e) {
            throw notARun("journal.jsonl");
        }
    }

    /// Writes a file of this folder, all or nothing.
    public void write(String name, String content) throws IOException {
        Path whole = Files.writeString(path.resolve(name + ".new"), content.endsWith("\n") ? content : content + "\n");
        Files.move(whole, path.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private <T> T read(String name, Class<T> type) {
        try {
            return JSON.readValue(Files.readString(path.resolve(name)), type);
        } catch (IOException | JacksonException e) {
            throw notARun(name);
        }
    }

    private RefusedException notARun(String name) {
        return new RefusedException(ExitCode.USAGE, path + " is not the folder of a run: its " + name + " cannot be read");
    }
}
