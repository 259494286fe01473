package lanewise.cli;

import java.util.List;
import lanewise.linalg.Product;
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

    /// Products of matrices on the class path.
    ///
    /// @throws RefusedException if one cannot be used
    static List<Product> products() {
        try {
            return Product.found();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, e.getMessage());
        }
    }
}
