package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kernels against the formulas in double. Agreement between variants cannot show that all three misread a paper in the same way.
class OracleTest {

    private static final int PARAMETERS = 300;
    private static final int STEPS = 200;

    /// Units of rounding that a step may add, of the largest value that took part.
    private static final double UNITS_A_STEP = 4;

    @ParameterizedTest
    @EnumSource
    void everyVariantFollowsTheFormula(Catalogue entry) {
        for (Variant variant : Variant.values()) {
            SplittableRandom random = new SplittableRandom(20_261_122);
            float[] w = new float[PARAMETERS];
            float[] g = new float[PARAMETERS];
            float[][] state = new float[entry.state().size()][PARAMETERS];
            Oracle[] oracles = new Oracle[PARAMETERS];
            double[] largest = new double[PARAMETERS];
            for (int i = 0; i < PARAMETERS; i++) {
                w[i] = (float) random.nextGaussian();
                oracles[i] = new Oracle(w[i]);
            }
            for (int t = 1; t <= STEPS; t++) {
                double rate = entry.learningRate() * (t <= 10 ? t / 10.0 : 1);
                for (int i = 0; i < PARAMETERS; i++) {
                    g[i] = (float) (random.nextGaussian() * Math.pow(10, i % 5 - 2));
                    double before = oracles[i].w;
                    oracles[i].step(entry, g[i], rate);
                    largest[i] = Math.max(largest[i], Math.max(Math.abs(before), Math.abs(oracles[i].w - before)));
                }
                entry.defaults().at(t, rate).apply(variant, w, g, state, 0, PARAMETERS);
                for (int i = 0; i < PARAMETERS; i++) {
                    double units = Math.abs(w[i] - oracles[i].w) / Math.ulp((float) largest[i]);
                    assertThat(units).as("%s %s, step %d, w[%d]", entry, variant, t, i).isLessThanOrEqualTo(UNITS_A_STEP * t);
                }
            }
        }
    }
}
