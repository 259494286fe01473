package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// RAdam: Adam that trusts its scale only once enough squares are behind it, and steps by the average gradient until then.
///
///     g ← g + λw                                       unless λ is decoupled
///     m ← β₁m + (1 − β₁)g
///     v ← β₂v + (1 − β₂)g²
///     w ← κw − α̂ · r · √(1 − β₂ᵗ) · m / (√v + ε)       if ρ > 5,  α̂ = η/(1 − β₁ᵗ)
///     w ← κw − α̂ · m                                   otherwise,  κ = 1 − ηλ if λ is decoupled, else 1
///
///     ρ∞ = 2/(1 − β₂) − 1,  ρ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ),  r² = (ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ)
///
/// Source: Liu, Jiang, He, Chen, Liu, Gao and Han, *On the Variance of the Adaptive Learning Rate and Beyond*, 2020, Algorithm 2
/// (arXiv:1908.03265), with the threshold 5 of PyTorch in place of the paper's 4. Epsilon stands outside the root of the uncorrected v,
/// as in PyTorch.
/// The weight decay λ is that of a penalty ½λw² on the loss, as in PyTorch by default: its gradient λw joins g and is scaled with it. Or it
/// is decoupled, as in [AdamW]: w is multiplied by 1 − ηλ, and the averages do not see it. This is `decoupled_weight_decay` of PyTorch.
///
/// One kernel serves both cases: the denominator is a·√v + b, with a = 0 and b = 1 in the second, which is exact for every finite v.
///
/// State: m and v, zero at the start. Traffic: 16 bytes read and 12 written per parameter.
public record RAdam(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled) implements Optimizer {

    /// β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, as in PyTorch.
    public static final RAdam DEFAULT = new RAdam(0.9, 0.999, 1e-8);

    private static final double RECTIFIED_FROM = 5;

    public RAdam {
        Require.decay("beta1", beta1);
        Require.decay("beta2", beta2);
        Require.size("epsilon", epsilon);
        Require.size("weightDecay", weightDecay);
    }

    /// Without weight decay.
    public RAdam(double beta1, double beta2, double epsilon) {
        this(beta1, beta2, epsilon, 0, false);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("weight decay", new RAdam(0.8, 0.99, 1e-7, 0.1, false)),
                new Convention("decoupled weight decay", new RAdam(0.9, 0.999, 1e-8, 0.1, true)));
    }

    /// With the names and defaults of PyTorch, as golden trajectories give them.
    static RAdam of(NamedHyperParameters given) {
        return new RAdam(given.takeOr("beta1", 0.9), given.takeOr("beta2", 0.999), given.takeOr("epsilon", 1e-8),
                given.takeOr("weightDecay", 0), given.takeOr("decoupledWeightDecay", false));
    }

    @Override
    public int stateArrays() {
        return 2;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        double power = Math.pow(beta2, t);
        double longest = 2 / (1 - beta2) - 1;
        double length = longest - 2.0 * t * power / (1 - power);
        double rate = learningRate / (1 - Math.pow(beta1, t));
        boolean rectified = length > RECTIFIED_FROM;
        if (rectified) {
            double rectification = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length);
            rate *= Math.sqrt(rectification) * Math.sqrt(1 - power);
        }
        return new Step((float) beta1, (float) (1 - beta1), (float) beta2, (float) (1 - beta2),
                Require.scalar("learningRate/(1 - beta1^t)", rate), rectified ? 1 : 0,
                rectified ? (float) epsilon : 1, decoupled ? 0 : (float) weightDecay,
                decoupled ? Require.scalar("1 - learningRate * weightDecay", 1 - learningRate * weightDecay) : 1);
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float beta1, float rest1, float beta2, float rest2, float rate, float ofRoot, float plus,
            float decay, float kept) implements Update {

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
            float mi = s.beta1 * m[i] + s.rest1 * gi;
            float vi = s.beta2 * v[i] + s.rest2 * (gi * gi);
            m[i] = mi;
            v[i] = vi;
            w[i] = s.kept * w[i] - s.rate * mi / (s.ofRoot * (float) Math.sqrt(vi) + s.plus);
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
        float first = s.beta1 * m[i] + s.rest1 * gradient;
        float second = s.beta2 * v[i] + s.rest2 * (gradient * gradient);
        float scale = (float) Math.sqrt(second) * s.ofRoot + s.plus;
        m[i] = first;
        v[i] = second;
        w[i] = parameter * s.kept - s.rate * first / scale;
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] m, float[] v, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var parameter = fromArray(SPECIES, w, i);
            var gradient = fromArray(SPECIES, g, i).add(parameter.mul(s.decay));
            var first = fromArray(SPECIES, m, i).mul(s.beta1).add(gradient.mul(s.rest1));
            var second = fromArray(SPECIES, v, i).mul(s.beta2).add(gradient.mul(gradient).mul(s.rest2));
            var scale = second.sqrt().mul(s.ofRoot).add(s.plus);
            first.intoArray(m, i);
            second.intoArray(v, i);
            parameter.mul(s.kept).sub(first.mul(s.rate).div(scale)).intoArray(w, i);
        }
        scalar(s, w, g, m, v, i, to);
    }
}
