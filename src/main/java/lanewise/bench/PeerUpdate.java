package lanewise.bench;

/// An optimizer of another library with its parameters and state, ready to be stepped.
public interface PeerUpdate extends AutoCloseable {

    /// One step with the catalogue's default hyper-parameters.
    ///
    /// @param gradient which of the two
    void step(int gradient);

    /// The parameter of this index, counted from the start of the range.
    float parameter(int index);

    /// An element of a state array in the catalogue's order; NaN if the library does not show its state.
    default float state(int array, int index) {
        return Float.NaN;
    }

    /// The t of the call of this number, which is counted from 0: bias corrections follow from it.
    default long t(long call) {
        return call + 1;
    }

    /// By which part of itself the movement of a parameter may differ from that of the scalar kernel, beyond rounding: 0 for the same formula.
    default double otherFormula() {
        return 0;
    }

    /// Gives back what it holds outside of the heap.
    @Override
    default void close() {}
}
