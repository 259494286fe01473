package lanewise.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/// JMH's lock on the machine, held for a whole run. JMH itself takes it once per call, so that another run could slip in between forks.
public final class JmhLock implements AutoCloseable {

    static final Path PATH = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");

    /// Closing any channel to the file gives up the lock that this process holds through another, so it is not opened twice.
    private static final AtomicBoolean HELD_HERE = new AtomicBoolean();

    private final FileChannel channel;

    private JmhLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock and tells JMH, in this process, that it is taken.
    ///
    /// @throws RefusedException if another run holds it
    public static JmhLock acquire() {
        FileChannel channel = open();
        if (channel == null) {
            throw new RefusedException(ExitCode.UNFIT, "another JMH run on this machine holds " + PATH + ", wait for it to end");
        }
        System.setProperty("jmh.ignoreLock", "true"); // JMH reads it once, when its Runner is loaded
        return new JmhLock(channel);
    }

    /// Whether another run holds the lock.
    static boolean isTaken() {
        FileChannel channel = open();
        if (channel == null) return true;
        new JmhLock(channel).close();
        return false;
    }

    /// The locked file, or null if it is locked already.
    private static FileChannel open() {
        if (!HELD_HERE.compareAndSet(false, true)) return null;
        try {
            FileChannel channel = FileChannel.open(PATH, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) return channel;
            channel.close();
            HELD_HERE.set(false);
            return null;
        } catch (IOException e) {
            HELD_HERE.set(false);
            throw new RefusedException(ExitCode.UNFIT, "JMH's lock " + PATH + " cannot be opened: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            HELD_HERE.set(false);
        } catch (IOException e) {
            throw new AssertionError("closing a lock file does not write", e);
        }
    }
}
