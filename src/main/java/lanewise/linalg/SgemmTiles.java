package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The micro-kernels of [Sgemm] for 32 vector registers: each sums up a part of C over one block of the inner dimension, in registers, and
/// stores it.
///
/// They read a packed panel of A of [Sgemm#MR] rows. Where C2 knows the strides it needs no bounds check in the loop and unrolls it. A tile
/// must stay small: beyond C2's NodeCountInliningCutoff its last vector calls are no longer inlined, and its sums end up on the heap.
final class SgemmTiles {

    /// Columns of the row that [#row] computes.
    static final int ROW_COLUMNS = 4 * LANES;

    private static final int MR = Sgemm.MR;

    private SgemmTiles() {}

    /// Eight rows of two vectors.
    static void eightByTwo(SgemmOperands o) {
        eightByTwo(o.depth, o.a, o.fromA, o.b, o.fromB, o.to, o.at, o.row);
    }

    private static void eightByTwo(int depth, float[] a, int fromA, float[] b, int fromB, float[] to, int at, int row) {
        FloatVector c00 = zero(SPECIES), c01 = zero(SPECIES);
        FloatVector c10 = zero(SPECIES), c11 = zero(SPECIES);
        FloatVector c20 = zero(SPECIES), c21 = zero(SPECIES);
        FloatVector c30 = zero(SPECIES), c31 = zero(SPECIES);
        FloatVector c40 = zero(SPECIES), c41 = zero(SPECIES);
        FloatVector c50 = zero(SPECIES), c51 = zero(SPECIES);
        FloatVector c60 = zero(SPECIES), c61 = zero(SPECIES);
        FloatVector c70 = zero(SPECIES), c71 = zero(SPECIES);
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(SPECIES, b, fromB + 2 * LANES * p);
            var b1 = fromArray(SPECIES, b, fromB + 2 * LANES * p + LANES);
            var a0 = broadcast(SPECIES, a[fromA + MR * p]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            var a1 = broadcast(SPECIES, a[fromA + MR * p + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            var a2 = broadcast(SPECIES, a[fromA + MR * p + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            var a3 = broadcast(SPECIES, a[fromA + MR * p + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            var a4 = broadcast(SPECIES, a[fromA + MR * p + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            var a5 = broadcast(SPECIES, a[fromA + MR * p + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            var a6 = broadcast(SPECIES, a[fromA + MR * p + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            var a7 = broadcast(SPECIES, a[fromA + MR * p + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
        }
        c00.intoArray(to, at);
        c01.intoArray(to, at + LANES);
        c10.intoArray(to, at + row);
        c11.intoArray(to, at + row + LANES);
        c20.intoArray(to, at + 2 * row);
        c21.intoArray(to, at + 2 * row + LANES);
        c30.intoArray(to, at + 3 * row);
        c31.intoArray(to, at + 3 * row + LANES);
        c40.intoArray(to, at + 4 * row);
        c41.intoArray(to, at + 4 * row + LANES);
        c50.intoArray(to, at + 5 * row);
        c51.intoArray(to, at + 5 * row + LANES);
        c60.intoArray(to, at + 6 * row);
        c61.intoArray(to, at + 6 * row + LANES);
        c70.intoArray(to, at + 7 * row);
        c71.intoArray(to, at + 7 * row + LANES);
    }

    /// The same with B where it lies.
    static void eightByTwoStored(SgemmOperands o) {
        eightByTwoStored(o.depth, o.a, o.fromA, o.b, o.fromB, o.rowB, o.to, o.at, o.row);
    }

    private static void eightByTwoStored(int depth, float[] a, int fromA, float[] b, int fromB, int rowB, float[] to, int at, int row) {
        FloatVector c00 = zero(SPECIES), c01 = zero(SPECIES);
        FloatVector c10 = zero(SPECIES), c11 = zero(SPECIES);
        FloatVector c20 = zero(SPECIES), c21 = zero(SPECIES);
        FloatVector c30 = zero(SPECIES), c31 = zero(SPECIES);
        FloatVector c40 = zero(SPECIES), c41 = zero(SPECIES);
        FloatVector c50 = zero(SPECIES), c51 = zero(SPECIES);
        FloatVector c60 = zero(SPECIES), c61 = zero(SPECIES);
        FloatVector c70 = zero(SPECIES), c71 = zero(SPECIES);
        int y = fromB;
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(SPECIES, b, y);
            var b1 = fromArray(SPECIES, b, y + LANES);
            var a0 = broadcast(SPECIES, a[fromA + MR * p]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            var a1 = broadcast(SPECIES, a[fromA + MR * p + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            var a2 = broadcast(SPECIES, a[fromA + MR * p + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            var a3 = broadcast(SPECIES, a[fromA + MR * p + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            var a4 = broadcast(SPECIES, a[fromA + MR * p + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            var a5 = broadcast(SPECIES, a[fromA + MR * p + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            var a6 = broadcast(SPECIES, a[fromA + MR * p + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            var a7 = broadcast(SPECIES, a[fromA + MR * p + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            y += rowB;
        }
        c00.intoArray(to, at);
        c01.intoArray(to, at + LANES);
        c10.intoArray(to, at + row);
        c11.intoArray(to, at + row + LANES);
        c20.intoArray(to, at + 2 * row);
        c21.intoArray(to, at + 2 * row + LANES);
        c30.intoArray(to, at + 3 * row);
        c31.intoArray(to, at + 3 * row + LANES);
        c40.intoArray(to, at + 4 * row);
        c41.intoArray(to, at + 4 * row + LANES);
        c50.intoArray(to, at + 5 * row);
        c51.intoArray(to, at + 5 * row + LANES);
        c60.intoArray(to, at + 6 * row);
        c61.intoArray(to, at + 6 * row + LANES);
        c70.intoArray(to, at + 7 * row);
        c71.intoArray(to, at + 7 * row + LANES);
    }

    /// Four vectors of one row of AB, from B where it lies.
    static void row(Matrix a, Matrix b, int i, int j, int begin, float[] to) {
        FloatVector c0 = zero(SPECIES), c1 = zero(SPECIES), c2 = zero(SPECIES), c3 = zero(SPECIES);
        float[] left = a.elements();
        float[] right = b.elements();
        int columnA = a.columnStride();
        int rowB = b.rowStride();
        int x = a.at(i, begin);
        int y = b.at(begin, j);
        for (int p = Math.min(Sgemm.KC, b.rows() - begin); p > 0; p--) {
            var a0 = broadcast(SPECIES, left[x]);
            c0 = a0.fma(fromArray(SPECIES, right, y), c0);
            c1 = a0.fma(fromArray(SPECIES, right, y + LANES), c1);
            c2 = a0.fma(fromArray(SPECIES, right, y + 2 * LANES), c2);
            c3 = a0.fma(fromArray(SPECIES, right, y + 3 * LANES), c3);
            x += columnA;
            y += rowB;
        }
        c0.intoArray(to, 0);
        c1.intoArray(to, LANES);
        c2.intoArray(to, 2 * LANES);
        c3.intoArray(to, 3 * LANES);
    }
}
