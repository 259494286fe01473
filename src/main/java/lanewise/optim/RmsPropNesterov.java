package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// RMSprop with Nesterov momentum: scale and velocity take the gradient where the momentum is about to lead.
///
///     g ← g + λw
///     m ← γm + (1 − γ)g²
///     v ← μv_old − ηg / (√(m + ε_in) + ε_out)     of the parameters x:  g = ∇f(x + μv_old),  x ← x + v
///     w ← w − μv_old + (1 + μ)v                                         w = x + μv
///
/// Source: Goodfellow, Bengio and Courville, *Deep Learning*, 2016, Algorithm 8.6, after the change of variables of Bengio,
/// Boulanger-Lewandowski and Pascanu, *Advances in optimizing recurrent networks*, 2013, section 3.5: w holds the point ahead, the caller
/// always takes the gradient at w, and [#undoLookAhead] undoes the shift at the end. The book has no epsilon; here it stands outside the root, as
/// [RmsProp] has it, or inside it.
/// The weight decay λ is that of a penalty ½λw² on the loss, whose gradient λw is taken at the point ahead like all of it.
///
/// State: m and v, zero at the start, where parameters and shifted point are one. Traffic: 16 bytes read and 12 written per parameter.
public record RmsPropNesterov(double gamma, double momentum, double insideRoot, double outsideRoot,
        double weightDecay) implements Optimizer {

    /// γ = 0.99 and ε = 1e-8 outside the root, as PyTorch's RMSprop, and μ = 0.9.
    public static final RmsPropNesterov DEFAULT = new RmsPropNesterov(0.99, 0.9, 0, 1e-8);

    public RmsPropNesterov {
        Require.decay("gamma", gamma);
        Require.decay("momentum", momentum);
        Require.epsilons(insideRoot, outsideRoot);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public RmsPropNesterov(double gamma, double momentum, double insideRoot, double outsideRoot) {
        this(gamma, momentum, insideRoot, outsideRoot, 0);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("epsilon inside", new RmsPropNesterov(0.9, 0.5, 1e-7, 0)),
                new Convention("weight decay", new RmsPropNesterov(0.99, 0.9, 0, 1e-7, 0.1)));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) gamma, (float) (1 - gamma), (float) momentum, (float) learningRate, (float) insideRoot,
                (float) outsideRoot, (float) weightDecay);
    }

    /// Undoes the shift at the end of training: w ← w − μv leaves the parameters in w.
    ///
    /// @throws IllegalArgumentException if w and v are one array or differ in length, or if the range lies outside them
    public void undoLookAhead(float[] w, float[] v, int from, int to) {
        Require.velocity(w, v, from, to);
        for (int i = from; i < to; i++) w[i] -= (float) momentum * v[i];
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float gamma, float rest, float momentum, float rate, float inside, float outside, float decay) implements Update {

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

    /// The specification: the other two must leave the same bits in w, m and v.
    static void scalar(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            float gi = g[i] + s.decay * w[i];
            float mi = s.gamma * m[i] + s.rest * (gi * gi);
            float back = s.momentum * v[i];
            float vi = back - s.rate * gi / ((float) Math.sqrt(mi + s.inside) + s.outside);
            m[i] = mi;
            v[i] = vi;
            w[i] += vi + (s.momentum * vi - back);
        }
    }

    /// Four parameters an iteration, spelled out.
    static void unrolled(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        int i = from;
        for (; i <= to - 4; i += 4) {
            one(s, w, g, m, v, i);
            one(s, w, g, m, v, i + 1);
            one(s, w, g, m, v, i + 2);
            one(s, w, g, m, v, i + 3);
        }
        for (; i < to; i++) one(s, w, g, m, v, i);
    }

    private static void one(Step s, float[] w, float[] g, float[] m, float[] v, int i) {
        float parameter = w[i];
        float gradient = s.decay * parameter + g[i];
        float square = s.gamma * m[i] + s.rest * (gradient * gradient);
        float scale = (float) Math.sqrt(square + s.inside) + s.outside;
        float shift = s.momentum * v[i];
        float velocity = shift - s.rate * gradient / scale;
        float further = s.momentum * velocity - shift;
        m[i] = square;
        v[i] = velocity;
        w[i] = parameter + (velocity + further);
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var square = fromArray(SPECIES, m, i).mul(s.gamma).add(gradient.mul(gradient).mul(s.rest));
            var scale = square.add(s.inside).sqrt().add(s.outside);
            var shift = fromArray(SPECIES, v, i).mul(s.momentum);
            var velocity = shift.sub(gradient.mul(s.rate).div(scale));
            square.intoArray(m, i);
            velocity.intoArray(v, i);
            parameter.add(velocity.add(velocity.mul(s.momentum).sub(shift))).intoArray(w, i);
        }
        scalar(s, w, g, m, v, i, to);
    }
}
