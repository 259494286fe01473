package lanewise.run;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/// The class path of a run's forks: a copy of the suite's own, in the run's folder. So `target/benchmarks.jar`, or what `--with` names, may be
/// replaced while the run measures. The plan knows the copy by its digests; it is gone when the run is complete.
public final class BuildCopy {

    private static final String FOLDER = "build";
    private static final String TEMPORARY = "lanewise.copy"; // a property, which every class loader sees
    private static final String CLASS_PATH = "java.class.path";

    private BuildCopy() {}

    /// Makes the copy.
    ///
    /// @return what the plan remembers of it
    static List<Plan.ClassPathEntry> make(RunFolder run) throws IOException {
        List<Plan.ClassPathEntry> entries = new ArrayList<>();
        for (Path copy : copyOwn(Files.createDirectories(folder(run)))) {
            entries.add(new Plan.ClassPathEntry(copy.getFileName().toString(), sha256(copy)));
        }
        return entries;
    }

    /// Makes a copy for this process, which is gone when the process ends.
    ///
    /// @return its class path
    public static List<Path> temporary() throws IOException {
        Path folder = Files.createTempDirectory("lanewise");
        System.setProperty(TEMPORARY, folder.toString());
        Runtime.getRuntime().addShutdownHook(new Thread(BuildCopy::removeTemporary, "copy"));
        return copyOwn(folder);
    }

    /// Also called where the process ends without its hooks. Loads no class of ours: the file that it would come from may be another.
    static void removeTemporary() {
        String folder = System.getProperty(TEMPORARY);
        if (folder == null || !Files.exists(Path.of(folder))) return;
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        } catch (IOException e) {
            return; // the system clears its temporary folder
        }
    }

    private static List<Path> copyOwn(Path folder) throws IOException {
        List<Path> copies = new ArrayList<>();
        for (Path from : own()) {
            // Of a link the file's own name. No colon, at which class paths are split.
            String name = from.toRealPath().getFileName().toString().replace(File.pathSeparator, "-");
            Path to = folder.resolve(Files.exists(folder.resolve(name)) ? copies.size() + "-" + name : name);
            copy(from, to);
            copies.add(to);
        }
        return copies;
    }

    /// The class path of the forks. A copy that is missing or damaged is made again, if this is still the same build.
    ///
    /// @throws RefusedException if it is another
    public static String of(RunFolder run, Plan plan) {
        List<Plan.ClassPathEntry> entries = plan.build();
        if (entries.isEmpty()) return ""; // a run of an older version
        try {
            List<String> expected = digests(entries);
            List<Path> own = own();
            if (!isWhole(run, entries)) {
                if (!sha256(own).equals(expected)) {
                    throw new RefusedException(ExitCode.USAGE, run.path() + " was begun with another build (" + names(entries)
                            + ") than this one, and its copy in " + FOLDER + "/ is gone or changed: start a new run");
                }
                remove(run);
                make(run);
            } else if (own.size() > 1 && !sha256(own.subList(1, own.size())).equals(expected.subList(1, expected.size()))) {
                throw new RefusedException(ExitCode.USAGE,
                        "--resume goes on with the class path of its run (" + names(entries) + ") and takes no other --with");
            }
            Path folder = run.path().toRealPath().resolve(FOLDER);
            return entries.stream().map(entry -> folder.resolve(entry.name()).toString()).collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new RefusedException(ExitCode.INCOMPLETE, "the build of " + run.path() + " cannot be copied or read (" + e + ")");
        }
    }

    /// Deletes the copy, which nobody needs when all is measured.
    public static void remove(RunFolder run) throws IOException {
        Folders.delete(folder(run));
    }

    private static Path folder(RunFolder run) {
        return run.path().resolve(FOLDER);
    }

    private static List<String> digests(List<Plan.ClassPathEntry> entries) {
        return entries.stream().map(Plan.ClassPathEntry::sha256).toList();
    }

    private static String names(List<Plan.ClassPathEntry> entries) {
        return entries.stream().map(entry -> entry.name() + " " + entry.sha256()).collect(Collectors.joining(", "));
    }

    private static boolean isWhole(RunFolder run, List<Plan.ClassPathEntry> entries) throws IOException {
        for (Plan.ClassPathEntry entry : entries) {
            Path copy = folder(run).resolve(entry.name());
            if (!Files.exists(copy) || !sha256(copy).equals(entry.sha256())) return false;
        }
        return true;
    }

    /// What this process has on its class path, each jar followed by those that its manifest names.
    static List<Path> own() throws IOException {
        Set<Path> own = new LinkedHashSet<>();
        for (String entry : ClassPath.split(System.getProperty(CLASS_PATH))) add(Path.of(entry), own);
        return List.copyOf(own);
    }

    private static void add(Path given, Set<Path> own) throws IOException {
        Path entry = given.toAbsolutePath().normalize();
        if (!Files.exists(entry) || !own.add(entry) || !Files.isRegularFile(entry)) return; // the JVM passes over what is not there
        try (JarFile jar = new JarFile(entry.toFile())) {
            if (jar.getManifest() == null) return;
            String more = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (more == null) return;
            for (String relative : more.strip().split("\\s+")) {
                if (!relative.isEmpty()) add(Path.of(entry.toUri().resolve(relative)), own);
            }
        } catch (ZipException e) {
            return; // no jar; the JVM passes over it as well
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path path : all(from)) Files.copy(path, to.resolve(from.relativize(path).toString()));
    }

    /// A file, or a folder with all that is in it, each folder before its content. As a JVM does it follows links.
    private static List<Path> all(Path from) throws IOException {
        try (Stream<Path> all = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            return all.sorted().toList();
        } catch (UncheckedIOException e) { // of a folder in it that cannot be read
            throw e.getCause();
        }
    }

    private static List<String> sha256(List<Path> entries) throws IOException {
        List<String> digests = new ArrayList<>();
        for (Path entry : entries) digests.add(sha256(entry));
        return digests;
    }

    /// Of a file's content; of a folder's names and contents.
    public static String sha256(Path path) throws IOException {
        try (DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            for (Path file : all(path)) {
                if (!Files.isRegularFile(file)) continue;
                String name = path.relativize(file).toString();
                if (!name.isEmpty()) digest.write((name + "\n" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(digest);
                }
            }
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
