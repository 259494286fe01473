package lanewise.optim;

/// A rule that turns gradients into parameter changes: hyper-parameters only, no state.
///
/// An implementation is a record whose constructor throws IllegalArgumentException for a hyper-parameter out of its range.
public interface Optimizer {

    /// The update of step `t`.
    ///
    /// @param t            the step, counted from 1
    /// @param learningRate of this step, as its schedule gives it: 0 or a positive number within the range of floats
    /// @throws IllegalArgumentException if one of them is out of its range, or a scalar made of them is too large for a float
    Update at(long t, double learningRate);

    /// Arrays of state that the rule keeps besides the parameters, each as long as they are and zero at the start.
    int stateArrays();
}
