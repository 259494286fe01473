package lanewise.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;

/// JMH's lock on the machine, held for a whole run. JMH itself takes it once per call, so that another run could slip in between forks.
public final class JmhLock implements AutoCloseable {

    static final Path PATH = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");

    /// Closing any channel to the file gives up the lock that this process holds through another, so it is not opened twice.
    private static final AtomicBoolean HELD_HERE = new AtomicBoolean();

    /// Null if the run goes on without the lock.
    private final FileChannel channel;

    private JmhLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock and tells JMH, in this process, that it is taken.
    ///
    /// @param force whether to go on without the lock if it cannot be had
    /// @throws RefusedException if another run holds it, or it belongs to a user who does not share it
    public static JmhLock acquire(boolean force) {
        Attempt attempt = attempt(PATH);
        if (attempt.channel == null && !force)
            throw new RefusedException(ExitCode.UNFIT, "JMH's lock is " + attempt.obstacle + " (--force measures all the same)");
        System.setProperty("jmh.ignoreLock", "true"); // JMH reads it once, when its Runner is loaded
        return new JmhLock(attempt.channel);
    }

    /// Why the lock cannot be taken at this moment; empty if it can.
    static String obstacle() {
        return obstacle(PATH);
    }

    static String obstacle(Path path) {
        Attempt attempt = attempt(path);
        if (attempt.channel != null) new JmhLock(attempt.channel).close();
        return attempt.obstacle;
    }

    /// @param channel  to the locked file, or null
    /// @param obstacle why there is none
    private record Attempt(FileChannel channel, String obstacle) {}

    private static Attempt attempt(Path path) {
        String held = path + ", which another JMH run on this machine holds";
        if (!HELD_HERE.compareAndSet(false, true)) return new Attempt(null, held);
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = open(path);
            locked = channel.tryLock() != null;
            if (!locked) channel.close();
            return locked ? new Attempt(channel, "") : new Attempt(null, held);
        } catch (AccessDeniedException e) {
            return new Attempt(null,
                    path + ", which is " + owner(path) + " and cannot be opened by this user, unless its owner runs chmod a+rw "
                            + path);
        } catch (IOException e) {
            return new Attempt(null, path + ", which cannot be opened (" + e + ")");
        } finally {
            if (!locked) HELD_HERE.set(false);
        }
    }

    /// Opened without leave to create it where it exists: Linux denies that for files of others in folders like /tmp. Where it does not exist
    /// it is made for all users, whatever the umask says.
    private static FileChannel open(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.WRITE);
        } catch (NoSuchFileException _) {
            try {
                Files.createFile(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            } catch (FileAlreadyExistsException | UnsupportedOperationException _) {
                // another run was faster, or there are no such permissions on this system: the file is there
            }
            return FileChannel.open(path, StandardOpenOption.WRITE);
        }
    }

    private static String owner(Path path) {
        try {
            return "a file of " + Files.getOwner(path).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "a file of another user";
        }
    }

    @Override
    public void close() {
        if (channel == null) return;
        try {
            channel.close();
            HELD_HERE.set(false);
        } catch (IOException e) {
            throw new AssertionError("closing a lock file does not write", e);
        }
    }
}
