package lanewise.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// JMH's lock on the machine, held for a whole run. JMH itself takes it once per call, so that another run could slip in between forks.
public final class JmhLock implements AutoCloseable {

    private final FileChannel channel;

    private JmhLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock and tells JMH, in this process, that it is taken.
    ///
    /// @throws RefusedException if another run holds it
    public static JmhLock acquire() {
        Path path = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw taken(path);
            }
            System.setProperty("jmh.ignoreLock", "true"); // JMH reads it once, when its Runner is loaded
            return new JmhLock(channel);
        } catch (OverlappingFileLockException e) {
            throw taken(path);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.UNFIT, "JMH's lock " + path + " cannot be opened: " + e.getMessage());
        }
    }

    private static RefusedException taken(Path path) {
        return new RefusedException(ExitCode.UNFIT, "another JMH run on this machine holds " + path + ", wait for it to end");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError("closing a lock file does not write", e);
        }
    }
}
