package lanewise.optim;

import java.util.Arrays;
import lanewise.linalg.Arguments;
import lanewise.linalg.Dot;

/// L-BFGS: a Newton step with an inverse Hessian made of the last few steps, its length found by a line search.
///
///     d = −Hg                        H of [InverseHessian]
///     w ← w + td                     t by [StrongWolfe], which tries 1 first
///
/// While there is no H yet, d = −g/‖g‖ and the first t is min(1, ‖g‖): that is −g, but no longer than 1, in numbers that neither
/// overflow nor vanish however large or small the gradient is.
///
/// Source: Nocedal and Wright, *Numerical Optimization*, 2nd edition, algorithm 7.5; Liu and Nocedal, *On the limited memory BFGS method
/// for large scale optimization*, 1989. It minimizes a function rather than applying one gradient, so it is no [Optimizer]: a step needs
/// sums over all parameters and evaluates as often as the line search asks.
///
/// A step that the line search cannot make with H is tried again without it, from the negative gradient; only if that fails too is it
/// the end. Parameters, gradients and the history are float, values and inner products are handed on in double. So near a minimum
/// the gradient cannot be smaller than the curvature times the distance to the nearest float: ask for no smaller norm than that, unless
/// the minimum itself is made of floats, or lies at zero, where floats are dense.
///
/// State: 2m arrays of history and four of work. Traffic of a direction and the step along it, per parameter, with a full history of m
/// pairs: −g (4 bytes read, 4 written), H of it (32m + 4, 8m + 4), the step (8 and 4): 32m + 16 bytes read and 8m + 12 written, without
/// the copies, sums and evaluations of the line search and without taking the new pair, which are some 100 bytes more.
///
/// @param history      pairs kept: 3 to 20 are usual
/// @param gradientNorm the Euclidean norm of the gradient at which the end is reached
/// @param iterations   the most steps to make
public record Lbfgs(int history, double gradientNorm, int iterations) {

    /// Ten pairs.
    public static final Lbfgs DEFAULT = new Lbfgs(10, 1e-5, 1_000);

    public Lbfgs {
        if (history < 1) throw new IllegalArgumentException("history must be at least 1, was " + history);
        Require.number("gradientNorm", gradientNorm);
        if (iterations < 0) throw new IllegalArgumentException("iterations must be at least 0, was " + iterations);
    }

    /// For gradients so small that one over their norm is beyond the range of floats.
    private static final double LARGEST_SCALE = 0x1p126;

    /// Why it ended.
    public enum Stop {
        /// The norm of the gradient is small enough.
        CONVERGED,
        /// Every element of the gradient at the start is zero: a minimum, another stationary point, or a function that is constant there.
        /// A gradient cannot tell them apart. The parameters were left alone.
        ZERO_GRADIENT,
        /// The value stays what it is however far the parameters move along the negative gradient, though that is not zero: the function is
        /// constant, or its slope is lost in the last bits of its values.
        CONSTANT,
        /// The function seems to have no minimum: its value fell along a line up to where floats end. The parameters are the farthest
        /// point with a finite value.
        UNBOUNDED,
        /// Not even along the negative gradient is there a float vector whose value is low enough.
        LINE_SEARCH_FAILED,
        /// All iterations were used.
        ITERATIONS_EXHAUSTED,
        /// The value or the norm of the gradient at the start is NaN or infinite; the parameters were left alone. Later on such a point
        /// only ends a step that is too long.
        NOT_FINITE
    }

    /// What became of the parameters.
    ///
    /// @param iterations   steps made
    /// @param evaluations  of the objective
    /// @param value        at the parameters as they are now
    /// @param gradientNorm likewise
    public record Result(Stop stop, int iterations, int evaluations, double value, double gradientNorm) {}

    /// All arrays that a minimization needs, to be used again for the next one of the same size; by one thread at a time.
    public static final class Workspace {

        private final int history;
        private final InverseHessian inverse;
        private final StrongWolfe search = new StrongWolfe();
        private final float[] sums = new float[Dot.SUMS];
        private final float[] gradient;
        private final float[] direction;
        private final float[] trial;
        private final float[] trialGradient;
        private boolean inUse;

        private Workspace(int history, int size) {
            this.history = history;
            inverse = new InverseHessian(new float[history][size], new float[history][size], 0, size);
            gradient = new float[size];
            direction = new float[size];
            trial = new float[size];
            trialGradient = new float[size];
        }

        private boolean holds(float[] array) {
            return array == gradient || array == direction || array == trial || array == trialGradient;
        }
    }

    /// With a workspace for `size` parameters.
    ///
    /// @throws IllegalArgumentException if the size is negative
    public Workspace workspace(int size) {
        if (size < 0) throw new IllegalArgumentException("size must be at least 0, was " + size);
        return new Workspace(history, size);
    }

