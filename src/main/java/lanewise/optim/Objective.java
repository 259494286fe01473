package lanewise.optim;

/// A function to be minimized, and where it rises.
@FunctionalInterface
public interface Objective {

    /// Evaluates at `w`.
    ///
    /// @param w parameters, read only; they may be another array at each call
    /// @param g takes the gradient, every element of it
    /// @return the value, in double because a line search compares values that differ little; NaN or infinite where there is none
    double valueAndGradient(float[] w, float[] g);
}
