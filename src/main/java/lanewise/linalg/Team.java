package lanewise.linalg;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Threads that share a routine's work again and again. They are started once and wait between calls: first awake, for about as long as
/// it would take to wake them, then asleep. The caller is the first member. A call allocates nothing.
///
/// A team serves one caller at a time. Another one that finds it at work does all shares itself: on a thread of its own, or inside a share
/// of this very team, where to wait would be to wait for itself.
public final class Team implements AutoCloseable {

    private static final int LOOKS = 2_000; // before going to sleep: some 50 µs

    /// What each member does, from what it finds in the fields of the one who calls.
    public interface Work {
        /// @param member 0 for the caller, below [Team#size]
        void share(int member);
    }

    private final Worker[] workers;
    private final AtomicBoolean atWork = new AtomicBoolean();
    private volatile boolean closed;

    /// Written before a worker's `begun` and read after it.
    private Work work;

    /// Starts the threads.
    ///
    /// @param size members, the caller included
    /// @param name of the threads, before their number
    /// @throws IllegalArgumentException if there are fewer than one
    public Team(int size, String name) {
        if (size < 1) throw new IllegalArgumentException("threads must be at least 1, were " + size);
        workers = new Worker[size - 1];
        for (int k = 0; k < workers.length; k++) {
            workers[k] = new Worker(k + 1);
            Thread.ofPlatform().daemon().name(name + "-", k + 1).start(workers[k]);
        }
    }

    /// Members, the caller included.
    public int size() {
        return workers.length + 1;
    }

    /// Lets the first members do their share, and returns when all of these are done. What one throws, the lowest first, is thrown then.
    ///
    /// @param members how many, from 1 to [#size]
    /// @throws IllegalArgumentException if there are fewer or more
    /// @throws IllegalStateException    after [#close], if there is more than the caller
    public void run(Work work, int members) {
        if (members < 1 || members > size()) {
            throw new IllegalArgumentException("members must be 1 to " + size() + ", were " + members);
        }
        Throwable failure;
        if (members > 1 && atWork.compareAndSet(false, true)) {
            try {
                if (closed) throw new IllegalStateException("this team of threads is closed");
                failure = together(work, members);
            } finally {
                atWork.set(false);
                if (closed) close(); // it was asked for meanwhile
            }
        } else {
            failure = alone(work, members);
        }
        if (failure != null) throw Team.<RuntimeException>asItIs(failure);
    }

    private Throwable together(Work work, int members) {
        this.work = work;
        for (int k = 0; k < members - 1; k++) workers[k].begin();
        Throwable failure = failureOf(work, 0);
        for (int k = 0; k < members - 1; k++) { // all of them, whatever has failed: the caller must not get arrays that are being written
            Throwable theirs = workers[k].await();
            if (failure == null) failure = theirs;
        }
        this.work = null; // the team outlives the model
        return failure;
    }

    private static Throwable alone(Work work, int members) {
        Throwable failure = null;
        for (int k = 0; k < members; k++) {
            Throwable theirs = failureOf(work, k);
            if (failure == null) failure = theirs;
        }
        return failure;
    }

    /// Everything that can be thrown: not all languages of the JVM declare their exceptions, and a member that is lost is waited for in vain.
    private static Throwable failureOf(Work work, int member) {
        try {
            work.share(member);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T asItIs(Throwable failure) throws T {
        throw (T) failure;
    }

    /// Ends the threads, after the work that is under way. Does not wait for it, and may be called inside it. A second call does nothing.
    @Override
    public void close() {
        closed = true;
        if (!atWork.compareAndSet(false, true)) return; // who has the team closes it
        for (Worker worker : workers) worker.end();
        atWork.set(false);
    }

    private final class Worker implements Runnable {

        private final int member;
        private volatile int begun;
        private volatile int done;
        private volatile boolean ended;
        private volatile Thread thread;
        private volatile Thread caller;
        private Throwable failure;

        Worker(int member) {
            this.member = member;
        }

        void begin() {
            caller = Thread.currentThread();
            begun++; // one writer at a time: the caller
            LockSupport.unpark(thread);
        }

        /// What the share threw, or null. Waits without heed to interruptions: the arrays are being written.
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
                failure = failureOf(work, member);
                done = begun;
                LockSupport.unpark(caller);
            }
        }
    }
}
