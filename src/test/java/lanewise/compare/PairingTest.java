package lanewise.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import lanewise.run.Measurement;
import lanewise.run.Plan;
import lanewise.stats.Pairs;
import org.junit.jupiter.api.Test;

class PairingTest {

    private static final int SCREEN = Comparisons.RULE.screenRounds();
    private static final int ALL = SCREEN + Comparisons.RULE.confirmRounds();
    private static final Plan PLAN = Comparisons.plan("SGD", "ADAM");
    private static final String SGD = "StepBenchmark.step SGD SIMD 1000";
    private static final String ADAM = "StepBenchmark.step ADAM SIMD 1000";

    private static Pairing pairing(List<Measurement> measurements) {
        return Pairing.of(PLAN, Comparisons.of(PLAN, "1", "2"), measurements);
    }

    /// Changes the forks of SGD in the first rounds.
    private static List<Measurement> changed(int rounds, String side, UnaryOperator<Measurement> change) {
        return Comparisons.measured(PLAN, SCREEN, 1).stream()
                .map(m -> m.row().equals(SGD + " [" + side + "]") && m.round() <= rounds ? change.apply(m) : m).toList();
    }

    @Test
    void pairsAreTheLogarithmsOfWhatWasMeasuredInTheSameRound() {
        Pairs pairs = pairing(Comparisons.measured(PLAN, SCREEN, 1.5)).screened().getFirst();
        assertThat(pairs.row()).isEqualTo(SGD);
        assertThat(pairs.margin()).isEqualTo(0.02);
        assertThat(pairs.base()).hasSize(SCREEN);
        for (int k = 0; k < SCREEN; k++) {
            assertThat(Math.exp(pairs.base()[k])).isBetween(999.0, 1001.0);
            assertThat(Math.exp(pairs.head()[k])).isBetween(1498.5, 1501.5);
        }
    }

    @Test
    void aDisturbedForkOfEitherBuildExcludesItsPair() {
        for (String side : List.of(Comparison.BASE, Comparison.HEAD)) {
            for (UnaryOperator<Measurement> change : List.<UnaryOperator<Measurement>>of(Comparisons::stolen, Comparisons::throttled)) {
                Pairing pairing = pairing(changed(1, side, change));
                assertThat(pairing.excluded()).singleElement()
                        .matches(pair -> pair.row().equals(SGD) && pair.round() == 1 && !pair.reason().contains(side));
                assertThat(pairing.screened().getFirst().base()).hasSize(SCREEN - 1);
                assertThat(pairing.screened().getFirst().head()).hasSize(SCREEN - 1);
                assertThat(pairing.unfit()).isEmpty();
                assertThat(pairing.isUnfit()).isFalse();
            }
        }
    }

    @Test
    void forksBetweenWhichTheComparisonWasInterruptedAreNoPair() {
        Pairing pairing = pairing(changed(1, Comparison.HEAD, m -> new Measurement(m.row(), m.round(), m.position(), "2026-01-01T08:00:00Z",
                1, 0, 0, 0, m.nanoseconds(), m.facts(), null)));
        assertThat(pairing.excluded()).singleElement().extracting(Pairing.Excluded::reason)
                .isEqualTo("the comparison was interrupted between its forks");
    }

    @Test
    void aRowWithMoreThanAFifthOfItsPairsExcludedIsUnfit() {
        Pairing pairing = pairing(changed(2, Comparison.BASE, Comparisons::stolen));
        assertThat(pairing.unfit()).containsOnlyKeys(SGD);
        assertThat(pairing.screened()).extracting(Pairs::row).containsExactly(ADAM);
        assertThat(pairing.isUnfit()).as("two of twelve").isFalse();
        assertThat(pairing(changed(3, Comparison.BASE, Comparisons::stolen)).isUnfit()).as("three of twelve").isTrue();
    }

    /// One that crashes, or whose work is wrong, now and then.
    @Test
    void aForkThatFailsLeavesItsRowIncomplete() {
        for (String side : List.of(Comparison.BASE, Comparison.HEAD)) {
            Pairing pairing = pairing(changed(1, side, Comparisons::failed));
            assertThat(pairing.incomplete()).containsOnlyKeys(SGD).containsValue(side + " failed in 1 of 6 rounds: it fell");
            assertThat(pairing.excluded()).isEmpty();
        }
    }

    @Test
    void aBuildThatNeverRanLeavesItsRowIncomplete() {
        Pairing pairing = pairing(changed(SCREEN, Comparison.HEAD, Comparisons::failed));
        assertThat(pairing.incomplete()).containsOnlyKeys(SGD).containsValue("head failed in every round: it fell");
        assertThat(pairing.excluded()).isEmpty();
        assertThat(pairing.isUnfit()).isFalse();
        assertThat(pairing.pairs()).isEqualTo(SCREEN);
    }

    @Test
    void roundsThatWereNotMeasuredLeaveTheirRowIncomplete() {
        List<Measurement> torn = new ArrayList<>(Comparisons.measured(PLAN, SCREEN, 1));
        torn.removeLast(); // Adam's head of the last round
        assertThat(pairing(torn).incomplete()).containsOnlyKeys(ADAM).containsValue("1 of rounds 1 to 6 were not measured");
        assertThat(pairing(List.of()).incomplete()).containsOnlyKeys(SGD, ADAM);
    }

    @Test
    void aSuspectWithoutItsConfirmationIsIncomplete() {
        assertThat(pairing(Comparisons.measured(PLAN, SCREEN, 1.2)).incomplete()).containsOnlyKeys(SGD, ADAM);
        Pairing whole = pairing(Comparisons.measured(PLAN, ALL, 1.2));
        assertThat(whole.incomplete()).isEmpty();
        assertThat(whole.confirmed()).hasSize(2).allMatch(pairs -> pairs.base().length == ALL - SCREEN);
    }

    @Test
    void aSuspectWithFewerPairsThanAVerdictTakesIsIncomplete() {
        List<Measurement> some = Comparisons.measured(PLAN, ALL, 1.2).stream()
                .map(m -> m.row().startsWith(ADAM) && (m.round() == 8 || m.round() == 9) ? Comparisons.stolen(m) : m).toList();
        assertThat(Comparisons.RULE.leastConfirmRounds()).isEqualTo(11);
        assertThat(pairing(some).incomplete()).containsOnlyKeys(ADAM).containsValue("10 pairs count, a verdict takes 11");
    }
}
