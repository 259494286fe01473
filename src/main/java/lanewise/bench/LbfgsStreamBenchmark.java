package lanewise.bench;

import lanewise.optim.Update;
import lanewise.roof.Streams;
import org.openjdk.jmh.annotations.Param;

/// The roof of [LbfgsBenchmark]: its passes in their order over as many arrays, each with an addition in place of its arithmetic.
///
///     d ← g + g;   for each pair: Σ s + d, d ← d + y;   d ← d + d;   for each pair: Σ y + d, d ← d + s;   w ← w + d
///
///     scripts/lanewise jmh LbfgsStreamBenchmark -p size=1000000 -jvmArgs -Xmx1g
///
/// There is one form: C2 adds up a plain loop one element at a time, so that it is never the fastest.
public class LbfgsStreamBenchmark extends TimedUpdate {

    private static final int HISTORY = LbfgsBenchmark.HISTORY;

    /// Arrays read and written in all passes together.
    @Param("READ_84_WRITE_23")
    public String streams;

    /// The Vector API.
    @Param("SIMD")
    public String form;

    /// Seen from outside, so that nothing that is read can be left unread.
    volatile float sum;

    @Override
    BenchmarkVariant variant() {
        return BenchmarkVariant.SIMD;
    }

    @Override
    Update update() {
        return (_, w, g, state, from, to) -> {
            float[] d = state[2 * HISTORY];
            float total = 0;
            Streams.twice(g, d, from, to);
            for (int k = HISTORY - 1; k >= 0; k--) {
                total += Streams.sum(state[k], d, from, to);
                Streams.simd(state[HISTORY + k], d, from, to);
            }
            Streams.twice(d, d, from, to);
            for (int k = 0; k < HISTORY; k++) {
                total += Streams.sum(state[HISTORY + k], d, from, to);
                Streams.simd(state[k], d, from, to);
            }
            Streams.simd(d, w, from, to);
            sum = total;
        };
    }

    @Override
    int stateArrays() {
        return LbfgsBenchmark.STATE_ARRAYS;
    }
}
