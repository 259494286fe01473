package lanewise.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import lanewise.optim.AdaBound;
import lanewise.optim.AdaMax;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.Catalogue;
import lanewise.optim.Lion;
import lanewise.optim.Momentum;
import lanewise.optim.Nadam;
import lanewise.optim.NesterovLookAhead;
import lanewise.optim.Optimizer;
import lanewise.optim.RAdam;
import lanewise.optim.RmsProp;
import lanewise.optim.RmsPropMomentum;
import lanewise.optim.RmsPropNesterov;
import lanewise.optim.Rprop;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The test of the test: kernels with one deliberate mistake in one variant. The cross-validation must find each and name that variant.
class WrongKernelsTest {

    /// Elements that a mistake skips or spoils: no more than the narrowest vector has.
    private static final int BLOCK = 4;

    /// Stands in for one variant's kernel.
    @FunctionalInterface
    private interface Mutation {
        void apply(Update right, Variant variant, float[] w, float[] g, float[][] state, int from, int to);
    }

    private record Mutant(Catalogue entry, Variant mutated, Mutation mutation) implements Optimizer {

        @Override
        public Update at(long t, double learningRate) {
            Update right = entry.defaults().at(t, learningRate);
            return (variant, w, g, state, from, to) -> {
                if (variant == mutated) mutation.apply(right, variant, w, g, state, from, to);
                else
                    right.apply(variant, w, g, state, from, to);
            };
        }

        @Override
        public int stateArrays() {
            return entry.state().size();
        }
    }

