package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lanewise.optim.ParameterGroups.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input is refused with the value and its bound, before anything has changed.
@Execution(ExecutionMode.CONCURRENT)
class ArgumentsTest {

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                refused(() -> new Momentum(1, false), "momentum must be at least 0 and below 1, was 1.0"),
                refused(() -> new Nesterov(-0.1, false), "momentum must be at least 0 and below 1, was -0.1"),
                refused(() -> new Adagrad(-1, 0, 1e-10),
                        "learningRateDecay must be at least 0 and at most 3.4028235E38, was -1.0"),
                refused(() -> new Adagrad(0, 1e-8, 1e-8), "one of insideRoot and outsideRoot must be 0, were 1.0E-8 and 1.0E-8"),
                refused(() -> new Adadelta(0.9, Double.NaN), "epsilon must be at least 0 and at most 3.4028235E38, was NaN"),
                refused(() -> new Adadelta(1.1, 1e-6), "rho must be at least 0 and below 1, was 1.1"),
                refused(() -> new RmsProp(Double.NaN, 0, 0), "rho must be at least 0 and below 1, was NaN"),
                refused(() -> new RmsProp(0.9, 0, -1e-8), "outsideRoot must be at least 0 and at most 3.4028235E38, was -1.0E-8"),
                refused(() -> new AdamW(0.9, 0.999, 0, 0, -0.1),
                        "weightDecay must be at least 0 and at most 3.4028235E38, was -0.1"),
                refused(() -> new AmsGrad(0.9, 0.999, 1e-8, 1e-8),
                        "one of insideRoot and outsideRoot must be 0, were 1.0E-8 and 1.0E-8"),
                refused(() -> new AdaMax(0.9, 0.999, 1e-8, 1e-8), "one of insideMax and outsideMax must be 0, were 1.0E-8 and 1.0E-8"),
                refused(() -> new Nadam(0.9, 0.999, 0, 0, Double.NaN),
                        "momentumDecay must be at least 0 and at most 3.4028235E38, was NaN"),
                refused(() -> new RAdam(0.9, 1, 0), "beta2 must be at least 0 and below 1, was 1.0"),
                refused(() -> new AdaBound(0.9, 0.999, 0, 0.1, 0, 1), "gamma must be above 0 and at most 3.4028235E38, was 0.0"),
                refused(() -> new AdaBound(0.9, 0.999, 0, 0.1, 1, -1), "baseRate must be above 0 and at most 3.4028235E38, was -1.0"),
                refused(() -> new Asgd(0, 0, -1), "averageFrom must be at least 0, was -1"),
                refused(() -> new Rprop(1, 1.2, 0, 1), "shrink must be above 0 and below 1, was 1.0"),
                refused(() -> new Rprop(0.5, 1, 0, 1), "grow must be above 1, was 1.0"),
                refused(() -> new Rprop(0.5, 1.2, 2, 1), "smallest must be at most largest, were 2.0 and 1.0"),
                refused(() -> new Lion(0.9, 1, 0), "beta2 must be at least 0 and below 1, was 1.0"),
                refused(() -> new Sgd(-1), "weightDecay must be at least 0 and at most 3.4028235E38, was -1.0"),
                refused(() -> new Momentum(0.9, 1, true, false, 0), "dampening must be at least 0 and below 1, was 1.0"),
                refused(() -> new Momentum(0.9, 0, true, false, Double.NaN),
                        "weightDecay must be at least 0 and at most 3.4028235E38, was NaN"),
                refused(() -> Momentum.averaged(1), "momentum must be at least 0 and below 1, was 1.0"),
                refused(() -> new Nesterov(0.9, false, -1), "weightDecay must be at least 0 and at most 3.4028235E38, was -1.0"),
                refused(() -> new NesterovLookAhead(0.9, 1), "next must be at least 0 and below 1, was 1.0"),
                refused(() -> new RmsPropMomentum(0.9, 1, false, 0, 0), "momentum must be at least 0 and below 1, was 1.0"),
                refused(() -> new RmsPropCentered(2, 0, 0), "rho must be at least 0 and below 1, was 2.0"),
                refused(() -> new RmsPropCenteredMomentum(0.9, 0.9, false, 1, 1),
                        "one of insideRoot and outsideRoot must be 0, were 1.0 and 1.0"),
                refused(() -> new RmsPropNesterov(1, 0.9, 0, 0), "gamma must be at least 0 and below 1, was 1.0"),
                refused(() -> new Adam(0.9, 0.999, 0, 0, -1), "weightDecay must be at least 0 and at most 3.4028235E38, was -1.0"),
                refused(() -> new Lookahead(Sgd.DEFAULT, 0, 0.5), "k must be at least 1, was 0"),
                refused(() -> new Lookahead(Sgd.DEFAULT, 5, 0), "alpha must be above 0 and at most 1, was 0.0"),
                refused(() -> new ParameterGroups(List.of()), "groups must be at least one, were none"),
                refused(() -> new ParameterGroups(List.of(new Group(5, Sgd.DEFAULT, 1), new Group(5, Sgd.DEFAULT, 1))),
                        "a group must end after 5, where it begins, ended at 5"),
                refused(() -> new ParameterGroups(List.of(new Group(5, Sgd.DEFAULT, 1), new Group(6, Adam.DEFAULT, 1))),
                        "all groups must keep as many state arrays as the first, 0, one keeps 2"),
                refused(() -> new ParameterGroups(List.of(new Group(5, Sgd.DEFAULT, -1))),
                        "rateFactor must be at least 0 and at most 3.4028235E38, was -1.0"),
                refused(() -> new Adam(1, 0.999, 0, 0), "beta1 must be at least 0 and below 1, was 1.0"),
                refused(() -> new Adam(0.9, 2, 0, 0), "beta2 must be at least 0 and below 1, was 2.0"),
                refused(() -> new Adam(0.9, 0.999, 1e39, 0),
                        "insideRoot must be at least 0 and at most 3.4028235E38, was 1.0E39"));
    }

    /// What is in its range as a double and zero or one as a float, as a kernel would see it.
    static Stream<Arguments> outOfRangeAsFloats() {
        double tiny = 1e-50;
        double almost = 1 - 1e-12;
        return Stream.of(
                refused(() -> new Momentum(almost, false), "momentum" + ROUNDS_TO_ONE),
                refused(() -> new Momentum(tiny, false), "momentum" + VANISHES),
                refused(() -> new Momentum(0.9, almost, true, false, 0), "dampening" + ROUNDS_TO_ONE),
                refused(() -> new Momentum(0.9, 0, true, false, tiny), "weightDecay" + VANISHES),
                refused(() -> Momentum.averaged(almost), "momentum" + ROUNDS_TO_ONE),
                refused(() -> new Nesterov(almost, false), "momentum" + ROUNDS_TO_ONE),
                refused(() -> new Nesterov(0.9, false, tiny), "weightDecay" + VANISHES),
                refused(() -> new NesterovLookAhead(0.9, almost), "next" + ROUNDS_TO_ONE),
                refused(() -> new Adagrad(0, 0, tiny), "outsideRoot" + VANISHES),
                refused(() -> new Adagrad(0, tiny, 0), "insideRoot" + VANISHES),
                refused(() -> new Adadelta(0.9, tiny), "epsilon" + VANISHES),
                refused(() -> new Adadelta(almost, 1e-6), "rho" + ROUNDS_TO_ONE),
                refused(() -> new RmsProp(almost, 0, 1e-8), "rho" + ROUNDS_TO_ONE),
                refused(() -> new RmsProp(0.9, 0, tiny), "outsideRoot" + VANISHES),
                refused(() -> new RmsPropCentered(0.9, 0, tiny), "outsideRoot" + VANISHES),
                refused(() -> new RmsPropMomentum(0.9, almost, false, 0, 1e-8), "momentum" + ROUNDS_TO_ONE),
                refused(() -> new RmsPropCenteredMomentum(0.9, 0.9, false, tiny, 0), "insideRoot" + VANISHES),
                refused(() -> new RmsPropNesterov(almost, 0.9, 0, 1e-8), "gamma" + ROUNDS_TO_ONE),
                refused(() -> new Adam(almost, 0.999, 0, 1e-8), "beta1" + ROUNDS_TO_ONE),
                refused(() -> new Adam(0.9, almost, 0, 1e-8), "beta2" + ROUNDS_TO_ONE),
                refused(() -> new Adam(0.9, 0.999, 0, tiny), "outsideRoot" + VANISHES),
                refused(() -> new Adam(0.9, 0.999, tiny, 0), "insideRoot" + VANISHES),
                refused(() -> new AdamW(0.9, almost, 0, 1e-8, 0), "beta2" + ROUNDS_TO_ONE),
                refused(() -> new AmsGrad(0.9, 0.999, 0, tiny), "outsideRoot" + VANISHES),
                refused(() -> new AdaMax(0.9, 0.999, tiny, 0), "insideMax" + VANISHES),
                refused(() -> new AdaMax(0.9, 0.999, 0, tiny), "outsideMax" + VANISHES),
                refused(() -> new Nadam(0.9, 0.999, 0, tiny, 0.004), "outsideRoot" + VANISHES),
                refused(() -> new RAdam(0.9, almost, 1e-8), "beta2" + ROUNDS_TO_ONE),
                refused(() -> new RAdam(0.9, 0.999, tiny), "epsilon" + VANISHES),
                refused(() -> new AdaBound(0.9, 0.999, tiny, 0.1, 1e-3, 1e-3), "epsilon" + VANISHES),
                refused(() -> new Rprop(almost, 1.2, 0, 1), "shrink" + ROUNDS_TO_ONE),
                refused(() -> new Rprop(tiny, 1.2, 0, 1), "shrink" + VANISHES),
                refused(() -> new Rprop(0.5, 1 + 1e-12, 0, 1), "grow must not round to 1 as a float, was 1.000000000001"),
                refused(() -> new Rprop(0.5, 1.2, tiny, 1), "smallest" + VANISHES),
                refused(() -> new Lion(almost, 0.99, 0), "beta1" + ROUNDS_TO_ONE),
                refused(() -> new Lookahead(Sgd.DEFAULT, 5, tiny), "alpha" + VANISHES),
                refused(() -> new ParameterGroups(List.of(new Group(5, Sgd.DEFAULT, tiny))), "rateFactor" + VANISHES));
    }

    private static final String VANISHES = " must be 0 or large enough for a float, at least 1.4E-45, was 1.0E-50";
    private static final String ROUNDS_TO_ONE = " must not round to 1 as a float, was 0.999999999999";

    private static Arguments refused(Supplier<Optimizer> construction, String message) {
        return Arguments.of(construction, message);
    }

    @ParameterizedTest
    @MethodSource({"outOfRange", "outOfRangeAsFloats"})
    void hyperParametersOutOfRangeAreRefused(Supplier<Optimizer> construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::get).withMessage(message);
    }

    @ParameterizedTest
    @EnumSource
    void stepsAndRatesOutOfRangeAreRefused(Catalogue entry) {
        Optimizer optimizer = entry.defaults();
        assertThatIllegalArgumentException().isThrownBy(() -> optimizer.at(0, 0.1)).withMessage("step t must be at least 1, was 0");
        for (double rate : new double[]{-0.1, Double.NaN, Double.POSITIVE_INFINITY, 1e39}) {
            assertThatIllegalArgumentException().isThrownBy(() -> optimizer.at(1, rate))
                    .withMessage("learningRate must be at least 0 and at most 3.4028235E38, was " + rate);
        }
    }

    /// The extreme values that constructors take leave numbers: a gradient of zero moves nothing to NaN, one of 1 nothing to infinity.
    @Test
    void theSmallestAndLargestHyperParametersWork() {
        double least = Float.MIN_VALUE;
        double most = 1 - 0x1p-24;
        for (Optimizer optimizer : List.of(new Adagrad(0, 0, least), new Adagrad(Float.MAX_VALUE, least, 0), new Adadelta(most, least),
                new RmsProp(most, 0, least), new RmsProp(least, least, 0), new RmsPropCentered(most, 0, least),
                new RmsPropMomentum(most, most, false, 0, least), new RmsPropCenteredMomentum(most, most, true, least, 0),
                new RmsPropNesterov(most, most, 0, least), new Adam(most, most, 0, least), new Adam(least, least, least, 0),
                new AdamW(most, most, 0, least, 0), new AmsGrad(most, most, least, 0), new AdaMax(most, most, least, 0),
                new AdaMax(most, most, 0, least), new Nadam(0.9, most, 0, least, 0.004), new Nadam(0.9, most, 0, least, 1e30),
                new RAdam(most, most, least), new AdaBound(most, most, least, 0.1, least, 1e-3),
                new Asgd(0, Float.MAX_VALUE, Long.MAX_VALUE),
                new Rprop(least, 1.2, 0, 1), new Lion(most, most, 0), new Momentum(most, true), new Nesterov(most, true),
                new NesterovLookAhead(most, most))) {
            for (Variant variant : Variant.values()) {
                for (float gradient : new float[]{0, 1}) {
                    float[] w = {1};
                    float[][] state = new float[optimizer.stateArrays()][1];
                    for (int t = 1; t <= 3; t++) optimizer.at(t, 1e-3).apply(variant, w, new float[]{gradient}, state, 0, 1);
                    assertThat(w[0]).as("%s %s, gradient %s", optimizer, variant, gradient).isFinite();
                }
            }
        }
    }

    /// A hundred million million million steps on, powers have vanished and products of steps are beyond a long.
    @ParameterizedTest
    @EnumSource
    void stepsUpToTheLargestAreTaken(Catalogue entry) {
        for (long t = 1; t > 0; t = t == Long.MAX_VALUE ? -1 : t > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * t + 1) {
            for (Variant variant : Variant.values()) {
                float[] w = {0.25f};
                float[][] state = new float[entry.state().size()][1];
                entry.defaults().at(t, entry.learningRate()).apply(variant, w, new float[]{0.5f}, state, 0, 1);
                assertThat(w[0]).as("%s %s, step %d", entry, variant, t).isFinite().isLessThanOrEqualTo(0.25f);
            }
        }
        assertThat(new Lookahead(entry.defaults(), 5, 0.5).at(Long.MAX_VALUE, 0.1)).isNotNull();
    }

    @Test
    void thousandsOfMomentaOfNadamAreOneProduct() {
        for (Nadam nadam : List.of(Nadam.DEFAULT, new Nadam(0.999, 0.999, 0, 1e-8, 1), new Nadam(0, 0.999, 0, 1e-8, 0.004))) {
            double[] product = {1};
            for (int t = 1; t <= 50_000; t++) {
                Update next = nadam.next(t, 1e-3, product);
                if (t % 97 == 0 || t < 100) assertThat(nadam.at(t, 1e-3)).as("step %d", t).isEqualTo(next);
            }
        }
        assertThat(new Nadam(1 - 0x1p-24, 0.999, 0, 1e-8, 0).at(Long.MAX_VALUE, 1e-3)).isNotNull();
    }

    /// Whatever is refused, the product is that of the steps before, so that the step can be asked for again.
    @Test
    void aRefusedStepOfNadamLeavesTheProduct() {
        Nadam nadam = new Nadam(0.9, 0.999, 0, 1e-8, 4e-3, 10, true);
        double[] product = {1};
        nadam.next(1, 1e-3, product);
        double before = product[0];
        for (double rate : new double[]{Float.MAX_VALUE, -1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> nadam.next(2, rate, product));
            assertThat(product).containsExactly(before);
        }
        assertThat(nadam.next(2, 1e-3, product)).isEqualTo(nadam.at(2, 1e-3));
        String expected = "product must be one number between 0 and 1, was ";
        refuseBecause(() -> nadam.next(1, 1e-3, null), "product must not be null");
        refuseBecause(() -> nadam.next(1, 1e-3, new double[0]), expected + "[]");
        refuseBecause(() -> nadam.next(1, 1e-3, new double[]{1, 1}), expected + "[1.0, 1.0]");
        refuseBecause(() -> nadam.next(1, 1e-3, new double[]{Double.NaN}), expected + "[NaN]");
    }

    @Test
    void ratesThatOverflowInAStepAreRefused() {
        double largest = Float.MAX_VALUE;
        for (Optimizer adam : List.of(Adam.DEFAULT, AdamW.DEFAULT, AmsGrad.DEFAULT, AdaMax.DEFAULT, RAdam.DEFAULT)) {
            assertThatIllegalArgumentException().as("%s", adam).isThrownBy(() -> adam.at(1, largest))
                    .withMessageMatching("learningRate/\\(1 - beta1\\^t\\) must be at most 3\\.4028235E38 in size, was 3\\.40.*E39");
        }
        refuseBecause(() -> new Nadam(0.9, 0.999, 0, 1e-8, 1e3).at(1, largest),
                "learningRate * momentum/(1 - product of momenta) must be at most 3.4028235E38 in size");
        refuseBecause(() -> AdaBound.DEFAULT.at(1000, largest), "the bound finalRate * learningRate/baseRate must be at most");
        for (Optimizer decaying : List.of(new Sgd(10), new AdamW(0.9, 0.999, 0, 1e-8, 10), new Lion(0.9, 0.99, 10))) {
            refuseBecause(() -> decaying.at(1000, largest), "1 - learningRate * weightDecay must be at most");
        }
        refuseBecause(() -> new Asgd(10, 0, 0).at(1, largest), "1 - (lambda + weightDecay) * rate must be at most");
        refuseBecause(() -> Sgd.DEFAULT.at(1, 1e-50), "learningRate" + VANISHES);
        // A group's rate may vanish, as that of a schedule.
        assertThat(new ParameterGroups(List.of(new Group(5, Sgd.DEFAULT, 1e-30))).at(1, 1e-30)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void arraysAndRangesThatDoNotFitAreRefusedBeforeAnythingChanges(Catalogue entry) {
        Update update = entry.defaults().at(1, 0.1);
        int k = entry.state().size();
        float[] w = filled(10);
        float[] g = filled(10);
        float[][] state = Stream.generate(() -> filled(10)).limit(k).toArray(float[][]::new);
        for (Variant variant : Variant.values()) {
            refuse(() -> update.apply(variant, w, filled(9), state, 0, 9), "gradients must be as long as the parameters, 10, were 9");
            refuse(() -> update.apply(variant, w, w, state, 0, 10), "gradients and parameters must be two arrays, were one");
            refuse(() -> update.apply(variant, w, g, new float[k + 1][10], 0, 10), "state must have " + k + " arrays, had " + (k + 1));
            refuse(() -> update.apply(variant, w, g, state, -1, 10), "range must lie within 0 to 10, was -1 to 10");
            refuse(() -> update.apply(variant, w, g, state, 0, 11), "range must lie within 0 to 10, was 0 to 11");
            refuse(() -> update.apply(variant, w, g, state, 6, 5), "range must lie within 0 to 10, was 6 to 5");
            if (k > 0) {
                float[][] shorter = state.clone();
                shorter[k - 1] = filled(9);
                refuse(() -> update.apply(variant, w, g, shorter, 0, 9),
                        "state[" + (k - 1) + "] must be as long as the parameters, 10, was 9");
                float[][] shared = state.clone();
                shared[k - 1] = k > 1 ? state[0] : g;
                refuse(() -> update.apply(variant, w, g, shared, 0, 10),
                        "state[" + (k - 1) + "] must be an array of its own, was " + (k > 1 ? "state[0]" : "the gradients") + " too");
                shared[k - 1] = g;
                refuse(() -> update.apply(variant, w, g, shared, 0, 10),
                        "state[" + (k - 1) + "] must be an array of its own, was the gradients too");
                shared[k - 1] = w;
                refuse(() -> update.apply(variant, w, g, shared, 0, 10),
                        "state[" + (k - 1) + "] must be an array of its own, was the parameters too");
            }
        }
        assertThat(Stream.concat(Stream.of(w, g), Arrays.stream(state))).allSatisfy(a -> assertThat(a).containsOnly(1));
    }

    @Test
    void settlingAndClippingRefuseWhatDoesNotFit() {
        float[] w = filled(10);
        refuse(() -> NesterovLookAhead.DEFAULT.undoLookAhead(w, w, 0, 10), "velocity and parameters must be two arrays, were one");
        refuse(() -> RmsPropNesterov.DEFAULT.undoLookAhead(w, filled(9), 0, 9), "velocity must be as long as the parameters, 10, was 9");
        refuse(() -> NesterovLookAhead.DEFAULT.undoLookAhead(w, filled(10), 0, 11), "range must lie within 0 to 10, was 0 to 11");
        for (Variant variant : Variant.values()) {
            refuse(() -> Clipping.byValue(variant, w, 0, 0, 10), "limit must be above 0 and at most 3.4028235E38, was 0.0");
            refuse(() -> Clipping.byValue(variant, w, 1, -1, 10), "range must lie within 0 to 10, was -1 to 10");
            refuse(() -> Clipping.byGlobalNorm(variant, w, Double.NaN, 0, 10),
                    "largest must be above 0 and at most 3.4028235E38, was NaN");
            refuse(() -> Clipping.byGlobalNorm(variant, w, 1, 0, 11), "range must lie within 0 to 10, was 0 to 11");
        }
        Update short9 = new ParameterGroups(List.of(new Group(9, Sgd.DEFAULT, 1))).at(1, 0.1);
        refuse(() -> short9.apply(Variant.SIMD, w, filled(10), new float[0][], 0, 10),
                "groups must cover the range, which ends at 10, the last one ends at 9");
        assertThat(w).containsOnly(1);
    }

    @Test
    void anEmptyRangeIsLegal() {
        float[] w = filled(10);
        Sgd.DEFAULT.at(1, 0.1).apply(Variant.SIMD, w, filled(10), new float[0][], 10, 10);
        assertThat(w).containsOnly(1);
    }

    private static void refuseBecause(Runnable call, String start) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessageStartingWith(start);
    }

    private static void refuse(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

    private static float[] filled(int length) {
        float[] a = new float[length];
        Arrays.fill(a, 1);
        return a;
    }
}
