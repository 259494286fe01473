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

    /// What every version of a file begins with.
    private record Versioned(int schema) {}

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Makes `<timestamp>_<machine>_<commit>` below `results`, with its environment and its plan.
    ///
    /// @throws RefusedException if the folder cannot be written
    public static RunFolder create(Path results, Instant now, Environment environment, Plan plan) {
        try {
            RunFolder folder = new RunFolder(make(results, now, environment, environment.commitName()));
            folder.write(environment, plan);
            return folder;
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE,
                    results.toAbsolutePath() + " cannot be written (" + e.getClass().getSimpleName() + ")");
        }
    }

    /// Makes `<timestamp>_<machine>_<what>` below `results`, for builds that a plan is then made of.
    ///
    /// @throws RefusedException if the folder cannot be written
    public static RunFolder create(Path results, Instant now, Environment environment, String what) {
        try {
            return new RunFolder(make(results, now, environment, what));
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE,
                    results.toAbsolutePath() + " cannot be written (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Path make(Path results, Instant now, Environment environment, String what) throws IOException {
        Files.createDirectories(results);
        return Files.createDirectory(results.resolve(TIMESTAMP.format(now) + "_" + environment.machine() + "_" + what));
    }

    /// Before the first fork: where, and what.
    void write(Environment environment, Plan plan) throws IOException {
        write("environment.json", environment);
        write("plan.json", JSON.writeValueAsString(plan));
    }

    /// Before the first fork of a comparison: where, what, and by which rule.
    public void write(Environment environment, Plan plan, Comparison comparison) throws IOException {
        write(environment, plan);
        write(Comparison.FILE, JSON.writeValueAsString(comparison));
    }

    /// As a command names it: a path that ends in `.` or `..` has no name to show.
    public static RunFolder given(Path path) {
        Path name = path.getFileName();
        boolean nameless = name == null || name.toString().matches("\\.{0,2}");
        return new RunFolder(nameless ? path.toAbsolutePath().normalize() : path);
    }

    /// The command that goes on with it.
    public String goOn() {
        return (isComparison() ? "scripts/compare" : "scripts/lanewise run") + " --resume " + ShellWords.quoted(path.toString());
    }

    /// The command that measures forks that failed again.
    public String redo() {
        return goOn() + " --redo-failed";
    }

    /// The journal's path.
    public Path journal() {
        return path.resolve("journal.jsonl");
    }

    /// Where the fork in flight says who it is; gone when it has ended.
    public Path fork() {
        return real().resolve("fork.json");
    }

    /// Lines that were taken out of the journal, because their forks were measured again.
    public Path redone() {
        return path.resolve("redone.jsonl");
    }

    /// One and the same path, wherever the folder is named from: a fork is known by it.
    private Path real() {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // it is not there
        }
    }

    /// @throws RefusedException if this is not the folder of a run, or one of another version
    public Plan plan() {
        int schema = read("plan.json", Versioned.class).schema();
        if (schema == PlanSchema1.SCHEMA) return read("plan.json", PlanSchema1.class).upgraded();
        requireSchema("plan.json", schema, Plan.SCHEMA);
        return read("plan.json", Plan.class);
    }

    /// Whether two builds are held against each other in it.
    public boolean isComparison() {
        return Files.exists(path.resolve(Comparison.FILE));
    }

    /// @throws RefusedException if this is not the folder of a comparison, or one of another version
    public Comparison comparison() {
        Comparison comparison = read(Comparison.FILE, Comparison.class);
        requireSchema(Comparison.FILE, comparison.schema(), Comparison.SCHEMA);
        return comparison;
    }

    private void requireSchema(String name, int schema, int expected) {
        if (schema != expected) {
            throw new RefusedException(ExitCode.USAGE, path.resolve(name) + " has schema " + schema + ", expected " + expected
                    + ": another version of Lanewise wrote it");
        }
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

    void write(String name, Environment environment) throws IOException {
        write(name, JSON.writeValueAsString(environment));
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
        String kind = name.equals(Comparison.FILE) ? "a comparison" : "a run";
        return new RefusedException(ExitCode.USAGE, path + " is not the folder of " + kind + ": its " + name + " cannot be read");
    }
}
