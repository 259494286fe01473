package lanewise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lanewise.report.Report;
import lanewise.run.ExitCode;
import lanewise.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "report", description = "Print the table of a run or a comparison and write its files again, from its journal.")
final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "the run's folder")
    private Path run;

    @Override
    public Integer call() throws IOException {
        RunFolder folder = RunFolder.given(run);
        if (folder.isComparison()) return CompareCommand.report(folder, false);
        return report(folder) ? ExitCode.FINE : ExitCode.INCOMPLETE;
    }

    /// Writes everything that is made from the journal and prints the table; false if a planned fork is missing or failed.
    static boolean report(RunFolder folder) throws IOException {
        Report report = new Report(folder, KernelSources::of);
        report.write();
        System.out.println("\n" + report.toText());
        System.out.println("Run folder: " + folder.path());
        return report.summary().completeness().isWhole();
    }
}
