package lanewise.bench;

import lanewise.optim.Update;
import lanewise.optim.Variant;
import lanewise.roof.Streams;
import org.openjdk.jmh.annotations.Param;

/// The roof of memory: the arrays of an update, read and written in the same harness, with an addition in place of the formula.
///
///     scripts/lanewise jmh StreamBenchmark -p streams=READ_4_WRITE_3 -p size=138357544 -jvmArgs -Xmx4g
public class StreamBenchmark extends TimedUpdate {

    /// How many arrays are read and written.
    public enum StreamCount {
        /// As an update without state.
        READ_2_WRITE_1(0, (variant, w, g, _, from, to) -> {
            if (variant == Variant.SIMD) {
                Streams.simd(g, w, from, to);
            } else {
                Streams.scalar(g, w, from, to);
            }
        }),
        /// As an update with one state array.
        READ_3_WRITE_2(1, (variant, w, g, state, from, to) -> {
            if (variant == Variant.SIMD) {
                Streams.simd(g, w, state[0], from, to);
            } else {
                Streams.scalar(g, w, state[0], from, to);
            }
        }),
        /// As an update with two state arrays.
        READ_4_WRITE_3(2, (variant, w, g, state, from, to) -> {
            if (variant == Variant.SIMD) {
                Streams.simd(g, w, state[0], state[1], from, to);
            } else {
                Streams.scalar(g, w, state[0], state[1], from, to);
            }
        });

        private final int stateArrays;
        private final Update update;

        StreamCount(int stateArrays, Update update) {
            this.stateArrays = stateArrays;
            this.update = update;
        }

        /// Arrays beside parameters and gradients.
        public int stateArrays() {
            return stateArrays;
        }
    }

    /// The traffic.
    @Param
    public StreamCount streams;

    /// The plain loop, which C2 vectorizes, or the Vector API.
    @Param({"SCALAR", "SIMD"})
    public BenchmarkVariant variant;

    @Override
    BenchmarkVariant variant() {
        return variant;
    }

    @Override
    Update update() {
        if (variant == BenchmarkVariant.UNROLLED) throw new RefusedException("streams have no UNROLLED form, choose SCALAR or SIMD");
        return streams.update;
    }

    @Override
    int stateArrays() {
        return streams.stateArrays;
    }
}
