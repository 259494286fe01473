package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import lanewise.Console;
import lanewise.stats.SimulatedComparison.Result;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// How often the gate is wrong and how often it finds, on a host that is simulated: nothing here is timed. The counts are what they are; what they
/// prove is the bound that is printed beside them: no alarm in 500 comparisons says that the chance is below 0.6 %, five say below 2.1 %. More of them:
/// `mvn package -Dlanewise.skip -Dtest=GateSimulationTest -Dlanewise.comparisons=20000`.
@Execution(ExecutionMode.CONCURRENT)
class GateSimulationTest {

    private static final GateRule RULE = GateRule.DEFAULT;
    private static final int COMPARISONS = Integer.getInteger("lanewise.comparisons", 500);
    private static final int ROWS = 200;

    @Test
    void equalBuildsRaiseAnAlarmInAtMostOneOfAHundredComparisons() {
        List<Result> results = compare(COMPARISONS, 1_000_000, new double[ROWS]);
        long alarms = count(results, Result::claimsAnything);
        print("equal builds: %s", alarms(alarms, COMPARISONS));
        assertThat(alarms).isLessThanOrEqualTo(COMPARISONS / 100);
        assertThat(count(results, result -> !result.confirmed().isEmpty())).isPositive(); // the screen did let some through
    }

    @Test
    void soDoRowsThatAreAllExactlyAtTheirMargin() {
        double[] slowdowns = new double[ROWS];
        Arrays.fill(slowdowns, SimulatedComparison.MARGIN);
        List<Result> results = compare(COMPARISONS, 2_000_000, slowdowns);
        long alarms = count(results, Result::claimsAnything);
        long same = results.stream().flatMap(result -> result.verdicts().rows().stream()).filter(row -> row.verdict() == Verdict.SAME)
                .count();
        print("every row at its margin: %s; %.1f %% of the rows were called the same", alarms(alarms, COMPARISONS),
                100.0 * same / COMPARISONS / ROWS);
        assertThat(alarms).isLessThanOrEqualTo(COMPARISONS / 100);
        assertThat((double) same / COMPARISONS / ROWS).isLessThan(0.06); // 5 % in the screen, and of the suspects once more
        assertThat(count(results, result -> result.verdicts().screen().suspects().size() == RULE.mostSuspects()))
                .isGreaterThan(COMPARISONS / 2);
    }

    @Test
    void theSameRoundsWithoutHolmsCorrectionRaiseFalseAlarms() {
        double[] slowdowns = new double[ROWS];
        Arrays.fill(slowdowns, SimulatedComparison.MARGIN);
        List<Result> results = compare(100, 2_000_000, slowdowns);
        long alarms = count(results, result -> result.confirmed().stream()
                .anyMatch(pairs -> SignedRank.pValueAbove(Math.log1p(pairs.margin()), pairs.differences()) <= RULE.falseAlarms()));
        print("every row at its margin, no correction: %s", alarms(alarms, 100));
        assertThat(alarms).isGreaterThan(5);
    }

    @Test
    void theBaseBeforeTheHeadInsteadOfInTurnsRaisesFalseAlarms() {
        List<Result> results = IntStream.range(0, 100).parallel()
                .mapToObj(k -> new SimulatedComparison(seed(1_000_000, k), RULE, new double[ROWS], true).run()).toList();
        long alarms = count(results, Result::claimsAnything);
        print("equal builds, all of the base before all of the head: %s", alarms(alarms, 100));
        assertThat(alarms).isGreaterThan(5);
    }

    @Test
    void slowdownsAreFound() {
        assertThat(power(0.05)).isGreaterThan(0.5);
        assertThat(power(0.10)).isGreaterThan(0.8);
    }

    /// The claim beside every row, where noise is normal as its derivation says.
    @Test
    void theSlowdownThatCouldHaveBeenSeenIsSeenAsOftenAsIsSaid() {
        int repeats = 2_000;
        GateRule rule = new GateRule(6, 20, 0.01, 1, 0.75);
        SplittableRandom random = new SplittableRandom(6);
        int found = 0;
        int claims = 0;
        for (int repeat = 0; repeat < repeats; repeat++) {
            RowVerdict equal = Gate.judge(rule, List.of(normal(random, rule.screenRounds(), 0)), List.of()).rows().getFirst();
            if (equal.verdict() == Verdict.UNFIT) continue; // a suspect by chance, without fresh rounds: nothing is claimed
            claims++;
            List<Pairs> screened = List.of(normal(random, rule.screenRounds(), equal.detectable()));
            List<Pairs> confirmed = Gate.screen(rule, screened).suspects().stream()
                    .map(suspect -> normal(random, rule.confirmRounds(), equal.detectable())).toList();
            if (Gate.judge(rule, screened, confirmed).rows().getFirst().verdict() == Verdict.REGRESSED) found++;
        }
        assertThat((double) found / claims).isBetween(Power.POWER - 0.025, Power.POWER + 0.025); // binomial s.e. 0.009, twice
    }

