package lanewise.suite;

import java.util.List;
import lanewise.linalg.Product;
import lanewise.optim.ExternalKernel;
import lanewise.run.ExitCode;
import lanewise.run.RefusedException;

/// Kernels of other authors that the service loader finds on the class path.
///
/// @param updates  of optimizers
/// @param products of matrices
public record ExternalKernels(List<ExternalKernel> updates, List<Product> products) {

    /// None at all.
    public static final ExternalKernels NONE = new ExternalKernels(List.of(), List.of());

    /// Those on the class path.
    ///
    /// @throws RefusedException if one cannot be used
    public static ExternalKernels find() {
        try {
            return new ExternalKernels(ExternalKernel.found(), Product.found());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ExitCode.USAGE, e.getMessage());
        }
    }
}
