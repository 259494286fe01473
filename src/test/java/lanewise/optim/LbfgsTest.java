package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lanewise.check.Allocation;
import lanewise.linalg.AllocatedBytes;
import lanewise.optim.Lbfgs.Result;
import lanewise.optim.Lbfgs.Stop;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class LbfgsTest {

    private static final int DIMENSIONS = 20;

    /// The extended function, in double at float parameters, each component of the gradient rounded once.
    private static double rosenbrock(float[] w, float[] g) {
        double value = 0;
        double[] gradient = new double[w.length];
        for (int i = 0; i < w.length; i += 2) {
            double x = w[i];
            double valley = w[i + 1] - x * x;
            value += 100 * valley * valley + (1 - x) * (1 - x);
            gradient[i] = -400 * x * valley - 2 * (1 - x);
            gradient[i + 1] = 200 * valley;
        }
        for (int i = 0; i < w.length; i++) g[i] = (float) gradient[i];
        return value;
    }

    /// Every variable coupled with the next.
    private static double chainedRosenbrock(float[] w, float[] g) {
        double value = 0;
        double[] gradient = new double[w.length];
        for (int i = 0; i + 1 < w.length; i++) {
            double x = w[i];
            double valley = w[i + 1] - x * x;
            value += 100 * valley * valley + (1 - x) * (1 - x);
            gradient[i] += -400 * x * valley - 2 * (1 - x);
            gradient[i + 1] += 200 * valley;
        }
        for (int i = 0; i < w.length; i++) g[i] = (float) gradient[i];
        return value;
    }

    /// The same in u = w − 1, where y − x² is v − 2u − u² for neighbours u and v.
    private static double chainedRosenbrockFromItsMinimum(float[] w, float[] g) {
        double value = 0;
        double[] gradient = new double[w.length];
        for (int i = 0; i + 1 < w.length; i++) {
            double u = w[i];
            double valley = w[i + 1] - 2 * u - u * u;
            value += 100 * valley * valley + u * u;
            gradient[i] += -400 * (1 + u) * valley + 2 * u;
            gradient[i + 1] += 200 * valley;
        }
        for (int i = 0; i < w.length; i++) g[i] = (float) gradient[i];
        return value;
    }

    /// Of Moré, Garbow and Hillstrom, *Testing unconstrained optimization software*, 1981.
    private static float[] standardStart() {
        float[] w = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i += 2) {
            w[i] = -1.2f;
            w[i + 1] = 1;
        }
        return w;
    }

    /// ½ Σ λ(w − c)², curvatures spread evenly over four decades.
    private static Objective quadratic(float[] centre, double condition) {
        return (w, g) -> {
            double value = 0;
            for (int i = 0; i < w.length; i++) {
                double curvature = StrictMath.pow(condition, (double) i / (w.length - 1));
                double apart = (double) w[i] - centre[i];
                value += curvature * apart * apart / 2;
                g[i] = (float) (curvature * apart);
            }
            return value;
        };
    }

    private static Result minimize(Variant variant, Lbfgs lbfgs, Objective objective, float[] w) {
        return lbfgs.minimize(variant, objective, w, lbfgs.workspace(w.length));
    }

    /// Its minimum, all ones, is made of floats, and the last step lands on it: the neighbouring floats have gradients above 1e-6.
    @ParameterizedTest
    @EnumSource
    void rosenbrockInTwentyDimensions(Variant variant) {
        float[] w = standardStart();
        Result result = minimize(variant, new Lbfgs(10, 1e-6, 200), LbfgsTest::rosenbrock, w);
        assertThat(result.stop()).isEqualTo(Stop.CONVERGED);
        assertThat(result.gradientNorm()).isLessThanOrEqualTo(1e-6);
        assertThat(w).containsOnly(1);
        assertThat(result.iterations()).isLessThan(60);
    }

    /// The coupled one is flatter, and stops some floats away from the minimum, where rounding of the parameters hides it.
    @ParameterizedTest
    @EnumSource
    void nearTheMinimumTheResolutionOfTheParametersIsTheLimit(Variant variant) {
        float[] w = standardStart();
        Result result = minimize(variant, new Lbfgs(10, 1e-6, 500), LbfgsTest::chainedRosenbrock, w);
        assertThat(result.stop()).isEqualTo(Stop.LINE_SEARCH_FAILED);
        assertThat(result.gradientNorm()).isBetween(1e-6, 4e-4); // curvatures of up to a thousand times a few units of 1.2e-7
        for (float wi : w) assertThat(wi).isCloseTo(1, Offset.offset(1e-5f));

        float[] distance = standardStart(); // counted from the minimum, floats are dense there
        for (int i = 0; i < DIMENSIONS; i++) distance[i] -= 1;
        result = minimize(variant, new Lbfgs(10, 1e-6, 500), LbfgsTest::chainedRosenbrockFromItsMinimum, distance);
        assertThat(result.stop()).isEqualTo(Stop.CONVERGED);
    }

    @ParameterizedTest
    @EnumSource
    void aQuadraticOfConditionTenThousand(Variant variant) {
        SplittableRandom random = new SplittableRandom(3);
        float[] zero = new float[100];
        float[] elsewhere = new float[100];
        for (int i = 0; i < elsewhere.length; i++) elsewhere[i] = (float) random.nextGaussian();
        for (float[] centre : List.of(zero, elsewhere)) {
            float[] w = new float[100];
            Arrays.fill(w, 1);
            Result result = minimize(variant, new Lbfgs(10, 1e-6, 2_000), quadratic(centre, 1e4), w);
            assertThat(result.stop()).isEqualTo(Stop.CONVERGED);
            assertThat(result.gradientNorm()).isLessThanOrEqualTo(1e-6);
        }
    }

    /// All points at which the objective was asked, and what came of it.
    private static List<Object> path(Variant variant, Objective objective, float[] start) {
        List<Object> path = new ArrayList<>();
        float[] w = start.clone();
        Result result = minimize(variant, new Lbfgs(10, 1e-6, 60), (at, g) -> {
            double value = objective.valueAndGradient(at, g);
            path.add(Arrays.hashCode(at));
            path.add(value);
            return value;
        }, w);
        path.add(result);
        path.add(Arrays.hashCode(w));
        return path;
    }

    @Test
    void allVariantsTakeTheSamePath() {
        SplittableRandom random = new SplittableRandom(4);
        float[] centre = new float[5_003];
        for (int i = 0; i < centre.length; i++) centre[i] = (float) random.nextGaussian();
        for (Objective objective : List.of(LbfgsTest::chainedRosenbrock, quadratic(centre, 1e4))) {
            float[] start = new float[centre.length];
            Arrays.fill(start, 0.3f);
            List<Object> scalar = path(Variant.SCALAR, objective, start);
            assertThat(scalar).hasSizeGreaterThan(100);
            assertThat(path(Variant.UNROLLED, objective, start)).isEqualTo(scalar);
            assertThat(path(Variant.SIMD, objective, start)).isEqualTo(scalar);
        }
    }

    @Test
    void aWorkspaceIsAsGoodAsNewTheNextTime() {
        Lbfgs lbfgs = new Lbfgs(5, 1e-3, 40);
        Lbfgs.Workspace used = lbfgs.workspace(DIMENSIONS);
        float[] first = standardStart();
        float[] second = standardStart();
        Result before = lbfgs.minimize(Variant.SIMD, LbfgsTest::rosenbrock, first, used);
        assertThat(lbfgs.minimize(Variant.SIMD, LbfgsTest::rosenbrock, second, used)).isEqualTo(before);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void theResultSaysWhatHoldsAtTheParameters() {
        float[] w = standardStart();
        Result result = minimize(Variant.SIMD, new Lbfgs(10, 0, 7), LbfgsTest::rosenbrock, w);
        assertThat(result.stop()).isEqualTo(Stop.ITERATIONS_EXHAUSTED);
        assertThat(result.iterations()).isEqualTo(7);
        float[] g = new float[DIMENSIONS];
        assertThat(result.value()).isEqualTo(rosenbrock(w, g)).isLessThan(rosenbrock(standardStart(), g));
        float[] start = standardStart();
        assertThat(minimize(Variant.SIMD, new Lbfgs(10, 1e9, 7), LbfgsTest::rosenbrock, start).stop()).isEqualTo(Stop.CONVERGED);
        assertThat(start).isEqualTo(standardStart());
        assertThat(minimize(Variant.SIMD, Lbfgs.DEFAULT, (_, _) -> 0, new float[0]).stop()).isEqualTo(Stop.CONVERGED);
    }

    @Test
    void whatIsNotFiniteAtTheStartEndsItAndLaterShortensAStep() {
        for (double bad : new double[]{Double.NaN, Double.POSITIVE_INFINITY}) {
            float[] w = {1, 2};
            Result result = minimize(Variant.SIMD, Lbfgs.DEFAULT, (_, g) -> {
                Arrays.fill(g, 1);
                return bad;
            }, w);
            assertThat(result.stop()).isEqualTo(Stop.NOT_FINITE);
            assertThat(w).containsExactly(1, 2);
            result = minimize(Variant.SIMD, Lbfgs.DEFAULT, (_, g) -> {
                Arrays.fill(g, (float) bad);
                return 1;
            }, w);
            assertThat(result.stop()).isEqualTo(Stop.NOT_FINITE);
        }
        float[] w = {0.01f}; // w − log w has its minimum at 1 and no value left of 0
        Result result = minimize(Variant.SIMD, new Lbfgs(3, 1e-6, 50), (at, g) -> {
            g[0] = at[0] > 0 ? (float) (1 - 1.0 / at[0]) : Float.NaN;
            return at[0] - Math.log(at[0]);
        }, w);
        assertThat(result.stop()).isEqualTo(Stop.CONVERGED);
        assertThat(w[0]).isCloseTo(1, Offset.offset(2e-6f));
    }

    @Test
    void aMinimumBetweenTwoFloatsEndsInALineSearchThatFails() {
        float[] w = {3};
        double between = 1 + 0x1p-24; // half way from 1 to the next float
        Result result = minimize(Variant.SIMD, new Lbfgs(10, 1e-6, 100), (at, g) -> {
            g[0] = (float) (1e4 * (at[0] - between));
            return 5e3 * (at[0] - between) * (at[0] - between);
        }, w);
        assertThat(result.stop()).isEqualTo(Stop.LINE_SEARCH_FAILED);
        assertThat(result.gradientNorm()).isLessThanOrEqualTo(1e4 * 0x1p-24);
    }

    @Test
    void aGradientThatPointsTheWrongWayEndsInALineSearchThatFails() {
        float[] w = {3};
        Result result = minimize(Variant.SIMD, Lbfgs.DEFAULT, (at, g) -> {
            g[0] = -2 * at[0];
            return at[0] * at[0];
        }, w);
        assertThat(result.stop()).isEqualTo(Stop.LINE_SEARCH_FAILED);
        assertThat(w).containsExactly(3);
    }

    @Test
    void anObjectiveThatThrowsLeavesTheLastStep() {
        float[] w = standardStart();
        int[] calls = {0};
        Lbfgs lbfgs = Lbfgs.DEFAULT;
        Lbfgs.Workspace workspace = lbfgs.workspace(DIMENSIONS);
        assertThatThrownBy(() -> lbfgs.minimize(Variant.SIMD, (at, g) -> {
            if (calls[0]++ == 10) throw new IllegalStateException("enough");
            return rosenbrock(at, g);
        }, w, workspace)).hasMessage("enough");
        float[] g = new float[DIMENSIONS];
        assertThat(rosenbrock(w, g)).isLessThan(rosenbrock(standardStart(), g));
    }

    /// ½c(w − 1)² over all magnitudes of the gradient, with the products in it taken as an objective in float takes them.
    @ParameterizedTest
    @EnumSource
    void theMagnitudeOfTheGradientDoesNotMatter(Variant variant) {
        for (double c = 1e-36; c < 3e34; c *= 10) {
            double curvature = c;
            Objective parabola = (w, g) -> {
                double value = 0;
                for (int i = 0; i < w.length; i++) {
                    g[i] = (float) (curvature * (1 + i) * (w[i] - 1));
                    value += curvature * (1 + i) * (w[i] - 1) * (w[i] - 1) / 2;
                }
                return value;
            };
            for (float start : new float[]{0, 2, -1000}) {
                float[] w = {start, start / 2, start};
                Result result = minimize(variant, new Lbfgs(10, 0, 100), parabola, w);
                assertThat(w).as("c %s from %s: %s", c, start, result).usingComparatorWithPrecision(2e-7f).containsOnly(1);
                float[] one = {start};
                result = minimize(variant, new Lbfgs(10, 0, 100), parabola, one);
                assertThat(one).as("c %s from %s: %s", c, start, result).containsExactly(1);
                assertThat(result.stop()).isEqualTo(Stop.CONVERGED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStepBelowTheDistanceOfFloatsGrows(Variant variant) {
        float[] w = {2};
        Result result = minimize(variant, new Lbfgs(10, 1e-12, 100), (at, g) -> {
            double d = at[0] - 1;
            g[0] = (float) (1e-8 * d);
            return .5e-8 * d * d;
        }, w);
        assertThat(result.stop()).isEqualTo(Stop.CONVERGED);
        assertThat(w[0]).isCloseTo(1, Offset.offset(1e-4f));
        float[] far = {1e9f}; // floats are 64 apart
        result = minimize(variant, new Lbfgs(10, 1e-3, 100), (at, g) -> {
            double d = at[0] + 1e9;
            g[0] = (float) (1e-8 * d);
            return .5e-8 * d * d;
        }, far);
        assertThat(result.stop()).isEqualTo(Stop.CONVERGED);
        assertThat(far[0]).isCloseTo(-1e9f, Offset.offset(1e5f));
    }

    @ParameterizedTest
    @EnumSource
    void theOutcomeSaysWhyThereIsNoMinimum(Variant variant) {
        float[] w = {3, 4};
        Result result = minimize(variant, Lbfgs.DEFAULT, (_, g) -> {
            Arrays.fill(g, 0);
            return 5;
        }, w);
        assertThat(result.stop()).isEqualTo(Stop.ZERO_GRADIENT);
        assertThat(w).containsExactly(3, 4);
        result = minimize(variant, Lbfgs.DEFAULT, (_, g) -> {
            Arrays.fill(g, 1);
            return 5;
        }, w);
        assertThat(result.stop()).isEqualTo(Stop.CONSTANT);
        assertThat(w).containsExactly(3, 4);
        List<Objective> endless = List.of((at, g) -> {
            g[0] = 1;
            g[1] = -2;
            return at[0] - 2.0 * at[1];
        }, (at, g) -> {
            g[0] = -2 * at[0];
            g[1] = 1e-6f;
            return -(double) at[0] * at[0] + 1e-6 * at[1];
        }, (at, g) -> {
            g[0] = -4 * at[0] * at[0] * at[0];
            g[1] = 2 * at[1];
            return -Math.pow(at[0], 4) + (double) at[1] * at[1];
        });
        for (int k = 0; k < endless.size(); k++) {
            float[] at = {3, 4};
            result = minimize(variant, Lbfgs.DEFAULT, endless.get(k), at);
            assertThat(result.stop()).as("%d: %s", k, result).isEqualTo(Stop.UNBOUNDED);
            assertThat(result.value()).isLessThan(-1e9).isFinite();
            assertThat(Math.abs(at[0])).isFinite();
        }
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        refuse(() -> new Lbfgs(0, 1e-5, 10), "history must be at least 1, was 0");
        refuse(() -> new Lbfgs(10, Double.NaN, 10), "gradientNorm must be at least 0 and at most 3.4028235E38, was NaN");
        refuse(() -> new Lbfgs(10, -1, 10), "gradientNorm must be at least 0 and at most 3.4028235E38, was -1.0");
        refuse(() -> new Lbfgs(10, 0, -1), "iterations must be at least 0, was -1");
        refuse(() -> Lbfgs.DEFAULT.workspace(-1), "size must be at least 0, was -1");
        float[] w = {1, 1};
        refuse(() -> Lbfgs.DEFAULT.minimize(Variant.SIMD, LbfgsTest::rosenbrock, w, Lbfgs.DEFAULT.workspace(3)),
                "workspace must be for as many parameters as there are, 2, was for 3");
        refuse(() -> Lbfgs.DEFAULT.minimize(Variant.SIMD, LbfgsTest::rosenbrock, w, new Lbfgs(3, 0, 1).workspace(2)),
                "workspace must be for a history of 10, was for 3");
        assertThat(w).containsOnly(1);
    }

    /// An objective sees arrays of the workspace, and may keep them.
    @Test
    void aWorkspaceServesOneMinimizationAndNoParameters() {
        Lbfgs.Workspace workspace = Lbfgs.DEFAULT.workspace(DIMENSIONS);
        List<float[]> seen = new ArrayList<>();
        float[] w = standardStart();
        Result result = Lbfgs.DEFAULT.minimize(Variant.SIMD, (at, g) -> {
            refuse(() -> Lbfgs.DEFAULT.minimize(Variant.SIMD, LbfgsTest::rosenbrock, standardStart(), workspace),
                    "workspace must be free, was that of a minimization under way");
            if (at != w) seen.add(at);
            seen.add(g);
            return rosenbrock(at, g);
        }, w, workspace);
        assertThat(result.stop()).isEqualTo(Stop.CONVERGED);
        assertThat(seen).isNotEmpty().allSatisfy(array -> refuse(
                () -> Lbfgs.DEFAULT.minimize(Variant.SIMD, LbfgsTest::rosenbrock, array, workspace),
                "parameters must be an array of their own, were one of the workspace too"));
        assertThat(Lbfgs.DEFAULT.minimize(Variant.SIMD, LbfgsTest::rosenbrock, standardStart(), workspace)).isEqualTo(result);
    }

    private static void refuse(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

    /// A hundred steps allocate what one does: the result and what carries it.
    @ParameterizedTest
    @EnumSource
    void iterationsAllocateNothing(Variant variant) {
        assumeThat(Allocation.isMeaningful()).isTrue();
        Objective objective = (w, g) -> {
            double value = 0;
            for (int i = 0; i < w.length; i++) {
                double curvature = 1 + i;
                value += curvature * w[i] * w[i] / 2;
                g[i] = (float) (curvature * w[i]);
            }
            return value;
        };
        float[] w = new float[1_003];
        Lbfgs lbfgs = new Lbfgs(10, 0, 100);
        Lbfgs.Workspace workspace = lbfgs.workspace(w.length);
        AllocatedBytes.assertBelow(501, 1, () -> {
            Arrays.fill(w, 1);
            Result result = lbfgs.minimize(variant, objective, w, workspace);
            if (result.iterations() <= 50) throw new AssertionError(result.toString());
        });
    }
}
