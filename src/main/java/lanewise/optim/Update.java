package lanewise.optim;

import lanewise.linalg.Arguments;

/// One optimizer step, its scalars already computed: what happens to each parameter.
///
/// An update keeps no reference to the arrays, so one instance serves any slice, from any thread. One that is a plain rule for each
/// element is [#apply] alone, and may be a lambda. The other methods are for updates that are made of others, that treat an element by
/// where it stands, or that need every element at every step; see the table of compositions in docs/conventions.md.
public interface Update {

    /// Applies the step to the elements `from` (inclusive) to `to` (exclusive). All arrays have the same length and are distinct. An
    /// empty range changes nothing, and is refused with the same arrays as any other.
    ///
    /// @param w     parameters, changed in place
    /// @param g     gradients, read only
    /// @param state the optimizer's state arrays, changed in place, as many as [Optimizer#stateArrays] says
    /// @throws IllegalArgumentException if the arrays differ in length, are too many or too few, or one stands for two, or if the
    ///     range lies outside them; nothing has been changed then
    void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to);

    /// Refuses what [#apply] would refuse, and changes nothing. Who divides the elements among threads, groups or rows calls it for all of
    /// them before the first is stepped. An update that refuses ranges which lie inside its arrays must override it, and if it accepts a range
    /// it must accept every part of it: the parts are not asked again, and a refusal of one would come after others have moved.
    ///
    /// @throws IllegalArgumentException as [#apply] does
    default void check(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
        Arguments.present("parameters", w);
        Require.range(w.length, from, to);
        apply(variant, w, g, state, from, from);
    }

    /// This step for arrays whose element 0 is the element `index` of the parameters, as where rows of a table have been copied. An update
    /// that treats an element by where it stands must override it.
    default Update startingAt(int index) {
        return this;
    }

    /// Refuses to leave out elements, as [SparseStep] leaves out the rows without a gradient. An update must override it if an element
    /// that misses a step, above all the first, would be stepped otherwise than the rule says.
    ///
    /// @throws IllegalArgumentException with the reason
    default void checkSparse() {}
}
