package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrongWolfeTest {

    /// A function of one number with its derivative, which remembers where it was asked.
    private static final class Curve implements StrongWolfe.LineFunction {

        private final DoubleUnaryOperator value;
        private final DoubleUnaryOperator slope;
        private double at;
        private int evaluations;

        Curve(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
            this.value = value;
            this.slope = slope;
        }

        @Override
        public double value(double t) {
            at = t;
            evaluations++;
            return value.applyAsDouble(t);
        }

        @Override
        public double slope() {
            return slope.applyAsDouble(at);
        }

        double search(double first) {
            return new StrongWolfe().search(this, value.applyAsDouble(0), slope.applyAsDouble(0), first);
        }

        void isSatisfiedBy(double t) {
            assertThat(at).as("evaluated last").isEqualTo(t);
            assertThat(value.applyAsDouble(t)).isLessThanOrEqualTo(value.applyAsDouble(0) + 1e-4 * t * slope.applyAsDouble(0));
            assertThat(Math.abs(slope.applyAsDouble(t))).isLessThanOrEqualTo(0.9 * Math.abs(slope.applyAsDouble(0)));
        }
    }

    /// The first two functions of Moré and Thuente, *Line search algorithms with guaranteed sufficient decrease*, 1994, a parabola, and
    /// one that has a value only up to 2.
    private static Curve curve(String name) {
        return switch (name) {
            case "MT1" -> new Curve(t -> -t / (t * t + 2), t -> (t * t - 2) / ((t * t + 2) * (t * t + 2)));
            case "MT2" -> new Curve(t -> Math.pow(t + 0.004, 5) - 2 * Math.pow(t + 0.004, 4),
                    t -> 5 * Math.pow(t + 0.004, 4) - 8 * Math.pow(t + 0.004, 3));
            case "PARABOLA" -> new Curve(t -> (t - 3) * (t - 3), t -> 2 * (t - 3));
            default -> new Curve(t -> -Math.sqrt(2 - t) * (1 + 2 * t),
                    t -> (1 + 2 * t) / (2 * Math.sqrt(2 - t)) - 2 * Math.sqrt(2 - t));
        };
    }

    @ParameterizedTest
    @CsvSource({"MT1, 1e-3", "MT1, 1", "MT1, 1e3", "MT2, 1e-1", "MT2, 1", "MT2, 1e3", "PARABOLA, 1e-3", "PARABOLA, 1", "PARABOLA, 100",
            "EDGE, 1", "EDGE, 1e-2", "EDGE, 50"})
    void bothConditionsHoldFromShortAndLongFirstSteps(String name, double first) {
        Curve curve = curve(name);
        double t = curve.search(first);
        assertThat(t).isPositive();
        curve.isSatisfiedBy(t);
        assertThat(curve.evaluations).isLessThanOrEqualTo(20);
    }

    @Test
    void theMinimumOfAParabolaIsFoundByOneInterpolation() {
        Curve steep = new Curve(t -> 100 * (t - 0.3) * (t - 0.3), t -> 200 * (t - 0.3));
        assertThat(steep.search(1)).isCloseTo(0.3, Offset.offset(1e-12));
        assertThat(steep.evaluations).isEqualTo(2);
    }

    @Test
    void aTenthOfTheIntervalIsKeptFromItsEnds() {
        List<Double> asked = new ArrayList<>();
        Curve narrow = new Curve(t -> {
            asked.add(t);
            return 1_000 * t * t - t; // its minimum is at 0.0005
        }, t -> 2_000 * t - 1);
        narrow.isSatisfiedBy(narrow.search(1));
        assertThat(asked.subList(1, 4)).usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b), Double.class)
                .containsExactly(1.0, 0.1, 0.01);
    }

    @Test
    void whereNothingIsLowEnoughThereIsNoStep() {
        assertThat(new Curve(_ -> 1, _ -> -1).search(1)).isZero();
        assertThat(new Curve(t -> t == 0 ? 1 : Double.NaN, _ -> -1).search(1)).isZero();
        assertThat(new Curve(t -> t == 0 ? 1 : Double.NEGATIVE_INFINITY, _ -> -1).search(1)).isZero();
        assertThat(new Curve(t -> -t, t -> t == 0 ? -1 : Double.NaN).search(1)).isZero();
    }

    @Test
    void withoutASecondConditionTheLowestPointIsTakenAndEvaluatedLast() {
        Curve cliff = new Curve(t -> t < 0.75 ? -t : 1, _ -> -1); // never flat
        double t = cliff.search(1);
        assertThat(t).isBetween(0.5, 0.75).isEqualTo(cliff.at);
        Curve endless = new Curve(u -> -u, _ -> -1);
        assertThat(endless.search(1)).isEqualTo(endless.at).isGreaterThan(1e6);
    }

    @Test
    void aStepTooShortToBeSeenGrows() {
        // One and a parabola a millionth of a millionth as high: near 0 the value shows nothing, the slope does.
        Curve hidden = new Curve(t -> 1 + 1e-12 * (t - 3) * (t - 3), t -> 2e-12 * (t - 3));
        assertThat(hidden.search(1e-9)).isBetween(0.3, 5.7);
        Curve level = new Curve(t -> 1 + 1e-30 * (t - 3) * (t - 3), t -> 2e-30 * (t - 3)); // nowhere near does the value show it
        double t = level.search(1e-9);
        assertThat(t).isBetween(0.3, 5.7).isEqualTo(level.at);
        Curve far = new Curve(u -> (u - 1e30) * (u - 1e30), u -> 2 * (u - 1e30));
        far.isSatisfiedBy(far.search(1e-6));
        assertThat(far.evaluations).isLessThan(40);
    }

    @Test
    void whatHasNoEndIsNamed() {
        for (Curve endless : List.of(new Curve(t -> -t, _ -> -1), new Curve(t -> -t * t - t, t -> -2 * t - 1),
                new Curve(t -> t > 1e20 ? Double.NEGATIVE_INFINITY : -t, _ -> -1),
                new Curve(t -> -t * t * t - t, t -> t > 1e20 ? Double.NEGATIVE_INFINITY : -3 * t * t - 1))) {
            StrongWolfe search = new StrongWolfe();
            double t = search.search(endless, 0, -1, 1);
            assertThat(search.fellWithoutEnd()).isTrue();
            assertThat(t).isEqualTo(endless.at).isGreaterThan(1e10);
            assertThat(search.search(curve("PARABOLA"), 9, -6, 1)).isPositive();
            assertThat(search.fellWithoutEnd()).isFalse();
        }
        StrongWolfe search = new StrongWolfe();
        assertThat(search.search(new Curve(_ -> 5, _ -> -1), 5, -1, 1)).isZero();
        assertThat(search.stayedLevel()).isTrue();
        assertThat(search.search(new Curve(t -> t == 0 ? 5 : 6, _ -> -1), 5, -1, 1)).isZero();
        assertThat(search.stayedLevel()).isFalse();
    }
}
