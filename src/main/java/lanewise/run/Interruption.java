package lanewise.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What is tidied up and said when the user ends the process by ctrl-C, or by a kill that can be caught. The process then ends with
/// [ExitCode#INCOMPLETE].
///
/// It counts from [#during] until it is closed. Where several do, the innermost is tidied up first, and the outermost speaks.
public final class Interruption implements AutoCloseable {

    private static final long SIGNAL_NANOS = 1_000_000_000;

    private static final Deque<Interruption> OPEN = new ArrayDeque<>(); // innermost first, guarded by itself
    private static boolean ending; // guarded by OPEN

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::end, "interruption"));
    }

    private final String sentence;
    private final Runnable tidy;

    private Interruption(String sentence, Runnable tidy) {
        this.sentence = sentence;
        this.tidy = tidy;
    }

    /// @param sentence for the user, which says how to go on
    /// @param tidy     ends processes and removes files that nobody needs
    public static Interruption during(String sentence, Runnable tidy) {
        Interruption interruption = new Interruption(sentence, tidy);
        synchronized (OPEN) {
            OPEN.push(interruption);
        }
        return interruption;
    }

    private static void end() {
        List<Interruption> open;
        synchronized (OPEN) {
            if (OPEN.isEmpty()) return; // the process came to its end
            ending = true;
            open = List.copyOf(OPEN);
        }
        open.forEach(Interruption::tidyUp);
        System.err.println("lanewise: " + open.getLast().sentence);
        BuildCopy.removeTemporary();
        Runtime.getRuntime().halt(ExitCode.INCOMPLETE); // ctrl-C would end it with 130
    }

    /// What fails here keeps neither the others from being tidied up nor the process from its exit code.
    private void tidyUp() {
        try {
            tidy.run();
        } catch (Throwable e) {
            System.err.println("lanewise: what was begun could not be tidied up: " + e);
        }
    }

    /// Once the process is being ended this never returns: nothing that fails from then on is a result.
    static void stopIfEnding() {
        synchronized (OPEN) {
            if (!ending) return;
        }
        while (true)
            LockSupport.park(OPEN);
    }

    /// The same, also if the signal is still on its way to this process.
    static void stopIfEndingSoon() {
        LockSupport.parkNanos(SIGNAL_NANOS);
        stopIfEnding();
    }

    @Override
    public void close() {
        stopIfEnding();
        synchronized (OPEN) {
            OPEN.remove(this);
        }
    }
}
