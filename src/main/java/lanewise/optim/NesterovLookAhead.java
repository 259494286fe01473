package lanewise.optim;

import static jdk.incubator.vector.FloatVector.fromArray;
import static lanewise.simd.Lanes.LANES;
import static lanewise.simd.Lanes.SPECIES;

import java.util.List;

/// Nesterov momentum in the look-ahead form: w holds the point at which the gradient is taken, a momentum's throw ahead of the parameters.
///
///     v ← μv − ηg                      of the parameters x:  v ← μv − η∇f(x + μv)
///     w ← w − μ_old·v_old + (1 + μ)v                         x ← x + v,  w = x + μv
///
/// Source: Sutskever, Martens, Dahl and Hinton, *On the importance of initialization and momentum in deep learning*, 2013, equations 3
/// and 4, after the change of variables of Bengio, Boulanger-Lewandowski and Pascanu, *Advances in optimizing recurrent networks*, 2013,
/// section 3.5. The caller always takes the gradient at w, and [#undoLookAhead] undoes the shift at the end.
/// While learning rate and momentum stay the same [Nesterov] takes this path too, with b = −v/η. When the momentum changes, this form alone shifts
/// by the new one: `new NesterovLookAhead(schedule.at(t), schedule.at(t + 1)).at(t, learningRate)`.
///
/// State: v, zero at the start, where parameters and shifted point are one. Traffic: 12 bytes read and 8 written per parameter.
///
/// @param momentum of this step
/// @param next     of the step after it, by which w is ahead when this one is done
public record NesterovLookAhead(double momentum, double next) implements Optimizer {

    /// μ = 0.9.
    public static final NesterovLookAhead DEFAULT = new NesterovLookAhead(0.9);

    public NesterovLookAhead {
        Require.decay("momentum", momentum);
        Require.decay("next", next);
    }

    /// The same momentum at every step.
    public NesterovLookAhead(double momentum) {
        this(momentum, momentum);
    }

    /// What is cross-validated besides the defaults.
    static List<Convention> conventions() {
        return List.of(
                new Convention("rising momentum", new NesterovLookAhead(0.5, 0.75)));
    }

    @Override
    public int stateArrays() {
        return 1;
    }

    @Override
    public Update at(long t, double learningRate) {
        Require.step(t, learningRate);
        return new Step((float) momentum, (float) next, (float) learningRate);
    }

    /// Undoes the shift at the end of training: w ← w − μv, with the momentum [#next], leaves the parameters in w.
    ///
    /// @throws IllegalArgumentException if w and v are one array or differ in length, or if the range lies outside them
    public void undoLookAhead(float[] w, float[] v, int from, int to) {
        Require.velocity(w, v, from, to);
        for (int i = from; i < to; i++) w[i] -= (float) next * v[i];
    }

    /// The scalars of one step, computed in double and rounded once.
    record Step(float momentum, float next, float rate) implements Update {

        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            Require.arrays(variant, w, g, state, 1, from, to);
            switch (variant) {
                case SCALAR -> scalar(this, w, g, state[0], from, to);
                case UNROLLED -> unrolled(this, w, g, state[0], from, to);
                case SIMD -> simd(this, w, g, state[0], from, to);
            }
        }

        @Override
        public void checkSparse() {
            if (momentum != next)
                throw Require.notSparse("NesterovLookAhead with a momentum that changes",
                        "a row is ahead by the momentum of the last step that it took");
        }
    }

    /// The specification: the other two must leave the same bits in w and v.
    static void scalar(Step s, float[] w, float[] g, float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            float back = s.momentum * v[i];
            float vi = back - s.rate * g[i];
            v[i] = vi;
            w[i] += vi + (s.next * vi - back);
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
        float shift = s.momentum * v[i];
        float velocity = shift - s.rate * g[i];
        float further = s.next * velocity - shift;
        v[i] = velocity;
        w[i] = w[i] + (velocity + further);
    }

    /// A vector of parameters an iteration; what is left over goes to [#scalar].
    static void simd(Step s, float[] w, float[] g, float[] v, int from, int to) {
        int i = from;
        for (int end = from + SPECIES.loopBound(to - from); i < end; i += LANES) {
            var shift = fromArray(SPECIES, v, i).mul(s.momentum);
            var velocity = shift.sub(fromArray(SPECIES, g, i).mul(s.rate));
            velocity.intoArray(v, i);
            fromArray(SPECIES, w, i).add(velocity.add(velocity.mul(s.next).sub(shift))).intoArray(w, i);
        }
        scalar(s, w, g, v, i, to);
    }
}
