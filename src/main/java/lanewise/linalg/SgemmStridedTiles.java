package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The micro-kernels of [Sgemm] for factors that are packed or lie in memory as they are: each sums up eight rows of C over one block of the
/// inner dimension, in registers, and stores them.
///
/// Strides are variables, even those of packed panels: if C2 knew them, it would unroll the loop and run out of 16 registers. They come as
/// parameters, because loops whose operands are read from fields took up to a fifth longer.
final class SgemmStridedTiles {

    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

    private SgemmStridedTiles() {}

    /// Eight rows of three vectors, or four: four at a time.
    static void fourByThree(SgemmOperands o) {
        fourByThree(o.depth, o.a, o.fromA, o.rowA, o.columnA, o.b, o.fromB, o.rowB, o.to, o.at, o.row);
        if (o.lower > 0) {
            fourByThree(o.depth, o.a, o.fromA + o.lower * o.rowA, o.rowA, o.columnA, o.b, o.fromB, o.rowB, o.to, o.at + o.lower * o.row,
                    o.row);
        }
    }

    private static void fourByThree(int depth, float[] a, int fromA, int rowA, int columnA, float[] b, int fromB, int rowB, float[] to,
            int at, int row) {
        FloatVector c00 = zero(SPECIES), c01 = zero(SPECIES), c02 = zero(SPECIES);
        FloatVector c10 = zero(SPECIES), c11 = zero(SPECIES), c12 = zero(SPECIES);
        FloatVector c20 = zero(SPECIES), c21 = zero(SPECIES), c22 = zero(SPECIES);
        FloatVector c30 = zero(SPECIES), c31 = zero(SPECIES), c32 = zero(SPECIES);
        int x = fromA;
        int y = fromB;
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(SPECIES, b, y);
            var b1 = fromArray(SPECIES, b, y + LANES);
            var b2 = fromArray(SPECIES, b, y + 2 * LANES);
            var a0 = broadcast(SPECIES, a[x]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            var a1 = broadcast(SPECIES, a[x + rowA]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            var a2 = broadcast(SPECIES, a[x + 2 * rowA]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            var a3 = broadcast(SPECIES, a[x + 3 * rowA]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            x += columnA;
            y += rowB;
        }
        c00.intoArray(to, at);
        c01.intoArray(to, at + LANES);
        c02.intoArray(to, at + 2 * LANES);
        c10.intoArray(to, at + row);
        c11.intoArray(to, at + row + LANES);
        c12.intoArray(to, at + row + 2 * LANES);
        c20.intoArray(to, at + 2 * row);
        c21.intoArray(to, at + 2 * row + LANES);
        c22.intoArray(to, at + 2 * row + 2 * LANES);
        c30.intoArray(to, at + 3 * row);
        c31.intoArray(to, at + 3 * row + LANES);
        c32.intoArray(to, at + 3 * row + 2 * LANES);
    }

    /// Eight rows of one vector, where few columns are left: as many chains of sums, so that none waits for itself.
    static void narrow(SgemmOperands o) {
        narrow(o.depth, o.a, o.fromA, o.fromA + o.lower * o.rowA, o.rowA, o.columnA, o.b, o.fromB, o.rowB, o.to, o.at,
                o.at + o.lower * o.row,
                o.row);
    }

    private static void narrow(int depth, float[] a, int fromA, int lowerA, int rowA, int columnA, float[] b, int fromB, int rowB,
            float[] to, int at, int lowerAt, int row) {
        FloatVector c0 = zero(SPECIES), c1 = zero(SPECIES), c2 = zero(SPECIES), c3 = zero(SPECIES);
        FloatVector c4 = zero(SPECIES), c5 = zero(SPECIES), c6 = zero(SPECIES), c7 = zero(SPECIES);
        int x = fromA;
        int z = lowerA;
        int y = fromB;
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(SPECIES, b, y);
            c0 = broadcast(SPECIES, a[x]).fma(b0, c0);
            c1 = broadcast(SPECIES, a[x + rowA]).fma(b0, c1);
            c2 = broadcast(SPECIES, a[x + 2 * rowA]).fma(b0, c2);
            c3 = broadcast(SPECIES, a[x + 3 * rowA]).fma(b0, c3);
            c4 = broadcast(SPECIES, a[z]).fma(b0, c4);
            c5 = broadcast(SPECIES, a[z + rowA]).fma(b0, c5);
            c6 = broadcast(SPECIES, a[z + 2 * rowA]).fma(b0, c6);
            c7 = broadcast(SPECIES, a[z + 3 * rowA]).fma(b0, c7);
            x += columnA;
            z += columnA;
            y += rowB;
        }
        c0.intoArray(to, at);
        c1.intoArray(to, at + row);
        c2.intoArray(to, at + 2 * row);
        c3.intoArray(to, at + 3 * row);
        c4.intoArray(to, lowerAt);
        c5.intoArray(to, lowerAt + row);
        c6.intoArray(to, lowerAt + 2 * row);
        c7.intoArray(to, lowerAt + 3 * row);
    }

    /// Eight rows of four columns. What a vector of the machine would waste on them is time on most machines.
    static void slim(SgemmOperands o) {
        slim(o.depth, o.a, o.fromA, o.fromA + o.lower * o.rowA, o.rowA, o.columnA, o.b, o.fromB, o.rowB, o.to, o.at, o.at + o.lower * o.row,
                o.row);
    }

    private static void slim(int depth, float[] a, int fromA, int lowerA, int rowA, int columnA, float[] b, int fromB, int rowB,
            float[] to, int at, int lowerAt, int row) {
        FloatVector c0 = zero(FOUR), c1 = zero(FOUR), c2 = zero(FOUR), c3 = zero(FOUR);
        FloatVector c4 = zero(FOUR), c5 = zero(FOUR), c6 = zero(FOUR), c7 = zero(FOUR);
        int x = fromA;
        int z = lowerA;
        int y = fromB;
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(FOUR, b, y);
            c0 = broadcast(FOUR, a[x]).fma(b0, c0);
            c1 = broadcast(FOUR, a[x + rowA]).fma(b0, c1);
            c2 = broadcast(FOUR, a[x + 2 * rowA]).fma(b0, c2);
            c3 = broadcast(FOUR, a[x + 3 * rowA]).fma(b0, c3);
            c4 = broadcast(FOUR, a[z]).fma(b0, c4);
            c5 = broadcast(FOUR, a[z + rowA]).fma(b0, c5);
            c6 = broadcast(FOUR, a[z + 2 * rowA]).fma(b0, c6);
            c7 = broadcast(FOUR, a[z + 3 * rowA]).fma(b0, c7);
            x += columnA;
            z += columnA;
            y += rowB;
        }
        c0.intoArray(to, at);
        c1.intoArray(to, at + row);
        c2.intoArray(to, at + 2 * row);
        c3.intoArray(to, at + 3 * row);
        c4.intoArray(to, lowerAt);
        c5.intoArray(to, lowerAt + row);
        c6.intoArray(to, lowerAt + 2 * row);
        c7.intoArray(to, lowerAt + 3 * row);
    }
}
