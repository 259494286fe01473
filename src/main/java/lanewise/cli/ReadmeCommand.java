package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lanewise.report.MarkedTables;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "readme", description = "Make the tables and pictures between the markers of Markdown files again, from committed runs.")
final class ReadmeCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", defaultValue = "README.md docs/results.md", split = " ", paramLabel = "FILE", description = "(default: ${DEFAULT-VALUE})")
    private List<Path> files;

    @Option(names = "--root", defaultValue = ".", paramLabel = "DIR", description = "that files and the paths in markers start from (default: ${DEFAULT-VALUE})")
    private Path root;

    @Option(names = "--check", description = "write nothing, and end with 1 if a file is stale")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        List<Path> stale = new ArrayList<>();
        for (Path file : files) {
            Map<Path, String> made = new LinkedHashMap<>();
            MarkedTables tables = new MarkedTables(root, file.toString());
            made.put(root.resolve(file), tables.renewed(read(root.resolve(file))));
            made.putAll(tables.pictures());
            for (Map.Entry<Path, String> one : made.entrySet()) {
                if (Files.exists(one.getKey()) && Files.readString(one.getKey()).equals(one.getValue())) continue;
                stale.add(one.getKey());
                if (!check) ReportCommand.write("FILE", one.getKey(), one.getValue());
            }
        }
        stale.forEach(file -> System.out.println((check ? "Stale: " : "Written: ") + root.relativize(file)));
        if (stale.isEmpty()) System.out.println("Nothing is stale.");
        return check && !stale.isEmpty() ? ExitCode.FAILED : ExitCode.FINE;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, file + " cannot be read, expected a Markdown file");
        }
    }
}