    /// Moves `w` to where the objective is small. No iteration allocates anything, if the objective does not.
    ///
    /// @param w parameters: the start, then the best that was found. Left at the last completed step if the objective throws.
    /// @throws IllegalArgumentException if the workspace is made for another size or history, is that of a minimization under way, or holds
    ///     the array of the parameters; nothing has been changed then
    public Result minimize(Variant variant, Objective objective, float[] w, Workspace workspace) {
        Arguments.present("variant", variant);
        Arguments.present("objective", objective);
        Arguments.present("parameters", w);
        Arguments.present("workspace", workspace);
        if (workspace.gradient.length != w.length) {
            throw new IllegalArgumentException(
                    "workspace must be for as many parameters as there are, " + w.length + ", was for " + workspace.gradient.length);
        }
        if (workspace.history != history) {
            throw new IllegalArgumentException("workspace must be for a history of " + history + ", was for " + workspace.history);
        }
        if (workspace.inUse) {
            throw new IllegalArgumentException("workspace must be free, was that of a minimization under way");
        }
        if (workspace.holds(w)) {
            throw new IllegalArgumentException("parameters must be an array of their own, were one of the workspace too");
        }
        workspace.inUse = true;
        try {
            workspace.inverse.clear();
            return new Descent(variant, objective, w, workspace).run(this);
        } finally {
            workspace.inUse = false;
        }
    }

    /// One minimization.
    private static final class Descent implements StrongWolfe.LineFunction {

        private final Variant variant;
        private final Objective objective;
        private final float[] w;
        private final Workspace space;
        private int evaluations;
        private double value;
        private double norm;
        private double trialValue;
        private boolean stayedLevel;
        private boolean fellWithoutEnd;

        Descent(Variant variant, Objective objective, float[] w, Workspace space) {
            this.variant = variant;
            this.objective = objective;
            this.w = w;
            this.space = space;
        }

        Result run(Lbfgs settings) {
            evaluations = 1;
            value = objective.valueAndGradient(w, space.gradient);
            norm = Math.sqrt(dot(space.gradient, space.gradient));
            if (!Double.isFinite(value) || !Double.isFinite(norm)) return ended(Stop.NOT_FINITE, 0);
            if (norm == 0 && w.length > 0) return ended(Stop.ZERO_GRADIENT, 0);
            for (int k = 0; k < settings.iterations; k++) {
                if (norm <= settings.gradientNorm) return ended(Stop.CONVERGED, k);
                if (!step()) {
                    boolean blind = space.inverse.pairs() == 0;
                    space.inverse.clear();
                    if (blind || !step()) return ended(stayedLevel ? Stop.CONSTANT : Stop.LINE_SEARCH_FAILED, k);
                }
                if (fellWithoutEnd) return ended(Stop.UNBOUNDED, k + 1);
            }
            return ended(norm <= settings.gradientNorm ? Stop.CONVERGED : Stop.ITERATIONS_EXHAUSTED, settings.iterations);
        }

        private Result ended(Stop stop, int iterations) {
            return new Result(stop, iterations, evaluations, value, norm);
        }

        /// False if there is none; nothing has been changed then.
        private boolean step() {
            stayedLevel = false;
            fellWithoutEnd = false;
            boolean blind = space.inverse.pairs() == 0;
            if (blind) {
                Vectors.scale(variant, -Math.min(1 / norm, LARGEST_SCALE), space.gradient, space.direction, 0, w.length);
            } else {
                space.inverse.direction(variant, space.gradient, space.direction);
            }
            double slope = dot(space.gradient, space.direction);
            if (!(slope < 0 && Double.isFinite(slope))) return false;
            double t = space.search.search(this, value, slope, blind ? Math.min(1, norm) : 1);
            stayedLevel = space.search.stayedLevel();
            fellWithoutEnd = space.search.fellWithoutEnd();
            if (t == 0 || Arrays.equals(w, space.trial)) return false;
            space.inverse.add(variant, w, space.trial, space.gradient, space.trialGradient);
            System.arraycopy(space.trial, 0, w, 0, w.length);
            System.arraycopy(space.trialGradient, 0, space.gradient, 0, w.length);
            value = trialValue;
            norm = Math.sqrt(dot(space.gradient, space.gradient));
            return true;
        }

        @Override
        public double value(double t) {
            System.arraycopy(w, 0, space.trial, 0, w.length);
            Vectors.axpy(variant, t, space.direction, space.trial, 0, w.length);
            evaluations++;
            trialValue = objective.valueAndGradient(space.trial, space.trialGradient);
            return trialValue;
        }

        @Override
        public double slope() {
            return dot(space.trialGradient, space.direction);
        }

        @Override
        public boolean overflowed() {
            for (float element : space.trial) {
                if (Float.isInfinite(element)) return true;
            }
            return false;
        }

        private double dot(float[] x, float[] y) {
            return Vectors.dot(variant, x, y, 0, w.length, space.sums);
        }
    }
}
