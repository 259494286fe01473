package lanewise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import lanewise.run.ExitCode;
import lanewise.run.Plan;
import lanewise.run.RefusedException;
import lanewise.run.RunFolder;
import lanewise.run.Session;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// How a command goes on with what it has begun.
final class ResumeOptions {

    private static final String RESUME = "--resume";
    private static final String REDO_FAILED = "--redo-failed";

    @Option(names = RESUME, paramLabel = "FOLDER", description = "go on with what was interrupted; its own plan counts")
    private Path resume;

    @Option(names = REDO_FAILED, description = "with --resume: measure forks that failed again; in a comparison with the other fork of their pair")
    private boolean redoFailed;

    /// Whether there is something to go on with.
    boolean isGiven() {
        return resume != null;
    }

    Path path() {
        return resume;
    }

    /// @param what is gone on with
    /// @throws RefusedException for `--redo-failed` without `--resume`
    void requireWhole(String what) {
        if (redoFailed && resume == null) {
            throw new RefusedException(ExitCode.USAGE, REDO_FAILED + " goes with " + RESUME + ", which says of which " + what);
        }
    }

    /// An option that would be ignored is a mistake.
    ///
    /// @param what     is gone on with
    /// @param goesWith options that are not of the plan
    /// @throws RefusedException if another one is given
    void refuseOthers(CommandSpec spec, String what, Set<String> goesWith) {
        for (OptionSpec option : spec.options()) {
            String name = option.longestName();
            boolean own = name.equals(RESUME) || name.equals(REDO_FAILED) || goesWith.contains(name);
            if (!own && spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new RefusedException(ExitCode.USAGE, RESUME + " goes on with the plan of its " + what + " and takes no " + name);
            }
        }
    }

    boolean redoFailed() {
        return redoFailed;
    }

    /// Takes failed forks out of the journal if `--redo-failed` asks for it.
    void redoFailed(Session session, RunFolder folder, Plan plan) throws IOException {
        if (redoFailed) System.out.println("forks that failed, and are measured again: " + session.redoFailed(folder, plan));
    }
}
