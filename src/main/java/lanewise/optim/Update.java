package lanewise.optim;

/// One optimizer step, its scalars already computed: what happens to each parameter.
///
/// An update keeps no reference to the arrays, so one instance serves any slice, from any thread.
public interface Update {

    /// Applies the step to the elements `from` (inclusive) to `to` (exclusive). All arrays have the same length and are distinct.
    ///
    /// @param w     parameters, changed in place
    /// @param g     gradients, read only
    /// @param state the optimizer's state arrays, changed in place, as many as [Optimizer#stateArrays] says
    /// @throws IllegalArgumentException if the arrays differ in length, are too many or too few, or one stands for two, or if the
    ///     range lies outside them; nothing has been changed then
    void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to);
}
