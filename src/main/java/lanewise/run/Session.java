package lanewise.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One call of a command that measures. It looks at the machine, holds the host's lock, knows what fits into memory, begins a journal or goes
/// on with one, and sees to it that an interruption leaves nothing behind but a folder that can be gone on with.
public final class Session implements AutoCloseable {

    /// What a fork's JVM takes in addition to its heap, and what the system should keep.
    private static final long RESERVED_MEGABYTES = 512;

    private static final long END_SECONDS = 10;

    private final Environment environment;
    private final List<Finding> findings;
    private JmhLock lock; // null until measuring begins

    /// @param environment what the machine is
    /// @param findings    how it is at this moment
    public Session(Environment environment, List<Finding> findings) {
        this.environment = environment;
        this.findings = List.copyOf(findings);
    }

    /// On the machine as it is now; takes half a second.
    ///
    /// @param vectorLanes floats in a vector of the preferred species
    public static Session here(int vectorLanes) {
        Environment environment = Environment.detect(vectorLanes);
        return new Session(environment, Environment.fitness().findings(environment));
    }

    /// The machine.
    public Environment environment() {
        return environment;
    }

    /// What is wrong with the machine, for the plan.
    public List<String> warnings() {
        return findings.stream().filter(finding -> finding.level() != Finding.Level.FINE).map(Finding::toString).toList();
    }

    /// Why this machine cannot hold the row's heap, if it cannot.
    public Optional<String> lacksMemory(Row row) {
        long available = Math.max(0, (environment.availableBytes() >> 20) - RESERVED_MEGABYTES);
        return row.jvm().heapMegabytes() <= available
                ? Optional.empty()
                : Optional.of("it needs a heap of " + row.jvm().heapMegabytes() + " MiB, " + available + " are free");
    }

    /// Takes the host's lock, which is given back when the session is closed.
    ///
    /// @param force although the machine is not fit to be measured on
    /// @throws RefusedException if it is not, or if another run holds the lock
    public void begin(boolean force) {
        findings.stream().filter(finding -> !force && finding.level() == Finding.Level.REFUSED).findFirst().ifPresent(finding -> {
            throw new RefusedException(ExitCode.UNFIT, finding + " (--force measures all the same)");
        });
        lock = JmhLock.acquire(force);
    }

    /// Numbers of one run belong to one machine, one JDK and one commit.
    ///
    /// @throws RefusedException if the folder's are not these
    public void requireSameMachine(RunFolder folder) {
        Environment there = folder.environment();
        if (!there.summary().equals(environment.summary())) {
            throw new RefusedException(ExitCode.USAGE, folder.path() + " was begun on \"" + there.summary() + "\", this is \""
                    + environment.summary() + "\": start a new run");
        }
    }

    /// Makes the folder of a run, with a copy of what its forks run.
    ///
    /// @throws RefusedException if the folder cannot be written
    public RunFolder create(Path results, Plan plan) throws IOException {
        RunFolder folder = RunFolder.create(results, Instant.now(), environment, environment.commitName());
        prepare(folder, () -> folder.write(environment, plan.of(BuildCopy.make(folder))));
        return folder;
    }

    /// What is done in a folder before its first fork.
    @FunctionalInterface
    public interface Preparation {
        /// Copies and builds, say.
        void run() throws IOException;
    }

    /// Prepares a folder, which is deleted if that fails or is interrupted: nothing is measured yet.
    public void prepare(RunFolder folder, Preparation preparation) throws IOException {
        boolean done = false;
        try (Interruption _ = Interruption.during("interrupted before anything was measured: give the same command again",
                () -> delete(folder))) {
            preparation.run();
            done = true;
        } finally {
            if (!done) delete(folder);
        }
    }

    private static void delete(RunFolder folder) {
        try {
            Folders.delete(folder.path());
        } catch (IOException e) {
            throw new RefusedException(ExitCode.INCOMPLETE, folder.path() + " cannot be deleted (" + e + ")");
        }
    }

    /// A loop over forks.
    @FunctionalInterface
    public interface Measuring {
        /// @param journal takes each fork when it has ended
        /// @param before  what is in it already, and not measured again
        void run(Journal journal, List<Measurement> before) throws IOException;
    }

    /// Begins the folder's journal or goes on with it.
    ///
    /// @param goOn the command that goes on if this is interrupted
    /// @throws RefusedException if it is interrupted or cannot be written
    public void measure(RunFolder folder, String goOn, Measuring measuring) {
        String then = "what was measured so far is in " + folder.journal() + ": go on with " + goOn;
        try (Interruption _ = Interruption.during("interrupted, " + then, () -> endForks(folder));
                Journal journal = Journal.open(folder.journal())) {
            Orphan.end(folder.fork());
            measure(folder, journal, measuring);
        } catch (Forks.Interrupted e) {
            throw new RefusedException(ExitCode.INCOMPLETE, e.getMessage() + ", " + then);
        } catch (IOException e) {
            throw new RefusedException(ExitCode.INCOMPLETE, folder.journal() + " cannot be written (" + e.getMessage()
                    + "), what was measured so far is in it: go on with " + goOn);
        }
    }

    private static void measure(RunFolder folder, Journal journal, Measuring measuring) throws IOException {
        try {
            measuring.run(journal, folder.measurements());
        } catch (Forks.Interrupted e) {
            Interruption.stopIfEndingSoon(); // ctrl-C reaches the fork first
            throw e;
        }
    }

    private static void endForks(RunFolder folder) {
        List<ProcessHandle> forks = ProcessHandle.current().descendants().toList();
        forks.forEach(ProcessHandle::destroyForcibly);
        try {
            CompletableFuture.allOf(forks.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
            Files.deleteIfExists(folder.fork());
        } catch (RuntimeException | IOException e) {
            return; // whoever goes on ends it
        }
    }

    /// Takes forks that failed out of the journal, so that they are measured again; of a comparison the other fork of the pair as well, since
    /// the two must run back to back. Their lines stay in `redone.jsonl`.
    ///
    /// @return how many failed
    public int redoFailed(RunFolder folder, Plan plan) throws IOException {
        boolean pairs = folder.isComparison();
        Map<String, String> names = new HashMap<>(); // by id
        for (Row row : plan.rows()) names.put(row.id(), pairs ? row.name() : row.id());
        Set<String> failed = new HashSet<>();
        int count = 0;
        for (Measurement fork : folder.measurements()) {
            if (fork.succeeded()) continue;
            failed.add(fork.round() + " " + names.get(fork.row()));
            count++;
        }
        if (count > 0) Journal.move(folder.journal(), folder.redone(), fork -> failed.contains(fork.round() + " " + names.get(fork.row())));
        return count;
    }

    @Override
    public void close() {
        if (lock != null) lock.close();
    }
}
