package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.report.ComparisonReport;
import lanewise.report.ExperimentModel;
import lanewise.report.History;
import lanewise.report.Report;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "report", description = "Print the table of a run or a comparison and write its files again, from its journal; with --out or several runs, draw one page.")
final class ReportCommand implements Callable<Integer> {

    /// Of a terminal.
    static final int COLUMNS = 120;

    private static final Path USUAL_PAGE = Path.of("report.html");

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "the folder of a run or a comparison; several runs, which are drawn over each other; a folder that holds runs, which is their history; or the JSON of an experiment")
    private List<Path> given;

    @Option(names = "--out", paramLabel = "FILE", description = "takes the page, and nothing else is written (default for several runs, histories and experiments: report.html here)")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (given.size() > 1) return overlay();
        Path only = given.getFirst();
        if (Files.isRegularFile(only)) return page(ExperimentModel.read(only).page(), ExitCode.FINE);
        if (Files.isDirectory(only) && !RunsBelow.isRun(only)) return history(only);
        RunFolder folder = RunFolder.given(only);
        if (folder.isComparison()) return comparison(folder);
        if (out == null) return report(folder) ? ExitCode.FINE : ExitCode.INCOMPLETE;
        Report report = new Report(folder, KernelSources::of);
        return page(Report.page(List.of(report)), code(report));
    }

    private static int code(Report report) {
        return report.summary().completeness().isWhole() ? ExitCode.FINE : ExitCode.INCOMPLETE;
    }

    /// All that are given are read before anything is written, so that a refusal names the one that is no run.
    private int overlay() throws IOException {
        List<Report> reports = new ArrayList<>();
        for (Path path : given) {
            if (!Files.isDirectory(path)) throw new RefusedException(ExitCode.USAGE, path + " is not a folder, expected that of a run");
            RunFolder folder = RunFolder.given(path);
            if (folder.isComparison()) {
                throw new RefusedException(ExitCode.USAGE,
                        path + " is a comparison, expected a run: a comparison has a page of its own");
            }
            reports.add(new Report(folder, KernelSources::of));
        }
        return page(Report.page(reports), reports.stream().mapToInt(ReportCommand::code).max().orElse(ExitCode.FINE));
    }

    private int comparison(RunFolder folder) throws IOException {
        if (out == null) return CompareCommand.report(folder, false);
        ComparisonReport report = new ComparisonReport(folder);
        return page(report.page(), ExitCode.of(report.verdict().verdict(), false));
    }

    private int history(Path folder) throws IOException {
        RunsBelow runs = RunsBelow.of(List.of(folder));
        if (runs.whole().isEmpty() && runs.leftOut().isEmpty()) {
            throw new RefusedException(ExitCode.USAGE, folder + " is not the folder of a run, and there is none below it");
        }
        runs.leftOut().forEach(reason -> System.err.println("lanewise: left out: " + reason));
        return page(History.of(runs.whole()).page(), runs.leftOut().isEmpty() ? ExitCode.FINE : ExitCode.INCOMPLETE);
    }

    private int page(String html, int code) throws IOException {
        Path file = out == null ? USUAL_PAGE : out;
        write("--out", file, html);
        System.out.println("Page: " + file);
        return code;
    }

    /// Writes a page where an option says.
    ///
    /// @throws RefusedException if it cannot be written there
    static void write(String option, Path file, String html) {
        try {
            Files.writeString(file, html);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.USAGE, option + ": " + file + " cannot be written (" + e + ")");
        }
    }

    /// Writes everything that is made from the journal, prints the table and says where the rest is; false if a planned fork is missing or failed.
    static boolean report(RunFolder folder) throws IOException {
        Report report = tables(folder);
        System.out.println(files(folder));
        return report.summary().completeness().isWhole();
    }

    /// Writes everything that is made from the journal and prints the table.
    static Report tables(RunFolder folder) throws IOException {
        Report report = new Report(folder, KernelSources::of);
        report.write();
        System.out.println("\n" + report.toText());
        return report;
    }

    /// What a run's output ends with.
    static String files(RunFolder folder) {
        return "Every row: tables.md; charts: report.html; for a pull request: summary.md\nRun folder: " + folder.path();
    }
}
