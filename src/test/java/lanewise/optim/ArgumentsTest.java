package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lanewise.optim.ParameterGroups.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input is refused with the value and its bound, before anything has changed.
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

    private static Arguments refused(Supplier<Optimizer> construction, String message) {
        return Arguments.of(construction, message);
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
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
        refuse(() -> NesterovLookAhead.DEFAULT.settle(w, w, 0, 10), "velocity and parameters must be two arrays, were one");
        refuse(() -> RmsPropNesterov.DEFAULT.settle(w, filled(9), 0, 9), "velocity must be as long as the parameters, 10, was 9");
        refuse(() -> NesterovLookAhead.DEFAULT.settle(w, filled(10), 0, 11), "range must lie within 0 to 10, was 0 to 11");
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

    private static void refuse(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

    private static float[] filled(int length) {
        float[] a = new float[length];
        Arrays.fill(a, 1);
        return a;
    }
}
