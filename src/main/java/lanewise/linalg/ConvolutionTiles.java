package lanewise.linalg;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The micro-kernels of convolutions: each sums up a few rows of two vectors in registers, over runs of one factor that are read where they lie.
///
/// A row's elements are at `x[offsets[row + r] + runs[u] + p]` for each run u and each p below its length; they are multiplied by the vectors
/// that lie one after the other at `w`. In the inner loop all that changes is p, so that C2 needs no bounds check in it.
final class ConvolutionTiles {

    private ConvolutionTiles() {}

    /// Eight rows, for 32 vector registers.
    static void eightByTwo(ConvolutionOperands o) {
        eightByTwo(o.x, o.offsets, o.row, o.runs, o.count, o.length, o.w, o.fromW, o.start, o.fromStart, o.to, o.at, o.stride);
    }

    private static void eightByTwo(float[] x, int[] offsets, int row, int[] runs, int count, int length, float[] w, int fromW,
            float[] start,
            int fromStart, float[] to, int at, int stride) {
        int x0 = offsets[row];
        int x1 = offsets[row + 1];
        int x2 = offsets[row + 2];
        int x3 = offsets[row + 3];
        int x4 = offsets[row + 4];
        int x5 = offsets[row + 5];
        int x6 = offsets[row + 6];
        int x7 = offsets[row + 7];
        var start0 = fromArray(SPECIES, start, fromStart);
        var start1 = fromArray(SPECIES, start, fromStart + LANES);
        FloatVector c00 = start0, c01 = start1;
        FloatVector c10 = start0, c11 = start1;
        FloatVector c20 = start0, c21 = start1;
        FloatVector c30 = start0, c31 = start1;
        FloatVector c40 = start0, c41 = start1;
        FloatVector c50 = start0, c51 = start1;
        FloatVector c60 = start0, c61 = start1;
        FloatVector c70 = start0, c71 = start1;
        int y = fromW;
        for (int u = 0; u < count; u++) {
            int run = runs[u];
            int z0 = x0 + run;
            int z1 = x1 + run;
            int z2 = x2 + run;
            int z3 = x3 + run;
            int z4 = x4 + run;
            int z5 = x5 + run;
            int z6 = x6 + run;
            int z7 = x7 + run;
            for (int p = 0; p < length; p++) {
                var b0 = fromArray(SPECIES, w, y + 2 * LANES * p);
                var b1 = fromArray(SPECIES, w, y + 2 * LANES * p + LANES);
                var a0 = broadcast(SPECIES, x[z0 + p]);
                c00 = a0.fma(b0, c00);
                c01 = a0.fma(b1, c01);
                var a1 = broadcast(SPECIES, x[z1 + p]);
                c10 = a1.fma(b0, c10);
                c11 = a1.fma(b1, c11);
                var a2 = broadcast(SPECIES, x[z2 + p]);
                c20 = a2.fma(b0, c20);
                c21 = a2.fma(b1, c21);
                var a3 = broadcast(SPECIES, x[z3 + p]);
                c30 = a3.fma(b0, c30);
                c31 = a3.fma(b1, c31);
                var a4 = broadcast(SPECIES, x[z4 + p]);
                c40 = a4.fma(b0, c40);
                c41 = a4.fma(b1, c41);
                var a5 = broadcast(SPECIES, x[z5 + p]);
                c50 = a5.fma(b0, c50);
                c51 = a5.fma(b1, c51);
                var a6 = broadcast(SPECIES, x[z6 + p]);
                c60 = a6.fma(b0, c60);
                c61 = a6.fma(b1, c61);
                var a7 = broadcast(SPECIES, x[z7 + p]);
                c70 = a7.fma(b0, c70);
                c71 = a7.fma(b1, c71);
            }
            y += 2 * LANES * length;
        }
        c00.intoArray(to, at);
        c01.intoArray(to, at + LANES);
        c10.intoArray(to, at + stride);
        c11.intoArray(to, at + stride + LANES);
        c20.intoArray(to, at + 2 * stride);
        c21.intoArray(to, at + 2 * stride + LANES);
        c30.intoArray(to, at + 3 * stride);
        c31.intoArray(to, at + 3 * stride + LANES);
        c40.intoArray(to, at + 4 * stride);
        c41.intoArray(to, at + 4 * stride + LANES);
        c50.intoArray(to, at + 5 * stride);
        c51.intoArray(to, at + 5 * stride + LANES);
        c60.intoArray(to, at + 6 * stride);
        c61.intoArray(to, at + 6 * stride + LANES);
        c70.intoArray(to, at + 7 * stride);
        c71.intoArray(to, at + 7 * stride + LANES);
    }

