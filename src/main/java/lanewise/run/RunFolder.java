package lanewise.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The files of one run: `environment.json`, `plan.json`, `journal.jsonl`, and what is made from them.
public record RunFolder(Path path) {

    private static final String ENVIRONMENT = "environment.json";
    private static final String PLAN = "plan.json";

    /// The file that only the folder of a comparison has: which two builds, and by which rule.
    public static final String COMPARISON = "gate.json";

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

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

    /// Writes, before the first fork, where it runs and what is measured.
    public void write(Environment environment, Plan plan) throws IOException {
        writeJson(ENVIRONMENT, environment);
        writeJson(PLAN, plan);
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
        return read(PLAN, text -> {
            String where = path.resolve(PLAN).toString();
            return Records.schema(text, where) == PlanSchema1.SCHEMA
                    ? PlanSchema1.read(text, where)
                    : Records.read(text, Plan.class, where, Plan.SCHEMA);
        });
    }

    /// Whether two builds are compared in it.
    public boolean isComparison() {
        return Files.exists(path.resolve(COMPARISON));
    }

    /// One of its files.
    ///
    /// @param schema the version that is read
    /// @throws RefusedException if it cannot be read, is of another version, or is no such record
    public <T> T read(String name, Class<T> type, int schema) {
        return read(name, text -> Records.read(text, type, path.resolve(name).toString(), schema));
    }

    /// @throws RefusedException if this is not the folder of a run
    public Environment environment() {
        return read(ENVIRONMENT, text -> Records.read(text, Environment.class, path.resolve(ENVIRONMENT).toString()));
    }

    /// The forks that count, in the order in which they ended. One that failed and was measured again does not.
    ///
    /// @throws RefusedException if there is no journal, or it is damaged, or not of the plan in the same folder
    public List<Measurement> measurements() {
        return measurements(plan());
    }

    /// The same, for a caller that has read the plan.
    public List<Measurement> measurements(Plan plan) {
        try {
            return Journal.read(journal(), plan);
        } catch (IOException e) {
            throw notARun("journal.jsonl");
        }
    }

    /// Of what was measured: equal for a run and its copy, and for no two runs.
    ///
    /// @throws RefusedException if a file is not there
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : List.of(ENVIRONMENT, PLAN)) digest.update(read(name, text -> text).getBytes(StandardCharsets.UTF_8));
            digest.update(Journal.content(journal()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw notARun("journal.jsonl");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// Writes a record as a file of this folder, all or nothing.
    public void writeJson(String name, Object content) throws IOException {
        write(name, JSON.writeValueAsString(content));
    }

    /// Writes a file of this folder, all or nothing.
    public void write(String name, String content) throws IOException {
        Path whole = Files.writeString(path.resolve(name + ".new"), content.endsWith("\n") ? content : content + "\n");
        Files.move(whole, path.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private <T> T read(String name, Function<String, T> record) {
        try {
            return record.apply(Files.readString(path.resolve(name)));
        } catch (IOException e) { // not there, or not text
            throw notARun(name);
        }
    }

    private RefusedException notARun(String name) {
        String kind = name.equals(COMPARISON) ? "a comparison" : "a run";
        return Records.refused(path + " is not the folder of " + kind + ": its " + name + " cannot be read");
    }
}
