package lanewise.linalg;

import java.util.concurrent.locks.ReentrantLock;

/// [Sgemm] on a standing [Team]: each member computes a part of C, with the bits that one thread leaves. Products that are too small to be
/// worth a second thread are left to the caller alone.
public final class ParallelSgemm implements AutoCloseable {

    /// Multiply-adds from which on a second thread is used; each further one takes half as many more. A share takes longer than to wake a thread.
    public static final long WORTH_THREADS = 8_000_000;

    /// Rows and columns of a part are multiples of these, but for the last.
    private static final int ROWS = 2 * Sgemm.TILE_ROWS;
    private static final int COLUMNS = Sgemm.TILE_COLUMNS;

    private final long worthThreads;
    private final Team team;
    private final Team.Work part = this::part; // made once: a product allocates nothing
    private final Sgemm[] sgemms;
    private final ReentrantLock oneProductAtATime = new ReentrantLock();

    /// The product that is under way.
    private Matrix a;
    private Matrix b;
    private Matrix c;
    private float beta;
    private int members;

    /// Starts the threads.
    ///
    /// @param threads that work on a product, the caller's included
    /// @throws IllegalArgumentException if there are fewer than one
    public ParallelSgemm(int threads) {
        this(threads, WORTH_THREADS);
    }

    ParallelSgemm(int threads, long worthThreads) {
        this.worthThreads = worthThreads;
        team = new Team(threads, "parallel-sgemm");
        sgemms = new Sgemm[threads];
        for (int k = 0; k < threads; k++) sgemms[k] = new Sgemm();
    }

    /// C ← AB + βC, as [Sgemm#simd]. Calls from several threads follow one another.
    ///
    /// @throws IllegalArgumentException if the shapes do not fit; nothing has been changed then
    /// @throws IllegalStateException    after [#close], if the product is worth a second thread
    public void multiply(Matrix a, Matrix b, float beta, Matrix c) {
        oneProductAtATime.lock();
        try {
            members = Math.clamp(2L * a.rows() * b.columns() * b.rows() / worthThreads, 1, team.size());
            if (members == 1) {
                sgemms[0].simd(a, b, beta, c);
                return;
            }
            Sgemm.check(a, b, c);
            boolean turned = Sgemm.turns(a, b, c);
            this.a = turned ? b.transposed() : a;
            this.b = turned ? a.transposed() : b;
            this.c = turned ? c.transposed() : c;
            this.beta = beta;
            team.run(part, members);
        } finally {
            this.a = null; // the pool outlives the model
            this.b = null;
            this.c = null;
            oneProductAtATime.unlock();
        }
    }

    /// An equal share of the longer side, in whole tiles: the factor that every member packs for itself is the smaller one.
    private void part(int member) {
        int rows = c.rows();
        int columns = c.columns();
        if (rows > columns) {
            int share = share(rows, ROWS);
            sgemms[member].part(a, null, b, beta, c, Math.min(rows, member * share), Math.min(rows, (member + 1) * share), 0, columns);
        } else {
            int share = share(columns, COLUMNS);
            sgemms[member].part(a, null, b, beta, c, 0, rows, Math.min(columns, member * share), Math.min(columns, (member + 1) * share));
        }
    }

    private int share(int length, int unit) {
        return Math.ceilDiv(Math.ceilDiv(length, members), unit) * unit;
    }

    /// Ends the threads, after a product that is under way. A second call does nothing.
    @Override
    public void close() {
        oneProductAtATime.lock();
        try {
            team.close();
        } finally {
            oneProductAtATime.unlock();
        }
    }
}
