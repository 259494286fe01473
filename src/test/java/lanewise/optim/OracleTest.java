package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lanewise.HyperParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kernels against the formulas in double. Agreement between variants cannot show that all three misread a paper in the same way.
@Execution(ExecutionMode.CONCURRENT)
class OracleTest {

    private static final int PARAMETERS = 300;
    private static final int STEPS = 200;

    /// Units of rounding that a step may add, of the largest value that took part.
    private static final double UNITS_A_STEP = 4;

    private static final double WEIGHT_DECAY = 0.03;

    /// What is followed: an optimizer, and the weight decay that the formula is to have, of one kind or the other.
    private record Case(Catalogue entry, Optimizer optimizer, double coupled, double decoupled) {

        static Stream<Case> of(Catalogue entry) {
            Optimizer defaults = entry.defaults();
            Map<String, Object> given = HyperParameters.of(defaults);
            boolean alwaysDecoupled = entry == Catalogue.ADAMW || entry == Catalogue.LION;
            Stream.Builder<Case> cases = Stream.builder();
            cases.add(new Case(entry, defaults, 0, entry == Catalogue.ADAMW ? 0.01 : 0));
            if (given.containsKey("weightDecay")) {
                Optimizer decaying = HyperParameters.with(defaults, "weightDecay", WEIGHT_DECAY);
                cases.add(alwaysDecoupled ? new Case(entry, decaying, 0, WEIGHT_DECAY) : new Case(entry, decaying, WEIGHT_DECAY, 0));
                if (given.containsKey("decoupled")) {
                    cases.add(new Case(entry, HyperParameters.with(decaying, "decoupled", true), 0, WEIGHT_DECAY));
                }
            }
            return cases.build();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(Catalogue.values()).flatMap(Case::of);
    }

    /// Of PyTorch's rules those without are Rprop, and the two forms of Nesterov momentum are one.
    @Test
    void allButTwoRulesHaveAWeightDecay() {
        assertThat(Stream.of(Catalogue.values()).filter(entry -> !HyperParameters.of(entry.defaults()).containsKey("weightDecay")))
                .containsExactly(Catalogue.RPROP, Catalogue.NESTEROV_LOOK_AHEAD);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyVariantFollowsTheFormula(Case followed) {
        Catalogue entry = followed.entry;
        for (Variant variant : Variant.values()) {
            SplittableRandom random = new SplittableRandom(20_261_122);
            float[] w = new float[PARAMETERS];
            float[] g = new float[PARAMETERS];
            float[][] state = new float[entry.state().size()][PARAMETERS];
            Oracle[] oracles = new Oracle[PARAMETERS];
            double[] largest = new double[PARAMETERS];
            for (int i = 0; i < PARAMETERS; i++) {
                w[i] = (float) random.nextGaussian();
                oracles[i] = new Oracle(w[i], followed.coupled, followed.decoupled);
            }
            for (int t = 1; t <= STEPS; t++) {
                double rate = entry.learningRate() * (t <= 10 ? t / 10.0 : 1);
                for (int i = 0; i < PARAMETERS; i++) {
                    g[i] = (float) (random.nextGaussian() * Math.pow(10, i % 5 - 2));
                    double before = oracles[i].w;
                    oracles[i].step(entry, g[i], rate);
                    largest[i] = Math.max(largest[i], Math.max(Math.abs(before), Math.abs(oracles[i].w - before)));
                }
                followed.optimizer.at(t, rate).apply(variant, w, g, state, 0, PARAMETERS);
                for (int i = 0; i < PARAMETERS; i++) {
                    double units = Math.abs(w[i] - oracles[i].w) / Math.ulp((float) largest[i]);
                    assertThat(units).as("%s %s, step %d, w[%d]", followed.optimizer, variant, t, i).isLessThanOrEqualTo(UNITS_A_STEP * t);
                }
            }
        }
    }
}
