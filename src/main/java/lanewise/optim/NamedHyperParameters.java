package lanewise.optim;

/// Hyper-parameters by name, as a file gives them. Each is taken once, so that one that is left over can be refused.
///
/// All methods throw IllegalArgumentException for a value of another type.
public interface NamedHyperParameters {

    /// The learning rate of the first step, which may be asked for again.
    double learningRate();

    /// A number.
    ///
    /// @throws IllegalArgumentException if it is missing
    double take(String name);

    /// A number, or the fallback if it is missing.
    double takeOr(String name, double fallback);

    /// A whole number, or the fallback if it is missing.
    long takeCountOr(String name, long fallback);

    /// A truth value, or the fallback if it is missing.
    boolean takeOr(String name, boolean fallback);

    /// Epsilon, where the file says that it stands: beside the root unless it says inside.
    default Epsilon epsilon(double fallback) {
        double epsilon = takeOr("epsilon", fallback);
        return takeOr("epsilonInsideRoot", false) ? new Epsilon(epsilon, 0) : new Epsilon(0, epsilon);
    }

    /// An epsilon inside the root and one beside it, of which one is zero.
    record Epsilon(double inside, double outside) {}
}
