package lanewise.linalg;

import java.util.Arrays;
import lanewise.simd.Lanes;

/// Prints the tile of [Sgemm#simd], a number made of the bits of many products and the bytes that a product allocates once it is compiled,
/// for a JVM with other vectors or another tile.
final class ProductsMain {

    interface Routine {
        void multiply(Matrix a, Matrix b, float beta, Matrix c);
    }

    /// Whole tiles, each of the edges, single rows, several blocks; factors that are packed and that are read where they lie.
    private static final int[][] SHAPES = {{16, 96, 40}, {9, 50, 300}, {12, 100, 7}, {5, 10, 33}, {1, 130, 60}, {3, 70, 20}, {8, 2, 100},
            {17, 21, 5}, {1, 1, 1}, {1, 10, 40}, {70, 20, 40}, {66, 51, 9}, {67, 3, 20}, {20, 600, 9}, {200, 34, 30}};

    private ProductsMain() {}

    public static void main(String[] args) {
        Tile tile;
        try {
            tile = Tile.chosen();
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
            System.exit(2);
            return;
        }
        System.out.println("tile " + tile);
        boolean interpreted = System.getProperty("java.vm.info", "").contains("interpreted");
        System.out.println(hash(new Sgemm()::simd, interpreted));
        // Two lanes are too few for C2: tiles of four are objects, and would be counted in vain.
        if (interpreted || Lanes.LANES == 2) return;
        AllocatedBytes.assertBelow(1, 100, products(tile));
        System.out.println("nothing allocated");
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
