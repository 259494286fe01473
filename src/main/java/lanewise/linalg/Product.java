package lanewise.linalg;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/// Someone else's product of matrices, in a jar where the service loader finds it, to be measured beside [Sgemm] in the same rounds. Its
/// order of summation is its own, so it is held to the rounding error of a sum, not to bits.
///
/// A provider has a public constructor without parameters and is named in `META-INF/services/lanewise.linalg.Product`.
public interface Product {

    /// What it is called in tables: capital letters, digits and underscores, such as `OPENBLAS`, and not as a variant is.
    String name();

    /// C ← AB + βC. C lies row by row, A and B either way.
    void multiply(Matrix a, Matrix b, float beta, Matrix c);

    /// Those on the class path, in its order.
    ///
    /// @throws IllegalArgumentException if one cannot be loaded, has no proper name or one that is taken
    static List<Product> found() {
        List<Product> products = new ArrayList<>();
        Set<String> names = new HashSet<>(List.of("SCALAR", "UNROLLED", "SIMD", "SCALAR_NO_AUTOVEC"));
        try {
            for (Product product : ServiceLoader.load(Product.class)) {
                String name = product.name();
                if (name == null || !name.matches("[A-Z][A-Z0-9_]*") || !names.add(name)) {
                    throw new IllegalArgumentException("product " + product.getClass().getName()
                            + " must have a name of its own, of capital letters, digits and underscores, has " + name);
                }
                products.add(product);
            }
        } catch (ServiceConfigurationError e) {
            throw new IllegalArgumentException("a product cannot be loaded: " + e.getMessage(), e);
        }
        return products;
    }
}
