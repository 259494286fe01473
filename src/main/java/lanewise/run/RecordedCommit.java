package lanewise.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The commit that a build was made from, as the build records it in `lanewise/git.properties`.
///
/// @param id    its whole name, or `unknown` for a build that was made without git
/// @param dirty whether there were changes on top of it
public record RecordedCommit(String id, boolean dirty) {

    private static final String FILE = "lanewise/git.properties";
    private static final int SHORT = 7;

    /// Of the build that this process runs.
    public static RecordedCommit own() {
        try (InputStream in = RecordedCommit.class.getResourceAsStream("/" + FILE)) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: git.properties", e);
        }
    }

    /// Of a jar.
    public static RecordedCommit of(ZipFile jar) throws IOException {
        ZipEntry record = jar.getEntry(FILE);
        if (record == null) return read(null);
        try (InputStream in = jar.getInputStream(record)) {
            return read(in);
        }
    }

    private static RecordedCommit read(InputStream in) throws IOException {
        Properties properties = new Properties();
        if (in != null) properties.load(in);
        return new RecordedCommit(properties.getProperty("git.commit.id", "unknown"),
                Boolean.parseBoolean(properties.getProperty("git.dirty")));
    }

    /// The first digits of a commit's name, or of a file's digest.
    public static String shortName(String id) {
        return id.length() > SHORT ? id.substring(0, SHORT) : id;
    }

    /// The commit's first digits, marked if there were changes on top of it.
    public static String shortName(String id, boolean dirty) {
        return shortName(id) + (dirty ? "-dirty" : "");
    }
}
