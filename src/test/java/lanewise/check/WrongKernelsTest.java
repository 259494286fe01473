package lanewise.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import lanewise.HyperParameters;
import lanewise.optim.AdaBound;
import lanewise.optim.AdaMax;
import lanewise.optim.Adam;
import lanewise.optim.Catalogue;
import lanewise.optim.Lion;
import lanewise.optim.Momentum;
import lanewise.optim.Nadam;
import lanewise.optim.NesterovLookAhead;
import lanewise.optim.Optimizer;
import lanewise.optim.RmsProp;
import lanewise.optim.RmsPropMomentum;
import lanewise.optim.RmsPropNesterov;
import lanewise.optim.Rprop;
import lanewise.optim.Update;
import lanewise.optim.Variant;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The test of the test: kernels with one deliberate mistake in one variant. The cross-validation must find each and name that variant.
///
/// Every stand-in has its control, which is made in the same way but for the mistake: the cross-validation must be silent about it. Without
/// that a stand-in that is wrong in another way, such as in its learning rate, would be found whatever its mistake is.
@Execution(ExecutionMode.CONCURRENT)
class WrongKernelsTest {

    /// Elements that a mistake skips or spoils: no more than the narrowest vector has.
    private static final int BLOCK = 4;

    private static final double WEIGHT_DECAY = 0.1;

    /// One call of one variant, to which something else stands in.
    ///
    /// @param right the update that should be applied, of step t
    private record Call(Update right, long t, double rate, Variant variant, float[] w, float[] g, float[][] state, int from, int to) {

        /// As it should be, on this range.
        void right(int from, int to) {
            right.apply(variant, w, g, state, from, to);
        }

        void by(Optimizer other, long t) {
            other.at(t, rate).apply(variant, w, g, state, from, to);
        }

        /// The gradient with its weight decay of zero, which is no zero where the parameter is infinite or NaN.
        float gradient(int i) {
            return g[i] + 0f * w[i];
        }
    }

    /// Stands in for one variant's kernel.
    @FunctionalInterface
    private interface StandIn {
        void apply(Call call);
    }

    private record Mutant(Optimizer right, Variant mutated, StandIn standIn) implements Optimizer {

        @Override
        public Update at(long t, double learningRate) {
            Update update = right.at(t, learningRate);
            return (variant, w, g, state, from, to) -> {
                if (variant == mutated) standIn.apply(new Call(update, t, learningRate, variant, w, g, state, from, to));
                else
                    update.apply(variant, w, g, state, from, to);
            };
        }

        @Override
        public int stateArrays() {
            return right.stateArrays();
        }
    }

    /// @param right what the other variants do
    private record Case(String name, Catalogue entry, Optimizer right, StandIn standIn) {

        Case(String name, Catalogue entry, StandIn standIn) {
            this(name, entry, entry.defaults(), standIn);
        }

        List<Difference> differences(Variant variant) {
            Subject subject = new Subject(entry.name(), new Mutant(right, variant, standIn), entry.learningRate(), entry.state());
            return CrossValidation.run(subject, CrossValidations.SMALL_SIZES).differences();
        }

        @Override
        public String toString() {
            return name + ": " + entry;
        }
    }

    static Stream<Arguments> mistakes() {
        return inEachVariant(Stream.of(
                hyperParameters(), ranges(), arrays(), arithmetic(), Stream.of(Catalogue.values()).flatMap(WrongKernelsTest::weightDecays))
                .flatMap(cases -> cases));
    }

