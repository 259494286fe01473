package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import lanewise.linalg.AllocatedBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a lost thread is waited for without heed to interruptions
@Execution(ExecutionMode.CONCURRENT)
class ParallelStepTest {

    private static float[] noise(int seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] a = new float[length];
        for (int i = 0; i < length; i++) a[i] = (float) random.nextGaussian();
        return a;
    }

    private static float[][] zeros(Catalogue entry, int length) {
        return new float[entry.state().size()][length];
    }

    /// However many threads there are, and wherever slices begin.
    @ParameterizedTest
    @EnumSource
    void leavesTheBitsOfOneThread(Catalogue entry) {
        for (int threads : new int[]{1, 2, 3, 7}) {
            try (ParallelStep parallel = new ParallelStep(threads, 1)) {
                for (int size : new int[]{0, 1, 15, 16, 17, 97, 1_000, 4_099}) {
                    int length = size + 20;
                    float[] alone = noise(1, length);
                    float[] together = alone.clone();
                    float[][] state = zeros(entry, length);
                    float[][] togetherState = zeros(entry, length);
                    for (int t = 1; t <= 3; t++) {
                        Update update = entry.defaults().at(t, 0.01);
                        float[] g = noise(t + 1, length);
                        update.apply(Variant.SCALAR, alone, g, state, 5, 5 + size);
                        parallel.apply(update, Variant.SIMD, together, g, togetherState, 5, 5 + size);
                    }
                    assertThat(together).as("%d threads, size %d", threads, size).isEqualTo(alone);
                    assertThat(togetherState).isDeepEqualTo(state);
                }
            }
        }
    }

    @Test
    void slicesBeginAtWholeUnitsAndTheCallerTakesTheFirst() {
        record Slice(String thread, int from, int to) {}
        List<Slice> slices = Collections.synchronizedList(new ArrayList<>());
        Update spy = (_, _, _, _, from, to) -> {
            if (from < to) slices.add(new Slice(Thread.currentThread().getName(), from, to));
        };
        try (ParallelStep parallel = new ParallelStep(4, 1)) {
            parallel.apply(spy, Variant.SIMD, new float[1_003], new float[1_003], new float[0][], 3, 1_003);
        }
        List<Slice> sorted = slices.stream().sorted((a, b) -> a.from - b.from).toList();
        assertThat(sorted).hasSize(4).allSatisfy(slice -> assertThat((slice.from - 3) % 16).isZero());
        assertThat(sorted.getFirst().from).isEqualTo(3);
        assertThat(sorted.getLast().to).isEqualTo(1_003);
        for (int k = 1; k < 4; k++) assertThat(sorted.get(k).from).isEqualTo(sorted.get(k - 1).to);
        assertThat(sorted.getFirst().thread).isEqualTo(Thread.currentThread().getName());
        assertThat(sorted.stream().map(Slice::thread).distinct()).hasSize(4);
    }

    @Test
    void aSmallRangeIsLeftToTheCaller() {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        Update spy = (_, _, _, _, _, _) -> threads.add(Thread.currentThread());
        int n = ParallelStep.WORTH_THREADS / 2 - 1; // parameters and gradients
        try (ParallelStep parallel = new ParallelStep(4)) {
            parallel.apply(spy, Variant.SIMD, new float[n], new float[n], new float[0][], 0, n);
        }
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void aLargeRangeIsWorthAsManyThreadsAsItsArraysFill() {
        assertThat(threadsOf(4, 1, ParallelStep.WORTH_THREADS / 3 + 1)).isEqualTo(2);
        assertThat(threadsOf(4, 1, ParallelStep.WORTH_THREADS / 3 - 1)).isEqualTo(1);
        assertThat(threadsOf(4, 0, ParallelStep.WORTH_THREADS)).isEqualTo(4);
        assertThat(threadsOf(2, 0, ParallelStep.WORTH_THREADS)).isEqualTo(2);
    }

    private static int threadsOf(int team, int stateArrays, int n) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Update spy = (_, _, _, _, from, to) -> {
            if (from < to) threads.add(Thread.currentThread());
        };
        try (ParallelStep parallel = new ParallelStep(team)) {
            parallel.apply(spy, Variant.SIMD, new float[n], new float[n], new float[stateArrays][n], 0, n);
        }
        return threads.size();
    }

    @Test
    void nothingIsAllocated() {
        float[] w = new float[1_000];
        float[] g = new float[1_000];
        float[][] state = new float[2][1_000];
        Update update = Adam.DEFAULT.at(1, 0.1);
        try (ParallelStep parallel = new ParallelStep(2, 1)) {
            AllocatedBytes.assertBelow(1, 10_000, () -> parallel.apply(update, Variant.SIMD, w, g, state, 0, 1_000));
        }
    }

    @Test
    void thePoolDoesNotKeepTheModel() throws InterruptedException {
        try (ParallelStep parallel = new ParallelStep(2, 1)) {
            WeakReference<float[]> model = stepped(parallel);
            for (int k = 0; k < 100 && model.get() != null; k++) {
                System.gc();
                Thread.sleep(10);
            }
            assertThat(model.get()).isNull();
        }
    }

    private static WeakReference<float[]> stepped(ParallelStep parallel) {
        float[] w = new float[64];
        parallel.apply(Sgd.DEFAULT.at(1, 1), Variant.SIMD, w, new float[64], new float[0][], 0, 64);
        return new WeakReference<>(w);
    }

    /// Once and again, round about over another pool, and from threads that a slice starts and waits for.
    @Test
    void aStepInsideAStepOnTheSameThreadsLosesNoElementAndWaitsForNothing() {
        Update sgd = Sgd.DEFAULT.at(1, 1);
        try (ParallelStep one = new ParallelStep(3, 1); ParallelStep other = new ParallelStep(2, 1)) {
            Update hidden = (variant, w, g, state, from, to) -> one.apply(sgd, variant, w, g, state, from, to);
            Update started = (variant, w, g, state, from, to) -> {
                Thread thread = Thread.ofPlatform().start(() -> one.apply(sgd, variant, w, g, state, from, to));
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            };
            for (Update update : List.of(one.of(sgd), one.of(one.of(sgd)), other.of(one.of(sgd)), one.of(other.of(one.of(sgd))), hidden,
                    other.of(hidden), started)) {
                for (int repeat = 0; repeat < 200; repeat++) {
                    float[] w = new float[101];
                    float[] g = new float[101];
                    Arrays.fill(g, 1);
                    one.apply(update, Variant.SIMD, w, g, new float[0][], 0, 101);
                    assertThat(w).containsOnly(-1);
                }
            }
        }
    }

    /// Each inside the other, started at the same time.
    @Test
    void twoPoolsDoNotWaitForOneAnother() throws InterruptedException {
        Update sgd = Sgd.DEFAULT.at(1, 1);
        float[][] w = new float[2][101];
        float[] g = new float[101];
        Arrays.fill(g, 1);
        try (ParallelStep one = new ParallelStep(2, 1); ParallelStep other = new ParallelStep(2, 1)) {
            List<ParallelStep> pools = List.of(one, other);
            List<Thread> callers = IntStream.range(0, 2).mapToObj(k -> Thread.ofPlatform().start(() -> {
                Update inside = pools.get(1 - k).of(sgd);
                for (int t = 0; t < 2_000; t++) pools.get(k).apply(inside, Variant.SIMD, w[k], g, new float[0][], 0, 101);
            })).toList();
            for (Thread caller : callers) caller.join();
        }
        assertThat(w[0]).containsOnly(-2_000);
        assertThat(w[1]).containsOnly(-2_000);
    }

    @Test
    void aPoolThatIsClosedInsideItsStepFinishesIt() {
        ParallelStep parallel = new ParallelStep(2, 1);
        float[] w = new float[64];
        float[] g = new float[64];
        Arrays.fill(g, 1);
        Update closing = (variant, p, q, state, from, to) -> {
            if (from > 0) parallel.close();
            Sgd.DEFAULT.at(1, 1).apply(variant, p, q, state, from, to);
        };
        parallel.apply(closing, Variant.SIMD, w, g, new float[0][], 0, 64);
        assertThat(w).containsOnly(-1);
        assertThatThrownBy(() -> parallel.apply(closing, Variant.SIMD, w, g, new float[0][], 0, 64))
                .isInstanceOf(IllegalStateException.class).hasMessage("this team of threads is closed");
        assertThat(w).containsOnly(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32})
    void anUndeclaredExceptionReachesTheCallerWhenAllSlicesAreDone(int at) {
        AtomicInteger done = new AtomicInteger();
        Update failing = (_, _, _, _, from, to) -> {
            if (from == to) return;
            if (from == at) throw ParallelStepTest.<RuntimeException>undeclared(new IOException("slice at " + from));
            LockSupport.parkNanos(20_000_000);
            done.incrementAndGet();
        };
        try (ParallelStep parallel = new ParallelStep(2, 1)) {
            assertThatThrownBy(() -> parallel.apply(failing, Variant.SIMD, new float[64], new float[64], new float[0][], 0, 64))
                    .isInstanceOf(IOException.class).hasMessage("slice at " + at);
        }
        assertThat(done).hasValue(1);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T undeclared(Throwable e) throws T {
        throw (T) e;
    }

    @Test
    void manyStepsInARowWithSleepsBetween() throws InterruptedException {
        int n = 1_000;
        float[] w = new float[n];
        float[] g = new float[n];
        Arrays.fill(g, 1);
        try (ParallelStep parallel = new ParallelStep(2, 1)) {
            for (int t = 1; t <= 20_000; t++) {
                parallel.apply(Sgd.DEFAULT.at(t, 1), Variant.SIMD, w, g, new float[0][], 0, n);
                if (t % 2_000 == 0) Thread.sleep(5); // long enough for a worker to go to sleep
            }
        }
        assertThat(w).containsOnly(-20_000);
    }

    @Test
    void badInputIsRefusedBeforeAnyThreadBegins() {
        float[] w = noise(1, 100);
        float[] before = w.clone();
        try (ParallelStep parallel = new ParallelStep(2, 1)) {
            Update update = Adam.DEFAULT.at(1, 0.1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> parallel.apply(update, Variant.SIMD, w, new float[100], new float[2][100], 0, 101))
                    .withMessage("range must lie within 0 to 100, was 0 to 101");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> parallel.apply(update, Variant.SIMD, w, new float[99], new float[2][100], 0, 100))
                    .withMessage("gradients must be as long as the parameters, 100, were 99");
        }
        assertThat(w).isEqualTo(before);
        assertThatIllegalArgumentException().isThrownBy(() -> new ParallelStep(0)).withMessage("threads must be at least 1, were 0");
    }

    @Test
    void whatASliceThrowsReachesTheCallerAndThePoolGoesOn() {
        Update failing = (_, _, _, _, from, to) -> {
            if (from > 0 && from < to) throw new IllegalStateException("slice at " + from);
        };
        float[] w = new float[64];
        try (ParallelStep parallel = new ParallelStep(2, 1)) {
            for (int k = 0; k < 3; k++) {
                assertThatThrownBy(() -> parallel.apply(failing, Variant.SIMD, w, new float[64], new float[0][], 0, 64))
                        .isInstanceOf(IllegalStateException.class).hasMessage("slice at 32");
            }
            float[] g = new float[64];
            Arrays.fill(g, 1);
            parallel.apply(Sgd.DEFAULT.at(1, 1), Variant.SIMD, w, g, new float[0][], 0, 64);
        }
        assertThat(w).containsOnly(-1);
    }

    @Test
    void anInterruptedCallerFinishesItsStepAndStaysInterrupted() {
        float[] w = new float[64];
        float[] g = new float[64];
        Arrays.fill(g, 1);
        Update slow = (variant, p, q, state, from, to) -> {
            if (from > 0) {
                long end = System.nanoTime() + 20_000_000;
                while (System.nanoTime() < end)
                    Thread.onSpinWait();
            }
            Sgd.DEFAULT.at(1, 1).apply(variant, p, q, state, from, to);
        };
        try (ParallelStep parallel = new ParallelStep(2, 1)) {
            Thread.currentThread().interrupt();
            parallel.apply(slow, Variant.SIMD, w, g, new float[0][], 0, 64);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(w).containsOnly(-1);
    }

    @Test
    void callersWithArraysOfTheirOwnDoNotDisturbOneAnother() throws InterruptedException {
        float[][] w = new float[3][1_000];
        float[] g = new float[1_000];
        Arrays.fill(g, 1);
        try (ParallelStep parallel = new ParallelStep(2, 1)) {
            List<Thread> callers = Arrays.stream(w).map(own -> Thread.ofPlatform().start(() -> {
                for (int t = 1; t <= 500; t++) parallel.apply(Sgd.DEFAULT.at(t, 1), Variant.SIMD, own, g, new float[0][], 0, 1_000);
            })).toList();
            for (Thread caller : callers) caller.join();
        }
        for (float[] own : w) assertThat(own).containsOnly(-500);
    }

    @Test
    void aClosedPoolRefusesWork() {
        ParallelStep parallel = new ParallelStep(2, 1);
        parallel.close();
        parallel.close();
        assertThatThrownBy(() -> parallel.apply(Sgd.DEFAULT.at(1, 1), Variant.SIMD, new float[64], new float[64], new float[0][], 0, 64))
                .isInstanceOf(IllegalStateException.class).hasMessage("this team of threads is closed");
    }
}
