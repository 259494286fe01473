package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class WarmUpTest {

    /// Three calls, for tests of what comes after it.
    static final WarmUp SHORT = new WarmUp(0, 0, 0);

    private static final long ALLOCATING_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private Object kept;

    /// A call that leaves an object has not been compiled, however steady its time is: longer than an update is otherwise waited for.
    @Test
    void goesOnWhileTheCallAllocates() {
        long begin = System.nanoTime();
        WarmUp.OF_UPDATE.untilSteady(() -> {
            if (System.nanoTime() - begin < ALLOCATING_NANOSECONDS) kept = new byte[10_000];
        }, new Facts());
        assertThat(System.nanoTime() - begin).isGreaterThan(ALLOCATING_NANOSECONDS);
        assertThat(kept).isNotNull();
    }

    /// An update that never becomes steady is timed all the same.
    @Test
    void endsWithItsPatience() {
        long begin = System.nanoTime();
        int[] calls = {0};
        // So far apart that a process that takes the core away for a while makes no two of them alike.
        WarmUp.OF_UPDATE.untilSteady(() -> spin(TimeUnit.MILLISECONDS.toNanos(calls[0]++ % 2 == 0 ? 5 : 100)), new Facts());
        assertThat(System.nanoTime() - begin).isBetween(WarmUp.OF_UPDATE.patienceNanoseconds(), TimeUnit.SECONDS.toNanos(9));
    }

    /// Two calls that agree are enough where a call takes longer than half a second.
    @Test
    void callsALongCallFewTimes() {
        int[] calls = {0};
        WarmUp.OF_PRODUCTS.untilSteady(() -> {
            calls[0]++;
            spin(TimeUnit.MILLISECONDS.toNanos(600));
        }, new Facts());
        assertThat(calls[0]).isBetween(2, 5);
    }

    private static void spin(long nanoseconds) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanoseconds)
            Thread.onSpinWait();
    }
}
