package lanewise.bench;

import lanewise.optim.Update;
import lanewise.roof.Streams;
import org.openjdk.jmh.annotations.Param;

/// The roof of memory: the arrays of an update, read and written in the same harness, with an addition in place of the formula.
///
///     scripts/lanewise jmh StreamBenchmark -p streams=READ_4_WRITE_3 -p form=SIMD -p size=138357544 -jvmArgs -Xmx4g
public class StreamBenchmark extends TimedUpdate {

    /// How many arrays are read and written.
    public enum StreamCount {
        /// As an update without state.
        READ_2_WRITE_1(0),
        /// As an update with one state array.
        READ_3_WRITE_2(1),
        /// As an update with two state arrays.
        READ_4_WRITE_3(2),
        /// As an update with three state arrays.
        READ_5_WRITE_4(3);

        private final int stateArrays;

        StreamCount(int stateArrays) {
            this.stateArrays = stateArrays;
        }

        /// State arrays of the update whose traffic this is.
        public int stateArrays() {
            return stateArrays;
        }

        private Update update(Form form, float one) {
            return (_, w, g, state, from, to) -> {
                switch (this) {
                    case READ_2_WRITE_1 -> {
                        switch (form) {
                            case SCALAR -> Streams.scalar(g, w, from, to);
                            case SIMD -> Streams.simd(g, w, from, to);
                            case PACED -> Streams.paced(one, g, w, from, to);
                        }
                    }
                    case READ_3_WRITE_2 -> {
                        switch (form) {
                            case SCALAR -> Streams.scalar(g, w, state[0], from, to);
                            case SIMD -> Streams.simd(g, w, state[0], from, to);
                            case PACED -> Streams.paced(one, g, w, state[0], from, to);
                        }
                    }
                    case READ_4_WRITE_3 -> {
                        switch (form) {
                            case SCALAR -> Streams.scalar(g, w, state[0], state[1], from, to);
                            case SIMD -> Streams.simd(g, w, state[0], state[1], from, to);
                            case PACED -> Streams.paced(one, g, w, state[0], state[1], from, to);
                        }
                    }
                    case READ_5_WRITE_4 -> {
                        switch (form) {
                            case SCALAR -> Streams.scalar(g, w, state[0], state[1], state[2], from, to);
                            case SIMD -> Streams.simd(g, w, state[0], state[1], state[2], from, to);
                            case PACED -> Streams.paced(one, g, w, state[0], state[1], state[2], from, to);
                        }
                    }
                }
            };
        }
    }

    /// How the same bytes are moved; the fastest is the roof.
    public enum Form {
        /// The plain loop, which C2 vectorizes.
        SCALAR(BenchmarkVariant.SCALAR),
        /// The Vector API.
        SIMD(BenchmarkVariant.SIMD),
        /// The Vector API, slowed down by divides between one load and the next.
        PACED(BenchmarkVariant.SIMD);

        private final BenchmarkVariant variant;

        Form(BenchmarkVariant variant) {
            this.variant = variant;
        }
    }

    /// The traffic.
    @Param
    public StreamCount streams;

    /// The loop.
    @Param
    public Form form;

    private float one = 1; // no constant: a divide by one would be none

    @Override
    BenchmarkVariant variant() {
        return form.variant;
    }

    @Override
    Update update() {
        return streams.update(form, one);
    }

    @Override
    int stateArrays() {
        return streams.stateArrays;
    }
}
