package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.report.ExperimentModel;
import lanewise.report.History;
import lanewise.report.Report;
import lanewise.report.Site;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "site", description = "Write the pages of many runs, experiments and their history with an index: a static site, which needs no network.")
final class SiteCommand implements Callable<Integer> {

    /// What an experiment writes for its page.
    private static final String EXPERIMENT = ".experiment.json";

    @Parameters(paramLabel = "DIR", description = "takes the site; made if it is not there")
    private Path site;

    @Option(names = "--from", defaultValue = "jmh-results/reference", paramLabel = "DIR", description = "holds runs and experiments (*"
            + EXPERIMENT
            + ") at any depth; can be given several times (default: ${DEFAULT-VALUE})")
    private List<Path> sources;

    @Override
    public Integer call() throws IOException {
        for (Path source : sources) {
            if (!Files.isDirectory(source)) {
                throw new RefusedException(ExitCode.USAGE, "--from: " + source + " is not a folder, expected one that holds runs");
            }
        }
        RunsBelow runs = RunsBelow.of(sources);
        List<ExperimentModel> experiments = new ArrayList<>();
        for (Path file : experimentFiles()) {
            try {
                experiments.add(ExperimentModel.read(file));
            } catch (RefusedException e) {
                runs.leftOut().add(e.getMessage());
            }
        }
        if (runs.whole().isEmpty() && experiments.isEmpty()) {
            throw new RefusedException(ExitCode.USAGE, "there is no run and no experiment below "
                    + sources.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + (runs.leftOut().isEmpty() ? "" : ": " + runs.leftOut().getFirst()));
        }
        List<Report> reports = runs.whole().stream().map(run -> new Report(run, KernelSources::of)).toList();
        History history = runs.whole().size() > 1 ? History.of(runs.whole()) : null;
        int pages;
        try {
            pages = new Site(site).write(reports, history, experiments, runs.leftOut());
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, site + " cannot be written (" + e + ")");
        }
        runs.leftOut().forEach(reason -> System.err.println("lanewise: left out: " + reason));
        System.out.println(pages + " pages: " + site.resolve("index.html"));
        return runs.leftOut().isEmpty() ? ExitCode.FINE : ExitCode.INCOMPLETE;
    }

    private Set<Path> experimentFiles() throws IOException {
        Set<Path> files = new TreeSet<>();
        for (Path source : sources) {
            try (Stream<Path> all = Files.walk(source)) {
                all.filter(path -> path.getFileName().toString().endsWith(EXPERIMENT)).forEach(files::add);
            }
        }
        return files;
    }
}
