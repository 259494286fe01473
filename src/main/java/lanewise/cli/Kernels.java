package lanewise.cli;

import java.util.List;
import lanewise.optim.Kernel;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;

/// Kernels of other authors, for the commands.
final class Kernels {

    private Kernels() {}

    /// Those on the class path.
    ///
    /// @throws RefusedException if one cannot be used
    static List<Kernel> brought() {
        try {
            return Kernel.found();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, e.getMessage());
        }
    }
}
