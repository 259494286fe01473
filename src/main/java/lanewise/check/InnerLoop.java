package lanewise.check;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lanewise.linalg.Convolution;
import lanewise.linalg.ConvolutionShape;
import lanewise.linalg.Image;
import lanewise.linalg.Matrix;
import lanewise.linalg.Sgemm;

/// The inner loops of products and convolutions, which `explain` shows one by one: a static method each, and work that is known to go through it.
public enum InnerLoop {
    /// Both factors packed.
    EIGHT_BY_TWO("lanewise.linalg.SgemmTiles", "eightByTwo", "8x2", product(96, 192)),
    /// B where it lies.
    EIGHT_BY_TWO_STORED("lanewise.linalg.SgemmTiles", "eightByTwoStored", "8x2", product(48, 192)),
    /// A single row of C.
    ROW("lanewise.linalg.SgemmTiles", "row", "8x2", product(1, 192)),
    /// Twelve sums, for sixteen registers.
    FOUR_BY_THREE("lanewise.linalg.SgemmStridedTiles", "fourByThree", "4x3", product(96, 192)),
    /// One vector of columns.
    NARROW("lanewise.linalg.SgemmStridedTiles", "narrow", "4x3", product(96, 6)),
    /// Four columns.
    SLIM("lanewise.linalg.SgemmStridedTiles", "slim", "4x3", product(96, 4)),
    /// A convolution's eight pixels by two vectors of filters.
    CONVOLUTION_EIGHT("lanewise.linalg.ConvolutionTiles", "eightByTwo", "8x2", InnerLoop::convolution),
    /// A convolution's six pixels by two vectors of filters, for sixteen registers.
    CONVOLUTION_SIX("lanewise.linalg.ConvolutionTiles", "sixByTwo", "4x3", InnerLoop::convolution);

    /// What runs the loop, and how many multiply-adds a call does.
    record Work(Runnable call, long multiplyAdds) {}

    private static final int DEPTH = 256; // a whole block of the inner dimension

    private final String type;
    private final String method;
    private final String tile;
    private final Supplier<Work> work;

    /// @param tile what the system property `lanewise.tile` must be for the work to go through the loop
    InnerLoop(String type, String method, String tile, Supplier<Work> work) {
        this.type = type;
        this.method = method;
        this.tile = tile;
        this.work = work;
    }

    private static Supplier<Work> product(int rows, int columns) {
        return () -> {
            Sgemm sgemm = new Sgemm();
            Matrix a = Matrix.of(new float[rows * DEPTH], 0, rows, DEPTH);
            Matrix b = Matrix.of(new float[DEPTH * columns], 0, DEPTH, columns);
            Matrix c = Matrix.of(new float[rows * columns], 0, rows, columns);
            return new Work(() -> sgemm.simd(a, b, 0, c), (long) rows * columns * DEPTH);
        };
    }

    private static Work convolution() {
        ConvolutionShape shape = ConvolutionShape.of(new Image(12, 12, 32), 64, 3, 1, 1);
        Convolution convolution = new Convolution(shape);
        float[] x = new float[shape.input().values()];
        float[] y = new float[shape.output().values()];
        Matrix w = Matrix.of(new float[shape.weights()], 0, 9 * 32, 64);
        Matrix bias = Matrix.of(new float[64], 0, 1, 64);
        return new Work(() -> convolution.simd(1, x, w, bias, y), 144L * shape.weights());
    }

    /// The method as a log of compilations names it: class, two colons, name.
    public String logged() {
        return type + "::" + method;
    }

    /// The method as a CompileCommand names it, with its descriptor: of those of that name the one that has the loop, which takes the most
    /// parameters.
    public String compileCommand() {
        try {
            Method loop = Arrays.stream(Class.forName(type).getDeclaredMethods()).filter(each -> each.getName().equals(method))
                    .max(Comparator.comparingInt(Method::getParameterCount)).orElseThrow(() -> new IllegalStateException(logged()));
            return type.replace('.', '/') + "." + method
                    + MethodType.methodType(loop.getReturnType(), loop.getParameterTypes()).descriptorString();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What the system property `lanewise.tile` must be for the loop to run.
    public String tile() {
        return tile;
    }

    Work work() {
        return work.get();
    }

    /// The loop of a name such as `SgemmTiles.eightByTwo`; empty if there is none.
    public static Optional<InnerLoop> named(String name) {
        return Arrays.stream(values()).filter(loop -> loop.toString().equals(name)).findFirst();
    }

    /// All names, with commas.
    public static String names() {
        return Arrays.stream(values()).map(InnerLoop::toString).collect(Collectors.joining(", "));
    }

    /// Class and method: `SgemmTiles.eightByTwo`.
    @Override
    public String toString() {
        return type.substring(type.lastIndexOf('.') + 1) + "." + method;
    }
}