    private static Stream<Case> hyperParameters() {
        return Stream.of(
                new Case("epsilon inside the root", Catalogue.ADAM, other(new Adam(0.9, 0.999, 1e-8, 0))),
                new Case("beta1 for beta2", Catalogue.ADAM, other(new Adam(0.999, 0.9, 0, 1e-8))),
                new Case("bias corrected for the step before", Catalogue.ADAM, call -> call.by(Adam.DEFAULT, Math.max(1, call.t - 1))),
                new Case("epsilon left out", Catalogue.RMSPROP, other(new RmsProp(0.99, 0, 0))),
                new Case("epsilon left out", Catalogue.ADAMAX, other(new AdaMax(0.9, 0.999, 0, 0))),
                new Case("another schedule of momenta", Catalogue.NADAM, other(new Nadam(0.9, 0.999, 0, 1e-8, 1))),
                new Case("never rectified", Catalogue.RADAM, radam(Double.POSITIVE_INFINITY)),
                new Case("rectified a step early", Catalogue.RADAM, radam(4)),
                new Case("bounds of another rate", Catalogue.ADABOUND, other(new AdaBound(0.9, 0.999, 1e-8, 0.2, 1e-3, 1e-3))),
                new Case("another growth", Catalogue.RPROP, other(new Rprop(0.5, 1.3, 1e-6, 50))),
                new Case("decays exchanged", Catalogue.LION, other(new Lion(0.99, 0.9, 0))),
                new Case("shifted by another momentum", Catalogue.NESTEROV_LOOK_AHEAD, other(new NesterovLookAhead(0.9, 0.8))),
                new Case("rate inside the velocity", Catalogue.RMSPROP_MOMENTUM, other(new RmsPropMomentum(0.99, 0.9, true, 0, 1e-8))),
                new Case("epsilon inside the root", Catalogue.RMSPROP_NESTEROV, other(new RmsPropNesterov(0.99, 0.9, 1e-8, 0))),
                new Case("gradient dampened", Catalogue.MOMENTUM, other(new Momentum(0.9, 0.1, false, false, 0))));
    }

    /// Left out, and taken for the other kind where there are both.
    private static Stream<Case> weightDecays(Catalogue entry) {
        Optimizer defaults = entry.defaults();
        if (!HyperParameters.of(defaults).containsKey("weightDecay")) return Stream.of();
        Optimizer without = HyperParameters.with(defaults, "weightDecay", 0.0);
        Optimizer decaying = HyperParameters.with(defaults, "weightDecay", WEIGHT_DECAY);
        Case leftOut = new Case("weight decay left out", entry, decaying, other(without));
        if (!HyperParameters.of(defaults).containsKey("decoupled")) return Stream.of(leftOut);
        return Stream.of(leftOut,
                new Case("weight decay decoupled", entry, decaying, other(HyperParameters.with(decaying, "decoupled", true))));
    }

    private static Stream<Case> ranges() {
        return Stream.of(
                new Case("last element left out", Catalogue.SGD, call -> call.right(call.from, Math.max(call.from, call.to - 1))),
                new Case("first element left out", Catalogue.MOMENTUM, call -> call.right(Math.min(call.from + 1, call.to), call.to)),
                new Case("one element too many", Catalogue.SGD, call -> call.right(call.from, Math.min(call.to + 1, call.w.length))),
                new Case("a block skipped", Catalogue.ADAGRAD, call -> {
                    call.right(call.from, Math.min(call.from + BLOCK, call.to));
                    call.right(Math.min(call.from + 2 * BLOCK, call.to), call.to);
                }),
                new Case("full blocks skipped, tail done", Catalogue.SGD,
                        call -> call.right(call.to - (call.to - call.from) % BLOCK, call.to)),
                new Case("tail left out", Catalogue.ADADELTA, call -> call.right(call.from, call.to - (call.to - call.from) % BLOCK)),
                new Case("nothing done", Catalogue.NESTEROV, _ -> {}));
    }