    /// The same claim on hosts and rows that do not keep to the normal distribution.
    @Test
    void onAHostWithSpikesItIsSeenALittleLessOften() {
        int rows = 40;
        int comparisons = 300;
        record Planted(double slowdown, boolean found) {}
        List<Planted> planted = IntStream.range(0, comparisons).parallel().mapToObj(k -> {
            int row = k % (rows - 1);
            double[] slowdowns = new double[rows];
            Verdicts equal = new SimulatedComparison(seed(3_000_000, k), RULE, slowdowns, false).run().verdicts();
            slowdowns[row] = equal.rows().get(row).detectable();
            Verdicts slower = new SimulatedComparison(seed(4_000_000, k), RULE, slowdowns, false).run().verdicts();
            return new Planted(slowdowns[row], slower.rows().get(row).verdict() == Verdict.REGRESSED);
        }).toList();
        double found = (double) planted.stream().filter(Planted::found).count() / comparisons;
        double median = Sample.median(planted.stream().mapToDouble(Planted::slowdown).toArray());
        print("rows slowed down by what their own rounds could have seen (%.1f %% in the median): %.0f %% found", 100 * median,
                100 * found);
        assertThat(found).isBetween(Power.POWER - 0.12, 0.9);
    }

    private static Pairs normal(SplittableRandom random, int rounds, double slowdown) {
        double[] base = new double[rounds];
        double[] head = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            base[round] = 5 + 0.01 * random.nextGaussian();
            head[round] = 5 + 0.01 * random.nextGaussian() + Math.log1p(slowdown);
        }
        return new Pairs("row", SimulatedComparison.MARGIN, base, head);
    }

    private static double power(double slowdown) {
        int comparisons = 60;
        double[] slowdowns = new double[ROWS];
        for (int row = 0; row < ROWS; row += 21) slowdowns[row] = slowdown; // ten, one of them bimodal
        List<Result> results = compare(comparisons, 5_000_000 + Math.round(1000 * slowdown), slowdowns);
        int[] planted = new int[2]; // of one code, and bimodal
        int[] found = new int[2];
        long others = 0;
        for (Result result : results) {
            for (RowVerdict verdict : result.verdicts().rows()) {
                int row = Integer.parseInt(verdict.row());
                int kind = SimulatedComparison.bimodal(row) ? 1 : 0;
                boolean regressed = verdict.verdict() == Verdict.REGRESSED;
                if (slowdowns[row] > 0) planted[kind]++;
                if (slowdowns[row] > 0 && regressed) found[kind]++;
                if (slowdowns[row] == 0 && regressed) others++;
            }
        }
        double share = (double) found[0] / planted[0];
        print("+%.0f %% in ten of %d rows: %.0f %% found, of bimodal ones %.0f %%; in %d comparisons %d of the other rows were called slower",
                100 * slowdown, ROWS,
                100 * share, 100.0 * found[1] / planted[1], comparisons, others);
        assertThat(others).isLessThanOrEqualTo(1);
        return share;
    }

    private static List<Result> compare(int comparisons, long seed, double[] slowdowns) {
        return IntStream.range(0, comparisons).parallel()
                .mapToObj(k -> new SimulatedComparison(seed(seed, k), RULE, slowdowns, false).run()).toList();
    }

    private static long seed(long seed, int k) {
        return new SplittableRandom(seed + k).nextLong();
    }

    private static long count(List<Result> results, Predicate<Result> predicate) {
        return results.stream().filter(predicate).count();
    }

    private static String alarms(long alarms, int comparisons) {
        return String.format(Locale.ROOT, "%d of %d comparisons raised a false alarm, so the chance is below %.2f %% at 95 %%", alarms,
                comparisons,
                100 * upperBound((int) alarms, comparisons));
    }

    /// Of the chance of an event that was seen k of n times, after Clopper and Pearson.
    private static double upperBound(int k, int n) {
        double low = 0;
        double high = 1;
        while (high - low > 1e-6) {
            double middle = (low + high) / 2;
            if (BinomialTest.withDefaults().with(AlternativeHypothesis.LESS_THAN).test(n, k, middle).getPValue() > 0.05) low = middle;
            else
                high = middle;
        }
        return high;
    }

    @SuppressWarnings("SystemOut")
    private static void print(String format, Object... values) {
        Console.say("gate, simulated: " + String.format(Locale.ROOT, format, values));
    }
}
