package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.optim.ParameterGroups.Group;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of compositions in docs/conventions.md: every pair that is allowed leaves the bits that its rules leave element by element, and
/// every refusal comes before anything has moved.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Execution(ExecutionMode.CONCURRENT)
class CompositionsTest {

    private static final int WIDTH = 5;
    private static final int ROWS = 41;
    private static final int LENGTH = ROWS * WIDTH;
    private static final int STEPS = 7;

    /// Three threads share every step, however small; two of another pool where that is inside.
    private static final ParallelStep POOL = new ParallelStep(3, 1);
    private static final ParallelStep OTHER = new ParallelStep(2, 1);

    @AfterAll
    static void endThreads() {
        POOL.close();
        OTHER.close();
    }

    /// An optimizer whose steps are applied on a pool's threads, as a caller who knows only optimizers may write it.
    private record OnThreads(ParallelStep pool, Optimizer inner) implements Optimizer {
        @Override
        public Update at(long t, double learningRate) {
            return pool.of(inner.at(t, learningRate));
        }

        @Override
        public int stateArrays() {
            return inner.stateArrays();
        }
    }

    /// An optimizer whose steps look for numbers that are not finite.
    private record Checked(Optimizer inner) implements Optimizer {
        @Override
        public Update at(long t, double learningRate) {
            return FiniteCheck.around(inner.at(t, learningRate), t);
        }

        @Override
        public int stateArrays() {
            return inner.stateArrays();
        }
    }

    /// What becomes of one element, spelled without any composition.
    private interface Rule {
        void step(long t, double rate, float[] w, float[] g, float[][] state, int i);
    }

    /// A composition and what it should do.
    private record Composed(String name, Optimizer optimizer, Rule rule) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Composed plain(Optimizer optimizer) {
        return new Composed(optimizer.getClass().getSimpleName(), optimizer,
                (t, rate, w, g, state, i) -> optimizer.at(t, rate).apply(Variant.SCALAR, w, g, state, i, i + 1));
    }

    /// Ends that lie inside rows and inside vectors; the second group is frozen but for its state.
    private static Composed groups(Composed first, Composed second, Composed third) {
        Optimizer optimizer = new ParameterGroups(List.of(new Group(38, first.optimizer, 1), new Group(111, second.optimizer, 0),
                new Group(ParameterGroups.REST, third.optimizer, 0.5)));
        return new Composed("groups of " + first, optimizer, (t, rate, w, g, state, i) -> {
            if (i < 38) first.rule.step(t, rate, w, g, state, i);
            else if (i < 111) second.rule.step(t, rate * 0, w, g, state, i);
            else
                third.rule.step(t, rate * 0.5, w, g, state, i);
        });
    }

    private static Composed lookahead(Composed inner, int k) {
        int slow = inner.optimizer.stateArrays();
        return new Composed("Lookahead of " + inner, new Lookahead(inner.optimizer, k, 0.75), (t, rate, w, g, state, i) -> {
            if (t == 1) state[slow][i] = w[i];
            inner.rule.step(t, rate, w, g, Arrays.copyOf(state, slow), i);
            if (t % k == 0) w[i] = state[slow][i] = state[slow][i] + 0.75f * (w[i] - state[slow][i]);
        });
    }

    private static Composed onThreads(ParallelStep pool, Composed inner) {
        return new Composed((pool == POOL ? "threads for " : "other threads for ") + inner, new OnThreads(pool, inner.optimizer),
                inner.rule);
    }

    private static Composed checked(Composed inner) {
        return new Composed("check of " + inner, new Checked(inner.optimizer), inner.rule);
    }

    private static Composed grouped() {
        return groups(plain(new Momentum(0.9, false)), plain(Adagrad.DEFAULT), plain(new Momentum(0.5, 0, true, true, 0.1)));
    }

