package lanewise.bench;

import java.util.Locale;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lanewise.data.IndexedNoise;
import lanewise.linalg.Matrix;
import lanewise.linalg.Product;
import lanewise.linalg.Sgemm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// A product of matrices, C ← AB.
///
///     scripts/lanewise jmh SgemmBenchmark -p variant=SIMD -p shape=512x512x512,64x4096x4096-NT
public class SgemmBenchmark extends KernelBenchmark {

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})x(\\d{1,6})x(\\d{1,6})(-TN|-NT)?");

    /// Elements recomputed.
    private static final int SAMPLE = 200;

    private interface Routine {
        void multiply(Matrix a, Matrix b, float beta, Matrix c);
    }

    /// The kernel and its JVM: one of [BenchmarkVariant], or a [Product] on the class path by its name.
    @Param({"SCALAR", "UNROLLED", "SIMD"})
    public String variant;

    /// M x N x K; -TN where A lies transposed, as X does in the gradient of a layer's weights, -NT where B does, as W does in that of
    /// its inputs.
    @Param({"512x512x512", "1024x1024x1024", "2048x2048x2048", "64x4096x25088", "64x4096x4096", "64x1000x4096", "128x512x784",
            "64x100x196", "64x50x100"})
    public String shape;

    WarmUp warmUp = WarmUp.OF_PRODUCTS;
    private Routine routine;
    private Matrix a;
    private Matrix b;
    private Matrix c;

    /// Allocates, fills, compiles.
    @Setup(Level.Trial)
    public void setUp() {
        BenchmarkVariant.SIMD.requireItsFlags(); // and so those of the others
        if (variant.equals("SIMD")) facts.put("tile", RefusedTrialException.tileOrRefusal());
        routine = routine();
        Matcher matcher = SHAPE.matcher(shape);
        if (!matcher.matches()) throw new RefusedTrialException("shape must be written like 64x4096x4096 or 64x4096x4096-NT, was " + shape);
        String layout = matcher.group(4);
        allocate(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)), layout);
        warmUp.untilSteady(this::multiply, facts);
        Arrays.fill(c.elements(), 0); // what is verified must come from the calls that are timed
    }

    private Routine routine() {
        Peers.useLoader(); // an external product may be one of those
        return switch (variant) {
            case "SCALAR" -> Sgemm::scalar;
            case "UNROLLED" -> Sgemm::unrolled;
            case "SIMD" -> new Sgemm()::simd;
            default -> Product.found().stream().filter(product -> product.name().equals(variant)).findFirst()
                    .orElseThrow(() -> new RefusedTrialException(
                            "variant must be SCALAR, UNROLLED, SIMD or the name of a product on the class path, was " + variant))::multiply;
        };
    }

    private void allocate(int m, int n, int k, String layout) {
        a = "-TN".equals(layout) ? noise(1, k, m).transposed() : noise(1, m, k);
        b = "-NT".equals(layout) ? noise(2, n, k).transposed() : noise(2, k, n);
        c = Matrix.of(new float[m * n], 0, m, n);
    }

    private static Matrix noise(int seed, int rows, int columns) {
        float[] elements = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < elements.length; i++) elements[i] = IndexedNoise.at(seed, i);
        return Matrix.of(elements, 0, rows, columns);
    }

    /// The product.
    @Benchmark
    public void multiply() {
        routine.multiply(a, b, 0, c);
    }

    /// Computes some elements once more, with the scalar kernel.
    ///
    /// @throws IllegalStateException if one has other bits, or, from another author's product, is further off than rounding explains
    @Override
    void verify() {
        boolean ownVariant = Stream.of(BenchmarkVariant.values()).anyMatch(own -> own.name().equals(variant));
        float[] alone = new float[1];
        for (int s = 0; s < SAMPLE; s++) {
            int i = (int) ((long) s * (c.rows() - 1) / (SAMPLE - 1));
            int j = (int) ((long) s * 31 % c.columns());
            Matrix row = new Matrix(a.elements(), a.offset() + i * a.rowStride(), 1, a.columns(),
                    a.columnStride() == 1 ? a.columns() : 1, a.columnStride());
            Matrix column = new Matrix(b.elements(), b.offset() + j * b.columnStride(), b.rows(), 1, b.rowStride(),
                    b.rowStride() == 1 ? b.rows() : 1);
            Sgemm.scalar(row, column, 0, Matrix.of(alone, 0, 1, 1));
            float made = c.elements()[i * c.columns() + j];
            if (ownVariant) requireEqual(1, "c", i * c.columns() + j, alone[0], made);
            else
                requireNear(i, j, alone[0], made);
        }
    }

    /// Rounding errors of a sum grow with the root of its length; sixteen times that is out of their reach.
    private void requireNear(int i, int j, float expected, float made) {
        double magnitude = 0;
        for (int p = 0; p < a.columns(); p++) {
            magnitude += Math.abs((double) a.elements()[a.offset() + i * a.rowStride() + p * a.columnStride()]
                    * b.elements()[b.offset() + p * b.rowStride() + j * b.columnStride()]);
        }
        double bound = 16 * Math.sqrt(a.columns()) * 0x1p-24 * magnitude;
        if (!(Math.abs(made - expected) <= bound)) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s, c[%d, %d]: expected %s to within %.1g, was %s", variant, i, j, expected, bound, made));
        }
    }
}
