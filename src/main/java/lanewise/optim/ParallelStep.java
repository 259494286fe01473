package lanewise.optim;

import java.util.concurrent.locks.ReentrantLock;
import lanewise.linalg.Team;

/// Applies one update to slices of the parameters, each on a thread of its own, with the bits that one thread leaves.
///
/// Threads are started once and wait between steps, see [Team]. The caller takes the first slice. A step allocates nothing. Ranges that are
/// too small to be worth a second thread are left to the caller alone, without a lock.
///
///     try (ParallelStep parallel = new ParallelStep(threads)) {
///         parallel.apply(optimizer.at(t, rate), Variant.SIMD, w, g, state, 0, w.length);
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
    private final ReentrantLock oneStepAtATime = new ReentrantLock();

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

    /// The same update on all threads, for callers that know only updates.
    public Update of(Update update) {
        return new Shared(this, update);
    }

    /// Applies the update as [Update#apply] does, and returns when all slices are done. Callers on several threads must not share arrays;
    /// those whose steps use more than one thread follow one another.
    ///
    /// @throws IllegalArgumentException as [Update#apply] does, or if the update is one of this pool; nothing has been changed then
    /// @throws IllegalStateException    after [#close], if the step is worth a second thread
    public void apply(Update update, Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
        if (update instanceof Shared shared && shared.pool == this) {
            throw new IllegalArgumentException("the update is on these threads already, and would wait for them for ever");
        }
        int worth = worth((2L + state.length) * (to - from));
        if (worth == 1) {
            update.apply(variant, w, g, state, from, to);
            return;
        }
        Arguments.range(w.length, from, to);
        update.apply(variant, w, g, state, from, from); // refuses arrays that do not fit before any thread has begun
        oneStepAtATime.lock();
        try {
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
            oneStepAtATime.unlock();
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

    /// Ends the threads, after a step that is under way. A second call does nothing.
    @Override
    public void close() {
        oneStepAtATime.lock();
        try {
            team.close();
        } finally {
            oneStepAtATime.unlock();
        }
    }
}
