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
            assertThat(follow(entry.defaults(), variant, 1, 0, 3, _ -> 0.1)).as("%s", entry).isEqualTo(1);
        }
    }

    @Test
    void adagradsRateDecaysFromTheSecondStepOn() {
        Optimizer decaying = new Adagrad(1, 0, 0);
        // s = 1, then 2: 1 − 0.1/1 − (0.1/2)/√2
        assertThat(follow(decaying, Variant.SCALAR, 1, 2, _ -> 0.1)).isCloseTo((float) (0.9 - 0.05 / Math.sqrt(2)), within(1e-6f));
    }
}
