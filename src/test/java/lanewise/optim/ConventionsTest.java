package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the conventions of the literature mean, by numbers that can be followed by hand.
@Execution(ExecutionMode.CONCURRENT)
class ConventionsTest {

    /// Follows one parameter from `w` with gradient 1 at every step.
    private static float follow(Optimizer optimizer, Variant variant, float w, int steps, IntToDoubleFunction rate) {
        return follow(optimizer, variant, w, 1, steps, rate);
    }

    private static float follow(Optimizer optimizer, Variant variant, float w, float gradient, int steps, IntToDoubleFunction rate) {
        float[] parameters = {w};
        float[][] state = new float[optimizer.stateArrays()][1];
        for (int t = 1; t <= steps; t++) {
            optimizer.at(t, rate.applyAsDouble(t)).apply(variant, parameters, new float[]{gradient}, state, 0, 1);
        }
        return parameters[0];
    }

    @ParameterizedTest
    @EnumSource
    void placeOfTheRateMattersOnlyUnderASchedule(Variant variant) {
        for (List<Optimizer> pair : List.<List<Optimizer>>of(
                List.of(new Momentum(0.5, true), new Momentum(0.5, false)),
                List.of(new Nesterov(0.5, true), new Nesterov(0.5, false)))) {
            float inside = follow(pair.get(0), variant, 1, 20, _ -> 0.1);
            float outside = follow(pair.get(1), variant, 1, 20, _ -> 0.1);
            assertThat(inside).isCloseTo(outside, within(2e-6f));
        }
        // b = 1, then 1.5. Outside: 1 − 0.1·1 − 0.2·1.5 = 0.6. Inside, v = 0.1, then 0.05 + 0.2: 1 − 0.1 − 0.25 = 0.65.
        assertThat(follow(new Momentum(0.5, false), variant, 1, 2, t -> 0.1 * t)).isCloseTo(0.6f, within(1e-6f));
        assertThat(follow(new Momentum(0.5, true), variant, 1, 2, t -> 0.1 * t)).isCloseTo(0.65f, within(1e-6f));
        // g + μb = 1.5, then 1.75. Outside: 1 − 0.15 − 0.35 = 0.5. Inside, 0.1 + 0.05, then 0.2 + 0.5·0.25: 1 − 0.15 − 0.325 = 0.525.
        assertThat(follow(new Nesterov(0.5, false), variant, 1, 2, t -> 0.1 * t)).isCloseTo(0.5f, within(1e-6f));
        assertThat(follow(new Nesterov(0.5, true), variant, 1, 2, t -> 0.1 * t)).isCloseTo(0.525f, within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void epsilonStandsInsideOrOutsideTheRoot(Variant variant) {
        // After one step Adagrad's s is 1: g/(√1 + 3) = 1/4 outside, g/√(1 + 3) = 1/2 inside.
        assertThat(follow(new Adagrad(0, 0, 3), variant, 1, 1, _ -> 1)).isEqualTo(0.75f);
        assertThat(follow(new Adagrad(0, 3, 0), variant, 1, 1, _ -> 1)).isEqualTo(0.5f);
        // With ρ = 0 RMSprop's v is 1, and so is Adam's with the bias correction.
        assertThat(follow(new RmsProp(0, 0, 3), variant, 1, 1, _ -> 1)).isEqualTo(0.75f);
        assertThat(follow(new RmsProp(0, 3, 0), variant, 1, 1, _ -> 1)).isEqualTo(0.5f);
        assertThat(follow(new Adam(0.5, 0.5, 0, 3), variant, 1, 1, _ -> 1)).isEqualTo(0.75f);
        assertThat(follow(new Adam(0.5, 0.5, 3, 0), variant, 1, 1, _ -> 1)).isEqualTo(0.5f);
    }

    /// After one step with a gradient of 1, m is 1 − β₁ and v is 1 − β₂: w − η(1 − β₁)/√(1 − β₂). After two, m is 1 − β₁² and v 1 − β₂².
    @ParameterizedTest
    @EnumSource
    void adamCorrectsItsBiasUnlessItIsToldNotTo(Variant variant) {
        Adam plain = new Adam(0.9, 0.99, 0, 0, 0, false);
        assertThat(follow(plain, variant, 1, 1, _ -> 0.1)).isCloseTo(1 - 0.1f * 0.1f / 0.1f, within(1e-6f));
        assertThat(follow(plain, variant, 1, 2, _ -> 0.1)).isCloseTo((float) (0.9 - 0.1 * 0.19 / Math.sqrt(0.0199)), within(1e-6f));
        assertThat(follow(new Adam(0.9, 0.99, 0, 0), variant, 1, 1, _ -> 0.1)).isCloseTo(0.9f, within(1e-6f));
        assertThat(follow(new Adam(0.9, 0.99, 0, 0), variant, 1, 2, _ -> 0.1)).isCloseTo(0.8f, within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void withoutEpsilonAZeroGradientMakesNaN(Variant variant) {
        for (Optimizer optimizer : List.of(new Adagrad(0, 0, 0), new Adadelta(0.9, 0), new RmsProp(0.9, 0, 0),
                new Adam(0.9, 0.999, 0, 0))) {
            assertThat(follow(optimizer, variant, 1, 0, 1, _ -> 0.1)).as("%s", optimizer).isNaN();
            assertThat(follow(optimizer, variant, 1, 1, 1, _ -> 0.1)).as("%s", optimizer).isFinite();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withEpsilonAZeroGradientChangesNothing(Variant variant) {
        for (Catalogue entry : Catalogue.values()) {
            if (entry == Catalogue.ADAMW || entry == Catalogue.ASGD) continue; // their weights decay
            assertThat(follow(entry.defaults(), variant, 1, 0, 3, _ -> 0.1)).as("%s", entry).isEqualTo(1);
        }
    }

    @Test
    void adagradsRateDecaysFromTheSecondStepOn() {
        Optimizer decaying = new Adagrad(1, 0, 0);
        // s = 1, then 2: 1 − 0.1/1 − (0.1/2)/√2
        assertThat(follow(decaying, Variant.SCALAR, 1, 2, _ -> 0.1)).isCloseTo((float) (0.9 - 0.05 / Math.sqrt(2)), within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void decoupledDecayDoesNotPassThroughTheAverages(Variant variant) {
        // The gradient is 0 and so is Adam's step: (1 − 0.1·0.5)² is left.
        assertThat(follow(new AdamW(0.9, 0.999, 0, 1e-8, 0.5), variant, 1, 0, 2, _ -> 0.1)).isCloseTo(0.9025f, within(1e-6f));
        assertThat(follow(new Lion(0.9, 0.99, 0.5), variant, 1, 0, 2, _ -> 0.1)).isCloseTo(0.9025f, within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void nadamsProductIsHandedOnFromStepToStep(Variant variant) {
        Nadam nadam = Nadam.DEFAULT;
        double[] product = {1};
        for (int t = 1; t <= 50; t++) {
            assertThat(nadam.next(t, 1e-3, product)).as("step %d, %s", t, variant).isEqualTo(nadam.at(t, 1e-3));
        }
        assertThat(product[0]).isBetween(0.0, Math.pow(0.9, 50));
    }

    @ParameterizedTest
    @EnumSource
    void asgdAveragesThePathFromItsStepOn(Variant variant) {
        Optimizer asgd = new Asgd(0, 1, 2); // plain descent from 1 by 0.1 a step
        float[] w = {1};
        float[][] average = new float[1][1];
        float[] expected = {0.9f, 0.8f, 0.7f, 0.6f, 0.55f, 0.5f}; // copies of w until step 4, then its mean with all that follow
        for (int t = 1; t <= expected.length; t++) {
            asgd.at(t, 0.1).apply(variant, w, new float[]{1}, average, 0, 1);
            assertThat(average[0][0]).as("step %d", t).isCloseTo(expected[t - 1], within(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rpropGrowsShrinksAndForgets(Variant variant) {
        float[] w = {0};
        float[][] state = new float[2][1];
        float[] gradients = {5, 1e-3f, -7, -7, -1}; // sizes do not matter
        float[] expected = {-0.1f, -0.22f, -0.22f, -0.16f, -0.088f}; // 0.1, then 0.12, then 0.06 and no move, then 0.06, then 0.072
        for (int t = 1; t <= expected.length; t++) {
            Rprop.DEFAULT.at(t, 0.1).apply(variant, w, new float[]{gradients[t - 1]}, state, 0, 1);
            assertThat(w[0]).as("step %d", t).isCloseTo(expected[t - 1], within(1e-6f));
        }
    }

    /// The product of two gradients would vanish or overflow; only its sign is asked for.
    @ParameterizedTest
    @EnumSource
    void rpropSeesSignsOfGradientsOfAnySize(Variant variant) {
        for (float size : new float[]{Float.MIN_VALUE, 1e-23f, 1, 1e30f, Float.MAX_VALUE}) {
            for (float other : new float[]{Float.MIN_VALUE, 1e-23f, 1, 1e30f, Float.MAX_VALUE}) {
                float[] w = new float[40]; // vectors of any width and a tail
                float[][] state = new float[2][40];
                float[] expected = {-0.1f, -0.22f, -0.364f, -0.364f, -0.292f, -0.292f}; // as above, then 0 leaves all as it is
                float[] gradients = {size, other, size, -other, -size, 0};
                for (int t = 1; t <= expected.length; t++) {
                    float[] g = new float[40];
                    Arrays.fill(g, gradients[t - 1]);
                    Rprop.DEFAULT.at(t, 0.1).apply(variant, w, g, state, 0, 40);
                    for (float wi : w) assertThat(wi).as("step %d, %s and %s", t, size, other).isCloseTo(expected[t - 1], within(1e-6f));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void averagedMomentumIsPlainMomentumAtASmallerRate(Variant variant) {
        for (double beta : new double[]{0.5, 0.75}) { // exact in float, and so is every product with 1 − β
            float averaged = follow(Momentum.averaged(beta), variant, 1, 0.3f, 50, _ -> 0.125);
            float plain = follow(new Momentum(beta, false), variant, 1, 0.3f, 50, _ -> 0.125 * (1 - beta));
            assertThat(averaged).isCloseTo(plain, within(50 * Math.ulp(plain)));
        }
        // 1 − β is no power of two: equal but for rounding.
        assertThat(follow(Momentum.averaged(0.9), variant, 1, 100, _ -> 0.1))
                .isCloseTo(follow(new Momentum(0.9, false), variant, 1, 100, _ -> 0.01), within(1e-5f));
    }

    @ParameterizedTest
    @EnumSource
    void dampeningSparesTheFirstStepWhereItIsCopied(Variant variant) {
        // b = 1, then 0.5 + 0.75: 1 − 0.1 − 0.125. From zero b = 0.75, then 0.375 + 0.75: 1 − 0.075 − 0.1125.
        assertThat(follow(new Momentum(0.5, 0.25, true, false, 0), variant, 1, 2, _ -> 0.1)).isCloseTo(0.775f, within(1e-6f));
        assertThat(follow(new Momentum(0.5, 0.25, false, false, 0), variant, 1, 2, _ -> 0.1)).isCloseTo(0.8125f, within(1e-6f));
    }

    @ParameterizedTest
    @EnumSource
    void momentumRisesAfterWarmUp(Variant variant) {
        Schedule schedule = Schedule.switching(0.5, 0.9, 2);
        float[] w = {0};
        float[][] velocity = new float[1][1];
        float[] expected = {1, 1.5f, 2.35f}; // b = 1, then 0.5·1 + 1, then 0.9·1.5 + 1
        for (int t = 1; t <= expected.length; t++) {
            new Momentum(schedule.at(t), false).at(t, 0.1).apply(variant, w, new float[]{1}, velocity, 0, 1);
            assertThat(velocity[0][0]).as("step %d", t).isCloseTo(expected[t - 1], within(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void weightDecayJoinsTheGradient(Variant variant) {
        // g = 1 + 0.5·2 = 2
        assertThat(follow(new Sgd(0.5), variant, 2, 1, _ -> 0.1)).isCloseTo(1.8f, within(1e-6f));
        assertThat(follow(new Momentum(0.5, 0, true, false, 0.5), variant, 2, 1, _ -> 0.1)).isCloseTo(1.8f, within(1e-6f));
        assertThat(follow(new Nesterov(0.5, false, 0.5), variant, 2, 1, _ -> 0.1)).isCloseTo(1.7f, within(1e-6f)); // 2 + 0.5·2
        // Adam divides the decay by the same scale: a gradient of 2 moves as far as one of 1.
        assertThat(follow(new Adam(0.9, 0.999, 0, 0, 0.5), variant, 2, 1, _ -> 0.1)).isCloseTo(1.9f, within(1e-6f));
    }

    /// Nadam and RAdam at a gradient of zero: decoupled, nothing but the decay moves the parameter, and no average sees it.
    @ParameterizedTest
    @EnumSource
    void decoupledWeightDecayPassesTheAveragesBy(Variant variant) {
        for (Optimizer optimizer : List.of(new Nadam(0.9, 0.999, 0, 1e-8, 4e-3, 0.5, true), new RAdam(0.9, 0.999, 1e-8, 0.5, true))) {
            float[] w = {2};
            float[][] state = new float[2][1];
            optimizer.at(1, 0.1).apply(variant, w, new float[]{0}, state, 0, 1);
            assertThat(w[0]).as("%s", optimizer).isCloseTo(1.9f, within(1e-6f)); // 2·(1 − 0.1·0.5)
            assertThat(state).as("%s", optimizer).isEqualTo(new float[2][1]);
        }
        // Joined, RAdam's first steps are ηm/(1 − β₁ᵗ): 0.1·(0.5·2), and the average has seen it.
        assertThat(follow(new RAdam(0.9, 0.999, 1e-8, 0.5, false), variant, 2, 0, 1, _ -> 0.1)).isCloseTo(1.9f, within(1e-6f));
        assertThat(follow(new RAdam(0.9, 0.999, 1e-8, 0.5, false), variant, 2, 0, 2, _ -> 0.1)).isNotEqualTo(
                follow(new RAdam(0.9, 0.999, 1e-8, 0.5, true), variant, 2, 0, 2, _ -> 0.1));
    }

    /// f(x) = 3x²/2 from 2, each in its own variables; the path is that of the parameters.
    @ParameterizedTest
    @EnumSource
    void allFormsOfNesterovTakeOnePath(Variant variant) {
        double momentum = 0.9;
        double rate = 0.05;
        double x = 2;
        double v = 0;
        float[] outside = {2};
        float[][] b = new float[1][1];
        float[] ahead = {2};
        float[][] velocity = new float[1][1];
        NesterovLookAhead lookAhead = new NesterovLookAhead(momentum);
        for (int t = 1; t <= 60; t++) {
            v = momentum * v - rate * 3 * (x + momentum * v); // Sutskever et al., equations 3 and 4
            x = x + v;
            new Nesterov(momentum, false).at(t, rate).apply(variant, outside, new float[]{3 * outside[0]}, b, 0, 1);
            lookAhead.at(t, rate).apply(variant, ahead, new float[]{3 * ahead[0]}, velocity, 0, 1);
            float[] shiftedBack = ahead.clone();
            lookAhead.undoLookAhead(shiftedBack, velocity[0], 0, 1);
            assertThat((double) shiftedBack[0]).as("look-ahead form, step %d", t).isCloseTo(x, within(1e-5));
            assertThat(outside[0] + rate * momentum * b[0][0]).as("g + μb, step %d", t).isCloseTo(x, within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLookAheadFollowsAMomentumThatChanges(Variant variant) {
        Schedule schedule = Schedule.switching(0.5, 0.9, 10);
        double x = 2;
        double v = 0;
        float[] w = {2};
        float[][] velocity = new float[1][1];
        for (int t = 1; t <= 40; t++) {
            v = schedule.at(t) * v - 0.05 * 3 * (x + schedule.at(t) * v);
            x = x + v;
            NesterovLookAhead now = new NesterovLookAhead(schedule.at(t), schedule.at(t + 1));
            now.at(t, 0.05).apply(variant, w, new float[]{3 * w[0]}, velocity, 0, 1);
            float[] shiftedBack = w.clone();
            now.undoLookAhead(shiftedBack, velocity[0], 0, 1);
            assertThat((double) shiftedBack[0]).as("step %d", t).isCloseTo(x, within(1e-5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rmsPropTakesNesterovsPathToo(Variant variant) {
        double x = 2;
        double v = 0;
        double m = 0;
        float[] w = {2};
        float[][] state = new float[2][1];
        RmsPropNesterov optimizer = new RmsPropNesterov(0.9, 0.9, 1e-3, 0);
        for (int t = 1; t <= 60; t++) {
            double gradient = 3 * (x + 0.9 * v); // Goodfellow, Bengio and Courville, Algorithm 8.6
            m = 0.9 * m + 0.1 * gradient * gradient;
            v = 0.9 * v - 0.01 / Math.sqrt(m + 1e-3) * gradient;
            x = x + v;
            optimizer.at(t, 0.01).apply(variant, w, new float[]{3 * w[0]}, state, 0, 1);
            float[] shiftedBack = w.clone();
            optimizer.undoLookAhead(shiftedBack, state[1], 0, 1);
            assertThat((double) shiftedBack[0]).as("step %d", t).isCloseTo(x, within(1e-5));
        }
    }

    /// v and a² meet under a constant gradient, and their difference rounds to either side of zero.
    @ParameterizedTest
    @EnumSource
    void aVarianceThatRoundsBelowZeroCountsAsZero(Variant variant) {
        int below = 0;
        for (int k = 1; k <= 40; k++) {
            float gradient = 0.037f * k;
            float[] w = {0};
            float[][] state = new float[2][1];
            float[] velocityW = {0};
            float[][] velocityState = new float[3][1];
            for (int t = 1; t <= 500; t++) {
                new RmsPropCentered(0.9, 0, 1e-3).at(t, 1e-6).apply(variant, w, new float[]{gradient}, state, 0, 1);
                new RmsPropCenteredMomentum(0.9, 0.5, false, 0, 1e-3).at(t, 1e-6)
                        .apply(variant, velocityW, new float[]{gradient}, velocityState, 0, 1);
                if (state[0][0] - state[1][0] * state[1][0] < 0) below++;
                assertThat(new float[]{w[0], velocityW[0]}).as("gradient %s, step %d", gradient, t).doesNotContain(Float.NaN);
            }
            float before = w[0];
            new RmsPropCentered(0.9, 0, 1e-3).at(501, 1).apply(variant, w, new float[]{gradient}, state, 0, 1);
            assertThat(before - w[0]).isBetween(gradient / 5e-3f, gradient / 1e-3f); // all that is left of the scale is epsilon
        }
        assertThat(below).as("steps whose difference was below zero").isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void lookaheadTakesAPartOfTheWayEveryKSteps(Variant variant) {
        Optimizer lookahead = new Lookahead(Sgd.DEFAULT, 3, 0.5);
        float[] w = {1};
        float[][] slow = new float[1][1];
        float[] expected = {0.9f, 0.8f, 0.85f, 0.75f, 0.65f, 0.7f}; // 0.7 would be the third: half way back to 1; and so on
        for (int t = 1; t <= expected.length; t++) {
            lookahead.at(t, 0.1).apply(variant, w, new float[]{1}, slow, 0, 1);
            assertThat(w[0]).as("step %d", t).isCloseTo(expected[t - 1], within(1e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void groupsHaveMomentaAndRatesOfTheirOwn(Variant variant) {
        Optimizer groups = new ParameterGroups(List.of(new ParameterGroups.Group(20, new Momentum(0.5, false), 1),
                new ParameterGroups.Group(ParameterGroups.REST, new Momentum(0.9, false), 0.1)));
        float[] w = new float[100];
        float[] g = new float[100];
        float[][] state = new float[1][100];
        Arrays.fill(g, 1);
        for (int t = 1; t <= 5; t++) {
            groups.at(t, 0.1).apply(variant, w, g, state, 0, 31); // in slices that cut groups
            groups.at(t, 0.1).apply(variant, w, g, state, 31, 100);
        }
        for (int i = 0; i < 100; i++) {
            Optimizer own = new Momentum(i < 20 ? 0.5 : 0.9, false);
            double rate = i < 20 ? 0.1 : 0.1 * 0.1;
            assertThat(w[i]).as("w[%d]", i).isEqualTo(follow(own, variant, 0, 5, _ -> rate));
        }
    }

    @ParameterizedTest
    @EnumSource
    void amsGradsScaleNeverShrinks(Variant variant) {
        // β₂ = 0 makes v the last square: 9, then 1. Adam divides by 1 at the second step, AMSGrad by 3.
        float[] w = {0};
        float[][] state = new float[3][1];
        Optimizer amsGrad = new AmsGrad(0, 0, 0, 0);
        amsGrad.at(1, 1).apply(variant, w, new float[]{3}, state, 0, 1);
        amsGrad.at(2, 1).apply(variant, w, new float[]{1}, state, 0, 1);
        assertThat(w[0]).isCloseTo(-1 - 1 / 3f, within(1e-6f));
    }
}
