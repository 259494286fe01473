package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    private static final long START = System.nanoTime();
    private static final long ALLOCATING_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(200);

    private Object kept;
    private long sum;

    /// Twenty batches of the same time, and yet not compiled: each call leaves an object.
    @Test
    void goesOnWhileTheCallAllocates() {
        long begin = System.nanoTime();
        WarmUp.untilSteady(() -> {
            if (System.nanoTime() - begin < ALLOCATING_NANOSECONDS) kept = new byte[10_000];
        }, new Facts());
        assertThat(System.nanoTime() - begin).isGreaterThan(ALLOCATING_NANOSECONDS);
        assertThat(kept).isNotNull();
    }

    /// Two calls that agree are enough where a call takes longer than half a second.
    @Test
    void callsALongCallThreeTimes() {
        int[] calls = {0};
        WarmUp.untilSteady(() -> {
            calls[0]++;
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(600))
                sum += START;
        }, new Facts());
        assertThat(calls[0]).isBetween(2, 5);
    }
}
