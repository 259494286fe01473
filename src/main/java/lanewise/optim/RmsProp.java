package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;
import lanewise.optim.NamedHyperParameters.Epsilon;

/// RMSprop: a step scaled by the running root mean square of the gradient.
///
///     g ← g + λw
///     v ← ρv + (1 − ρ)g²
///     w ← w − η · g / (√(v + ε_in) + ε_out)
///
/// Source: Tieleman and Hinton, *Neural Networks for Machine Learning*, 2012, lecture 6.5. Epsilon stands outside the root, as in
/// PyTorch, or inside it, as in Keras and TensorFlow. With no epsilon at all, as in the lecture, a parameter whose gradient has always
/// been zero becomes NaN (0/0), as in PyTorch.
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g and is scaled with it.
///
/// State: v, zero at the start. Traffic: 12 bytes read and 8 written per parameter.
public record RmsProp(double rho, double insideRoot, double outsideRoot, double weightDecay) implements Optimizer {

    /// ρ = 0.99 and ε = 1e-8 outside the root, as in PyTorch.
    public static final RmsProp DEFAULT = new RmsProp(0.99, 0, 1e-8);

    public RmsProp {
        Require.decay("rho", rho);
        Require.epsilons(insideRoot, outsideRoot);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public RmsProp(double rho, double insideRoot, double outsideRoot) {
        this(rho, insideRoot, outsideRoot, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("epsilon inside", new RmsProp(0.9, 1e-7, 0)),
                new Convention("no epsilon", new RmsProp(0.9, 0, 0)),
                new Convention("weight decay", new RmsProp(0.99, 0, 1e-7, 0.1)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them. PyTorch's one class is four here, by the arrays that they keep.
    static Optimizer of(NamedHyperParameters given) {
        double rho = given.takeOr("rho", 0.99);
        double momentum = given.takeOr("momentum", 0);
        boolean centered = given.takeOr("centered", false);
        double decay = given.takeOr("weightDecay", 0);
        Epsilon epsilon = given.epsilon(1e-8);
        if (momentum == 0) {
            return centered
                    ? new RmsPropCentered(rho, epsilon.inside(), epsilon.outside(), decay)
                    : new RmsProp(rho, epsilon.inside(), epsilon.outside(), decay);
        }
        return centered
                ? new RmsPropCenteredMomentum(rho, momentum, false, epsilon.inside(), epsilon.outside(), decay)
                : new RmsPropMomentum(rho, momentum, false, epsilon.inside(), epsilon.outside(), decay);
    }

    @Override
    public int stateArrays() {
        return 1;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) rho, (float) (1 - rho), (float) learningRate, (float) insideRoot, (float) outsideRoot,
                (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float rho, float rest, float rate, float inside, float outside, float decay) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, 1, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, state[0], from, to);
                case UNROLLED -> unrolled(this, w, g, state[0], from, to);
                case SIMD -> simd(this, w, g, state[0], from, to);
            }
        }
    }

    /// The specification: the other two must leave the same bits in w and v.
    static void scalar(Step s, float[] w, float[] g, float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float vi = s.rho * v[i] + s.rest * (gi * gi);
            v[i] = vi;
            w[i] -= s.rate * gi / ((float) Math.sqrt(vi + s.inside) + s.outside);
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] v, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, v, i);
            one(s, w, g, v, i + 1);
            one(s, w, g, v, i + 2);
            one(s, w, g, v, i + 3);
        }
        for (; i < to; i++) one(s, w, g, v, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] v, int i) {
        float parameter = w[i];
        float gradient = s.decay * parameter + g[i];
        float square = s.rho * v[i] + s.rest * (gradient * gradient);
        float scale = (float) Math.sqrt(square + s.inside) + s.outside;
        v[i] = square;
        w[i] = parameter - s.rate * gradient / scale;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] v, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var square = fromArray(SPECIES, v, i).mul(s.rho).add(gradient.mul(gradient).mul(s.rest));
            var scale = square.add(s.inside).sqrt().add(s.outside);
            square.intoArray(v, i);
            parameter.sub(gradient.mul(s.rate).div(scale)).intoArray(w, i);
        }
        scalar(s, w, g, v, i, to);
    }
}
