package lanewise.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.experiment.Reference.Digits;
import lanewise.experiment.Reference.Place;
import lanewise.experiment.Reference.Steps;
import lanewise.optim.GradientRate;
import lanewise.optim.Momentum;
import lanewise.optim.Nesterov;
import lanewise.optim.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class ExamplesTest {

    private static final List<Example> ALL = Examples.all();

    static Stream<Figure> figures() {
        return ALL.stream().flatMap(example -> example.figures().stream());
    }

    private static Figure figure(String example, String meaning) {
        return ALL.stream().filter(e -> e.name().equals(example)).flatMap(e -> e.figures().stream())
                .filter(figure -> figure.meaning().equals(meaning)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("figures")
    void everyFigureIsFound(Figure figure) {
        assertThat(figure.reference().holds(figure.inDouble())).as("%s: %s, was %s", figure.meaning(), figure.reference(),
                figure.reference().show(figure.inDouble(), 20)).isTrue();
        assertThat(figure.variantsAgree()).as("%s by variant", figure.meaning()).isTrue();
        assertThat(figure.isFine()).as("%s in float", figure.meaning()).isTrue();
    }

    @Test
    void allButArithmeticGoesThroughEveryKernel() {
        assertThat(figures().filter(figure -> figure.inFloat().isEmpty()).map(Figure::meaning)).containsExactly(
                "window 1/(1 − β) of β 0.9", "window 1/(1 − β) of β 0.98", "updates an epoch, 60,000 samples by 128, to tens",
                "the same, counted: ⌈60,000/128⌉");
        assertThat(figures().filter(figure -> !figure.inFloat().isEmpty()))
                .allSatisfy(figure -> assertThat(figure.inFloat()).containsOnlyKeys(Variant.values()));
    }

    @Test
    void floatIsHeldToTheSameBoundEverywhere() {
        assertThat(figures().filter(figure -> !figure.inFloat().isEmpty()).filter(figure -> !(figure.reference() instanceof Steps)))
                .allSatisfy(figure -> assertThat(figure.bound()).isEqualTo(1e-5));
    }

    @Test
    void namesAreNamesOfFiles() {
        assertThat(ALL).extracting(Example::name).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z-]+"));
        assertThat(ALL).allSatisfy(example -> assertThat(example.isFine()).isTrue());
    }

    @Test
    void quadraticsFollowTheirClosedForm() {
        Track track = Textbook.run(Descent.plain(Landscape.BOWL, List.of(2.7, 2.3), 0.02, 12));
        for (int t = 0; t <= 12; t++) {
            assertThat(track.at(t)[0]).isCloseTo(1 + 1.7 * Math.pow(0.76, t), within(1e-14));
            assertThat(track.at(t)[1]).isCloseTo(7.0 / 9 + (2.3 - 7.0 / 9) * Math.pow(0.64, t), within(1e-14));
        }
        Track crossing = Textbook.run(Descent.plain(Landscape.CANYON, List.of(-0.5, 2.3), 0.02, 12));
        assertThat(crossing.end()[1]).isCloseTo(0.375 + 1.925 * Math.pow(-0.6, 12), within(1e-14));
        Track along = Textbook.run(Descent.plain(Landscape.CANYON, List.of(2.3, 2.3), 0.01, 12));
        assertThat(along.end()[0]).isCloseTo(1 + 1.3 * Math.pow(0.88, 12), within(1e-14));
        Track swinging = Textbook.run(Descent.plain(Landscape.PARABOLA, List.of(0.75), 0.15, 15));
        for (int t = 0; t <= 15; t++) assertThat(swinging.at(t)[0]).isCloseTo(1 - 0.25 * Math.pow(-0.8, t), within(1e-14));
    }

    @Test
    void theKernelsPointAheadLeadsBackToTheTextbooksPoint() {
        Descent descent = Descent.of(Rule.NESTEROV, 0.9, Landscape.TWO_WELLS, List.of(1.5, 1.5), 0.02, 90);
        Track book = Textbook.run(descent);
        Track ahead = Textbook.run(Descent.of(Rule.NESTEROV_AHEAD, 0.9, Landscape.TWO_WELLS, List.of(1.5, 1.5), 0.02, 90));
        Track kernel = Kernels.run(descent).get(Variant.SIMD);
        for (int t = 0; t <= 90; t++) assertThat(Track.distance(kernel.at(t), book.at(t))).isLessThan(1e-5);
        assertThat(Track.distance(ahead.at(45), book.at(45))).isGreaterThan(0.01);
    }

    @Test
    void anotherRuleInThePlaceOfTheRightOneIsOff() {
        Descent descent = Descent.of(Rule.MOMENTUM, 0.9, Landscape.TWO_WELLS, List.of(1.5, 1.5), 0.02, 90);
        for (var wrong : List.of(new Momentum(0.899, false), new Nesterov(0.9, false))) {
            Run run = new Run(descent, Textbook.run(descent), Kernels.run(descent, wrong));
            assertThat(Figure.of("", Source.PRINTED, Digits.of("-0.9496", "0.9809"), run, 1e-5, Track::end).isFine()).isFalse();
        }
    }

    @Test
    void memorylessControlFromOneJumpsForGood() {
        Track track = Textbook.run(new Descent(Landscape.QUARTIC, List.of(5.0), Rule.GRADIENT_DESCENT, 0,
                new Rate.Controlled(GradientRate.Form.MEMORYLESS, 1, 0.99), 100));
        assertThat(track.at(98)).isEqualTo(track.at(100));
        assertThat(track.at(99)[0] - track.at(100)[0]).isGreaterThan(0.3);
    }

    @Test
    void theRacesAreWonByThoseThatShould() {
        Map<String, Double> saddle = counts("saddle");
        assertThat(saddle.get("RMSprop")).isLessThan(saddle.get("Adadelta")).isLessThan(saddle.get("momentum"));
        assertThat(saddle.get("Nesterov")).isLessThan(saddle.get("momentum")).isLessThan(saddle.get("SGD"));
        Map<String, Double> elongated = counts("elongated");
        assertThat(elongated.get("Nesterov")).isLessThan(elongated.get("momentum"));
        assertThat(elongated.get("momentum")).isLessThan(elongated.get("SGD"));
        Map<String, Double> valley = counts("valley");
        assertThat(valley.get("Nesterov")).isLessThan(valley.get("momentum"));
        assertThat(valley.get("momentum")).isLessThan(valley.get("SGD"));
        assertThat(valley.get("SGD")).isLessThan(valley.get("Adadelta"));
        assertThat(valley.get("Adadelta")).isLessThan(valley.get("Adagrad"));
    }

    private static Map<String, Double> counts(String example) {
        return Stream.of("SGD", "momentum", "Nesterov", "Adagrad", "Adadelta", "RMSprop")
                .collect(java.util.stream.Collectors.toMap(name -> name, name -> figure(example, "steps of " + name).inDouble()[0]));
    }

    @Test
    void threeRatesGetStuckInThreeMinimaNoneOfThemTheLowest() {
        List<Double> stuck = Stream.of("0.01", "0.3", "0.8").map(rate -> figure("ripples", "stuck at, η " + rate).inDouble()[0]).toList();
        assertThat(stuck.get(0) - stuck.get(1)).isGreaterThan(1);
        assertThat(stuck.get(1) - stuck.get(2)).isGreaterThan(1);
        double lowest = Landscape.RIPPLES.value(RippleExample.LOWEST);
        assertThat(stuck).allSatisfy(x -> {
            assertThat(Landscape.RIPPLES.gradient(x)[0]).isCloseTo(0, within(1e-4));
            assertThat(Landscape.RIPPLES.value(x)).isGreaterThan(lowest + 0.5);
        });
        for (double x = -12; x <= 12; x += 0.001) assertThat(Landscape.RIPPLES.value(x)).isGreaterThan(lowest - 1e-5);
    }

    /// In closed form: each number with the weight (1 − β)βᵏ after k others, and corrected by the sum of the weights.
    @Test
    void averagesAreWeightedSums() {
        double[] numbers = {7.5, 4, 6, 8};
        for (int t = 1; t <= 4; t++) {
            double sum = 0;
            double weights = 0;
            for (int k = 0; k < t; k++) {
                double weight = 0.1 * Math.pow(0.9, k);
                sum += weight * numbers[t - 1 - k];
                weights += weight;
            }
            assertThat(figure("averages", "raw average after " + t).inDouble()[0]).isCloseTo(sum, within(1e-14));
            assertThat(figure("averages", "corrected average after " + t).inDouble()[0]).isCloseTo(sum / weights, within(1e-14));
        }
    }

    @Test
    void doubleAndFloatPartWaysWhereARunNeverConverges() {
        Run run = Run.of(Descent.plain(Landscape.RIPPLES, List.of(RippleExample.START), 2, 200));
        Track kernel = run.inFloat().get(Variant.SIMD);
        assertThat(Track.distance(kernel.at(5), run.inDouble().at(5))).isLessThan(1e-3);
        assertThat(kernel.firstStep(p -> Math.abs(p[0]) > 12)).isEqualTo(Track.NEVER);
        double farthest = 0;
        for (int t = 100; t <= 200; t++) farthest = Math.max(farthest, Track.distance(kernel.at(t), run.inDouble().at(t)));
        assertThat(farthest).isGreaterThan(1);
    }

    @Test
    void aPlaceIsACircle() {
        Place place = new Place(List.of(-1.0, 1.0), 0.2);
        assertThat(place.holds(new double[]{-0.9, 1.1})).isTrue();
        assertThat(place.holds(new double[]{-0.8, 1.1})).isFalse();
        assertThat(place).hasToString("near (-1, 1)");
    }

    /// As a reader rounds: a half may go either way, whatever binary fractions make of it.
    @Test
    void aRoundedFigureIsWithinHalfAUnit() {
        assertThat(new Reference.Rounded(new java.math.BigDecimal("1.08")).holds(new double[]{1.075})).isTrue();
        assertThat(new Reference.Rounded(new java.math.BigDecimal("1.08")).holds(new double[]{1.085})).isTrue();
        assertThat(new Reference.Rounded(new java.math.BigDecimal("1.08")).holds(new double[]{1.0749})).isFalse();
        assertThat(new Reference.Rounded(new java.math.BigDecimal("1.08")).holds(new double[]{Double.NaN})).isFalse();
        assertThat(Digits.of("47e1").holds(new double[]{469})).isTrue();
        assertThat(Digits.of("47e1").holds(new double[]{464})).isFalse();
        assertThat(Digits.of("47e1")).hasToString("470");
    }

    /// Adagrad and the averages as printed, with the digits that are printed; corrected averages are printed nowhere.
    @Test
    void whatIsCalledPrintedHasThePrintedDigits() {
        assertThat(figures().filter(figure -> figure.source() == Source.PRINTED).map(figure -> figure.reference().toString()))
                .contains("(7.8, 281)", "(8.8, 362)", "0.75", "1.08", "1.57", "2.21", "470").doesNotContain("469", "1.075");
        assertThat(figures().filter(figure -> figure.meaning().startsWith("corrected average"))).hasSize(4)
                .allMatch(figure -> figure.source() == Source.COMPUTED);
    }

    @Test
    void minimaAreWhereTheSlopeIsZero() {
        for (Landscape landscape : Landscape.values()) {
            if (landscape == Landscape.SADDLE) assertThat(landscape.minimum()).isEmpty();
            else
                for (double slope : landscape.gradient(landscape.minimum().orElseThrow()))
                    assertThat(slope).as(landscape.name()).isCloseTo(0, within(1e-4));
        }
        assertThat(Landscape.RIPPLES.minimum().orElseThrow()[0]).isCloseTo(RippleExample.LOWEST, within(1e-3));
        assertThat(Landscape.BOWL.minimum().orElseThrow()[1]).isCloseTo(7.0 / 9, within(1e-9));
    }

    @Test
    void everyDigitCounts() {
        Digits digits = Digits.of("0.918730", "-1");
        assertThat(digits.holds(new double[]{0.9187299, -1.4})).isTrue();
        assertThat(digits.holds(new double[]{0.9187311, -1})).isFalse();
        assertThat(digits.holds(new double[]{0.91873, -1.6})).isFalse();
        assertThat(digits.holds(new double[]{Double.NaN, -1})).isFalse();
        assertThat(digits.holds(new double[]{0.91873})).isFalse();
        assertThat(digits.show(new double[]{0.91873, Double.NaN}, 4)).isEqualTo("(0.9187, NaN)");
        assertThat(new Steps(Track.NEVER)).hasToString("never");
    }

    @Test
    void floatBeyondItsBoundIsOff() {
        Map<Variant, double[]> near = Map.of(Variant.SCALAR, new double[]{2.00001});
        Map<Variant, double[]> far = Map.of(Variant.SCALAR, new double[]{2.00003});
        Map<Variant, double[]> nothing = Map.of(Variant.SCALAR, new double[]{Double.NaN});
        assertThat(new Figure("", Source.OWN, Digits.of("2"), new double[]{2}, near, 1e-5).isFine()).isTrue();
        assertThat(new Figure("", Source.OWN, Digits.of("2"), new double[]{2}, far, 1e-5).isFine()).isFalse();
        assertThat(new Figure("", Source.OWN, Digits.of("2"), new double[]{2}, nothing, 1e-5).isFine()).isFalse();
    }
}
