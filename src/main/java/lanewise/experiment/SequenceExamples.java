package lanewise.experiment;

import static lanewise.experiment.Figure.CONVERGENT;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lanewise.experiment.Picture.Path;
import lanewise.experiment.Picture.Range;
import lanewise.experiment.Reference.Digits;
import lanewise.experiment.Reference.Rounded;
import lanewise.optim.Adagrad;
import lanewise.optim.Adam;
import lanewise.optim.Variant;

/// State that gathers over given numbers, without a landscape.
final class SequenceExamples {

    private static final double[][] GRADIENTS = {{-2, -10}, {-1.5, -10}, {-1.25, -9}, {-1, 9}};
    private static final double[] NUMBERS = {7.5, 4, 6, 8};
    private static final double BETA = 0.9;

    private SequenceExamples() {}

    /// Adagrad's sums of squares, and the divisors that come of them. A divisor is not stored: the kernel tells it by its step from 0 at a
    /// learning rate of 1, w = −g/divisor.
    static Example adagrad() {
        double[][] sums = new double[GRADIENTS.length][2];
        for (int t = 0; t < sums.length; t++) {
            for (int k = 0; k < 2; k++) sums[t][k] = (t == 0 ? 0 : sums[t - 1][k]) + GRADIENTS[t][k] * GRADIENTS[t][k];
        }
        Map<Variant, double[][]> states = new EnumMap<>(Variant.class);
        Map<Variant, double[]> divisors = new EnumMap<>(Variant.class);
        for (Variant variant : Variant.values()) {
            FloatPoint point = new FloatPoint(Adagrad.DEFAULT, variant, 0, 0);
            double[][] found = new double[sums.length][];
            for (int t = 0; t < sums.length; t++) {
                point.setParameters(0, 0);
                point.step(t + 1, 1, GRADIENTS[t]);
                found[t] = point.state(0);
            }
            double[] last = GRADIENTS[sums.length - 1];
            double[] step = point.parameters();
            states.put(variant, found);
            divisors.put(variant, new double[]{-last[0] / step[0], -last[1] / step[1]});
        }
        List<Figure> figures = new ArrayList<>();
        String[][] references = {{"4", "100"}, {"6.25", "200"}, {"7.8", "281"}, {"8.8", "362"}};
        for (int t = 0; t < sums.length; t++) {
            figures.add(new Figure("sums of squares after " + (t + 1) + (t == 0 ? " gradient" : " gradients"), Source.PRINTED,
                    Digits.of(references[t]), sums[t], at(states, t), CONVERGENT));
        }
        double[] roots = {Math.sqrt(sums[3][0]), Math.sqrt(sums[3][1])};
        figures.add(new Figure("divisors, about", Source.PRINTED, Digits.of("3", "19"), roots, divisors, CONVERGENT));
        double[] step = {0, 1, 2, 3, 4};
        return new Example("adagrad", "Adagrad's accumulators for the gradients (−2, −10), (−1.5, −10), (−1.25, −9), (−1, 9)", figures,
                List.of("The sums are the kernel's state; the divisor is read from its last step, g divided by the change at a learning rate of 1."),
                new Picture("Adagrad's divisors √(sum of squares)", "step", "divisor", null, new Range(-0.5, 4.5), new Range(0, 20),
                        List.of(new Path("gradients of −2 to −1", step, divisors(sums, 0)),
                                new Path("gradients of −10 to 9", step, divisors(sums, 1)))));
    }

    private static double[] divisors(double[][] sums, int k) {
        return IntStream.rangeClosed(0, sums.length).mapToDouble(t -> t == 0 ? 0 : Math.sqrt(sums[t - 1][k])).toArray();
    }

    private static Map<Variant, double[]> at(Map<Variant, double[][]> byStep, int t) {
        Map<Variant, double[]> values = new EnumMap<>(Variant.class);
        byStep.forEach((variant, steps) -> values.put(variant, steps[t]));
        return values;
    }