    /// Each composition inside each, and the plain rule by itself.
    static Stream<Composed> pairs() {
        Composed adam = plain(Adam.DEFAULT);
        Composed half = groups(plain(new Nesterov(0.5, true)), plain(Lion.DEFAULT), grouped());
        return Stream.of(adam, grouped(), lookahead(adam, 3), onThreads(POOL, adam),
                groups(half, grouped(), half),
                groups(lookahead(adam, 2), lookahead(adam, 3), lookahead(adam, 4)),
                groups(onThreads(POOL, adam), onThreads(OTHER, adam), adam),
                lookahead(grouped(), 2), lookahead(lookahead(adam, 2), 3), lookahead(onThreads(POOL, adam), 3),
                onThreads(POOL, grouped()), onThreads(POOL, lookahead(adam, 3)),
                onThreads(POOL, onThreads(POOL, adam)), onThreads(OTHER, onThreads(POOL, adam)),
                checked(adam), checked(grouped()), checked(lookahead(adam, 3)), checked(onThreads(POOL, adam)), checked(checked(adam)),
                groups(checked(adam), adam, checked(adam)), lookahead(checked(grouped()), 2), onThreads(POOL, checked(half)),
                checked(plain(Asgd.DEFAULT)), lookahead(plain(Rprop.DEFAULT), 2),
                groups(plain(Asgd.DEFAULT), plain(new Asgd(1e-4, 0.75, 2)), plain(Asgd.DEFAULT)));
    }

    private static boolean leavesOutRows(Composed composed) {
        return !composed.name.contains("Lookahead") && !composed.name.contains("Asgd");
    }

