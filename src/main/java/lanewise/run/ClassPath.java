package lanewise.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A class path as a JVM's command line can take it. A JVM splits it at every colon, also within the path of a jar; such jars get a link in a
/// temporary folder, which is gone once this is closed.
///
/// @param text  for the command line
/// @param links that it names
public record ClassPath(String text, List<Path> links) implements AutoCloseable {

    private static final String COLON = File.pathSeparator;

    /// @param written jars and folders with colons between them, and maybe within them
    static ClassPath of(String written) throws IOException {
        List<String> entries = new ArrayList<>();
        List<Path> links = new ArrayList<>();
        for (String entry : split(written)) {
            if (entry.contains(COLON)) {
                Path link = Files.createTempDirectory("lanewise").resolve("linked");
                links.add(Files.createSymbolicLink(link, Path.of(entry).toAbsolutePath()));
                entry = link.toString();
            }
            entries.add(entry);
        }
        return new ClassPath(String.join(COLON, entries), List.copyOf(links));
    }

    /// Its jars and folders. A piece that does not exist begins a longer path if there is one that does.
    ///
    /// @param written jars and folders with colons between them, and maybe within them
    public static List<String> split(String written) {
        List<String> pieces = List.of(written.split(COLON, -1));
        List<String> entries = new ArrayList<>();
        for (int from = 0; from < pieces.size();) {
            int to = from + 1;
            while (to < pieces.size() && !exists(pieces, from, to))
                to++;
            if (!exists(pieces, from, to)) to = from + 1; // nowhere, which a JVM passes over
            entries.add(String.join(COLON, pieces.subList(from, to)));
            from = to;
        }
        return entries;
    }

    private static boolean exists(List<String> pieces, int from, int to) {
        String path = String.join(COLON, pieces.subList(from, to));
        return path.isEmpty() || Files.exists(Path.of(path));
    }

    @Override
    public void close() {
        try {
            for (Path link : links) {
                Files.delete(link);
                Files.delete(link.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a link to a jar cannot be removed", e);
        }
    }
}
