package lanewise.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A fork whose runner was killed. It lives on for seconds at full load, and whatever is measured meanwhile is wrong.
public final class Orphan {

    private static final int PATIENCE_SECONDS = 60;

    private Orphan() {}

    /// Ends the fork that `fork` names, if it still runs.
    ///
    /// @param fork the file that the fork writes about itself, see [RunFolder#fork]
    /// @throws RefusedException if it does not end
    public static void end(Path fork) throws IOException {
        if (!Files.exists(fork)) return;
        long pid;
        try {
            pid = new JsonMapper().readTree(Files.readString(fork)).path("pid").asLong(-1);
        } catch (JacksonException e) {
            pid = -1; // killed before it had written, and so before it had measured
        }
        ProcessHandle process = ProcessHandle.of(pid).filter(handle -> isFork(handle, fork)).orElse(null);
        if (process != null && process.isAlive()) {
            process.destroyForcibly();
            try {
                process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                throw new RefusedException(ExitCode.UNFIT, "process " + pid + ", a fork of the interrupted run, does not end");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Files.delete(fork);
    }

    /// Process ids are used again: only the one that was given this very file is ours. Of a command line longer than a page, as with a long
    /// class path, the JVM gives no arguments; Linux has them whole.
    private static boolean isFork(ProcessHandle process, Path fork) {
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (Files.isReadable(commandLine)) {
            try {
                return new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8).contains(fork.toString());
            } catch (IOException _) { // it has ended meanwhile
                return false;
            }
        }
        return process.info().arguments().map(arguments -> Arrays.stream(arguments).anyMatch(a -> a.contains(fork.toString())))
                .orElse(false);
    }
}