    private static float[] noise(int seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] a = new float[length];
        for (int i = 0; i < length; i++) a[i] = (float) random.nextGaussian();
        return a;
    }

    /// How an update is applied, by the caller alone and by several threads.
    private interface Apply {
        void apply(Update update, Variant variant, float[] w, float[] g, float[][] state, int from, int to);
    }

    private static final List<Apply> DENSE = List.of(Update::apply, POOL::apply, OTHER::apply);

    @ParameterizedTest
    @MethodSource("pairs")
    void allElementsAreSteppedAsTheRuleSays(Composed composed) {
        for (int[] range : new int[][]{{0, LENGTH}, {1, 39}, {37, 38}, {38, 111}, {100, 203}, {13, 13}}) {
            float[] expected = noise(1, LENGTH);
            float[][] expectedState = new float[composed.optimizer.stateArrays()][LENGTH];
            List<float[]> w = new ArrayList<>();
            List<float[][]> state = new ArrayList<>();
            for (int k = 0; k < DENSE.size() * Variant.values().length; k++) {
                w.add(expected.clone());
                state.add(new float[expectedState.length][LENGTH]);
            }
            for (int t = 1; t <= STEPS; t++) {
                float[] g = noise(t + 1, LENGTH);
                for (int i = range[0]; i < range[1]; i++) composed.rule.step(t, 0.1 / t, expected, g, expectedState, i);
                int k = 0;
                for (Apply way : DENSE) {
                    for (Variant variant : Variant.values()) {
                        way.apply(composed.optimizer.at(t, 0.1 / t), variant, w.get(k), g, state.get(k), range[0], range[1]);
                        String which = variant + ", way " + k / Variant.values().length + ", range " + Arrays.toString(range) + ", step "
                                + t;
                        assertThat(w.get(k)).as(which).isEqualTo(expected);
                        assertThat(state.get(k)).as(which).isDeepEqualTo(expectedState);
                        k++;
                    }
                }
            }
        }
    }

    /// Elements that have been copied to the start of other arrays, once and then a part of them again.
    @ParameterizedTest
    @MethodSource("pairs")
    void copiedElementsAreSteppedAsTheRuleSays(Composed composed) {
        int from = 29;
        int again = 7;
        int to = 140;
        float[] expected = noise(1, LENGTH);
        float[] copied = Arrays.copyOfRange(expected, from + again, to);
        float[][] expectedState = new float[composed.optimizer.stateArrays()][LENGTH];
        float[][] copiedState = new float[expectedState.length][copied.length];
        for (int t = 1; t <= STEPS; t++) {
            float[] g = noise(t + 1, LENGTH);
            for (int i = from + again; i < to; i++) composed.rule.step(t, 0.1, expected, g, expectedState, i);
            Update update = composed.optimizer.at(t, 0.1).startingAt(from).startingAt(again);
            update.apply(Variant.SIMD, copied, Arrays.copyOfRange(g, from + again, to), copiedState, 0, copied.length);
            assertThat(copied).as("step %d", t).isEqualTo(Arrays.copyOfRange(expected, from + again, to));
            for (int k = 0; k < copiedState.length; k++) {
                assertThat(copiedState[k]).isEqualTo(Arrays.copyOfRange(expectedState[k], from + again, to));
            }
        }
    }

    static Stream<Composed> pairsThatLeaveOutRows() {
        return pairs().filter(CompositionsTest::leavesOutRows);
    }

    /// Most rows are met late, some twice in a step; a block holds all of them or, where rows are wide, one.
    @ParameterizedTest
    @MethodSource("pairsThatLeaveOutRows")
    void rowsAreSteppedAsTheRuleSays(Composed composed) {
        for (int width : new int[]{1, WIDTH, LENGTH}) {
            for (Variant variant : Variant.values()) rowsAreSteppedAsTheRuleSays(composed, variant, width);
        }
    }

    private static void rowsAreSteppedAsTheRuleSays(Composed composed, Variant variant, int width) {
        SparseStep sparse = new SparseStep(width, composed.optimizer);
        SplittableRandom random = new SplittableRandom(width);
        float[] expected = noise(1, LENGTH);
        float[] compact = expected.clone();
        float[] inPlace = expected.clone();
        float[][] expectedState = new float[composed.optimizer.stateArrays()][LENGTH];
        float[][] compactState = new float[expectedState.length][LENGTH];
        float[][] inPlaceState = new float[expectedState.length][LENGTH];
        int table = LENGTH / width;
        for (int t = 1; t <= STEPS; t++) {
            int[] rows = random.ints(t == 4 ? 0 : Math.max(1, table / 3), 0, table).toArray();
            if (t % 2 == 0) rows = Arrays.stream(rows).sorted().distinct().toArray();
            float[] g = noise(t + 1, rows.length * width);
            float[] sums = new float[LENGTH];
            boolean[] met = new boolean[table];
            for (int k = 0; k < rows.length; k++) {
                for (int j = 0; j < width; j++)
                    sums[rows[k] * width + j] = met[rows[k]] ? sums[rows[k] * width + j] + g[k * width + j] : g[k * width + j];
                met[rows[k]] = true;
            }
            for (int i = 0; i < LENGTH; i++) {
                if (met[i / width]) composed.rule.step(t, 0.1, expected, sums, expectedState, i);
            }
            sparse.apply(composed.optimizer.at(t, 0.1), variant, compact, rows, g, rows.length, compactState);
            sparse.applyInPlace(composed.optimizer.at(t, 0.1), variant, inPlace, rows, sums, rows.length, inPlaceState);
            assertThat(compact).as("compact, %s, width %d, step %d", variant, width, t).isEqualTo(expected);
            assertThat(compactState).isDeepEqualTo(expectedState);
            assertThat(inPlace).as("in place, %s, width %d, step %d", variant, width, t).isEqualTo(expected);
            assertThat(inPlaceState).isDeepEqualTo(expectedState);
        }
    }

    static Stream<Composed> pairsThatNeedAllRows() {
        return pairs().filter(composed -> !leavesOutRows(composed));
    }

    @ParameterizedTest
    @MethodSource("pairsThatNeedAllRows")
    void whatNeedsAllRowsIsRefusedWithSome(Composed composed) {
        String reason = "must step every element at every step, not some rows: ";
        assertThatIllegalArgumentException().isThrownBy(() -> new SparseStep(WIDTH, composed.optimizer)).withMessageContaining(reason);
        assertRefused(composed.optimizer.at(2, 0.1), composed.optimizer.stateArrays(), 0, LENGTH, reason, false);
    }

    /// Groups that end before the range does, inside whatever there is: 40 elements of 205, 8 rows of 41.
    static Stream<Arguments> compositionsOfGroupsThatEndEarly() {
        Composed adam = plain(Adam.DEFAULT);
        Optimizer early = new ParameterGroups(List.of(new Group(20, Adam.DEFAULT, 1), new Group(40, Adam.DEFAULT, 1)));
        Optimizer late = new ParameterGroups(List.of(new Group(30, Adam.DEFAULT, 1), new Group(ParameterGroups.REST, early, 1)));
        BiFunction<String, Optimizer, Arguments> named = Arguments::of;
        return Stream.of(named.apply("by themselves", early), named.apply("in groups", late),
                named.apply("in groups in groups", new ParameterGroups(List.of(new Group(ParameterGroups.REST, late, 1)))),
                named.apply("in a check", new Checked(early)),
                named.apply("in a check in groups",
                        new ParameterGroups(
                                List.of(new Group(25, Adam.DEFAULT, 1), new Group(ParameterGroups.REST, new Checked(early), 1)))),
                named.apply("in a check on threads", new OnThreads(POOL, new Checked(late))),
                named.apply("in a check in Lookahead", new Lookahead(new Checked(early), 3, 0.5)),
                named.apply("in Lookahead", new Lookahead(early, 3, 0.5)),
                named.apply("in Lookahead in groups", new ParameterGroups(List.of(new Group(7, lookahead(adam, 2).optimizer, 1),
                        new Group(ParameterGroups.REST, new Lookahead(late, 3, 0.5), 1)))),
                named.apply("on threads", new OnThreads(POOL, early)), named.apply("on other threads", new OnThreads(OTHER, late)),
                named.apply("on threads in groups",
                        new ParameterGroups(
                                List.of(new Group(25, Adam.DEFAULT, 1), new Group(ParameterGroups.REST, new OnThreads(POOL, early), 1)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("compositionsOfGroupsThatEndEarly")
    void whatIsRefusedIsRefusedBeforeAnythingMoves(String where, Optimizer optimizer) {
        String message = "groups must cover the range, which ends at ";
        for (long t : new long[]{1, 3}) {
            boolean rows = !where.contains("Lookahead");
            assertRefused(optimizer.at(t, 0.1), optimizer.stateArrays(), 0, LENGTH, message, true);
            assertRefused(optimizer.at(t, 0.1), optimizer.stateArrays(), 11, 41, message, true);
            if (rows) assertRefused(optimizer.at(t, 0.1), optimizer.stateArrays(), 0, LENGTH, message, false);
        }
    }

    /// The last of four rows is refused; the first stands in a block and a stretch of its own.
    @Test
    void aRowOfALaterBlockIsRefusedBeforeTheFirstIsStepped() {
        int[] rows = {0, 2, 3, 5};
        for (int width : new int[]{2_048, 5_000}) {
            Optimizer early = new ParameterGroups(List.of(new Group(width, Sgd.DEFAULT, 1), new Group(5 * width, Sgd.DEFAULT, 1)));
            Optimizer late = new ParameterGroups(List.of(new Group(3 * width, Sgd.DEFAULT, 1), new Group(ParameterGroups.REST, early, 1)));
            for (Optimizer optimizer : List.of(early, late, new OnThreads(POOL, late), new Checked(late),
                    new ParameterGroups(List.of(new Group(ParameterGroups.REST, new OnThreads(OTHER, early), 1))))) {
                for (Variant variant : Variant.values()) {
                    float[] w = noise(1, 6 * width);
                    float[] before = w.clone();
                    SparseStep sparse = new SparseStep(width, optimizer);
                    Update update = optimizer.at(1, 0.1);
                    String message = "groups must cover the range, which ends at " + 6 * width + ", the last one ends at " + 5 * width;
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> sparse.apply(update, variant, w, rows, noise(2, 4 * width), 4, new float[0][]))
                            .withMessage(message);
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> sparse.applyInPlace(update, variant, w, rows, noise(2, 6 * width), 4, new float[0][]))
                            .withMessage(message);
                    assertThat(w).isEqualTo(before);
                }
            }
        }
    }

    /// By every way of applying it, with every variant: the range, or all rows in ascending and in any order.
    private static void assertRefused(Update update, int stateArrays, int from, int to, String message, boolean dense) {
        float[] w = noise(1, LENGTH);
        float[] g = noise(2, LENGTH);
        float[][] state = Stream.generate(() -> noise(3, LENGTH)).limit(stateArrays).toArray(float[][]::new);
        float[] before = w.clone();
        float[][] stateBefore = Arrays.stream(state).map(float[]::clone).toArray(float[][]::new);
        int[] rows = IntStream.range(0, ROWS).toArray();
        List<Integer> reversed = new ArrayList<>(Arrays.stream(rows).boxed().toList());
        Collections.reverse(reversed);
        int[] unordered = reversed.stream().mapToInt(Integer::intValue).toArray();
        for (Variant variant : Variant.values()) {
            List<Runnable> calls = new ArrayList<>();
            if (dense) {
                for (Apply way : DENSE) calls.add(() -> way.apply(update, variant, w, g, state, from, to));
                calls.add(() -> update.check(variant, w, g, state, from, to));
            } else {
                SparseStep sparse = new SparseStep(WIDTH, stateArrays);
                for (int[] order : new int[][]{rows, unordered}) {
                    calls.add(() -> sparse.apply(update, variant, w, order, g, ROWS, state));
                    calls.add(() -> sparse.applyInPlace(update, variant, w, order, g, ROWS, state));
                }
            }
            for (Runnable call : calls) assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(message);
        }
        assertThat(w).isEqualTo(before);
        assertThat(state).isDeepEqualTo(stateBefore);
    }

    /// An update that refuses ranges of its own, such as half vectors: its check is asked for the whole, wherever it stands.
    @Test
    void anUpdateOfSomeoneElseIsAskedBeforeAnythingMoves() {
        Update evenRangesOnly = new Update() {
            @Override
            public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
                check(variant, w, g, state, from, to);
                Sgd.DEFAULT.at(1, 1).apply(variant, w, g, state, from, to);
            }

            @Override
            public void check(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
                if (to % 2 != 0) throw new IllegalArgumentException("range must end at an even number, ended at " + to);
            }
        };
        Optimizer own = new Optimizer() {
            @Override
            public Update at(long t, double learningRate) {
                return evenRangesOnly;
            }

            @Override
            public int stateArrays() {
                return 0;
            }
        };
        Optimizer groups = new ParameterGroups(List.of(new Group(40, own, 1), new Group(ParameterGroups.REST, own, 1)));
        String message = "range must end at an even number, ended at ";
        assertRefused(evenRangesOnly, 0, 0, LENGTH, message, true);
        assertRefused(evenRangesOnly, 0, 0, LENGTH, message, false);
        assertRefused(groups.at(1, 1), 0, 0, LENGTH, message, true);
        assertRefused(groups.at(1, 1), 0, 0, LENGTH, message, false);
        assertRefused(new Lookahead(groups, 2, 0.5).at(1, 1), 1, 0, LENGTH, message, true);
    }

    /// A rule for each element needs no more than a lambda, in any composition.
    @Test
    void aLambdaIsAnUpdate() {
        Update sgd = (_, w, g, _, from, to) -> {
            for (int i = from; i < to; i++) w[i] -= g[i];
        };
        float[] g = noise(2, LENGTH);
        float[] expected = noise(1, LENGTH);
        for (int i = 0; i < LENGTH; i++) expected[i] -= g[i];
        int[] rows = IntStream.range(0, ROWS).toArray();
        for (Variant variant : Variant.values()) {
            List<float[]> stepped = new ArrayList<>();
            for (int k = 0; k < 3; k++) stepped.add(noise(1, LENGTH));
            POOL.apply(sgd, variant, stepped.get(0), g, new float[0][], 0, LENGTH);
            new SparseStep(WIDTH, 0).apply(sgd, variant, stepped.get(1), rows, g, ROWS, new float[0][]);
            new SparseStep(WIDTH, 0).applyInPlace(POOL.of(sgd), variant, stepped.get(2), rows, g, ROWS, new float[0][]);
            assertThat(stepped).allSatisfy(w -> assertThat(w).isEqualTo(expected));
        }
    }
}