    private static Stream<Case> arrays() {
        return Stream.of(
                new Case("a state array not written", Catalogue.ADAM, keeping(1)),
                new Case("average not written", Catalogue.ASGD, keeping(0)),
                new Case("state arrays exchanged", Catalogue.ADADELTA, call -> call.right.apply(call.variant, call.w, call.g,
                        new float[][]{call.state[1], call.state[0]}, call.from, call.to)),
                new Case("gradient overwritten", Catalogue.RMSPROP, call -> {
                    call.right(call.from, call.to);
                    for (int i = call.from; i < call.to; i++) call.g[i] = 2 * call.g[i];
                }),
                new Case("maximum forgotten", Catalogue.AMSGRAD, call -> {
                    for (int i = call.from; i < call.to; i++) call.state[2][i] = 0;
                    call.right(call.from, call.to);
                }),
                new Case("not centered", Catalogue.RMSPROP_CENTERED_MOMENTUM, centeredMomentum(false)));
    }

    private static Stream<Case> arithmetic() {
        return Stream.of(
                new Case("tail with another order of rounding", Catalogue.NESTEROV, nesterovsTail(Math::fma)),
                new Case("fused multiply-add", Catalogue.MOMENTUM, momentum(Math::fma)),
                new Case("sum under the root in double", Catalogue.ADAGRAD, adagrad(true)),
                new Case("root of what rounds below zero", Catalogue.RMSPROP_CENTERED, centered(Float.NEGATIVE_INFINITY)),
                new Case("sign of zero lost", Catalogue.SGD, call -> {
                    call.right(call.from, call.to);
                    for (int i = call.from; i < call.to; i++) call.w[i] = call.w[i] == 0 ? 0 : call.w[i];
                }),
                new Case("subnormals flushed to zero", Catalogue.MOMENTUM, call -> {
                    call.right(call.from, call.to);
                    float[] b = call.state[0];
                    for (int i = call.from; i < call.to; i++) b[i] = Math.abs(b[i]) < Float.MIN_NORMAL ? 0 : b[i];
                }));
    }

    /// What stands in without a mistake: every optimizer by itself, and what is spelled here, spelled right.
    static Stream<Arguments> controls() {
        return inEachVariant(Stream.of(
                Stream.of(Catalogue.values()).map(entry -> new Case("itself", entry, other(entry.defaults()))),
                Stream.of(Catalogue.values()).map(entry -> new Case("its range", entry, call -> call.right(call.from, call.to))),
                Stream.of(
                        new Case("rectified from 5", Catalogue.RADAM, radam(5)),
                        new Case("tail", Catalogue.NESTEROV, nesterovsTail((a, b, c) -> a * b + c)),
                        new Case("not fused", Catalogue.MOMENTUM, momentum((a, b, c) -> a * b + c)),
                        new Case("sum under the root in float", Catalogue.ADAGRAD, adagrad(false)),
                        new Case("centered", Catalogue.RMSPROP_CENTERED_MOMENTUM, centeredMomentum(true)),
                        new Case("variance of at least zero", Catalogue.RMSPROP_CENTERED, centered(0))))
                .flatMap(cases -> cases));
    }

    private static Stream<Arguments> inEachVariant(Stream<Case> cases) {
        return cases.flatMap(one -> Stream.of(Variant.values()).map(variant -> Arguments.of(one, variant)));
    }

    private static StandIn other(Optimizer wrong) {
        return call -> call.by(wrong, call.t);
    }

    /// The right update, after which a state array is what it was.
    private static StandIn keeping(int k) {
        return call -> {
            float[] kept = call.state[k].clone();
            call.right(call.from, call.to);
            System.arraycopy(kept, 0, call.state[k], 0, kept.length);
        };
    }

    @FunctionalInterface
    private interface MultiplyAdd {
        float of(float a, float b, float c);
    }

    private static StandIn momentum(MultiplyAdd sum) {
        return call -> {
            float[] b = call.state[0];
            for (int i = call.from; i < call.to; i++) {
                b[i] = sum.of(0.9f, b[i], call.gradient(i));
                call.w[i] -= (float) call.rate * b[i];
            }
        };
    }

