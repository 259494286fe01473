package lanewise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.check.CrossValidations;
import lanewise.cli.Main;
import lanewise.linalg.ConvolutionBits;
import lanewise.linalg.ProductBits;
import lanewise.linalg.SumBits;
import lanewise.nn.NetworkBits;
import lanewise.optim.Variant;
import lanewise.simd.Lanes;

/// Prints what kernels compute in a JVM with other vectors or another compiler, all in one process: a JVM of its own for each part would
/// take longer to start than the part takes.
final class OtherJvmMain {

    private static final int SMALL = 207;

    private OtherJvmMain() {}

    /// @param args how much, an [Extent]; behind it the command that ends the process, if any
    public static void main(String[] args) {
        Extent extent = Extent.valueOf(args[0]);
        System.out.println(Lanes.LANES + " lanes here");
        lines(extent).forEach(System.out::println);
        String[] command = Arrays.copyOfRange(args, 1, args.length);
        if (command.length > 0) Main.main(command);
    }

    /// How much is computed.
    enum Extent {
        /// Nothing but what the command does.
        OPTIMIZERS,
        /// Products and convolutions alone, without what they allocate: two lanes are too few for C2, and tiles of four are objects.
        PRODUCTS,
        /// Small sizes: interpreted vectors are slow. Optimizers are cross-validated by what they leave.
        INTERPRETED,
        /// Everything but optimizers, which the command `validate` cross-validates.
        COMPILED
    }

    private static List<String> lines(Extent extent) {
        List<String> lines = new ArrayList<>();
        boolean interpreted = extent == Extent.INTERPRETED;
        if (extent == Extent.OPTIMIZERS) return lines;
        lines.addAll(ProductBits.ofTiles(interpreted, extent == Extent.COMPILED));
        lines.addAll(ConvolutionBits.ofTiles(interpreted));
        if (extent == Extent.PRODUCTS) return lines;
        lines.add(NetworkBits.hash(Variant.SIMD));
        if (!interpreted) lines.add("unrolled " + NetworkBits.hash(Variant.UNROLLED));
        lines.add(SumBits.hash(interpreted ? SMALL : Integer.MAX_VALUE));
        if (interpreted) lines.addAll(CrossValidations.ofSome());
        return lines;
    }

    /// What should be printed, by the kernels of this JVM, and by other variants than those of the other JVM where there are any.
    static List<String> expected(Extent extent) {
        List<String> lines = new ArrayList<>();
        boolean interpreted = extent == Extent.INTERPRETED;
        if (extent == Extent.OPTIMIZERS) return lines;
        lines.addAll(ProductBits.expected(interpreted, extent == Extent.COMPILED));
        lines.addAll(ConvolutionBits.expected(interpreted));
        if (extent == Extent.PRODUCTS) return lines;
        String networks = NetworkBits.hash(Variant.SCALAR);
        lines.add(networks);
        if (!interpreted) lines.add("unrolled " + networks);
        lines.add(SumBits.hash(interpreted ? SMALL : Integer.MAX_VALUE));
        if (interpreted) lines.addAll(CrossValidations.ofSome());
        return lines;
    }
}
