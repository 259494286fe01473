package lanewise.bench;

/// A network of another library with its parameters and a minibatch, ready to be trained.
public interface PeerTraining extends AutoCloseable {

    /// One training step: forward pass, loss, backward pass, update with momentum at a learning rate of 0.
    ///
    /// @return the loss
    double step();

    /// Writes the gradients of the last step, in the suite's layout.
    void gradients(float[] into);

    /// Writes the momentum that the steps have left, in the suite's layout.
    void momentum(float[] into);

    /// Gives back what it holds outside of the heap.
    @Override
    default void close() {}
}