    private static StandIn nesterovsTail(MultiplyAdd sum) {
        return call -> {
            int tail = call.to - (call.to - call.from) % BLOCK;
            call.right(call.from, tail);
            float[] b = call.state[0];
            for (int i = tail; i < call.to; i++) {
                float gradient = call.gradient(i);
                b[i] = sum.of(0.9f, b[i], gradient);
                call.w[i] = sum.of(-(float) call.rate, sum.of(0.9f, b[i], gradient), call.w[i]);
            }
        };
    }

    private static StandIn adagrad(boolean inDouble) {
        return call -> {
            float[] s = call.state[0];
            for (int i = call.from; i < call.to; i++) {
                float gradient = call.gradient(i);
                double sum = inDouble ? s[i] + (double) gradient * gradient : s[i] + gradient * gradient;
                s[i] = (float) sum;
                call.w[i] -= (float) call.rate * gradient / ((float) Math.sqrt(sum) + 1e-10f);
            }
        };
    }

    /// @param least what the variance counts as where it comes out lower
    private static StandIn centered(float least) {
        return call -> {
            float[] v = call.state[0];
            float[] a = call.state[1];
            float rest = (float) (1 - 0.99);
            for (int i = call.from; i < call.to; i++) {
                float gradient = call.gradient(i);
                v[i] = 0.99f * v[i] + rest * (gradient * gradient);
                a[i] = 0.99f * a[i] + rest * gradient;
                call.w[i] -= (float) call.rate * gradient / ((float) Math.sqrt(Math.max(v[i] - a[i] * a[i], least)) + 1e-8f);
            }
        };
    }

    /// @param centers whether the square of the average gradient is taken from that of the squares
    private static StandIn centeredMomentum(boolean centers) {
        return call -> {
            float[] v = call.state[0];
            float[] a = call.state[1];
            float[] b = call.state[2];
            float rest = (float) (1 - 0.99);
            for (int i = call.from; i < call.to; i++) {
                float gradient = call.gradient(i);
                v[i] = 0.99f * v[i] + rest * (gradient * gradient);
                a[i] = 0.99f * a[i] + rest * gradient;
                float variance = centers ? Math.max(v[i] - a[i] * a[i], 0) : v[i];
                b[i] = 0.9f * b[i] + gradient / ((float) Math.sqrt(variance) + 1e-8f);
                call.w[i] -= (float) call.rate * b[i];
            }
        };
    }

    /// @param threshold of the length from which on the step is scaled
    private static StandIn radam(double threshold) {
        return call -> {
            double power = Math.pow(0.999, call.t);
            double longest = 2 / (1 - 0.999) - 1;
            double length = longest - 2 * call.t * power / (1 - power);
            boolean rectified = length > threshold;
            double rate = call.rate / (1 - Math.pow(0.9, call.t));
            if (rectified) {
                rate *= Math.sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) * Math.sqrt(1 - power);
            }
            float[] m = call.state[0];
            float[] v = call.state[1];
            for (int i = call.from; i < call.to; i++) {
                float gradient = call.gradient(i);
                m[i] = 0.9f * m[i] + (float) (1 - 0.9) * gradient;
                v[i] = 0.999f * v[i] + (float) (1 - 0.999) * (gradient * gradient);
                float root = (float) Math.sqrt(v[i]);
                call.w[i] -= (float) rate * m[i] / (rectified ? root + 1e-8f : 0 * root + 1);
            }
        };
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("mistakes")
    void areFoundAndNamed(Case mistake, Variant variant) {
        List<Difference> differences = mistake.differences(variant);
        assertThat(differences).isNotEmpty().allSatisfy(difference -> assertThat(difference.variant()).isEqualTo(variant));
        assertThat(differences.getFirst().toString()).matches(mistake.entry + " " + variant
                + ", size \\d+ at \\d+, step \\d, [a-z]\\[\\d+]: expected [0-9A-F]{8}, was [0-9A-F]{8} \\([A-Z]+ values\\)");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("controls")
    void nothingIsFoundWithoutAMistake(Case control, Variant variant) {
        assertThat(control.differences(variant)).isEmpty();
    }
}
