package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// Adadelta: the step is the gradient in units of its own past steps, so that it needs no learning rate.
///
///     g ← g + λw
///     v ← ρv + (1 − ρ)g²
///     d = √(u + ε) / √(v + ε) · g
///     u ← ρu + (1 − ρ)d²
///     w ← w − ηd
///
/// Source: Zeiler, *ADADELTA: An Adaptive Learning Rate Method*, 2012, Algorithm 1 (arXiv:1212.5701), where η is 1.
/// Epsilon stands inside both roots, everywhere. It also starts the motion: with ε = 0 the steps stay zero, since u does, and a
/// parameter whose gradient has always been zero becomes NaN (0/0), as in PyTorch.
/// The weight decay λ is that of a penalty ½λw² on the loss: its gradient λw joins g and is scaled with it.
///
/// State: v and u, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record Adadelta(double rho, double epsilon, double weightDecay) implements Optimizer {

    /// ρ = 0.9 and ε = 1e-6, as in PyTorch.
    public static final Adadelta DEFAULT = new Adadelta(0.9, 1e-6);

    public Adadelta {
        Require.decay("rho", rho);
        Require.size("epsilon", epsilon);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public Adadelta(double rho, double epsilon) {
        this(rho, epsilon, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("no epsilon", new Adadelta(0.95, 0)),
                new Convention("weight decay", new Adadelta(0.9, 1e-5, 0.1)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static Adadelta of(NamedHyperParameters given) {
        return new Adadelta(given.takeOr("rho", 0.9), given.takeOr("epsilon", 1e-6), given.takeOr("weightDecay", 0));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) rho, (float) (1 - rho), (float) epsilon, (float) learningRate, (float) weightDecay);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float rho, float rest, float epsilon, float rate, float decay) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, 2, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, state[0], state[1], from, to);
                case UNROLLED -> unrolled(this, w, g, state[0], state[1], from, to);
                case SIMD -> simd(this, w, g, state[0], state[1], from, to);
            }
        }
    }

    /// The specification: the other two must leave the same bits in w, v and u.
    static void scalar(Step s, float[] w, float[] g, float[] v, float[] u, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float vi = s.rho * v[i] + s.rest * (gi * gi);
            float di = (float) Math.sqrt(u[i] + s.epsilon) / (float) Math.sqrt(vi + s.epsilon) * gi;
            v[i] = vi;
            u[i] = s.rho * u[i] + s.rest * (di * di);
            w[i] -= s.rate * di;
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] v, float[] u, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, v, u, i);
            one(s, w, g, v, u, i + 1);
            one(s, w, g, v, u, i + 2);
            one(s, w, g, v, u, i + 3);
        }
        for (; i < to; i++) one(s, w, g, v, u, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] v, float[] u, int i) {
        float parameter = w[i];
        float gradient = s.decay * parameter + g[i];
        float past = u[i];
        float square = s.rho * v[i] + s.rest * (gradient * gradient);
        float numerator = (float) Math.sqrt(past + s.epsilon);
        float denominator = (float) Math.sqrt(square + s.epsilon);
        float step = numerator / denominator * gradient;
        v[i] = square;
        u[i] = s.rho * past + s.rest * (step * step);
        w[i] = parameter - s.rate * step;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] v, float[] u, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var past = fromArray(SPECIES, u, i);
            var square = fromArray(SPECIES, v, i).mul(s.rho).add(gradient.mul(gradient).mul(s.rest));
            var step = past.add(s.epsilon).sqrt().div(square.add(s.epsilon).sqrt()).mul(gradient);
            square.intoArray(v, i);
            past.mul(s.rho).add(step.mul(step).mul(s.rest)).intoArray(u, i);
            parameter.sub(step.mul(s.rate)).intoArray(w, i);
        }
        scalar(s, w, g, v, u, i, to);
    }
}
