package lanewise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final GateRule RULE = GateRule.DEFAULT;
    private static final double MARGIN = 0.02;
    private static final double LOG_MARGIN = Math.log1p(MARGIN);

    /// Whether the head is slower: all rows together, or at least one of them.
    private static boolean regressed(Verdicts outcome) {
        return outcome.sharedShift() > 1 || outcome.rows().stream().anyMatch(row -> row.verdict() == Verdict.REGRESSED);
    }

    @Test
    void aSlowerRowRegressesAndAFasterOneImproves() {
        List<Pairs> screened = List.of(noise("slower", 6, 0.08), noise("faster", 6, -0.08), noise("same", 6, 0));
        Screen screen = Gate.screen(RULE, screened);
        assertThat(screen).isEqualTo(new Screen(List.of("slower", "faster"), 0));
        Verdicts verdicts = Gate.judge(RULE, screened, List.of(noise("faster", 20, -0.08), noise("slower", 20, 0.08)));
        assertThat(verdicts.screen()).isEqualTo(screen);
        assertThat(verdicts.sharedShift()).isEqualTo(1);
        assertThat(regressed(verdicts)).isTrue();
        assertThat(verdicts.rows()).extracting(RowVerdict::verdict).containsExactly(Verdict.REGRESSED, Verdict.IMPROVED, Verdict.SAME);

        RowVerdict slower = verdicts.rows().getFirst();
        assertThat(slower.rounds()).isEqualTo(20);
        assertThat(slower.ratio()).isCloseTo(Math.exp(0.08), within(0.005));
        assertThat(slower.interval().low()).isGreaterThan(1 + MARGIN).isLessThan(slower.ratio());
        assertThat(slower.interval().high()).isGreaterThan(slower.ratio());
        assertThat(slower.pValue()).isCloseTo(2 * Math.scalb(1, -20) / 0.99, within(1e-12)); // the less of two p-values, of 99 in 100 parts
        assertThat(slower.winRate()).isEqualTo(1);
        assertThat(slower.modes()).isNull();
        assertThat(slower.reason()).isEqualTo("beyond 2 % in 20 of 20 fresh rounds");

        RowVerdict same = verdicts.rows().getLast();
        assertThat(same.rounds()).isEqualTo(6);
        assertThat(same.pValue()).isNaN();
        assertThat(same.detectable()).isBetween(MARGIN, 0.05);
        assertThat(same.reason()).isEqualTo("within 2 % either way");
    }

    @Test
    void noiseLeavesTheAnswerOpen() {
        Verdicts verdicts = Gate.judge(RULE, List.of(pairs("noisy", 0.06, -0.05, 0.01, -0.07, 0.04, -0.02)), List.of());
        assertThat(verdicts.rows().getFirst().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdicts.rows().getFirst().detectable()).isGreaterThan(0.08);
        assertThat(regressed(verdicts)).isFalse();
    }

    @Test
    void exactlyTheMarginIsNotBeyondIt() {
        double[] atMargin = new double[20];
        Arrays.fill(atMargin, LOG_MARGIN);
        Pairs first = new Pairs("row", MARGIN, new double[6], Arrays.copyOf(atMargin, 6));
        assertThat(Gate.screen(RULE, List.of(first)).suspects()).isEmpty();
        assertThat(Gate.judge(RULE, List.of(first), List.of()).rows().getFirst().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void roundsWithoutAnySpreadAreDecided() {
        Pairs same = new Pairs("same", MARGIN, new double[6], new double[6]);
        double[] slower = new double[20];
        Arrays.fill(slower, 0.05);
        Verdicts verdicts = Gate.judge(RULE, List.of(same, new Pairs("slower", MARGIN, new double[6], Arrays.copyOf(slower, 6))),
                List.of(new Pairs("slower", MARGIN, new double[20], slower)));
        assertThat(verdicts.rows()).extracting(RowVerdict::verdict).containsExactly(Verdict.SAME, Verdict.REGRESSED);
        assertThat(verdicts.rows().getFirst().detectable()).isCloseTo(MARGIN, within(1e-12));
    }

    @Test
    void tooFewRoundsAreUnfit() {
        List<Pairs> screened = List.of(noise("few", 4, 0.3), noise("none", 6, 0.3), noise("ten", 6, 0.3), noise("eleven", 6, 0.3),
                pairs("empty"));
        assertThat(Gate.screen(RULE, screened).suspects()).doesNotContain("few", "empty");
        List<RowVerdict> verdicts = Gate.judge(RULE, screened, List.of(noise("ten", 10, 0.3), noise("eleven", 11, 0.3))).rows();
        assertThat(verdicts).extracting(RowVerdict::verdict)
                .containsExactly(Verdict.UNFIT, Verdict.UNFIT, Verdict.UNFIT, Verdict.REGRESSED, Verdict.UNFIT);
        assertThat(verdicts).extracting(RowVerdict::rounds).containsExactly(4, 0, 10, 11, 0);
        assertThat(verdicts.get(0).reason()).isEqualTo("4 rounds are fit, and 5 is the least that can decide");
        assertThat(verdicts.get(1).reason())
                .isEqualTo("a suspect of which 0 fresh rounds are fit, and 11 is the least that can confirm it");
        assertThat(verdicts.get(2).ratio()).isCloseTo(Math.exp(0.3), within(0.02));
        assertThat(verdicts.get(4).ratio()).isNaN();
    }

    @Test
    void theScreenAllowsOneRoundInSixToDisagree() {
        List<Pairs> screened = List.of(pairs("one", 0.05, 0.05, 0.05, 0.03, 0.03, -0.1), pairs("two", 0.05, 0.05, 0.05, 0.05, -0.1, -0.1),
                pairs("little", 0.019, 0.019, 0.019, 0.019, 0.019, 0.3), pairs("ofFive", 0.05, 0.05, 0.05, 0.05, -0.01));
        assertThat(Gate.screen(RULE, screened).suspects()).containsExactly("one");
    }

    @Test
    void theScreenTakesTheWorstAndReportsHowManyItCut() {
        GateRule three = new GateRule(6, 20, 0.01, 3, 0.75);
        List<Pairs> screened = List.of(noise("faster", 6, -0.9), noise("d", 6, 0.1), noise("b", 6, 0.3), noise("c", 6, 0.2),
                noise("a", 6, 0.4));
        assertThat(Gate.screen(three, screened)).isEqualTo(new Screen(List.of("a", "b", "c"), 2));
        RowVerdict cut = Gate.judge(three, screened, List.of()).rows().get(1);
        assertThat(cut.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(cut.reason()).isEqualTo("a suspect that was not confirmed, since only the worst 3 are");
    }

    @Test
    void freshRoundsSpeakAlone() {
        Verdicts verdicts = Gate.judge(RULE, List.of(noise("row", 6, 0.5)), List.of(noise("row", 20, 0)));
        RowVerdict cleared = verdicts.rows().getFirst();
        assertThat(cleared.verdict()).isEqualTo(Verdict.SAME);
        assertThat(cleared.ratio()).isCloseTo(1, within(0.005));
        assertThat(cleared.reason()).startsWith("a suspect that fresh rounds cleared");
    }

    /// One slower row alone, and the same rounds among four suspects.
    @Test
    void suspectsShareTheChanceOfAFalseAlarm() {
        double[] losses = ranked(20, 17, 20); // of 20 rounds the two with these ranks
        double p = SignedRank.pValueAbove(0, ranked(20, 17, 20));
        assertThat(p).isBetween(0.003, 0.006);
        Pairs screened = noise("row", 6, 0.1);
        assertThat(Gate.judge(RULE, List.of(screened), List.of(beyondMargin("row", losses))).rows().getFirst())
                .matches(alone -> alone.verdict() == Verdict.REGRESSED && Math.abs(alone.pValue() - p / 0.99) < 1e-12);
        List<RowVerdict> together = Gate.judge(RULE, List.of(screened, noise("b", 6, 0.1), noise("c", 6, 0.1), noise("d", 6, 0.1)),
                List.of(beyondMargin("row", losses), noise("b", 20, 0), noise("c", 20, 0), noise("d", 20, 0))).rows();
        assertThat(together.getFirst().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(together.getFirst().pValue()).isCloseTo(4 * p / 0.99, within(1e-12));
        assertThat(together).extracting(RowVerdict::verdict).doesNotContain(Verdict.REGRESSED);
    }

    /// Six losses, all of them small: the ranks reject, the signs do not.
    @Test
    void ranksDoNotSufficeWithoutTheSigns() {
        RowVerdict verdict = Gate.judge(RULE, List.of(noise("row", 6, 0.1)), List.of(beyondMargin("row", ranked(20, 1, 2, 3, 4, 5, 6))))
                .rows().getFirst();
        assertThat(verdict.pValue()).isLessThan(0.001);
        assertThat(verdict.winRate()).isEqualTo(0.7);
        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.reason()).endsWith("beyond 2 % in 14 of 20 fresh rounds");
    }

    /// Nine wins of twelve are three quarters and the ranks reject, but as many come to pass in one of fourteen throws of a coin.
    @Test
    void aWinRateDoesNotSufficeWithoutTheSigns() {
        GateRule rule = new GateRule(6, 12, 0.01, 20, 0.75);
        RowVerdict verdict = Gate.judge(rule, List.of(noise("row", 6, 0.1)), List.of(beyondMargin("row", ranked(12, 1, 2, 3))))
                .rows().getFirst();
        assertThat(verdict.pValue()).isLessThan(0.01);
        assertThat(verdict.winRate()).isEqualTo(0.75);
        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /// Of forty rounds 28 wins are enough for the sign test, and not for a win rate of three quarters.
    @Test
    void theWinRateIsARuleOfItsOwn() {
        double[] losses = ranked(40, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        for (double winRate : new double[]{0.75, 0.7}) {
            GateRule rule = new GateRule(6, 40, 0.01, 20, winRate);
            RowVerdict verdict = Gate.judge(rule, List.of(noise("row", 6, 0.1)), List.of(beyondMargin("row", losses))).rows()
                    .getFirst();
            assertThat(verdict.winRate()).isEqualTo(0.7);
            assertThat(verdict.verdict()).isEqualTo(winRate > 0.7 ? Verdict.INCONCLUSIVE : Verdict.REGRESSED);
        }
    }

    @Test
    void aShiftCommonToAllRowsIsOneFinding() {
        List<Pairs> screened = new ArrayList<>(IntStream.range(0, 30).mapToObj(k -> noise("row" + k, 6, 0.1)).toList());
        screened.add(noise("more", 6, 0.4));
        screened.add(noise("untouched", 6, 0));
        assertThat(Gate.screen(RULE, screened).suspects()).containsExactly("more");
        Verdicts verdicts = Gate.judge(RULE, screened, List.of(noise("more", 20, 0.4)));
        assertThat(verdicts.sharedShift()).isCloseTo(Math.exp(0.1), within(0.005));
        assertThat(regressed(verdicts)).isTrue();
        assertThat(verdicts.rows().getFirst().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdicts.rows().getFirst().reason()).isEqualTo("it moves with the shift common to all rows");
        assertThat(verdicts.rows().get(30).verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(verdicts.rows().get(31).verdict()).isEqualTo(Verdict.SAME);
    }

    @Test
    void aShiftOfFewRowsOrOfHalfOfThemIsNotCommon() {
        List<Pairs> few = IntStream.range(0, 14).mapToObj(k -> noise("row" + k, 6, 0.1)).toList();
        assertThat(Gate.judge(RULE, few, List.of()).sharedShift()).isEqualTo(1);
        assertThat(Gate.screen(RULE, few).suspects()).hasSize(14);
        List<Pairs> half = IntStream.range(0, 60).mapToObj(k -> noise("row" + k, 6, k % 10 < 7 ? 0.1 : 0)).toList();
        assertThat(Gate.judge(RULE, half, List.of()).sharedShift()).isEqualTo(1);
        List<Pairs> faster = IntStream.range(0, 30).mapToObj(k -> noise("row" + k, 6, -0.1)).toList();
        Verdicts verdicts = Gate.judge(RULE, faster, List.of());
        assertThat(verdicts.sharedShift()).isCloseTo(Math.exp(-0.1), within(0.005));
        assertThat(regressed(verdicts)).isFalse();
    }

    @Test
    void aLargerShareOfSlowForksRegresses() {
        Pairs screened = modes("row", 6, 0, 1, 3, 5);
        assertThat(Gate.screen(RULE, List.of(screened, modes("equal", 6, 1, 3, -2, -5))).suspects()).containsExactly("row");
        Pairs fresh = modes("row", 20, 0, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, -4);
        RowVerdict verdict = Gate.judge(RULE, List.of(screened), List.of(fresh)).rows().getFirst();
        assertThat(verdict.verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(verdict.reason()).isEqualTo("slow forks were 1 of 20 and are 11");
        Modes modes = verdict.modes();
        assertThat(modes.slowForksBase()).isEqualTo(1);
        assertThat(modes.slowForksHead()).isEqualTo(11);
        assertThat(modes.fastBase()).isCloseTo(100, within(1.0));
        assertThat(modes.fastHead()).isCloseTo(100, within(1.0));
        assertThat(modes.slowBase()).isCloseTo(200, within(3.0));
        assertThat(modes.slowHead()).isCloseTo(200, within(3.0));
        assertThat(modes.pValue()).isCloseTo(0.00123, within(5e-5)); // C(40,12) tables: two-sided Fisher of 11, 9 against 1, 19
    }

    @Test
    void equalSharesOfSlowForksDoNot() {
        Pairs screened = modes("row", 6, 0, 1, 3, 5);
        Pairs fresh = modes("row", 20, 0, 1, 3, 5, 7, -2, -4, -6, -8, -10);
        RowVerdict verdict = Gate.judge(RULE, List.of(screened), List.of(fresh)).rows().getFirst();
        assertThat(verdict.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verdict.modes().pValue()).isEqualTo(1);
    }

    /// Ten rounds have two fast forks, which is too few: fifteen fast forks of either build are compared as they are.
    @Test
    void slowerFastForksRegressAlthoughSharesAreEqual() {
        Pairs fresh = shifted(modes("row", 20, 0, 1, 3, 5, 7, -2, -4, -6, -8, -10), 0.1);
        RowVerdict verdict = Gate.judge(RULE, List.of(noise("row", 6, 0.1)), List.of(fresh)).rows().getFirst();
        assertThat(verdict.verdict()).isEqualTo(Verdict.REGRESSED);
        assertThat(verdict.reason()).isEqualTo("the fast ones of two clusters of forks, 15 and 15, differ");
        Pairs fewSlow = shifted(modes("row", 20, 0, 1, 3, -2), 0.1);
        assertThat(Gate.judge(RULE, List.of(noise("row", 6, 0.1)), List.of(fewSlow)).rows().getFirst().verdict())
                .isEqualTo(Verdict.REGRESSED);
    }

    @Test
    void neitherABuildThatIsSlowerNorInterferenceMakesClusters() {
        assertThat(Clusters.of(noise("slower", 20, 0.5))).isEmpty();
        assertThat(Clusters.of(modes("interference", 20, 100, 101, 102, 103))).isEmpty();
        assertThat(Clusters.of(modes("oneSpike", 20, 3))).isEmpty();
        assertThat(Clusters.of(modes("two", 20, 3, 7))).isPresent();
        assertThat(Clusters.of(pairs("empty"))).isEmpty();
    }

    @Test
    void whatCannotBeJudgedIsRefused() {
        List<Pairs> twice = List.of(noise("row", 6, 0), noise("row", 6, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Gate.screen(RULE, twice)).withMessage("a row comes once, row came again");
        assertThatIllegalArgumentException().isThrownBy(() -> Gate.judge(RULE, List.of(noise("row", 6, 0)), List.of(noise("row", 20, 0))))
                .withMessage("fresh rounds are for suspects of the screen, row is none");
        Pairs otherMargin = new Pairs("row", 0.1, new double[20], new double[20]);
        assertThatIllegalArgumentException().isThrownBy(() -> Gate.judge(RULE, List.of(noise("row", 6, 0.3)), List.of(otherMargin)))
                .withMessage("a margin holds for a whole comparison, that of row was 0.02 and became 0.1");
        assertThat(Gate.judge(RULE, List.of(), List.of())).isEqualTo(new Verdicts(List.of(), 1, new Screen(List.of(), 0)));
    }

    @Test
    void theOrderOfRoundsChangesNothing() {
        for (int seed = 0; seed < 20; seed++) {
            SimulatedComparison.Result result = simulated(seed);
            int order = seed;
            List<Pairs> screened = result.screened().stream().map(pairs -> shuffled(pairs, order)).toList();
            List<Pairs> confirmed = result.confirmed().stream().map(pairs -> shuffled(pairs, order + 1)).toList();
            assertThat(Gate.judge(RULE, screened, confirmed)).isEqualTo(result.verdicts());
        }
    }

    @Test
    void exchangingBaseAndHeadMirrorsEveryVerdict() {
        Map<Verdict, Verdict> mirror = Map.of(Verdict.REGRESSED, Verdict.IMPROVED, Verdict.IMPROVED, Verdict.REGRESSED, Verdict.SAME,
                Verdict.SAME,
                Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE, Verdict.UNFIT, Verdict.UNFIT);
        List<Verdict> seen = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            SimulatedComparison.Result result = simulated(seed);
            Verdicts mirrored = Gate.judge(RULE, result.screened().stream().map(GateTest::exchanged).toList(),
                    result.confirmed().stream().map(GateTest::exchanged).toList());
            assertThat(mirrored.screen().suspects()).containsExactlyInAnyOrderElementsOf(result.verdicts().screen().suspects());
            for (int k = 0; k < mirrored.rows().size(); k++) {
                RowVerdict one = result.verdicts().rows().get(k);
                RowVerdict other = mirrored.rows().get(k);
                assertThat(other.verdict()).isEqualTo(mirror.get(one.verdict()));
                assertThat(other.ratio()).isCloseTo(1 / one.ratio(), within(1e-12));
                assertThat(other.winRate()).isEqualTo(one.winRate());
                if (!Double.isNaN(one.pValue())) assertThat(other.pValue()).isCloseTo(one.pValue(), within(1e-12));
                seen.add(one.verdict());
            }
        }
        assertThat(seen).contains(Verdict.REGRESSED, Verdict.IMPROVED, Verdict.SAME, Verdict.INCONCLUSIVE);
    }

    /// Of few rows, so that the cap does not bite, of which some are slower and some faster.
    private static SimulatedComparison.Result simulated(int seed) {
        double[] slowdowns = new double[40];
        for (int row = 0; row < slowdowns.length; row++) slowdowns[row] = row % 8 == 0 ? 0.2 : row % 8 == 4 ? -1 / 6.0 : 0;
        SimulatedComparison.Result result = new SimulatedComparison(seed, RULE, slowdowns, false).run();
        assertThat(result.verdicts().screen().cut()).isZero();
        return result;
    }

    private static Pairs pairs(String row, double... differences) {
        double[] base = new double[differences.length];
        Arrays.fill(base, 3);
        return new Pairs(row, MARGIN, base, Arrays.stream(differences).map(difference -> 3 + difference).toArray());
    }

    /// Rounds of a quiet machine.
    private static Pairs noise(String row, int rounds, double difference) {
        SplittableRandom random = new SplittableRandom(row.hashCode() + rounds);
        double[] base = new double[rounds];
        double[] head = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            base[round] = 3 + 0.003 * random.nextGaussian();
            head[round] = 3 + 0.003 * random.nextGaussian() + difference;
        }
        return new Pairs(row, MARGIN, base, head);
    }

    /// Differences with ranks from 1 to n, the given ones negative.
    private static double[] ranked(int n, int... negative) {
        double[] ranks = IntStream.rangeClosed(1, n).mapToDouble(rank -> rank).toArray();
        for (int rank : negative) ranks[rank - 1] = -rank;
        return ranks;
    }

    /// Differences that lie this many thousandths beyond the margin.
    private static Pairs beyondMargin(String row, double... thousandths) {
        return pairs(row, Arrays.stream(thousandths).map(value -> LOG_MARGIN + value / 1000).toArray());
    }

    /// Forks of 100 ns, or of 200 ns: of the head in these rounds, in the rounds −k of the base, and in 100 + k of both.
    private static Pairs modes(String row, int rounds, int... slow) {
        Pairs quiet = noise(row, rounds, 0);
        double[] base = Arrays.stream(quiet.base()).map(time -> time - 3 + Math.log(100)).toArray();
        double[] head = Arrays.stream(quiet.head()).map(time -> time - 3 + Math.log(100)).toArray();
        for (int k : slow) {
            if (k >= 100 || k < 0) base[k < 0 ? -k : k - 100] += Math.log(2);
            if (k >= 0) head[k % 100] += Math.log(2);
        }
        return new Pairs(row, MARGIN, base, head);
    }

    private static Pairs shifted(Pairs pairs, double difference) {
        return new Pairs(pairs.row(), pairs.margin(), pairs.base(), Arrays.stream(pairs.head()).map(time -> time + difference).toArray());
    }

    private static Pairs exchanged(Pairs pairs) {
        return new Pairs(pairs.row(), pairs.margin(), pairs.head(), pairs.base());
    }

    private static Pairs shuffled(Pairs pairs, int seed) {
        List<Integer> order = new ArrayList<>(Stream.iterate(0, k -> k + 1).limit(pairs.rounds()).toList());
        Collections.shuffle(order, new Random(seed));
        return new Pairs(pairs.row(), pairs.margin(), order.stream().mapToDouble(k -> pairs.base()[k]).toArray(),
                order.stream().mapToDouble(k -> pairs.head()[k]).toArray());
    }
}