    static Stream<Arguments> mistakes() {
        Stream<Arguments> mistakes = Stream.of(
                mistake("epsilon inside the root", Catalogue.ADAM, other(new Adam(0.9, 0.999, 1e-8, 0))),
                mistake("beta1 for beta2", Catalogue.ADAM, other(new Adam(0.999, 0.9, 0, 1e-8))),
                mistake("epsilon left out", Catalogue.RMSPROP, other(new RmsProp(0.99, 0, 0))),
                mistake("bias corrected for the step before", Catalogue.ADAM,
                        (_, variant, w, g, state, from, to) -> Adam.DEFAULT.at(9, 1e-3).apply(variant, w, g, state, from, to)),
                mistake("last element left out", Catalogue.SGD,
                        (right, variant, w, g, state, from, to) -> right.apply(variant, w, g, state, from, Math.max(from, to - 1))),
                mistake("first element left out", Catalogue.MOMENTUM,
                        (right, variant, w, g, state, from, to) -> right.apply(variant, w, g, state, Math.min(from + 1, to), to)),
                mistake("one element too many", Catalogue.SGD,
                        (right, variant, w, g, state, from, to) -> right.apply(variant, w, g, state, from, Math.min(to + 1, w.length))),
                mistake("a block skipped", Catalogue.ADAGRAD, (right, variant, w, g, state, from, to) -> {
                    right.apply(variant, w, g, state, from, Math.min(from + BLOCK, to));
                    right.apply(variant, w, g, state, Math.min(from + 2 * BLOCK, to), to);
                }),
                mistake("full blocks skipped, tail done", Catalogue.SGD,
                        (right, variant, w, g, state, from, to) -> right.apply(variant, w, g, state, to - (to - from) % BLOCK, to)),
                mistake("tail left out", Catalogue.ADADELTA,
                        (right, variant, w, g, state, from, to) -> right.apply(variant, w, g, state, from, to - (to - from) % BLOCK)),
                mistake("tail with another order of rounding", Catalogue.NESTEROV, (right, variant, w, g, state, from, to) -> {
                    int tail = to - (to - from) % BLOCK;
                    right.apply(variant, w, g, state, from, tail);
                    for (int i = tail; i < to; i++) {
                        state[0][i] = Math.fma(0.9f, state[0][i], g[i]);
                        w[i] = Math.fma(-1e-3f, Math.fma(0.9f, state[0][i], g[i]), w[i]);
                    }
                }),
                mistake("a state array not written", Catalogue.ADAM, (right, variant, w, g, state, from, to) -> {
                    float[] kept = state[1].clone();
                    right.apply(variant, w, g, state, from, to);
                    System.arraycopy(kept, 0, state[1], 0, kept.length);
                }),
                mistake("state arrays exchanged", Catalogue.ADADELTA,
                        (right, variant, w, g, state, from, to) -> right.apply(variant, w, g, new float[][]{state[1], state[0]}, from, to)),
                mistake("sign of zero lost", Catalogue.SGD, (right, variant, w, g, state, from, to) -> {
                    right.apply(variant, w, g, state, from, to);
                    for (int i = from; i < to; i++) w[i] = w[i] == 0 ? 0 : w[i];
                }),
                mistake("subnormals flushed to zero", Catalogue.MOMENTUM, (right, variant, w, g, state, from, to) -> {
                    right.apply(variant, w, g, state, from, to);
                    for (int i = from; i < to; i++) state[0][i] = Math.abs(state[0][i]) < Float.MIN_NORMAL ? 0 : state[0][i];
                }),
                mistake("fused multiply-add", Catalogue.MOMENTUM, (_, _, w, g, state, from, to) -> {
                    for (int i = from; i < to; i++) {
                        state[0][i] = Math.fma(0.9f, state[0][i], g[i]);
                        w[i] = w[i] - 1e-3f * state[0][i];
                    }
                }),
                mistake("sum under the root in double", Catalogue.ADAGRAD, (_, _, w, g, state, from, to) -> {
                    for (int i = from; i < to; i++) {
                        double sum = (double) state[0][i] + (double) g[i] * g[i];
                        state[0][i] = (float) sum;
                        w[i] -= (float) (1e-2f * g[i] / (Math.sqrt(sum) + 1e-10f));
                    }
                }),
                mistake("gradient overwritten", Catalogue.RMSPROP, (right, variant, w, g, state, from, to) -> {
                    right.apply(variant, w, g, state, from, to);
                    for (int i = from; i < to; i++) g[i] = 2 * g[i];
                }),
                mistake("weight decay left out", Catalogue.ADAMW, other(new AdamW(0.9, 0.999, 0, 1e-8, 0))),
                mistake("maximum forgotten", Catalogue.AMSGRAD, (right, variant, w, g, state, from, to) -> {
                    for (int i = from; i < to; i++) state[2][i] = 0;
                    right.apply(variant, w, g, state, from, to);
                }),
                mistake("epsilon left out", Catalogue.ADAMAX, other(new AdaMax(0.9, 0.999, 0, 0))),
                mistake("another schedule of momenta", Catalogue.NADAM, other(new Nadam(0.9, 0.999, 0, 1e-8, 1))),
                mistake("never rectified", Catalogue.RADAM, other(RAdam.DEFAULT)),
                mistake("bounds of another rate", Catalogue.ADABOUND, other(new AdaBound(0.9, 0.999, 1e-8, 0.2, 1e-3, 1e-3))),
                mistake("average not written", Catalogue.ASGD, (right, variant, w, g, state, from, to) -> {
                    float[] kept = state[0].clone();
                    right.apply(variant, w, g, state, from, to);
                    System.arraycopy(kept, 0, state[0], 0, kept.length);
                }),
                mistake("another growth", Catalogue.RPROP, other(new Rprop(0.5, 1.3, 1e-6, 50))),
                mistake("decays exchanged", Catalogue.LION, other(new Lion(0.99, 0.9, 0))),
                mistake("velocity shifted by the old momentum", Catalogue.NESTEROV_LOOK_AHEAD, other(new NesterovLookAhead(0.9, 0.8))),
                mistake("rate inside the velocity", Catalogue.RMSPROP_MOMENTUM, other(new RmsPropMomentum(0.99, 0.9, true, 0, 1e-8))),
                mistake("root of what rounds below zero", Catalogue.RMSPROP_CENTERED, (right, variant, w, g, state, from, to) -> {
                    for (int i = from; i < to; i++) {
                        state[0][i] = 0.99f * state[0][i] + (float) (1 - 0.99) * (g[i] * g[i]);
                        state[1][i] = 0.99f * state[1][i] + (float) (1 - 0.99) * g[i];
                        w[i] -= 1e-2f * g[i] / ((float) Math.sqrt(state[0][i] - state[1][i] * state[1][i]) + 1e-8f);
                    }
                }),
                mistake("not centered", Catalogue.RMSPROP_CENTERED_MOMENTUM, (right, variant, w, g, state, from, to) -> {
                    right.apply(variant, w, g, state, from, to);
                    for (int i = from; i < to; i++) state[1][i] = 0;
                }),
                mistake("epsilon inside the root", Catalogue.RMSPROP_NESTEROV, other(new RmsPropNesterov(0.99, 0.9, 1e-8, 0))),
                mistake("gradient dampened", Catalogue.MOMENTUM, other(new Momentum(0.9, 0.1, false, false, 0))),
                mistake("nothing done", Catalogue.NESTEROV, (_, _, _, _, _, _, _) -> {}));
        return mistakes.flatMap(mistake -> Stream.of(Variant.values())
                .map(variant -> Arguments.of(mistake.get()[0], mistake.get()[1], variant, mistake.get()[2])));
    }

    private static Arguments mistake(String name, Catalogue entry, Mutation mutation) {
        return Arguments.of(name, entry, mutation);
    }

    private static Mutation other(Optimizer wrong) {
        return (_, variant, w, g, state, from, to) -> wrong.at(1, 1e-3).apply(variant, w, g, state, from, to);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("mistakes")
    void areFoundAndNamed(String name, Catalogue entry, Variant variant, Mutation mutation) {
        Subject subject = new Subject(entry.name(), new Mutant(entry, variant, mutation), entry.learningRate(), entry.state());
        List<Difference> differences = CrossValidation.run(subject).differences();
        assertThat(differences).as(name).isNotEmpty();
        assertThat(differences).as(name).allSatisfy(difference -> assertThat(difference.variant()).isEqualTo(variant));
        assertThat(differences.getFirst().toString()).matches(entry + " " + variant
                + ", size \\d+ at \\d+, step \\d, [a-z]\\[\\d+]: expected [0-9A-F]{8}, was [0-9A-F]{8} \\([A-Z]+ values\\)");
    }
}
