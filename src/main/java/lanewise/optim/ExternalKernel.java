package lanewise.optim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/// Someone else's kernel for an optimizer of the catalogue, in a jar of its own, where the service loader finds it. `validate`
/// compares it with the suite's scalar kernel, bit for bit, and the rounds measure it with the suite's three.
///
/// A provider has a public constructor without parameters and is named in `META-INF/services/lanewise.optim.ExternalKernel`.
public interface ExternalKernel {

    /// What it is called in tables: capital letters, digits and underscores, such as `MY_ADAM`, and not as a variant is.
    String name();

    /// What it computes, with the catalogue's default hyper-parameters.
    Catalogue optimizer();

    /// The update of step `t`; it is asked for the variant [Variant#SIMD] only and may ignore that.
    ///
    /// @param t            the step, counted from 1
    /// @param learningRate of this step
    Update at(long t, double learningRate);

    /// Those on the class path, in its order.
    ///
    /// @throws IllegalArgumentException if one cannot be loaded, has no proper name or one that is taken
    static List<ExternalKernel> found() {
        List<ExternalKernel> kernels = new ArrayList<>();
        Set<String> names = new HashSet<>(List.of("SCALAR", "UNROLLED", "SIMD", "SCALAR_NO_AUTOVEC"));
        try {
            for (ExternalKernel kernel : ServiceLoader.load(ExternalKernel.class)) {
                String name = kernel.name();
                if (name == null || !name.matches("[A-Z][A-Z0-9_]*")) {
                    throw new IllegalArgumentException("kernel " + kernel.getClass().getName()
                            + " must have a name of capital letters, digits and underscores, has " + name);
                }
                if (!names.add(name))
                    throw new IllegalArgumentException("kernel " + name + " must have a name of its own, that one is taken");
                if (kernel.optimizer() == null)
                    throw new IllegalArgumentException("kernel " + name + " must name its optimizer, names none");
                kernels.add(kernel);
            }
        } catch (ServiceConfigurationError e) {
            throw new IllegalArgumentException("a kernel cannot be loaded: " + e.getMessage(), e);
        }
        return kernels;
    }
}
