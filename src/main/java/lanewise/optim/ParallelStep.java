package lanewise.optim;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Applies one update to slices of the parameters, each on a thread of its own, with the bits that one thread leaves.
///
/// Threads are started once and wait between steps: first awake, for about as long as it would take to wake them, then asleep. The caller
/// takes the first slice. A step allocates nothing. Ranges that are too small to be worth a second thread are left to the caller alone.
///
///     try (ParallelStep parallel = new ParallelStep(threads)) {
///         parallel.apply(optimizer.at(t, rate), Variant.SIMD, w, g, state, 0, w.length);
///     }
public final class ParallelStep implements AutoCloseable {

    /// Slices begin at multiples of this many elements from the start of the range: a cache line, and the widest vector, of floats.
    public static final int SLICE_UNIT = 16;

    /// Elements of all arrays together, the gradients' and the state's included, from which on more than one thread is used. To wake a
    /// thread takes some 35 µs, so half of the step must take longer than that, and did from here on.
    public static final int WORTH_THREADS = 2_000_000;

    private static final int LOOKS = 2_000; // before going to sleep: some 50 µs

    private final int worthThreads;
    private final Worker[] workers;
    private final ReentrantLock oneStepAtATime = new ReentrantLock();

    /// What the step is; written before a worker's `begun` and read after it.
    private Update update;
    private Variant variant;
    private float[] w;
    private float[] g;
    private float[][] state;

    /// Starts the threads.
    ///
    /// @param threads that work on a step, the caller's included
    /// @throws IllegalArgumentException if there are fewer than one
    public ParallelStep(int threads) {
        this(threads, WORTH_THREADS);
    }

    ParallelStep(int threads, int worthThreads) {
        this.worthThreads = worthThreads;
        if (threads < 1) throw new IllegalArgumentException("threads must be at least 1, were " + threads);
        workers = new Worker[threads - 1];
        for (int k = 0; k < workers.length; k++) {
            workers[k] = new Worker();
            Thread.ofPlatform().daemon().name("parallel-step-", k + 1).start(workers[k]);
        }
    }

    /// Threads that work on a step, the caller's included.
    public int threads() {
        return workers.length + 1;
    }

    /// The same update on all threads, for callers that know only updates.
    public Update of(Update update) {
        return (variant, w, g, state, from, to) -> apply(update, variant, w, g, state, from, to);
    }

    /// Applies the update as [Update#apply] does, and returns when all slices are done. Calls from several threads follow one another.
    ///
    /// @throws IllegalArgumentException as [Update#apply] does; nothing has been changed then
    /// @throws IllegalStateException    after [#close]
    public void apply(Update update, Variant variant, float[] w, float[] g, float[][] state, int from, int to) {
        if (workers.length == 0 || (2L + state.length) * (to - from) < worthThreads) {
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
            int slice = slice(to - from);
            for (int k = 0; k < workers.length; k++) {
                int begin = (int) Math.min(to, from + (k + 1L) * slice);
                workers[k].begin(begin, (int) Math.min(to, (long) begin + slice));
            }
            Throwable failure = null;
            try {
                update.apply(variant, w, g, state, from, (int) Math.min(to, (long) from + slice));
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            for (Worker worker : workers) { // all of them, whatever has failed: the caller must not get arrays that are being written
                Throwable theirs = worker.await();
                if (failure == null) failure = theirs;
            }
            if (failure instanceof Error error) throw error;
            if (failure != null) throw (RuntimeException) failure;
        } finally {
            this.w = null; // the pool outlives the model
            this.g = null;
            this.state = null;
            oneStepAtATime.unlock();
        }
    }

    /// Elements of a slice: an equal share, rounded up to whole units.
    private int slice(int elements) {
        int threads = workers.length + 1;
        return Math.ceilDiv(Math.ceilDiv(elements, threads), SLICE_UNIT) * SLICE_UNIT;
    }

    /// Ends the threads, after a step that is under way. A second call does nothing.
    @Override
    public void close() {
        oneStepAtATime.lock();
        try {
            for (Worker worker : workers) worker.end();
        } finally {
            oneStepAtATime.unlock();
        }
    }

    private final class Worker implements Runnable {

        private volatile int begun;
        private volatile int done;
        private volatile boolean ended;
        private volatile Thread thread;
        private volatile Thread caller;
        private int from;
        private int to;
        private Throwable failure;

        void begin(int from, int to) {
            if (ended) throw new IllegalStateException("this ParallelStep is closed");
            this.from = from;
            this.to = to;
            failure = null;
            caller = Thread.currentThread();
            begun++; // one writer at a time: the caller, under the lock
            LockSupport.unpark(thread);
        }

        /// What the slice threw, or null. Waits without heed to interruptions: the arrays are being written.
        Throwable await() {
            boolean interrupted = false;
            for (int look = 0; done != begun; look++) {
                if (look < LOOKS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted(); // or the next park would return at once
                }
            }
            if (interrupted) Thread.currentThread().interrupt();
            return failure;
        }

        void end() {
            ended = true;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            while (true) {
                for (int look = 0; done == begun; look++) {
                    if (ended) return;
                    if (look < LOOKS) {
                        Thread.onSpinWait();
                    } else {
                        LockSupport.park(this);
                        if (Thread.interrupted()) look = 0; // nobody's business here, and park would not wait again
                    }
                }
                try {
                    update.apply(variant, w, g, state, from, to);
                } catch (RuntimeException | Error e) {
                    failure = e;
                }
                done = begun;
                LockSupport.unpark(caller);
            }
        }
    }
}
