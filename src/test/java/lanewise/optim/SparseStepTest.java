package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class SparseStepTest {

    private static float[] noise(int seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] a = new float[length];
        for (int i = 0; i < length; i++) a[i] = (float) random.nextGaussian();
        return a;
    }

    /// Row by row through the scalar kernel, with gradients added up in the order given.
    private static void oracle(Update update, int width, float[] w, int[] rows, float[] g, float[][] state) {
        int table = w.length / width;
        for (int row = 0; row < table; row++) {
            float[] sum = null;
            for (int k = 0; k < rows.length; k++) {
                if (rows[k] != row) continue;
                if (sum == null) {
                    sum = Arrays.copyOfRange(g, k * width, (k + 1) * width);
                } else {
                    for (int j = 0; j < width; j++) sum[j] += g[k * width + j];
                }
            }
            if (sum == null) continue;
            float[] dense = new float[w.length];
            System.arraycopy(sum, 0, dense, row * width, width);
            update.apply(Variant.SCALAR, w, dense, state, row * width, (row + 1) * width);
        }
    }

    /// But for these two all may leave out rows, with their default hyper-parameters.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"RPROP", "ASGD"})
    void onlyRowsWithAGradientChangeAndAsTheKernelChangesThem(Catalogue entry) {
        for (int width : new int[]{1, 3, 16, 64, 5_000}) {
            int table = width == 5_000 ? 4 : 300;
            SplittableRandom random = new SplittableRandom(width);
            for (Variant variant : Variant.values()) {
                SparseStep sparse = new SparseStep(width, entry.state().size());
                float[] expected = noise(1, table * width);
                float[] actual = expected.clone();
                float[][] expectedState = new float[entry.state().size()][table * width];
                float[][] actualState = new float[entry.state().size()][table * width];
                for (int t = 1; t <= 4; t++) {
                    int[] rows = random.ints(t == 4 ? 0 : table / 2, 0, table).toArray(); // some more than once, none in order
                    if (t == 2) rows = Arrays.stream(rows).sorted().distinct().toArray();
                    float[] g = noise(t + 7, rows.length * width);
                    Update update = entry.defaults().at(t, 0.01);
                    oracle(update, width, expected, rows, g, expectedState);
                    sparse.apply(update, variant, actual, rows, g, rows.length, actualState);
                    assertThat(actual).as("width %d, %s, step %d", width, variant, t).isEqualTo(expected);
                    assertThat(actualState).isDeepEqualTo(expectedState);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"RPROP", "ASGD"})
    void inPlaceLeavesTheSameBitsAndStepsARowOnce(Catalogue entry) {
        for (Variant variant : Variant.values()) inPlaceLeavesTheSameBitsAndStepsARowOnce(entry, variant);
    }

    private static void inPlaceLeavesTheSameBitsAndStepsARowOnce(Catalogue entry, Variant variant) {
        int width = 16;
        int table = 200;
        SplittableRandom random = new SplittableRandom(3);
        SparseStep sparse = new SparseStep(width, entry.state().size());
        float[] expected = noise(1, table * width);
        float[] actual = expected.clone();
        float[][] expectedState = new float[entry.state().size()][table * width];
        float[][] actualState = new float[entry.state().size()][table * width];
        for (int t = 1; t <= 4; t++) {
            int[] rows = random.ints(table, 0, table).toArray();
            if (t == 2) rows = Arrays.stream(rows).sorted().distinct().toArray();
            float[] g = noise(t + 7, table * width);
            Update update = entry.defaults().at(t, 0.01);
            for (int row : Arrays.stream(rows).distinct().toArray()) {
                update.apply(Variant.SCALAR, expected, g, expectedState, row * width, (row + 1) * width);
            }
            sparse.applyInPlace(update, variant, actual, rows, g, rows.length, actualState);
            assertThat(actual).as("%s, step %d", variant, t).isEqualTo(expected);
            assertThat(actualState).isDeepEqualTo(expectedState);
        }
    }

    @Test
    void rowsInOrderMayStillRepeat() {
        float[] compact = new float[3];
        new SparseStep(1, 0).apply(Sgd.DEFAULT.at(1, 1), Variant.SIMD, compact, new int[]{1, 1, 2}, new float[]{1, 2, 4}, 3,
                new float[0][]);
        assertThat(compact).containsExactly(0, -3, -4);
        float[] inPlace = new float[3];
        new SparseStep(1, 0).applyInPlace(Sgd.DEFAULT.at(1, 1), Variant.SIMD, inPlace, new int[]{1, 1, 2}, new float[]{1, 2, 4}, 3,
                new float[0][]);
        assertThat(inPlace).containsExactly(0, -2, -4);
    }

    @Test
    void gradientsOfOneRowAreAddedInTheOrderGiven() {
        float[] w = {0, 0};
        float[] g = {1e8f, -1e8f, 1, 5};
        new SparseStep(1, 0).apply(Sgd.DEFAULT.at(1, 1), Variant.SIMD, w, new int[]{1, 1, 1, 0}, g, 4, new float[0][]);
        assertThat(w).containsExactly(-5, -1); // 0 in any other order
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anIndexOutsideTheTableIsRefusedBeforeAnythingChanges(int bad) {
        float[] w = noise(1, 40);
        float[] before = w.clone();
        float[][] state = new float[2][40];
        assertThatIllegalArgumentException().isThrownBy(() -> new SparseStep(4, 2).apply(Adam.DEFAULT.at(1, 0.1), Variant.SIMD, w,
                new int[]{3, 9, bad}, noise(2, 12), 3, state)).withMessage("rows[2] must lie within 0 to 9, was " + bad);
        assertThat(w).isEqualTo(before);
        assertThat(state).isDeepEqualTo(new float[2][40]);
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        SparseStep sparse = new SparseStep(4, 1);
        Update update = Momentum.DEFAULT.at(1, 0.1);
        float[] w = new float[40];
        refuse(() -> sparse.apply(update, Variant.SIMD, new float[41], new int[1], new float[4], 1, new float[1][41]),
                "parameters must be whole rows of 4, were 41");
        refuse(() -> sparse.apply(update, Variant.SIMD, w, new int[1], new float[4], 2, new float[1][40]),
                "count must be at least 0 and at most the rows given, 1, was 2");
        refuse(() -> sparse.apply(update, Variant.SIMD, w, new int[2], new float[7], 2, new float[1][40]),
                "gradients must be 2 rows of 4, were 7");
        refuse(() -> sparse.apply(update, Variant.SIMD, w, new int[1], new float[4], 1, new float[2][40]),
                "state must have 1 arrays, had 2");
        refuse(() -> sparse.apply(update, Variant.SIMD, w, new int[1], new float[4], 1, new float[1][39]),
                "state[0] must be as long as the parameters, 40, was 39");
        refuse(() -> sparse.apply(update, Variant.SIMD, w, new int[1], w, 1, new float[1][40]),
                "gradients and parameters must be two arrays, were one");
        refuse(() -> sparse.applyInPlace(update, Variant.SIMD, w, new int[1], new float[4], 1, new float[1][40]),
                "gradients must be as long as the parameters, 40, were 4");
        refuse(() -> sparse.applyInPlace(update, Variant.SIMD, w, new int[]{10}, new float[40], 1, new float[1][40]),
                "rows[0] must lie within 0 to 9, was 10");
        refuse(() -> new SparseStep(0, 1), "width must be at least 1, was 0");
        refuse(() -> new SparseStep(1, -1), "stateArrays must be at least 0, were -1");
    }

    static Stream<Arguments> rulesThatNeedEveryStep() {
        return Stream.of(
                Arguments.of(Rprop.DEFAULT,
                        "Rprop must step every element at every step, not some rows: step 1 sets the step sizes of all"),
                Arguments.of(Asgd.DEFAULT,
                        "ASGD must step every element at every step, not some rows: its average starts from all parameters at step 1"),
                Arguments.of(new Momentum(0.9, 0.5, true, false, 0),
                        "Momentum that copies the first gradient past its dampening must step every element at every step, not some rows: "
                                + "later steps would dampen the first gradient of a row"),
                Arguments.of(new NesterovLookAhead(0.5, 0.9),
                        "NesterovLookAhead with a momentum that changes must step every element at every step, not some rows: "
                                + "a row is ahead by the momentum of the last step that it took"),
                Arguments.of(new Lookahead(Sgd.DEFAULT, 5, 0.8),
                        "Lookahead must step every element at every step, not some rows: "
                                + "slow weights start from all parameters at step 1 and take them all along at every k-th"));
    }

    /// At whatever step, whatever they stand in, and before anything moves.
    @ParameterizedTest
    @MethodSource("rulesThatNeedEveryStep")
    void aRuleThatNeedsEveryStepIsRefused(Optimizer rule, String message) {
        int arrays = rule.stateArrays();
        Optimizer groups = new ParameterGroups(List.of(new ParameterGroups.Group(5, rule, 1),
                new ParameterGroups.Group(ParameterGroups.REST, rule, 1)));
        refuse(() -> new SparseStep(2, rule), message);
        refuse(() -> new SparseStep(2, groups), message);
        SparseStep sparse = new SparseStep(2, arrays);
        float[] w = noise(1, 10);
        float[] before = w.clone();
        float[][] state = new float[arrays][10];
        try (ParallelStep pool = new ParallelStep(2, 1)) {
            for (long t : new long[]{1, 2, 1_000}) {
                for (Update update : List.of(rule.at(t, 0.1), groups.at(t, 0.1), pool.of(rule.at(t, 0.1)))) {
                    refuse(() -> sparse.apply(update, Variant.SIMD, w, new int[]{3}, new float[]{1, 1}, 1, state), message);
                    refuse(() -> sparse.applyInPlace(update, Variant.SIMD, w, new int[]{3}, noise(2, 10), 1, state), message);
                }
            }
        }
        assertThat(w).isEqualTo(before);
        assertThat(state).isDeepEqualTo(new float[arrays][10]);
    }

    private static void refuse(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }
}
