package lanewise.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import lanewise.report.Baseline;
import lanewise.report.Report;
import lanewise.run.Folders;
import lanewise.run.Completeness;
import lanewise.run.Environment;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "reference", description = "Make a run the reference that later runs on its kind of machine are compared with.")
final class ReferenceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "the run's folder")
    private Path run;

    @Option(names = "--results", defaultValue = "jmh-results", paramLabel = "FOLDER", description = "where references are kept (default: ${DEFAULT-VALUE})")
    private Path results;

    @Override
    public Integer call() throws IOException {
        RunFolder folder = RunFolder.given(run);
        if (folder.isComparison()) {
            throw new RefusedException(ExitCode.USAGE, run + " is a comparison, a reference must be a run: scripts/lanewise run makes one");
        }
        Environment environment = folder.environment();
        Report report = new Report(folder);
        if (environment.dirty()) {
            throw new RefusedException(ExitCode.USAGE, run + " was measured with uncommitted changes, a reference must be of a commit");
        }
        Completeness completeness = report.summary().completeness();
        if (!completeness.isWhole()) {
            throw new RefusedException(ExitCode.INCOMPLETE, run + " is not whole, " + completeness + ": "
                    + (folder.plan().joined().isEmpty()
                            ? "go on with " + (completeness.failed() > 0 ? folder.redo() : folder.goOn())
                            : "merge its shards again when they are whole"));
        }
        report.write();
        Path machine = results.resolve(Baseline.FOLDER).resolve(environment.machine());
        Path to = machine.resolve(run.toAbsolutePath().normalize().getFileName());
        try {
            if (Files.exists(to) && !new RunFolder(to).digest().equals(folder.digest())) {
                throw new RefusedException(ExitCode.USAGE, to + " is another run of the same name: rename one of the two folders");
            }
            if (Files.exists(to)) throw new FileAlreadyExistsException(to.toString());
            Files.createDirectories(machine);
            Path whole = machine.resolve(to.getFileName() + ".new"); // not a temporary folder, which others may not read
            if (Files.exists(whole)) Folders.delete(whole); // of a command that was killed
            copy(folder, Files.createDirectory(whole));
            Files.move(whole, to);
        } catch (FileAlreadyExistsException e) {
            throw new RefusedException(ExitCode.USAGE, to + " is a reference already, delete it to make it again");
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, to + " cannot be written (" + e + ")");
        }
        System.out.println("Reference: " + to);
        return ExitCode.FINE;
    }

    /// What is read again, the summary and its pictures; the rest can be made from these.
    private static void copy(RunFolder from, Path to) throws IOException {
        for (String name : List.of("environment.json", "plan.json", "summary.md", "tables.md"))
            Files.copy(from.path().resolve(name), to.resolve(name));
        try (Stream<Path> files = Files.list(from.path())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".svg")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Path compressed = from.path().resolve("journal.jsonl.gz");
        if (Files.exists(compressed)) {
            Files.copy(compressed, to.resolve("journal.jsonl.gz"));
            return;
        }
        try (OutputStream journal = new GZIPOutputStream(Files.newOutputStream(to.resolve("journal.jsonl.gz")))) {
            Files.copy(from.journal(), journal);
        }
    }
}
