package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The micro-kernels of [Sgemm]: each sums up a tile of C over one block of the inner dimension, in registers, and stores it.
///
/// They read a panel of A of [Sgemm#MR] rows and one of B that is as wide as the tile. Where C2 knows the strides it needs no bounds check in
/// the loop and unrolls it. A tile must stay small: beyond C2's NodeCountInliningCutoff its last vector calls are no longer inlined, and
/// its sums end up on the heap.
final class SgemmTiles {

    /// Columns of the row that [#row] computes.
    static final int ROW_COLUMNS = 4 * LANES;

    private static final int MR = Sgemm.MR;
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

    // What a call works on: a panel of A and one of B, `depth` columns and rows long, and where the sums go.
    int depth;
    float[] a;
    int fromA;
    float[] b;
    int fromB;
    int rowB;
    float[] to;
    int at;
    int row;

    /// Eight rows of two vectors.
    void eightByTwo() {
        int depth = this.depth;
        float[] a = this.a;
        float[] b = this.b;
        int fromA = this.fromA;
        int fromB = this.fromB;
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
    void eightByTwoStored() {
        int depth = this.depth;
        float[] a = this.a;
        float[] b = this.b;
        int fromA = this.fromA;
        FloatVector c00 = zero(SPECIES), c01 = zero(SPECIES);
        FloatVector c10 = zero(SPECIES), c11 = zero(SPECIES);
        FloatVector c20 = zero(SPECIES), c21 = zero(SPECIES);
        FloatVector c30 = zero(SPECIES), c31 = zero(SPECIES);
        FloatVector c40 = zero(SPECIES), c41 = zero(SPECIES);
        FloatVector c50 = zero(SPECIES), c51 = zero(SPECIES);
        FloatVector c60 = zero(SPECIES), c61 = zero(SPECIES);
        FloatVector c70 = zero(SPECIES), c71 = zero(SPECIES);
        int y = this.fromB;
        int rowB = this.rowB;
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

    /// Eight rows of three vectors, four rows at a time; the lower ones only if there are more than four.
    void fourByThree(int rows) {
        fourByThree(fromA, at, 1, MR);
        if (rows > 4) fourByThree(fromA + 4, at + 4 * row, 1, MR);
    }

    /// A's strides are parameters, although they never change: C2 must not know them, or it unrolls the loop and runs out of registers.
    private void fourByThree(int fromA, int at, int rowA, int columnA) {
        int depth = this.depth;
        int rowB = this.rowB;
        float[] a = this.a;
        float[] b = this.b;
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
    void narrow() {
        int depth = this.depth;
        float[] a = this.a;
        float[] b = this.b;
        int fromA = this.fromA;
        int fromB = this.fromB;
        FloatVector c0 = zero(SPECIES), c1 = zero(SPECIES), c2 = zero(SPECIES), c3 = zero(SPECIES);
        FloatVector c4 = zero(SPECIES), c5 = zero(SPECIES), c6 = zero(SPECIES), c7 = zero(SPECIES);
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(SPECIES, b, fromB + LANES * p);
            c0 = broadcast(SPECIES, a[fromA + MR * p]).fma(b0, c0);
            c1 = broadcast(SPECIES, a[fromA + MR * p + 1]).fma(b0, c1);
            c2 = broadcast(SPECIES, a[fromA + MR * p + 2]).fma(b0, c2);
            c3 = broadcast(SPECIES, a[fromA + MR * p + 3]).fma(b0, c3);
            c4 = broadcast(SPECIES, a[fromA + MR * p + 4]).fma(b0, c4);
            c5 = broadcast(SPECIES, a[fromA + MR * p + 5]).fma(b0, c5);
            c6 = broadcast(SPECIES, a[fromA + MR * p + 6]).fma(b0, c6);
            c7 = broadcast(SPECIES, a[fromA + MR * p + 7]).fma(b0, c7);
        }
        c0.intoArray(to, at);
        c1.intoArray(to, at + row);
        c2.intoArray(to, at + 2 * row);
        c3.intoArray(to, at + 3 * row);
        c4.intoArray(to, at + 4 * row);
        c5.intoArray(to, at + 5 * row);
        c6.intoArray(to, at + 6 * row);
        c7.intoArray(to, at + 7 * row);
    }

    /// Eight rows of four columns. What a vector of the machine would waste on them is time on most machines.
    void slim() {
        int depth = this.depth;
        float[] a = this.a;
        float[] b = this.b;
        int fromA = this.fromA;
        int fromB = this.fromB;
        FloatVector c0 = zero(FOUR), c1 = zero(FOUR), c2 = zero(FOUR), c3 = zero(FOUR);
        FloatVector c4 = zero(FOUR), c5 = zero(FOUR), c6 = zero(FOUR), c7 = zero(FOUR);
        for (int p = 0; p < depth; p++) {
            var b0 = fromArray(FOUR, b, fromB + Tile.SLIM * p);
            c0 = broadcast(FOUR, a[fromA + MR * p]).fma(b0, c0);
            c1 = broadcast(FOUR, a[fromA + MR * p + 1]).fma(b0, c1);
            c2 = broadcast(FOUR, a[fromA + MR * p + 2]).fma(b0, c2);
            c3 = broadcast(FOUR, a[fromA + MR * p + 3]).fma(b0, c3);
            c4 = broadcast(FOUR, a[fromA + MR * p + 4]).fma(b0, c4);
            c5 = broadcast(FOUR, a[fromA + MR * p + 5]).fma(b0, c5);
            c6 = broadcast(FOUR, a[fromA + MR * p + 6]).fma(b0, c6);
            c7 = broadcast(FOUR, a[fromA + MR * p + 7]).fma(b0, c7);
        }
        c0.intoArray(to, at);
        c1.intoArray(to, at + row);
        c2.intoArray(to, at + 2 * row);
        c3.intoArray(to, at + 3 * row);
        c4.intoArray(to, at + 4 * row);
        c5.intoArray(to, at + 5 * row);
        c6.intoArray(to, at + 6 * row);
        c7.intoArray(to, at + 7 * row);
    }

    /// Four vectors of one row of AB, from B where it lies.
    void row(Matrix a, Matrix b, int i, int j, int begin, float[] to) {
        FloatVector c0 = zero(SPECIES), c1 = zero(SPECIES), c2 = zero(SPECIES), c3 = zero(SPECIES);
        float[] left = a.elements();
        float[] right = b.elements();
        int columnA = a.columnStride();
        int rowB = b.rowStride();
        int x = a.at(i, begin);
        int y = b.at(begin, j);
        for (int p = depth; p > 0; p--) {
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