    /// Six rows, for 16 vector registers.
    static void sixByTwo(ConvolutionOperands o) {
        sixByTwo(o.x, o.offsets, o.row, o.runs, o.count, o.length, o.w, o.fromW, o.start, o.fromStart, o.to, o.at, o.stride);
    }

    private static void sixByTwo(float[] x, int[] offsets, int row, int[] runs, int count, int length, float[] w, int fromW, float[] start,
            int fromStart, float[] to, int at, int stride) {
        int x0 = offsets[row];
        int x1 = offsets[row + 1];
        int x2 = offsets[row + 2];
        int x3 = offsets[row + 3];
        int x4 = offsets[row + 4];
        int x5 = offsets[row + 5];
        var start0 = fromArray(SPECIES, start, fromStart);
        var start1 = fromArray(SPECIES, start, fromStart + LANES);
        FloatVector c00 = start0, c01 = start1;
        FloatVector c10 = start0, c11 = start1;
        FloatVector c20 = start0, c21 = start1;
        FloatVector c30 = start0, c31 = start1;
        FloatVector c40 = start0, c41 = start1;
        FloatVector c50 = start0, c51 = start1;
        int y = fromW;
        for (int u = 0; u < count; u++) {
            int run = runs[u];
            int z0 = x0 + run;
            int z1 = x1 + run;
            int z2 = x2 + run;
            int z3 = x3 + run;
            int z4 = x4 + run;
            int z5 = x5 + run;
            for (int p = 0; p < length; p++) {
                var b0 = fromArray(SPECIES, w, y + 2 * LANES * p);
                var b1 = fromArray(SPECIES, w, y + 2 * LANES * p + LANES);
                var a0 = broadcast(SPECIES, x[z0 + p]);
                c00 = a0.fma(b0, c00);
                c01 = a0.fma(b1, c01);
                var a1 = broadcast(SPECIES, x[z1 + p]);
                c10 = a1.fma(b0, c10);
                c11 = a1.fma(b1, c11);
                var a2 = broadcast(SPECIES, x[z2 + p]);
                c20 = a2.fma(b0, c20);
                c21 = a2.fma(b1, c21);
                var a3 = broadcast(SPECIES, x[z3 + p]);
                c30 = a3.fma(b0, c30);
                c31 = a3.fma(b1, c31);
                var a4 = broadcast(SPECIES, x[z4 + p]);
                c40 = a4.fma(b0, c40);
                c41 = a4.fma(b1, c41);
                var a5 = broadcast(SPECIES, x[z5 + p]);
                c50 = a5.fma(b0, c50);
                c51 = a5.fma(b1, c51);
            }
            y += 2 * LANES * length;
        }
        c00.intoArray(to, at);
        c01.intoArray(to, at + LANES);
        c10.intoArray(to, at + stride);
        c11.intoArray(to, at + stride + LANES);
        c20.intoArray(to, at + 2 * stride);
        c21.intoArray(to, at + 2 * stride + LANES);
        c30.intoArray(to, at + 3 * stride);
        c31.intoArray(to, at + 3 * stride + LANES);
        c40.intoArray(to, at + 4 * stride);
        c41.intoArray(to, at + 4 * stride + LANES);
        c50.intoArray(to, at + 5 * stride);
        c51.intoArray(to, at + 5 * stride + LANES);
    }
}
