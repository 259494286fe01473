package lanewise.run;

import java.util.List;

/// The kinds of rows. Rows of one family are shown in one table, which other families may share: the report decides by what rows declare.
/// Their benchmarks may differ in their parameters.
public enum Family {
    /// An element-wise optimizer step.
    STEP,
    /// The same step in another scenario, such as arrays that lie where the JVM puts them.
    SCENARIO,
    /// The same step on several threads.
    PARALLEL_STEP,
    /// A step of some rows of an embedding.
    SPARSE_STEP,
    /// The direction of L-BFGS and a step along it.
    LBFGS,
    /// A product of matrices.
    PRODUCT,
    /// Forward pass, backward pass, update or whole training step of a minibatch.
    MINIBATCH("batch"),
    /// The gradients of a minibatch on several threads, and on one to compare with.
    PARALLEL_MINIBATCH("batch"),
    /// Forward or backward pass of one layer.
    LAYER("batch"),
    /// An update, a training step or a product of another library.
    PEER,
    /// What the memory can do: streams that move the bytes of a step.
    STREAM,
    /// What the arithmetic units can do.
    ARITHMETIC;

    private final List<String> counts;

    Family(String... counts) {
        this.counts = List.of(counts);
    }

    /// Parameters that every row of the family has and that tables calculate with: whole numbers above 0.
    List<String> counts() {
        return counts;
    }

    /// Whether its rows say what the machine can do, and are measured for the sake of others.
    public boolean isRoof() {
        return this == STREAM || this == ARITHMETIC;
    }
}
