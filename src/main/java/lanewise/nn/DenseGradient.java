package lanewise.nn;

import lanewise.linalg.Matrix;

/// The gradient of a dense layer's parameters over a minibatch whose parts went through networks of their own.
///
///     dW ← XᵀdY,  db ← 1ᵀdY        of all samples
///
/// Parts put their X and dY together, and each thread computes some rows of dW. So the sums are those of [Dense] over the undivided minibatch, in
/// the same order, whatever the parts and threads; and no part writes as many gradients as there are parameters, which would take longer
/// than the products of a few samples.
final class DenseGradient {

    /// Rows of dW that a thread takes at a time: two tiles of [lanewise.linalg.Sgemm#MR] rows.
    private static final int ROWS = 16;

    private final int layer;
    private final int inputs;
    private final int outputs;
    private final int offset;
    private float[] x = {};
    private float[] dy = {};
    private int batch;
    private Matrix dyOfAll;
    private Matrix[] xTransposed = {}; // the rows of each thread; null for one that has none
    private Matrix[] dw = {};

    /// @param network that has all parameters and takes the gradient
    /// @param layer   counted from 1
    DenseGradient(Network network, int layer) {
        this.layer = layer;
        inputs = network.layers().get(layer - 1).inputs();
        outputs = network.layers().get(layer - 1).outputs();
        offset = network.offset(layer);
    }

    /// Makes room for a minibatch that so many threads work on.
    void bind(float[] gradients, int batch, int members) {
        if (batch == this.batch && members == dw.length) return;
        this.batch = 0; // until all is: memory may not suffice
        x = Network.ofSize(x, batch * inputs);
        dy = Network.ofSize(dy, batch * outputs);
        dyOfAll = Matrix.of(dy, 0, batch, outputs);
        xTransposed = new Matrix[members];
        dw = new Matrix[members];
        int share = Math.ceilDiv(Math.ceilDiv(inputs, members), ROWS) * ROWS;
        for (int member = 0; member < members && member * share < inputs; member++) {
            int top = member * share;
            int rows = Math.min(share, inputs - top);
            xTransposed[member] = new Matrix(x, top, rows, batch, 1, inputs);
            dw[member] = Matrix.of(gradients, offset + top * outputs, rows, outputs);
        }
        this.batch = batch;
    }

    /// Takes the inputs and output gradients of a part, once it has gone backward.
    ///
    /// @param first the place of its first sample
    /// @param count of its samples
    void gather(Network part, int first, int count) {
        System.arraycopy(part.inputs(layer), 0, x, first * inputs, count * inputs);
        System.arraycopy(part.outputGradients(layer), 0, dy, first * outputs, count * outputs);
    }

    /// Computes a thread's share, the first one's with the biases.
    ///
    /// @param pass of the network of that thread's own; the first thread's takes the gradient
    void compute(int member, Pass pass) {
        if (dw[member] != null) pass.multiply(xTransposed[member], dyOfAll, 0, dw[member]);
        if (member == 0) pass.columnSums(dyOfAll, offset + inputs * outputs);
    }
}
