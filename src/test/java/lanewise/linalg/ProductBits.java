package lanewise.linalg;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Numbers made of the bits of many products, and the bytes that a product allocates once it is compiled, for comparison with a JVM that has
/// other vectors or another compiler.
public final class ProductBits {

    interface Routine {
        void multiply(Matrix a, Matrix b, float beta, Matrix c);
    }

    /// Whole tiles, each of the edges, single rows, several blocks; factors that are packed and that are read where they lie.
    private static final int[][] SHAPES = {{16, 96, 40}, {9, 50, 300}, {12, 100, 7}, {5, 10, 33}, {1, 130, 60}, {3, 70, 20}, {8, 2, 100},
            {17, 21, 5}, {1, 1, 1}, {1, 10, 40}, {70, 20, 40}, {66, 51, 9}, {67, 3, 20}, {20, 600, 9}, {200, 34, 30}};

    private static final String NOTHING = " 0 bytes a call";

    private ProductBits() {}

    /// What each of the tiles says of itself, a line each: its hash, and what a product allocates if vectors can be kept off the heap.
    ///
    /// @param few see [#hash]
    public static List<String> ofTiles(boolean few, boolean allocation) {
        return Stream.of(Tile.values()).map(tile -> {
            if (allocation) AllocatedBytes.assertBelow(1, 100, products(tile));
            return line(tile, hash(new Sgemm(tile)::simd, few)) + (allocation ? NOTHING : "");
        }).toList();
    }

    /// What each of the tiles should say: the bits of the scalar kernel, and that nothing is allocated.
    public static List<String> expected(boolean few, boolean allocation) {
        String scalar = hash(Sgemm::scalar, few);
        return Stream.of(Tile.values()).map(tile -> line(tile, scalar) + (allocation ? NOTHING : "")).toList();
    }

    private static String line(Tile tile, String hash) {
        return "products by tile " + tile + " " + hash;
    }

    /// The tile that the system property names.
    public static void main(String[] args) {
        try {
            System.out.println("tile " + Tile.chosen());
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
            System.exit(2);
        }
    }

    /// @param few values of the worst kind alone, since interpreted vectors are slow
    static String hash(Routine routine, boolean few) {
        long hash = 0;
        for (int kind : few ? new int[]{3} : Samples.kinds().toArray()) {
            for (int[] shape : SHAPES) {
                for (int layout = 0; layout < 4; layout++) {
                    float[] c = Samples.of(kind, shape[0] * shape[1], 5);
                    routine.multiply(factor(kind, shape[0], shape[2], (layout & 1) != 0),
                            factor(kind, shape[2], shape[1], (layout & 2) != 0),
                            layout % 3 == 0 ? 0 : 1, Matrix.of(c, 0, shape[0], shape[1]));
                    hash = 31 * hash + Arrays.hashCode(c);
                }
            }
        }
        return "hash " + Long.toHexString(hash);
    }

    private static Matrix factor(int kind, int rows, int columns, boolean transposed) {
        float[] elements = Samples.of(kind, rows * columns, rows + 1);
        return transposed ? Matrix.of(elements, 0, columns, rows).transposed() : Matrix.of(elements, 0, rows, columns);
    }

    /// All the shapes and layouts together, again and again.
    static Runnable products(Tile tile) {
        Sgemm sgemm = new Sgemm(tile);
        Matrix[][] products = new Matrix[4 * SHAPES.length][];
        for (int s = 0; s < products.length; s++) {
            int[] shape = SHAPES[s / 4];
            products[s] = new Matrix[]{factor(0, shape[0], shape[2], (s & 1) != 0), factor(0, shape[2], shape[1], (s & 2) != 0),
                    Matrix.of(new float[shape[0] * shape[1]], 0, shape[0], shape[1])};
        }
        return () -> {
            for (Matrix[] product : products) sgemm.simd(product[0], product[1], 1, product[2]);
        };
    }
}
