package lanewise.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one user's lock is to another.
class JmhLockTest {

    @TempDir
    private Path folder;

    @Test
    void aLockIsMadeForAllUsersWhateverTheUmask() throws Exception {
        Path lock = folder.resolve("jmh.lock");
        assertThat(JmhLock.obstacle(lock)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock))).isEqualTo("rw-rw-rw-");
        assertThat(JmhLock.obstacle(lock)).isEmpty();
    }

    @Test
    void aLockThatCannotBeOpenedIsNamedWithWhatHelps() throws Exception {
        Path lock = Files.createFile(folder.resolve("jmh.lock"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--")));
        assumeThat(Files.isWritable(lock)).as("the superuser may write").isFalse();
        assertThat(JmhLock.obstacle(lock)).isEqualTo(lock + ", which is a file of " + Files.getOwner(lock).getName()
                + " and cannot be opened by this user, unless its owner runs chmod a+rw " + lock);
    }

    @Test
    void whatIsNoFileIsNoLock() throws Exception {
        assertThat(JmhLock.obstacle(folder)).startsWith(folder + ", which cannot be opened (");
        assertThat(JmhLock.obstacle(folder.resolve("none/jmh.lock"))).contains("which cannot be opened (");
    }
}