    /// Exponentially weighted averages a ← βa + (1 − β)x from zero, and divided by 1 − βᵗ, by which they are too small at first (Kingma and
    /// Ba 2015, section 3); in float they are Adam's first moment, whose gradients the numbers are.
    static Example averages() {
        double[][] raw = new double[NUMBERS.length][1];
        double[][] corrected = new double[NUMBERS.length][1];
        for (int t = 0; t < NUMBERS.length; t++) {
            raw[t][0] = BETA * (t == 0 ? 0 : raw[t - 1][0]) + (1 - BETA) * NUMBERS[t];
            corrected[t][0] = raw[t][0] / (1 - Math.pow(BETA, t + 1));
        }
        Map<Variant, double[][]> rawMoments = new EnumMap<>(Variant.class);
        Map<Variant, double[][]> correctedMoments = new EnumMap<>(Variant.class);
        for (Variant variant : Variant.values()) {
            FloatPoint point = new FloatPoint(new Adam(BETA, 0.999, 0, 1e-8), variant, 0);
            double[][] found = new double[NUMBERS.length][];
            double[][] freed = new double[NUMBERS.length][];
            for (int t = 0; t < NUMBERS.length; t++) {
                point.step(t + 1, 0.001, NUMBERS[t]);
                found[t] = point.state(0);
                freed[t] = new double[]{found[t][0] / (1 - Math.pow(BETA, t + 1))};
            }
            rawMoments.put(variant, found);
            correctedMoments.put(variant, freed);
        }
        String[] printed = {"0.75", "1.08", "1.57", "2.21"};
        String[] rawReferences = {"0.75", "1.075", "1.5675", "2.21075"};
        String[] correctedReferences = {"7.5", "5.657895", "5.784133", "6.428468"};
        List<Figure> figures = new ArrayList<>();
        for (int t = 0; t < NUMBERS.length; t++) {
            figures.add(new Figure("raw average after " + (t + 1), Source.PRINTED, Rounded.of(printed[t]), raw[t], at(rawMoments, t),
                    CONVERGENT));
            figures.add(new Figure("its digits", Source.COMPUTED, Digits.of(rawReferences[t]), raw[t], at(rawMoments, t), CONVERGENT));
        }
        for (int t = 0; t < NUMBERS.length; t++) {
            figures.add(new Figure("corrected average after " + (t + 1), Source.COMPUTED, Digits.of(correctedReferences[t]), corrected[t],
                    at(correctedMoments, t), CONVERGENT));
        }
        figures.add(arithmetic("window 1/(1 − β) of β 0.9", Source.PRINTED, "10", 1 / (1 - 0.9)));
        figures.add(arithmetic("window 1/(1 − β) of β 0.98", Source.PRINTED, "50", 1 / (1 - 0.98)));
        figures.add(arithmetic("updates an epoch, 60,000 samples by 128, to tens", Source.PRINTED, "47e1", updatesPerEpoch(60_000, 128)));
        figures.add(arithmetic("the same, counted: ⌈60,000/128⌉", Source.COMPUTED, "469", updatesPerEpoch(60_000, 128)));
        double[] step = {1, 2, 3, 4};
        return new Example("averages", "Averages of 7.5, 4, 6, 8 with β 0.9", figures,
                List.of("The kernels' part is Adam's first moment m, raw; corrected it is m/(1 − βᵗ). Windows and updates have no kernel.",
                        "The 469th update of an epoch takes the 96 samples that are left over; 470 is printed.",
                        "1.075 is printed as 1.08: a half is rounded up, of a number that binary fractions do not hold exactly."),
                new Picture("Exponential averages, β 0.9", "step", "value", null, new Range(0.5, 4.5), new Range(0, 9),
                        List.of(new Path("numbers", step, NUMBERS), new Path("raw average", step, flat(raw)),
                                new Path("corrected average", step, flat(corrected)))));
    }

    private static Figure arithmetic(String meaning, Source source, String reference, double value) {
        return new Figure(meaning, source, Digits.of(reference), new double[]{value}, Map.of(), 0);
    }

    /// Minibatches of an epoch, the last and smaller one included.
    private static int updatesPerEpoch(int samples, int batch) {
        return Math.ceilDiv(samples, batch);
    }

    private static double[] flat(double[][] values) {
        return IntStream.range(0, values.length).mapToDouble(t -> values[t][0]).toArray();
    }
}
