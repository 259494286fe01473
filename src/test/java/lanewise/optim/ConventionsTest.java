package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the conventions of the literature mean, by numbers that can be followed by hand.
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
