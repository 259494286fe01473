package lanewise.optim;

import lanewise.linalg.Arguments;

/// The refusals that all optimizers share. Each names the value and its bound, and comes before anything has changed.
///
/// Kernels see floats: what is above zero must not become zero there, nor what is below one become one, nor anything infinite.
final class Require {

    private Require() {}

    /// A share that stays a double.
    static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and below 1, was " + value);
        }
    }

    /// A decay rate or a momentum that becomes a float: zero switches it off, one would never forget.
    static void decay(String name, double value) {
        share(name, value);
        doesNotVanish(name, value);
        doesNotBecomeOne(name, value);
    }

    /// A size that stays a double, but within the range of floats.
    static void number(String name, double value) {
        if (!(value >= 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be at least 0 and at most " + Float.MAX_VALUE + ", was " + value);
        }
    }

    /// A size that becomes a float: an epsilon, a learning rate.
    static void size(String name, double value) {
        number(name, value);
        doesNotVanish(name, value);
    }

    /// A size that becomes a float and that something is divided by.
    static void positive(String name, double value) {
        if (!(value > 0 && value <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " must be above 0 and at most " + Float.MAX_VALUE + ", was " + value);
        }
        doesNotVanish(name, value);
    }

    private static void doesNotVanish(String name, double value) {
        if (value != 0 && (float) value == 0) {
            throw new IllegalArgumentException(
                    name + " must be 0 or large enough for a float, at least " + Float.MIN_VALUE + ", was " + value);
        }
    }

    static void doesNotBecomeOne(String name, double value) {
        if ((float) value == 1) {
            throw new IllegalArgumentException(name + " must not round to 1 as a float, was " + value);
        }
    }

    /// What a schedule that falls towards zero hands out: zero from where a float cannot hold the value on.
    static double flushed(double value) {
        return (float) value == 0 ? 0 : value;
    }

    /// A scalar of a step, rounded once.
    ///
    /// @param formula what it is computed from, for the message
    static float scalar(String formula, double value) {
        float rounded = (float) value;
        if (!Float.isFinite(rounded)) {
            throw new IllegalArgumentException(formula + " must be at most " + Float.MAX_VALUE + " in size, was " + value);
        }
        return rounded;
    }

    static void epsilons(double insideRoot, double outsideRoot) {
        size("insideRoot", insideRoot);
        size("outsideRoot", outsideRoot);
        if (insideRoot != 0 && outsideRoot != 0) {
            throw new IllegalArgumentException(
                    "one of insideRoot and outsideRoot must be 0, were " + insideRoot + " and " + outsideRoot);
        }
    }

    static void step(long t, double learningRate) {
        if (t < 1) {
            throw new IllegalArgumentException("step t must be at least 1, was " + t);
        }
        size("learningRate", learningRate);
    }

    /// An array that must be there, and all of its elements.
    static void allPresent(String name, Object[] arguments) {
        Arguments.present(name, arguments);
        for (int k = 0; k < arguments.length; k++) {
            if (arguments[k] == null) throw new IllegalArgumentException(name + "[" + k + "] must not be null");
        }
    }

    /// What one call of [Update#apply] is given, with the variant.
    static void arrays(Variant variant, float[] w, float[] g, float[][] state, int stateArrays, int from, int to) {
        Arguments.present("variant", variant);
        arrays(w, g, state, stateArrays, from, to);
    }

    /// What one call of [Update#apply] is given. Shared arrays are refused because the variants would read each other's writes differently.
    static void arrays(float[] w, float[] g, float[][] state, int stateArrays, int from, int to) {
        Arguments.present("parameters", w);
        Arguments.present("gradients", g);
        if (g.length != w.length) {
            throw new IllegalArgumentException("gradients must be as long as the parameters, " + w.length + ", were " + g.length);
        }
        if (g == w) {
            throw new IllegalArgumentException("gradients and parameters must be two arrays, were one");
        }
        state(w, g, state, stateArrays);
        range(w.length, from, to);
    }

    /// State arrays are as many as the optimizer keeps, as long as the parameters, and all different.
    static void state(float[] w, float[] g, float[][] state, int stateArrays) {
        allPresent("state", state);
        if (state.length != stateArrays) {
            throw new IllegalArgumentException("state must have " + stateArrays + " arrays, had " + state.length);
        }
        for (int k = 0; k < stateArrays; k++) {
            float[] s = state[k];
            if (s.length != w.length) {
                throw new IllegalArgumentException(
                        "state[" + k + "] must be as long as the parameters, " + w.length + ", was " + s.length);
            }
            if (s == w) throw shared(k, "the parameters");
            if (s == g) throw shared(k, "the gradients");
            for (int j = 0; j < k; j++) {
                if (s == state[j]) throw shared(k, "state[" + j + "]");
            }
        }
    }

    private static IllegalArgumentException shared(int k, String other) {
        return new IllegalArgumentException("state[" + k + "] must be an array of its own, was " + other + " too");
    }

    /// The refusal of a rule that cannot leave out elements, see [Update#checkSparse].
    static IllegalArgumentException notSparse(String rule, String reason) {
        return new IllegalArgumentException(rule + " must step every element at every step, not some rows: " + reason);
    }

    /// What `undoLookAhead` of a rule with a look-ahead is given.
    static void velocity(float[] w, float[] v, int from, int to) {
        Arguments.present("parameters", w);
        Arguments.present("velocity", v);
        if (v == w) throw new IllegalArgumentException("velocity and parameters must be two arrays, were one");
        if (v.length != w.length) {
            throw new IllegalArgumentException("velocity must be as long as the parameters, " + w.length + ", was " + v.length);
        }
        range(w.length, from, to);
    }

    static void range(int length, int from, int to) {
        if (from < 0 || to < from || to > length) {
            throw new IllegalArgumentException("range must lie within 0 to " + length + ", was " + from + " to " + to);
        }
    }
}
