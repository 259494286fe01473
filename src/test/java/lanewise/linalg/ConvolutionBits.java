package lanewise.linalg;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Numbers made of the bits of many convolutions, for comparison with a JVM that has other vectors or another compiler.
public final class ConvolutionBits {

    /// Whole tiles and edges, few and many channels, taps that read zeros, strides, images that are read in place.
    static final List<ConvolutionShape> SHAPES = Stream.of(
            ConvolutionShape.of(new Image(7, 5, 1), 32, 3, 1, 1),
            ConvolutionShape.of(new Image(6, 9, 3), 37, 5, 1, 2),
            ConvolutionShape.of(new Image(5, 4, 20), 6, 3, 2, 1),
            ConvolutionShape.of(new Image(4, 4, 9), 64, 1, 1, 0),
            ConvolutionShape.of(new Image(9, 8, 2), 5, 4, 3, 2),
            ConvolutionShape.of(new Image(6, 6, 17), 33, 3, 1, 0),
            ConvolutionShape.of(new Image(1, 1, 1), 1, 1, 1, 0),
            ConvolutionShape.of(new Image(5, 5, 4), 3, 2, 4, 0)).toList();

    private ConvolutionBits() {}

    /// One convolution in all that it computes.
    interface Variant {
        void forward(ConvolutionShape shape, int batch, float[] x, Matrix w, Matrix bias, float[] y);

        void gradient(ConvolutionShape shape, int batch, float[] x, float[] dy, Matrix dw);
    }

    static final Variant SCALAR = new Variant() {
        @Override
        public void forward(ConvolutionShape shape, int batch, float[] x, Matrix w, Matrix bias, float[] y) {
            Convolution.scalar(shape, batch, x, w, bias, y);
        }

        @Override
        public void gradient(ConvolutionShape shape, int batch, float[] x, float[] dy, Matrix dw) {
            new WeightGradient(shape).scalar(batch, x, dy, dw);
        }
    };

    static final Variant UNROLLED = new Variant() {
        @Override
        public void forward(ConvolutionShape shape, int batch, float[] x, Matrix w, Matrix bias, float[] y) {
            Convolution.unrolled(shape, batch, x, w, bias, y);
        }

        @Override
        public void gradient(ConvolutionShape shape, int batch, float[] x, float[] dy, Matrix dw) {
            new WeightGradient(shape).unrolled(batch, x, dy, dw);
        }
    };

    static Variant simd(Tile tile) {
        return new Variant() {
            @Override
            public void forward(ConvolutionShape shape, int batch, float[] x, Matrix w, Matrix bias, float[] y) {
                new Convolution(shape, tile).simd(batch, x, w, bias, y);
            }

            @Override
            public void gradient(ConvolutionShape shape, int batch, float[] x, float[] dy, Matrix dw) {
                new WeightGradient(shape, tile).simd(batch, x, dy, dw);
            }
        };
    }

    /// What one variant leaves: outputs, gradients of weights and gradients of inputs.
    record Left(float[] y, float[] dw, float[] dx) {}

    static Left left(Variant variant, ConvolutionShape shape, int batch, int kind) {
        float[] x = Samples.of(kind, batch * shape.input().values(), 1);
        float[] dy = Samples.of(kind, batch * shape.output().values(), 2);
        int filters = shape.output().channels();
        int channels = shape.input().channels();
        float[] w = Samples.of(kind, shape.weights(), 3);
        float[] y = filled(dy.length);
        float[] dw = filled(w.length);
        float[] dx = filled(x.length);
        variant.forward(shape, batch, x, Matrix.of(w, 0, shape.taps(), filters), Matrix.of(Samples.of(kind, filters, 4), 0, 1, filters), y);
        variant.gradient(shape, batch, x, dy, Matrix.of(dw, 0, shape.taps(), filters));
        ConvolutionShape back = shape.ofInputGradient();
        variant.forward(back, batch, dy, Matrix.of(w, 0, back.taps(), channels), Matrix.of(new float[channels], 0, 1, channels), dx);
        return new Left(y, dw, dx);
    }

    private static float[] filled(int length) {
        float[] array = new float[length];
        Arrays.fill(array, 7e7f); // whatever was there
        return array;
    }

    /// What each of the tiles says of itself, a line each.
    ///
    /// @param few two shapes and values of the worst kind alone, since interpreted vectors are slow
    public static List<String> ofTiles(boolean few) {
        return Stream.of(Tile.values()).map(tile -> line(tile, hash(simd(tile), few))).toList();
    }

    /// What each of the tiles should say: the bits of the scalar kernels.
    public static List<String> expected(boolean few) {
        String scalar = hash(SCALAR, few);
        return Stream.of(Tile.values()).map(tile -> line(tile, scalar)).toList();
    }

    private static String line(Tile tile, String hash) {
        return "convolutions by tile " + tile + " " + hash;
    }

    private static String hash(Variant variant, boolean few) {
        long hash = 0;
        for (int kind : few ? new int[]{3} : Samples.kinds().toArray()) {
            for (ConvolutionShape shape : few ? List.of(SHAPES.get(0), SHAPES.get(2)) : SHAPES) {
                Left left = left(variant, shape, 2, kind);
                for (float[] array : List.of(left.y, left.dw, left.dx)) hash = 31 * hash + Arrays.hashCode(array);
            }
        }
        return "hash " + Long.toHexString(hash);
    }

    /// Ends with an error that names the methods if convolutions allocate once their arrays are there.
    public static void assertNothingAllocated() {
        for (Tile tile : Tile.values()) {
            for (ConvolutionShape shape : SHAPES.subList(0, 2)) {
                Convolution convolution = new Convolution(shape, tile);
                WeightGradient gradient = new WeightGradient(shape, tile);
                int filters = shape.output().channels();
                float[] x = Samples.of(0, shape.input().values(), 1);
                float[] y = new float[shape.output().values()];
                Matrix w = Matrix.of(Samples.of(0, shape.weights(), 3), 0, shape.taps(), filters);
                Matrix bias = Matrix.of(new float[filters], 0, 1, filters);
                Matrix dw = Matrix.of(new float[shape.weights()], 0, shape.taps(), filters);
                AllocatedBytes.assertBelow(1, 500, () -> {
                    convolution.simd(1, x, w, bias, y);
                    convolution.simdRectified(1, x, w, bias, y);
                    gradient.simd(1, x, y, dw);
                });
            }
        }
    }
}
