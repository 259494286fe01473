package lanewise.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// What every command that measures takes.
final class MeasuringOptions {

    @Option(names = "--results", defaultValue = "jmh-results", paramLabel = "FOLDER", description = "where the folder of what is measured is made (default: ${DEFAULT-VALUE})")
    private Path results;

    @Option(names = "--force", description = "measure on a machine that is not fit for it; what is wrong stands under the table")
    private boolean force;

    Path results() {
        return results;
    }

    boolean force() {
        return force;
    }
}
