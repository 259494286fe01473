package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lanewise.Console;
import org.junit.jupiter.api.Test;

class ChangePointsTest {

    private static double[] noise(int seed, int length, double deviation) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, length).mapToDouble(_ -> deviation * random.nextGaussian()).toArray();
    }

    private static double[] stepped(int seed, int length, double deviation, double... steps) {
        double[] series = noise(seed, length, deviation);
        for (int i = 0; i < length; i++) series[i] += steps[i * steps.length / length];
        return series;
    }

    private static List<Integer> cuts(double... series) {
        return ChangePoints.of(0.005, series).stream().map(ChangePoints.Change::index).toList();
    }

    /// 1, 1, 2 against 4, 5, 5: distances between are 30 in nine pairs, within 2 in three and 2 in three.
    @Test
    void theStatisticIsThatOfTheDefinition() {
        double energy = 2 * 30 / 9.0 - 2 / 3.0 - 2 / 3.0;
        ChangePoints.Cut cut = ChangePoints.bestCut(1, 1, 2, 4, 5, 5);
        assertThat(cut.index()).isEqualTo(3);
        assertThat(cut.statistic()).isCloseTo(9.0 / 6 * energy, within(1e-12));
    }

    @Test
    void stepsAreFoundWhereTheyAre() {
        assertThat(cuts(stepped(1, 30, 0.01, 0, 0.05))).containsExactly(15);
        assertThat(cuts(stepped(2, 45, 0.01, 0, 0.06, 0.01))).containsExactly(15, 30);
        assertThat(cuts(stepped(3, 40, 0.01, 0, 0, 0, -0.1))).containsExactly(30);
        assertThat(ChangePoints.of(0.005, stepped(1, 30, 0.01, 0, 0.05)).getFirst().pValue()).isLessThan(0.005);
    }

    @Test
    void aSpikeIsNoChange() {
        for (int seed = 0; seed < 20; seed++) {
            double[] series = noise(seed, 30, 0.01);
            series[seed] += 0.5;
            assertThat(cuts(series)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void shortSeriesAreLeftWhole() {
        for (int length = 0; length < 6; length++) assertThat(cuts(noise(1, length, 1))).isEmpty();
        assertThat(cuts(new double[50])).isEmpty();
    }

    /// 300 series without a change at 5 in a thousand: 1.5 are expected, and 7 or more come once in five hundred times.
    @Test
    void falseAlarmsAreAsRareAsTheLevelSays() {
        long alarms = IntStream.range(0, 300).parallel().filter(seed -> !cuts(noise(1_000 + seed, 24, 0.02)).isEmpty()).count();
        Console.say("E-divisive: " + alarms + " of 300 series without a change are cut at a level of 0.005");
        assertThat(alarms).isLessThan(7);
    }

    @Test
    void theControlVariateTakesOutWhatIsShared() {
        double[] machine = new double[60];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 1; i < 60; i++) machine[i] = 0.8 * machine[i - 1] + 0.05 * random.nextGaussian();
        double[] t = stepped(5, 60, 0.005, 0, 0.05);
        double[] s = noise(6, 60, 0.005);
        for (int i = 0; i < 60; i++) {
            t[i] += 0.7 * machine[i];
            s[i] += machine[i];
        }
        assertThat(ControlVariate.coefficient(t, s)).isCloseTo(0.7, within(0.1));
        assertThat(cuts(ControlVariate.adjusted(t, s))).containsExactly(30);
        assertThat(cuts(t)).as("without").isNotEqualTo(List.of(30));
    }

    @Test
    void theControlVariateIsLeftOutWhereItCannotHelp() {
        double[] t = noise(1, 60, 1);
        double[] unknown = new double[60];
        Arrays.fill(unknown, Double.NaN);
        assertThat(ControlVariate.adjusted(t, unknown)).isEqualTo(t);
        assertThat(ControlVariate.adjusted(t, new double[60])).isEqualTo(t);
        double[] few = Arrays.copyOf(t, ControlVariate.LEAST_VALUES - 1);
        assertThat(ControlVariate.adjusted(few, few)).isEqualTo(few);
        double[] opposite = Arrays.stream(t).map(value -> -value).toArray();
        assertThat(ControlVariate.adjusted(t, opposite)).isEqualTo(t);
        assertThatIllegalArgumentException().isThrownBy(() -> ControlVariate.adjusted(t, few))
                .withMessage("series must be equally long, were 60 and 29");
    }
}
