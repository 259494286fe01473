package lanewise.optim;

import java.util.concurrent.atomic.AtomicBoolean;
import lanewise.linalg.Arguments;
import lanewise.linalg.Team;

/// Applies one update to slices of the parameters, each on a thread of its own, with the bits that one thread leaves.
///
/// Threads are started once and wait between steps, see [Team]. The caller takes the first slice. A step allocates nothing of its own. Ranges that are
/// too small to be worth a second thread are left to the caller alone, and so is a step for which the threads are not free: that of another
/// caller, or one inside a slice. Nothing ever waits for a step that may be waiting for it.
///
///     try (ParallelStep parallel = new ParallelStep(threads)) {
///         parallel.apply(optimizer.at(t, learningRate), Variant.SIMD, w, g, state, 0, w.length);
///     }
public final class ParallelStep implements AutoCloseable {

    /// Slices begin at multiples of this many elements from the start of the range: a cache line, and the widest vector, of floats.
    public static final int SLICE_UNIT = 16;

    /// Elements of all arrays together, the gradients' and the state's included, from which on a second thread is used; each further one
    /// takes half as many more. To wake a thread takes some 35 µs, so its slice must take longer than that, and did from here on.
    public static final int WORTH_THREADS = 2_000_000;

    private final int worthThreads;
    private final Team team;
    private final Team.Work slice = this::slice; // made once: a step allocates nothing
    private final AtomicBoolean underWay = new AtomicBoolean();

    /// The step that is under way.
    private Update update;
    private Variant variant;
    private float[] w;
    private float[] g;
    private float[][] state;
    private int from;
    private int to;
    private int members;

    /// An update that this class applies.
    private record Shared(ParallelStep pool, Update update) implements Update {
        @Override
        public void apply(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            pool.apply(update, variant, w, g, state, from, to);
        }

        @Override
        public void check(Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
            update.check(variant, w, g, state, from, to);
        }

        @Override
        public Update startingAt(int index) {
            return new Shared(pool, update.startingAt(index));
        }

        @Override
        public void checkSparse() {
            update.checkSparse();
        }
    }

    /// Starts the threads.
    ///
    /// @param threads that work on a step, the caller's included
    /// @throws IllegalArgumentException if there are fewer than one
    public ParallelStep(int threads) {
        this(threads, WORTH_THREADS);
    }

    ParallelStep(int threads, int worthThreads) {
        this.worthThreads = worthThreads;
        team = new Team(threads, "parallel-step");
    }

    /// Threads that work on a step, the caller's included.
    public int threads() {
        return team.size();
    }

    /// The same update on all threads, for callers that know only updates. Inside another update on these threads it is applied in place.
    public Update of(Update update) {
        Arguments.present("update", update);
        return new Shared(this, update);
    }

    /// Applies the update as [Update#apply] does, and returns when all slices are done. Callers on several threads must not share arrays.
    ///
    /// @throws IllegalArgumentException as [Update#apply] does; nothing has been changed then
    /// @throws IllegalStateException    after [#close], if the step is worth a second thread
    public void apply(Update update, Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
        Arguments.present("update", update);
        Arguments.present("variant", variant);
        Arguments.present("parameters", w);
        Arguments.present("gradients", g);
        Arguments.present("state", state);
        int worth = worth((2L + state.length) * (to - from));
        if (worth == 1 || !underWay.compareAndSet(false, true)) {
            update.apply(variant, w, g, state, from, to);
            return;
        }
        try {
            update.check(variant, w, g, state, from, to); // the whole, before any thread has begun
            this.update = update;
            this.variant = variant;
            this.w = w;
            this.g = g;
            this.state = state;
            this.from = from;
            this.to = to;
            members = worth;
            team.run(slice, worth);
        } finally {
            this.w = null; // the pool outlives the model
            this.g = null;
            this.state = null;
            underWay.set(false);
        }
    }

    /// How many members so many elements are worth.
    private int worth(long elements) {
        return Math.clamp(2 * elements / worthThreads, 1, team.size());
    }

    /// An equal share, rounded up to whole units.
    private void slice(int member) {
        long elements = Math.ceilDiv(Math.ceilDiv(to - from, members), SLICE_UNIT) * (long) SLICE_UNIT;
        int begin = (int) Math.min(to, from + member * elements);
        update.apply(variant, w, g, state, begin, (int) Math.min(to, begin + elements));
    }

    /// Ends the threads, after a step that is under way. Does not wait for it. A second call does nothing.
    @Override
    public void close() {
        team.close();
    }
}
